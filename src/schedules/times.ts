/**
 * When a schedule is due. All of it counts in hours of the wall clock: a schedule falls on every
 * `period`-th of them, so that "at 3" stays at 3 when the clocks change. An hour that the clock skips
 * counts at the moment it is skipped, one that it shows twice counts the first time.
 */

/** What the wall clock of a zone shows at an instant, in ms as if it showed UTC. */
export type WallClock = (instant: number) => number;

/** The hours of the wall clock, counted from 1970, that leave `phase` when divided by `period`. */
export interface Rhythm {
  period: number;
  phase: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** 1970-01-01 was a Thursday; 0 is Sunday. */
const FIRST_WEEKDAY = 4;

export const daily = (hour: number): Rhythm => ({ period: 24, phase: hour });

export const weekly = (weekday: number, hour: number): Rhythm => ({
  period: 168,
  phase: ((weekday - FIRST_WEEKDAY + 7) % 7) * 24 + hour,
});

export const everyHours = (hours: number, hour: number): Rhythm => ({ period: hours, phase: hour % hours });

/** The latest instant at which the rhythm fell at or before `now`. */
export function lastTime(rhythm: Rhythm, now: number, wall: WallClock): number {
  let hour = hourNear(rhythm, now, wall) + rhythm.period;
  while (instantOf(hour, wall) > now) hour -= rhythm.period;
  return instantOf(hour, wall);
}

/** The first instant after `after` at which the rhythm falls. */
export function nextTime(rhythm: Rhythm, after: number, wall: WallClock): number {
  let hour = hourNear(rhythm, after, wall) - rhythm.period;
  while (instantOf(hour, wall) <= after) hour += rhythm.period;
  return instantOf(hour, wall);
}

function hourNear({ period, phase }: Rhythm, instant: number, wall: WallClock): number {
  return Math.floor((wall(instant) / HOUR_MS - phase) / period) * period + phase;
}

function instantOf(hour: number, wall: WallClock): number {
  const shown = hour * HOUR_MS;
  // The zone's distance from UTC, as it was a day before and will be a day after.
  const candidates = [shown - DAY_MS, shown + DAY_MS].map((near) => shown - (wall(near) - near));
  const exact = candidates.filter((instant) => wall(instant) === shown);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}
