/** What a fresh script and a fresh workbook are. */
import type { HostState } from './host';
import type { SheetModel, WorkbookModel } from './model';

/** The state of a script that never ran. */
export function emptyState(): HostState {
  return {
    properties: { script: {}, user: {}, document: {} },
    cache: { script: {}, user: {}, document: {} },
    triggers: [],
    quotas: { urlFetch: [], triggerMs: [], propertyCalls: [] },
    clock: 0,
  };
}

/** Rows and columns of a new tab (apps-script.md §4). */
export const NEW_SHEET_ROWS = 1000;
export const NEW_SHEET_COLUMNS = 26;

/** An empty tab. */
export function newSheet(
  id: number,
  name: string,
  maxRows = NEW_SHEET_ROWS,
  maxColumns = NEW_SHEET_COLUMNS,
): SheetModel {
  return {
    id,
    name,
    maxRows,
    maxColumns,
    cells: [],
    frozenRows: 0,
    hidden: false,
    columnWidths: {},
    columnFormats: {},
    merges: [],
    validations: [],
    conditionalRules: [],
    charts: [],
    protectedSheet: false,
  };
}

/** A workbook as Sheets makes it: one empty tab, `Sheet1`, New York time, US locale. */
export function newWorkbook(name: string): WorkbookModel {
  return {
    id: `local-${name.replace(/[^\w-]+/g, '-')}`,
    name,
    timeZone: 'America/New_York',
    locale: 'en_US',
    sheets: [newSheet(0, 'Sheet1')],
    nextSheetId: 1,
  };
}
