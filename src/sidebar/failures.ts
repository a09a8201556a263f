/** The cells that the last quality check found wrong, read from its tab. */
import { QUALITY_TAB } from '../workbook/qualityTab';
import type { Failure, Failures } from './api';
import { wholeIn, type Request } from './request';

/** `{offset, limit}` → the failures of that part, in the order of the tab. */
export function listFailures(request: Request): Failures {
  const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheetByName(QUALITY_TAB.name);
  const rows = sheet ? sheet.getLastRow() - 1 : 0;
  if (!sheet || rows < 1) return { total: 0, failures: [] };
  const places = QUALITY_TAB.columns;
  const [rule, tab, cell, problem] = (['Rule', 'Tab', 'Cell', 'Problem'] as const).map((name) =>
    places.indexOf(name),
  ) as [number, number, number, number];
  const all: Failure[] = [];
  let heading = '';
  for (const row of sheet.getRange(2, 1, rows, places.length).getValues()) {
    heading = String(row[rule] || heading);
    if (row[tab] === '') continue;
    all.push({
      rule: heading,
      tab: String(row[tab]),
      cell: String(row[cell]),
      message: String(row[problem]),
    });
  }
  const offset = wholeIn(request, 'offset', 0) ?? 0;
  return { total: all.length, failures: all.slice(offset, offset + (wholeIn(request, 'limit', 1) ?? 100)) };
}
