/** What a person does to the workbook in the grid: the edits of the command line, and some more. */
import { applyEdit } from '../cli/edits';
import { ServiceError } from '../host/errors';
import type { RangeBox, SheetModel, WorkbookModel } from '../host/model';
import { contains } from '../host/sheet/cells';
import { deleteColumns, deleteRows, insertColumns, insertRows } from '../host/sheet/structure';
import { clearContents, writeContents } from '../host/sheet/write';
import { isBox, isNumber } from './checks';

export type PersonEdit = { sheetId: number } & (
  | { op: 'set'; row: number; column: number; value: string }
  | { op: 'clear'; box: RangeBox }
  | { op: 'sort'; column: number; descending: boolean }
  | { op: 'insertRows' | 'deleteRows' | 'insertColumns' | 'deleteColumns'; at: number; count: number }
);

const COUNTED = ['insertRows', 'deleteRows', 'insertColumns', 'deleteColumns'];

/** Throws ServiceError if the page sent something else. */
export function checkEdit(raw: Record<string, unknown>): PersonEdit {
  const { sheetId, op, row, column, value, box, descending, at, count } = raw;
  const fits =
    isNumber(sheetId) &&
    ((op === 'set' && isNumber(row, 1) && isNumber(column, 1) && typeof value === 'string') ||
      (op === 'clear' && isBox(box)) ||
      (op === 'sort' && isNumber(column, 1) && typeof descending === 'boolean') ||
      (COUNTED.includes(String(op)) && isNumber(at, 1) && isNumber(count, 1)));
  if (!fits) throw new ServiceError('There is no such edit.');
  return raw as PersonEdit;
}

function set(
  workbook: WorkbookModel,
  sheet: SheetModel,
  edit: PersonEdit & { op: 'set' },
  now: number,
): void {
  const { row, column, value } = edit;
  if (row > sheet.maxRows) insertRows(workbook, sheet, sheet.maxRows + 1, row - sheet.maxRows);
  if (column > sheet.maxColumns)
    insertColumns(workbook, sheet, sheet.maxColumns + 1, column - sheet.maxColumns);
  const { locale, timeZone } = workbook;
  writeContents(sheet, { row, column, rows: 1, columns: 1 }, () => value, { locale, timeZone, now });
}

/** A value that a dropdown only warns about; empty if it is one of its own. */
function warning(sheet: SheetModel, row: number, column: number, value: string): string {
  const rule = sheet.validations.find(({ range }) => contains(range, row, column));
  if (!rule || value === '' || rule.list.includes(value)) return '';
  return `"${value}" is none of the usual values here: ${rule.list.join(', ')}.`;
}

/**
 * Does one edit at the instant `now`; gives a warning for the person, or nothing. Throws ServiceError
 * with what the sheet says if it refuses.
 */
export function edit(workbook: WorkbookModel, asked: PersonEdit, now: number): string {
  const sheet = workbook.sheets.find(({ id }) => id === asked.sheetId);
  if (!sheet) throw new ServiceError('This tab is no longer there.');
  if (asked.op === 'set') {
    set(workbook, sheet, asked, now);
    return warning(sheet, asked.row, asked.column, asked.value);
  }
  if (asked.op === 'clear') clearContents(sheet, asked.box);
  else if (asked.op === 'sort') applyEdit(workbook, { afterCall: 0, tab: sheet.name, ...asked }, now);
  else if (asked.op === 'insertRows') insertRows(workbook, sheet, asked.at, asked.count);
  else if (asked.op === 'deleteRows') deleteRows(sheet, asked.at, asked.count);
  else if (asked.op === 'insertColumns') insertColumns(workbook, sheet, asked.at, asked.count);
  else deleteColumns(sheet, asked.at, asked.count);
  return '';
}
