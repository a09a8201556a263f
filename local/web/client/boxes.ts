/** Rectangles of cells, as the host counts them. */
import type { RangeBox } from '../../host/model';

export type { RangeBox };

/** `1` → `A`, `28` → `AB`. */
export function letters(column: number): string {
  let text = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  return text;
}

export const isIn = ({ row, column, rows, columns }: RangeBox, atRow: number, atColumn: number): boolean =>
  atRow >= row && atRow < row + rows && atColumn >= column && atColumn < column + columns;

/** `B3`, or `B3:C9`. */
export function address({ row, column, rows, columns }: RangeBox): string {
  const start = `${letters(column)}${row}`;
  return rows * columns === 1 ? start : `${start}:${letters(column + columns - 1)}${row + rows - 1}`;
}
