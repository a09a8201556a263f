/** The cells that the last quality check found wrong, read from its tab. */
import { QUALITY_TAB } from '../workbook/qualityTab';
import type { Failure, Failures } from './api';
import { wholeIn, type Request } from './request';

type Column = (typeof QUALITY_TAB.columns)[number];

/** `{offset, limit}` → the failures of that part, in the order of the tab. */
export function listFailures(request: Request): Failures {
  const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheetByName(QUALITY_TAB.name);
  const rows = sheet ? sheet.getLastRow() - 1 : 0;
  if (!sheet || rows < 1) return { total: 0, failures: [] };
  const all: Failure[] = [];
  const [heads = [], ...lines] = sheet.getRange(1, 1, rows + 1, QUALITY_TAB.columns.length).getValues();
  let rule = '';
  for (const line of lines) {
    // A tab that an earlier version wrote has fewer columns.
    const of = (name: Column): string => String(line[heads.indexOf(name)] ?? '');
    rule = of('Rule') || rule;
    const failure = {
      rule,
      tab: of('Tab'),
      cell: of('Cell'),
      key: of('Key'),
      column: of('Column'),
      message: of('Problem'),
    };
    if (failure.tab) all.push(failure);
  }
  const offset = wholeIn(request, 'offset', 0) ?? 0;
  return { total: all.length, failures: all.slice(offset, offset + (wholeIn(request, 'limit', 1) ?? 100)) };
}
