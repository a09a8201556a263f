/**
 * The triggers of a run. A trigger that is made inside a triggered execution may be born disabled
 * (apps-script.md §7), so both are recurring and made while a person is there: one goes on every ten
 * minutes, one every hour while all that is left waits for a quota.
 */

/** The function that Google calls; one of the entry points. */
export const CONTINUE_HANDLER = 'continueRun';

/** Handler of the one trigger that all schedules share; it goes on with the runs that it started. */
export const SCHEDULE_HANDLER = 'runSchedules';

export interface RunTriggers {
  often: string;
  hourly: string;
}

export interface TriggerPort {
  /** Makes both; throws what Google says if it refuses. */
  create(): RunTriggers;
  /**
   * Whether a trigger that would go on with such a run is there. `none`: the person at work has made none;
   * another may have.
   */
  look(startedBy: 'person' | 'schedule'): 'enabled' | 'disabled' | 'none';
  removeOften(often: string): void;
  removeAll(): void;
}

type Trigger = GoogleAppsScript.Script.Trigger;
type Builder = GoogleAppsScript.Script.ClockTriggerBuilder;

/** The triggers of a handler that the person at work has made; Google shows nobody those of others. */
export function triggersOf(handler: string): Trigger[] {
  return ScriptApp.getProjectTriggers().filter((trigger) => trigger.getHandlerFunction() === handler);
}

/** Not all of Google's type definitions know that a trigger may be disabled. */
export function isEnabled(trigger: Trigger & { isDisabled?: () => boolean }): boolean {
  return !trigger.isDisabled?.();
}

/** @returns the id; throws what Google says if it refuses. */
export function makeTrigger(handler: string, when: (builder: Builder) => Builder): string {
  const make = () => when(ScriptApp.newTrigger(handler).timeBased()).create().getUniqueId();
  try {
    return make();
  } catch {
    // Server errors on creation come every few hours in some accounts and are gone at the next try.
    return make();
  }
}

export function scriptTriggers(): TriggerPort {
  const own = () => triggersOf(CONTINUE_HANDLER);
  return {
    create() {
      const stale = own();
      const often = makeTrigger(CONTINUE_HANDLER, (builder) => builder.everyMinutes(10));
      const hourly = makeTrigger(CONTINUE_HANDLER, (builder) => builder.everyHours(1));
      for (const trigger of stale) ScriptApp.deleteTrigger(trigger);
      return { often, hourly };
    },
    look(startedBy) {
      const all = startedBy === 'schedule' ? [...own(), ...triggersOf(SCHEDULE_HANDLER)] : own();
      if (all.length === 0) return 'none';
      return all.some(isEnabled) ? 'enabled' : 'disabled';
    },
    removeOften(often) {
      for (const trigger of own()) if (trigger.getUniqueId() === often) ScriptApp.deleteTrigger(trigger);
    },
    removeAll() {
      for (const trigger of own()) ScriptApp.deleteTrigger(trigger);
    },
  };
}
