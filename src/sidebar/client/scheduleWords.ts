/** A schedule in words. */
import type { Schedule } from '../api';
import { counted } from '../words';

export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

export const newSchedule: Schedule = {
  step: 'all',
  every: 'day',
  hours: 6,
  weekday: 1,
  hour: 3,
  on: true,
  notify: true,
};

/** `03:00` */
export const hourWords = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** `Every Monday at 03:00`, `Every 6 hours`. */
export function rhythmWords({ every, hours, weekday, hour }: Schedule): string {
  if (every === 'hours') return hours === 1 ? 'Every hour' : `Every ${counted(hours, 'hour')}`;
  return `Every ${every === 'day' ? 'day' : (WEEKDAYS[weekday] ?? 'week')} at ${hourWords(hour)}`;
}
