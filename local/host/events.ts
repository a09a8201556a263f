/** The event objects that triggers hand to the script (apps-script.md §7). */
import { enumValue } from './enums';
import type { Execution } from './execution';
import type { TriggerRecord } from './host';
import { DAY } from './limits';
import { Spreadsheet } from './services/spreadsheet';

/** Of a clock trigger, in UTC. */
export function clockEvent(trigger: TriggerRecord, at: number): Record<string, unknown> {
  const date = new Date(at);
  const yearStart = Date.UTC(date.getUTCFullYear(), 0, 1);
  return {
    authMode: enumValue('ScriptApp.AuthMode', 'FULL'),
    triggerUid: trigger.id,
    timezone: 'UTC',
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    'day-of-month': date.getUTCDate(),
    'day-of-week': date.getUTCDay() || 7,
    'week-of-year': Math.floor((at - yearStart) / (7 * DAY)) + 1,
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

/** Of the simple trigger onOpen. */
export function openEvent(execution: Execution): Record<string, unknown> {
  return { authMode: enumValue('ScriptApp.AuthMode', 'LIMITED'), source: new Spreadsheet(execution) };
}
