/** Addresses of ranges as scripts give them, checked as Google checks them (apps-script.md §3). */
import { a1ToBox } from '../../xlsx/boxes';
import { ServiceError } from '../errors';
import type { RangeBox } from '../model';

export interface GridSize {
  rows: number;
  columns: number;
}

const OUTSIDE = 'The coordinates of the range are outside the dimensions of the sheet.';

/** A box by numbers: throws if it is not on the grid. */
export function numberedBox(box: RangeBox, grid: GridSize): RangeBox {
  if (box.row < 1) throw new ServiceError('The starting row of the range is too small.');
  if (box.column < 1) throw new ServiceError('The starting column of the range is too small.');
  if (box.rows < 1) throw new ServiceError('The number of rows in the range must be at least 1.');
  if (box.columns < 1) throw new ServiceError('The number of columns in the range must be at least 1.');
  if (box.row + box.rows - 1 > grid.rows || box.column + box.columns - 1 > grid.columns)
    throw new ServiceError(OUTSIDE);
  return box;
}

/** `'My tab'!A1:B2` into tab name and address. */
export function splitA1(text: string): { tab: string | undefined; address: string } {
  const mark = text.lastIndexOf('!');
  if (mark < 0) return { tab: undefined, address: text };
  const name = text.slice(0, mark);
  const tab = /^'.*'$/.test(name) ? name.slice(1, -1).replaceAll("''", "'") : name;
  return { tab, address: text.slice(mark + 1) };
}

const A1 =
  /^\$?[a-z]{1,3}\$?\d+(?::\$?[a-z]{1,3}(?:\$?\d+)?)?$|^\$?[a-z]{1,3}:\$?[a-z]{1,3}$|^\$?\d+:\$?\d+$/i;

/** A box by A1 notation; open ends reach to the end of the grid. */
export function addressedBox(address: string, grid: GridSize): RangeBox {
  const box = A1.test(address.trim()) ? a1ToBox(address.trim()) : undefined;
  if (!box || box.row > grid.rows || box.column > grid.columns) throw new ServiceError('Range not found');
  const end = address.includes(':') ? (address.split(':')[1] ?? '') : address;
  const rows = /\d/.test(end) ? box.rows : grid.rows - box.row + 1;
  const columns = /[a-z]/i.test(end) ? box.columns : grid.columns - box.column + 1;
  const fits = box.row + rows - 1 <= grid.rows && box.column + columns - 1 <= grid.columns;
  if (!fits) throw new ServiceError('Range not found');
  return { ...box, rows, columns };
}
