/** Puts the parts together: the engine, the workbook, the sources and Google's services. */
import type { StartParts } from './engine/control';
import { documentLock } from './engine/lock';
import { documentProperties } from './engine/store';
import { scriptTriggers } from './engine/triggers';
import { Session } from './session';
import { jobOf, steps } from './stages';

export function startParts(): StartParts {
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
  return {
    properties: documentProperties(),
    lock: documentLock(),
    triggers: scriptTriggers(),
    steps,
    now: () => Date.now(),
    startedAt: Date.now(),
    job: jobOf,
    clock: (ms) => Utilities.formatDate(new Date(ms), spreadsheet.getSpreadsheetTimeZone(), 'HH:mm'),
    backend: (record, budget, limits, journal) => new Session(spreadsheet, record, budget, limits, journal),
  };
}
