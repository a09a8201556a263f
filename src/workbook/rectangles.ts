/** Cells to be written, gathered into as few rectangles as hold nothing else. */
import type { CellValue } from './types';

export interface Cell {
  row: number;
  column: number;
  value: CellValue;
  /** Written as text, whatever it looks like. */
  text: boolean;
}

export interface Rectangle {
  row: number;
  column: number;
  values: CellValue[][];
  text: boolean;
}

interface Run {
  row: number;
  column: number;
  values: CellValue[];
  text: boolean;
}

/** No cell beside the given ones is covered: what was not meant to change is not touched. */
export function rectangles(cells: readonly Cell[]): Rectangle[] {
  const across = merge(cells, (cell) => cell.row, (cell) => cell.column); // prettier-ignore
  const byRows = stack(across);
  const flipped = cells.map((cell) => ({ ...cell, row: cell.column, column: cell.row }));
  const down = stack(merge(flipped, (cell) => cell.row, (cell) => cell.column)); // prettier-ignore
  return byRows.length <= down.length ? byRows : down.map(flip);
}

/** Runs of neighbours in a line. */
function merge(cells: readonly Cell[], line: (cell: Cell) => number, place: (cell: Cell) => number): Run[] {
  const sorted = [...cells].sort((a, b) => line(a) - line(b) || place(a) - place(b));
  const runs: Run[] = [];
  for (const { row, column, value, text } of sorted) {
    const last = runs[runs.length - 1];
    if (last?.row === row && last.text === text && last.column + last.values.length === column) {
      last.values.push(value);
    } else runs.push({ row, column, values: [value], text });
  }
  return runs;
}

/** Equal runs of following lines. */
function stack(runs: readonly Run[]): Rectangle[] {
  const open = new Map<string, Rectangle>();
  const done: Rectangle[] = [];
  for (const { row, column, values, text } of runs) {
    const name = `${column}:${values.length}:${text}`;
    const above = open.get(name);
    if (above && above.row + above.values.length === row) above.values.push(values);
    else {
      const rectangle = { row, column, values: [values], text };
      open.set(name, rectangle);
      done.push(rectangle);
    }
  }
  return done;
}

function flip({ row, column, values, text }: Rectangle): Rectangle {
  const width = values[0]?.length ?? 0;
  const turned = Array.from({ length: width }, (_, i) => values.map((line) => line[i] ?? ''));
  return { row: column, column: row, values: turned, text };
}
