/** Inserting and deleting rows and columns: cells move, and all that refers to them moves along. */
import { ServiceError } from '../errors';
import { SHEET_COLUMNS, WORKBOOK_CELLS } from '../limits';
import type { RangeBox, SheetModel, WorkbookModel } from '../model';
import { checkProtection } from './write';

type Axis = 'rows' | 'columns';

/** Throws if the workbook would have too many cells with `added` more. */
export function checkWorkbookSize(workbook: WorkbookModel, added: number): void {
  const cells = workbook.sheets.reduce((sum, sheet) => sum + sheet.maxRows * sheet.maxColumns, added);
  if (cells > WORKBOOK_CELLS) {
    throw new ServiceError(
      `This action would increase the number of cells in the workbook above the limit of ${WORKBOOK_CELLS} cells.`,
    );
  }
}

/** Where a stretch that starts at `start` and is `length` long lies after an insertion before `at`. */
function afterInsert(start: number, length: number, at: number, count: number): [number, number] {
  if (at <= start) return [start + count, length];
  return at < start + length ? [start, length + count] : [start, length];
}

/** The same after a deletion; length 0 if nothing is left. */
function afterDelete(start: number, length: number, at: number, count: number): [number, number] {
  const end = start + length;
  const before = Math.max(0, Math.min(at, end) - start);
  const after = Math.max(0, end - Math.max(at + count, start));
  return [start < at ? start : Math.max(at, start - count), before + after];
}

type Shift = (start: number, length: number) => [number, number];

function shiftBox(box: RangeBox, axis: Axis, shift: Shift): RangeBox | undefined {
  const start = axis === 'rows' ? box.row : box.column;
  const [next, length] = shift(start, axis === 'rows' ? box.rows : box.columns);
  if (length === 0) return undefined;
  return axis === 'rows' ? { ...box, row: next, rows: length } : { ...box, column: next, columns: length };
}

function shiftAll(sheet: SheetModel, axis: Axis, shift: Shift): void {
  const shifted = (boxes: RangeBox[]): RangeBox[] =>
    boxes.map((box) => shiftBox(box, axis, shift)).filter((box): box is RangeBox => box !== undefined);
  sheet.merges = shifted(sheet.merges).filter((box) => box.rows * box.columns > 1);
  sheet.validations = sheet.validations.flatMap((rule) =>
    shifted([rule.range]).map((range) => ({ ...rule, range })),
  );
  sheet.conditionalRules = sheet.conditionalRules
    .map((rule) => ({ ...rule, ranges: shifted(rule.ranges) }))
    .filter((rule) => rule.ranges.length > 0);
  sheet.filter = sheet.filter && shiftBox(sheet.filter, axis, shift);
  for (const chart of sheet.charts) {
    chart.ranges = shifted(chart.ranges);
    const key = axis === 'rows' ? 'row' : 'column';
    chart.anchor = { ...chart.anchor, [key]: Math.max(1, shift(chart.anchor[key], 1)[0]) };
  }
}

function shiftNumbers<T>(record: Record<number, T>, shift: Shift): Record<number, T> {
  const next: Record<number, T> = {};
  for (const [key, value] of Object.entries(record)) {
    const [at, length] = shift(Number(key), 1);
    if (length > 0) next[at] = value;
  }
  return next;
}

/** New rows do not reliably inherit the columns' formats: here they never do. */
function pinNewRows(sheet: SheetModel, before: number, count: number): void {
  const columns = Object.keys(sheet.columnFormats).map(Number);
  if (columns.length === 0) return;
  for (let row = before; row < before + count; row++) {
    const cells = (sheet.cells[row - 1] ??= []);
    for (const column of columns) cells[column - 1] ??= { value: '' };
  }
}

/** Inserts `count` rows before row `before` (1-based; one past the last row appends). */
export function insertRows(workbook: WorkbookModel, sheet: SheetModel, before: number, count: number): void {
  checkProtection(sheet);
  if (before > sheet.maxRows + 1) throw new ServiceError('Those rows are out of bounds.');
  checkWorkbookSize(workbook, count * sheet.maxColumns);
  if (before <= sheet.cells.length) {
    const below = sheet.cells.splice(before - 1);
    sheet.cells.length = before - 1 + count;
    for (const row of below) sheet.cells.push(row);
  }
  sheet.maxRows += count;
  pinNewRows(sheet, before, count);
  shiftAll(sheet, 'rows', (start, length) => afterInsert(start, length, before, count));
  if (before <= sheet.frozenRows) sheet.frozenRows += count;
}

/** Deletes `count` rows from row `at` on. */
export function deleteRows(sheet: SheetModel, at: number, count: number): void {
  checkProtection(sheet);
  if (at + count - 1 > sheet.maxRows) throw new ServiceError('Those rows are out of bounds.');
  const frozenGone = Math.max(0, Math.min(sheet.frozenRows, at + count - 1) - at + 1);
  if (sheet.maxRows - count <= sheet.frozenRows - frozenGone) {
    throw new ServiceError('Sorry, it is not possible to delete all non-frozen rows.');
  }
  sheet.cells.splice(at - 1, count);
  sheet.maxRows -= count;
  sheet.frozenRows -= frozenGone;
  shiftAll(sheet, 'rows', (start, length) => afterDelete(start, length, at, count));
}

/** Inserts `count` columns before column `before`. */
export function insertColumns(
  workbook: WorkbookModel,
  sheet: SheetModel,
  before: number,
  count: number,
): void {
  checkProtection(sheet);
  if (before > sheet.maxColumns + 1) throw new ServiceError('Those columns are out of bounds.');
  if (sheet.maxColumns + count > SHEET_COLUMNS) {
    throw new ServiceError(
      `This action would increase the number of columns above the limit of ${SHEET_COLUMNS} columns.`,
    );
  }
  checkWorkbookSize(workbook, count * sheet.maxRows);
  for (const cells of sheet.cells) {
    if (!cells || before > cells.length) continue;
    const right = cells.splice(before - 1);
    cells.length = before - 1 + count;
    for (const cell of right) cells.push(cell);
  }
  sheet.maxColumns += count;
  const shift: Shift = (start, length) => afterInsert(start, length, before, count);
  sheet.columnWidths = shiftNumbers(sheet.columnWidths, shift);
  sheet.columnFormats = shiftNumbers(sheet.columnFormats, shift);
  shiftAll(sheet, 'columns', shift);
}

/** Deletes `count` columns from column `at` on. */
export function deleteColumns(sheet: SheetModel, at: number, count: number): void {
  checkProtection(sheet);
  if (at + count - 1 > sheet.maxColumns) throw new ServiceError('Those columns are out of bounds.');
  if (count >= sheet.maxColumns)
    throw new ServiceError('Sorry, it is not possible to delete all non-frozen columns.');
  for (const cells of sheet.cells) cells?.splice(at - 1, count);
  sheet.maxColumns -= count;
  const shift: Shift = (start, length) => afterDelete(start, length, at, count);
  sheet.columnWidths = shiftNumbers(sheet.columnWidths, shift);
  sheet.columnFormats = shiftNumbers(sheet.columnFormats, shift);
  shiftAll(sheet, 'columns', shift);
}
