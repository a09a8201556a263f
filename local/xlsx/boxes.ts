/** Rectangles of cells: the model's numbers and A1 notation. */
import type { RangeBox } from '../host/model';

const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;

/** `1` → `A`, `28` → `AB`. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** `A` → 1, `ab` → 28; NaN when these are no letters. */
export function columnNumber(letters: string): number {
  if (!/^[A-Z]{1,3}$/i.test(letters)) return NaN;
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** `A2:C5`, or `A2` for a single cell. */
export function boxToA1(box: RangeBox): string {
  const start = `${columnLetters(box.column)}${box.row}`;
  if (box.rows === 1 && box.columns === 1) return start;
  return `${start}:${columnLetters(box.column + box.columns - 1)}${box.row + box.rows - 1}`;
}

function corner(address: string, row: number, column: number): { row: number; column: number } | undefined {
  const match = /^\$?([A-Z]{0,3})\$?(\d*)$/i.exec(address);
  if (!match || address === '') return undefined;
  const [, letters = '', digits = ''] = match;
  return { row: digits ? Number(digits) : row, column: letters ? columnNumber(letters) : column };
}

/** Reads `A2:C5`, `A2`, `$A$2`, and whole columns or rows (`A:A`, `2:2`); undefined for anything else. */
export function a1ToBox(a1: string): RangeBox | undefined {
  const [from = '', to = from] = a1.split(':');
  const start = corner(from, 1, 1);
  const end = corner(to, MAX_ROWS, MAX_COLUMNS);
  if (!start || !end || start.row < 1) return undefined;
  return boxBetween(start, end);
}

/** The rectangle with these two corners. */
export function boxBetween(a: { row: number; column: number }, b: { row: number; column: number }): RangeBox {
  const row = Math.min(a.row, b.row);
  const column = Math.min(a.column, b.column);
  return { row, column, rows: Math.abs(a.row - b.row) + 1, columns: Math.abs(a.column - b.column) + 1 };
}
