/**
 * The triggers of a run. A trigger that is made inside a triggered execution may be born disabled
 * (apps-script.md §7), so both are recurring and made while a person is there: one goes on every ten
 * minutes, one every hour while all that is left waits for a quota.
 */

/** The function that Google calls; one of the entry points. */
export const CONTINUE_HANDLER = 'continueRun';

export interface RunTriggers {
  often: string;
  hourly: string;
}

export interface TriggerPort {
  /** Makes both; throws what Google says if it refuses. */
  create(): RunTriggers;
  /** True if at least one trigger that would go on with the run is there and enabled. */
  exists(): boolean;
  removeOften(often: string): void;
  removeAll(): void;
}

type MaybeDisabled = GoogleAppsScript.Script.Trigger & { isDisabled?: () => boolean };

export function scriptTriggers(handlers: readonly string[] = [CONTINUE_HANDLER]): TriggerPort {
  const own = () =>
    ScriptApp.getProjectTriggers().filter((trigger) => trigger.getHandlerFunction() === CONTINUE_HANDLER);
  const make = (build: () => GoogleAppsScript.Script.Trigger): string => {
    try {
      return build().getUniqueId();
    } catch {
      // Server errors on creation come every few hours in some accounts and are gone at the next try.
      return build().getUniqueId();
    }
  };
  return {
    create() {
      const stale = own();
      const often = make(() => ScriptApp.newTrigger(CONTINUE_HANDLER).timeBased().everyMinutes(10).create());
      const hourly = make(() => ScriptApp.newTrigger(CONTINUE_HANDLER).timeBased().everyHours(1).create());
      for (const trigger of stale) ScriptApp.deleteTrigger(trigger);
      return { often, hourly };
    },
    exists() {
      return ScriptApp.getProjectTriggers().some(
        (trigger) =>
          handlers.includes(trigger.getHandlerFunction()) && !(trigger as MaybeDisabled).isDisabled?.(),
      );
    },
    removeOften(often) {
      for (const trigger of own()) if (trigger.getUniqueId() === often) ScriptApp.deleteTrigger(trigger);
    },
    removeAll() {
      for (const trigger of own()) ScriptApp.deleteTrigger(trigger);
    },
  };
}
