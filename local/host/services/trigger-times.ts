/** When recurring triggers fire. */
import { instantToWall, wallToInstant } from '../../xlsx/zone';
import type { TriggerRecord } from '../host';
import { DAY, MINUTE } from '../limits';
import { hashOf } from '../util/random';

const UNIT: Partial<Record<TriggerRecord['kind'], number>> = {
  everyMinutes: MINUTE,
  everyHours: 60 * MINUTE,
  everyDays: DAY,
  everyWeeks: 7 * DAY,
};

/** Minute of the hour at which a daily or weekly trigger fires: random when it is made, then constant. */
function minuteOf(trigger: TriggerRecord): number {
  const random = hashOf(trigger.id);
  if (trigger.nearMinute === undefined) return random % 60;
  return Math.min(59, Math.max(0, trigger.nearMinute - 15 + (random % 31)));
}

function nextWallTime(trigger: TriggerRecord, after: number, days: number): number {
  const zone = trigger.timeZone ?? 'UTC';
  const hour = trigger.atHour ?? hashOf(`hour ${trigger.id}`) % 24;
  const today = Math.floor(instantToWall(after, zone) / DAY) * DAY;
  const timeOfDay = (hour * 60 + minuteOf(trigger)) * MINUTE;
  let day = today;
  // 1970-01-01 was a Thursday; 0 is Sunday.
  if (trigger.weekDay !== undefined) {
    while ((day / DAY + 4) % 7 !== trigger.weekDay) day += DAY;
  }
  let next = wallToInstant(day + timeOfDay, zone);
  while (next <= after) {
    day += days * DAY;
    next = wallToInstant(day + timeOfDay, zone);
  }
  return next;
}

/** The first time after `after` at which a recurring trigger fires, ms since the epoch. */
export function nextTime(trigger: TriggerRecord, after: number): number {
  const every = trigger.every ?? 1;
  if (trigger.kind === 'everyDays') return nextWallTime(trigger, after, every);
  if (trigger.kind === 'everyWeeks') return nextWallTime(trigger, after, 7 * every);
  return after + every * (UNIT[trigger.kind] ?? 0);
}
