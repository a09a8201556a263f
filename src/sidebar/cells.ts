/** The person's place in the workbook: what is selected, and bringing a cell into view. */
import { ConflictsTab } from '../workbook/conflictsTab';
import { Gateway } from '../workbook/gateway';
import { findColumns, letter } from '../workbook/headers';
import { displayKeys, keyColumns } from '../workbook/identity';
import { normaliseCell } from '../workbook/normalise';
import type { AnyTab } from '../workbook/schema';
import { dataTabs, imdbListTab } from '../workbook/tabs';
import type { CellValue } from '../workbook/types';
import type { Said, Selected } from './api';
import { textIn, wholeIn, type Request } from './request';
import { bareKey } from './words';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** The selected rows without the header; null if there are none. */
export function selectedRows(): Selected | null {
  const range = SpreadsheetApp.getActiveSpreadsheet().getActiveRange();
  if (!range) return null;
  const sheet = range.getSheet();
  const startRow = Math.max(2, range.getRow());
  const endRow = Math.min(range.getLastRow(), sheet.getLastRow());
  return endRow < startRow ? null : { tab: sheet.getName(), startRow, endRow };
}

/**
 * `{tab, cell?, row?, key?, column?, question?}`: selects the cell; with the tab alone, its first. A cell that is named
 * with a key is where the row was seen last: it is taken only if the row is still there.
 */
export function goTo(request: Request): Said {
  const name = textIn(request, 'tab', 100);
  const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheetByName(name);
  if (!sheet) return { ok: false, message: `There is no tab ${name}.` };
  const place = textIn(request, 'cell', 12);
  const [, letters = '', digits = ''] = /^([A-Z]{1,3})([1-9]\d{0,7})$/.exec(place) ?? [];
  if (place && !letters) return { ok: false, message: `"${place}" is no cell.` };
  const key = bareKey(textIn(request, 'key', 2000));
  const tab = [...dataTabs, imdbListTab].find((one) => one.name === name);
  const headers = sheet.getRange(1, 1, 1, Math.max(1, sheet.getLastColumn())).getValues()[0] ?? [];
  const columns = tab ? findColumns(tab, headers).at : new Map<string, number>();
  const named = wholeIn(request, 'row', 1) ?? questionRow(textIn(request, 'question'));
  const row =
    named ?? (key && tab ? rowOf(sheet, tab, columns, key, Number(digits)) : Number(digits) || null);
  if (key && row === null) {
    sheet.activate();
    return { ok: false, message: `${name} has no row ${key} now.` };
  }
  const header = textIn(request, 'column');
  const column = columns.get(header) ?? headers.map(String).indexOf(header) + 1;
  const inColumn = column > 0 ? letter(column) : letters || 'A';
  const cell = `${inColumn}${Math.min(row ?? 1, sheet.getMaxRows())}`;
  sheet.getRange(cell).activate();
  return { ok: true, message: `${name}!${cell}` };
}

/** Where a question stands in Conflicts now. */
function questionRow(id: string): number | null {
  if (!id) return null;
  const questions = new ConflictsTab(new Gateway(SpreadsheetApp.getActiveSpreadsheet()), '').list();
  return questions.find((question) => question.id === id)?.row ?? null;
}

/**
 * The sheet row of a key as people read it, or of one of the ids that it is made of; null if it is not there.
 * @param seen a row that had the key, and is taken if it still has: there may be two
 */
function rowOf(
  sheet: Sheet,
  tab: AnyTab,
  columns: Map<string, number>,
  key: string,
  seen: number,
): number | null {
  const rows = readCells(sheet, tab, columns, keyColumns(tab));
  const has = (values: Record<string, CellValue> | undefined) =>
    values !== undefined && displayKeys(tab, values).includes(key);
  if (has(rows[seen - 2])) return seen;
  const found = rows.findIndex(has);
  const near = found < 0 ? rows.findIndex((one) => Object.values(one).map(String).includes(key)) : found;
  return near < 0 ? null : near + 2;
}

/** These columns of all rows below the header, as the add-on reads them. */
export function readCells(
  sheet: Sheet,
  tab: AnyTab,
  columns: ReadonlyMap<string, number>,
  headers: readonly string[],
): Record<string, CellValue>[] {
  const count = sheet.getLastRow() - 1;
  if (count < 1) return [];
  const zone = SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
  const formatDay = (date: Date) => Utilities.formatDate(date, zone, 'yyyy-MM-dd');
  const rows = Array.from({ length: count }, (): Record<string, CellValue> => ({}));
  for (const header of headers) {
    const column = columns.get(header);
    const type = tab.columns[header]?.type;
    if (!column || !type) continue;
    const cells = sheet.getRange(2, column, count, 1).getValues();
    rows.forEach((values, i) => (values[header] = normaliseCell(type, cells[i]?.[0], formatDay)));
  }
  return rows;
}
