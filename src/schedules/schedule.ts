/** A schedule: what is run, when, and whether the owner is told of trouble. */
import { daily, everyHours, weekly, type Rhythm } from './times';

export interface Schedule {
  id: string;
  /** `all`, a stage or `stage.step`. */
  step: string;
  every: 'day' | 'week' | 'hours';
  /** Only for `hours`: how many there are between two runs. */
  hours: number;
  /** Only for `week`; 0 is Sunday. */
  weekday: number;
  /** Hour of the day in the workbook's time zone; for `hours`: one of the hours. */
  hour: number;
  on: boolean;
  /** Whether a run that failed or needs a person ends in an error, which Google mails to the owner. */
  notify: boolean;
  /** When it was switched on or its times were changed, ms: earlier times are none of its. */
  since: number;
  /** The spreadsheet that it belongs to: what stands in a copy of it does not run. */
  book: string;
}

const WHOLE: Record<'hours' | 'weekday' | 'hour', { min: number; max: number; what: string }> = {
  hours: { min: 1, max: 168, what: 'The number of hours' },
  weekday: { min: 0, max: 6, what: 'The day of the week (Sunday is 0)' },
  hour: { min: 0, max: 23, what: 'The hour' },
};

type Asked = Pick<Schedule, 'id' | 'step' | 'every' | 'hours' | 'weekday' | 'hour' | 'on' | 'notify'>;

/**
 * A schedule as a page sends it, checked.
 * @param steps ids of what can be run
 * @returns the schedule, or what is wrong in one line
 */
export function readSchedule(
  given: Readonly<Record<string, unknown>>,
  steps: readonly string[],
): Asked | string {
  const { id = '', step, every } = given;
  if (typeof id !== 'string') return 'The schedule has no proper id.';
  if (typeof step !== 'string' || !steps.includes(step)) return `There is no step "${String(step)}" to run.`;
  if (every !== 'day' && every !== 'week' && every !== 'hours')
    return 'Choose how often it runs: every day, every week, or every so many hours.';
  const asked: Asked = {
    ...{ id, step, every, hours: 24, weekday: 0, hour: 0 },
    on: given.on !== false,
    notify: given.notify === true,
  };
  const needed = { day: ['hour'], week: ['weekday', 'hour'], hours: ['hours'] } as const;
  for (const name of ['hours', 'weekday', 'hour'] as const) {
    const value = given[name];
    const { min, max, what } = WHOLE[name];
    const isNeeded = (needed[every] as readonly string[]).includes(name);
    if ((value === undefined || value === null) && !isNeeded) continue;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
      return `${what} must be a whole number from ${min} to ${max}.`;
    asked[name] = value;
  }
  return asked;
}

export function rhythmOf({ every, hours, weekday, hour }: Schedule): Rhythm {
  if (every === 'hours') return everyHours(hours, hour);
  return every === 'week' ? weekly(weekday, hour) : daily(hour);
}

/** Whether both fall at the same times. */
export function sameTimes(a: Schedule, b: Schedule): boolean {
  const [one, other] = [rhythmOf(a), rhythmOf(b)];
  return one.period === other.period && one.phase === other.phase;
}
