/** Sorting as Sheets does it. */
import type { Cell, RangeBox, SheetModel } from '../model';
import { contentOf } from './cells';
import { checkProtection } from './write';

export interface SortKey {
  column: number;
  ascending: boolean;
}

const rank = (cell: Cell | undefined): number => {
  const value = contentOf(cell);
  if (value === '') return 3;
  if (typeof value === 'number' || value instanceof Date) return 0;
  return typeof value === 'string' ? 1 : 2;
};

/** Numbers, then texts (ignoring case), then truth values; blanks are last either way. */
function compare(a: Cell | undefined, b: Cell | undefined, ascending: boolean): number {
  const [left, right] = [rank(a), rank(b)];
  if (left === 3 || right === 3) return left === right ? 0 : left - right;
  const direction = ascending ? 1 : -1;
  if (left !== right) return (left - right) * direction;
  const [x, y] = [contentOf(a), contentOf(b)];
  if (typeof x === 'string' && typeof y === 'string') {
    return x.localeCompare(y, 'en', { sensitivity: 'base' }) * direction;
  }
  return (Number(x) - Number(y)) * direction;
}

/** Sorts the rows of a box; cells move with format, note and link, what lies outside the box stays. */
export function sortRows(sheet: SheetModel, box: RangeBox, keys: readonly SortKey[]): void {
  checkProtection(sheet);
  const rows: (Cell | undefined)[][] = [];
  for (let row = box.row; row < box.row + box.rows; row++) {
    const cells = sheet.cells[row - 1];
    rows.push(Array.from({ length: box.columns }, (_, index) => cells?.[box.column - 1 + index]));
  }
  rows.sort((a, b) => {
    for (const { column, ascending } of keys) {
      const order = compare(a[column - box.column], b[column - box.column], ascending);
      if (order !== 0) return order;
    }
    return 0;
  });
  rows.forEach((cells, index) => {
    const at = box.row - 1 + index;
    if (!sheet.cells[at] && !cells.some(Boolean)) return;
    const target = (sheet.cells[at] ??= []);
    cells.forEach((cell, offset) => {
      target[box.column - 1 + offset] = cell;
    });
  });
}
