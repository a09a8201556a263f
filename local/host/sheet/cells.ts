/** Reading and changing single cells of the model. */
import type { Cell, CellContent, RangeBox, SheetModel } from '../model';

/** How Sheets names the format of a cell that has none. */
export const GENERAL_FORMAT = '0.###############';
export const TEXT_FORMAT = '@';

export function cellAt(sheet: SheetModel, row: number, column: number): Cell | undefined {
  return sheet.cells[row - 1]?.[column - 1];
}

/** The cell, made if it is not there yet: with its column's format. */
export function cellToWrite(sheet: SheetModel, row: number, column: number): Cell {
  const cells = (sheet.cells[row - 1] ??= []);
  let cell = cells[column - 1];
  if (!cell) {
    const format = sheet.columnFormats[column];
    cell = format === undefined ? { value: '' } : { value: '', format };
    cells[column - 1] = cell;
  }
  return cell;
}

export function contentOf(cell: Cell | undefined): CellContent {
  return cell === undefined ? '' : cell.value;
}

export function formatOf(sheet: SheetModel, row: number, column: number): string | undefined {
  const cell = cellAt(sheet, row, column);
  return cell ? cell.format : sheet.columnFormats[column];
}

const hasContent = (cell: Cell | undefined): boolean =>
  cell !== undefined && (cell.value !== '' || cell.formula !== undefined);

/** 0 for an empty tab; formats do not count. */
export function lastRow(sheet: SheetModel): number {
  for (let row = Math.min(sheet.cells.length, sheet.maxRows); row > 0; row--) {
    if (sheet.cells[row - 1]?.some(hasContent)) return row;
  }
  return 0;
}

/** 0 for an empty tab. */
export function lastColumn(sheet: SheetModel): number {
  let last = 0;
  for (const cells of sheet.cells) {
    if (!cells) continue;
    for (let column = cells.length; column > last; column--) {
      if (hasContent(cells[column - 1])) last = column;
    }
  }
  return Math.min(last, sheet.maxColumns);
}

export function forEachCell(box: RangeBox, visit: (row: number, column: number) => void): void {
  for (let row = box.row; row < box.row + box.rows; row++) {
    for (let column = box.column; column < box.column + box.columns; column++) visit(row, column);
  }
}

/** One value for every cell of the box, row by row. */
export function mapBox<T>(box: RangeBox, of: (row: number, column: number) => T): T[][] {
  const rows: T[][] = [];
  for (let row = box.row; row < box.row + box.rows; row++) {
    const cells: T[] = [];
    for (let column = box.column; column < box.column + box.columns; column++) cells.push(of(row, column));
    rows.push(cells);
  }
  return rows;
}

export function intersects(a: RangeBox, b: RangeBox): boolean {
  return (
    a.row < b.row + b.rows &&
    b.row < a.row + a.rows &&
    a.column < b.column + b.columns &&
    b.column < a.column + a.columns
  );
}

export function contains(box: RangeBox, row: number, column: number): boolean {
  return (
    row >= box.row && row < box.row + box.rows && column >= box.column && column < box.column + box.columns
  );
}

/** What is left of `box` without `hole`, as rectangles. */
export function subtract(box: RangeBox, hole: RangeBox): RangeBox[] {
  if (!intersects(box, hole)) return [box];
  const top = Math.max(box.row, hole.row);
  const bottom = Math.min(box.row + box.rows, hole.row + hole.rows);
  const left = Math.max(box.column, hole.column);
  const right = Math.min(box.column + box.columns, hole.column + hole.columns);
  const parts = [
    { ...box, rows: top - box.row },
    { ...box, row: bottom, rows: box.row + box.rows - bottom },
    { row: top, rows: bottom - top, column: box.column, columns: left - box.column },
    { row: top, rows: bottom - top, column: right, columns: box.column + box.columns - right },
  ];
  return parts.filter((part) => part.rows > 0 && part.columns > 0);
}
