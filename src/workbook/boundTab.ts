/** A tab in its sheet: where its columns are, and how its cells are read and written. */
import type { Box, Gateway, Sheet } from './gateway';
import { keyColumns } from './identity';
import { normaliseCell } from './normalise';
import { rectangles, type Cell } from './rectangles';
import { isTextColumn, type AnyTab } from './schema';
import type { Values } from './tableView';
import type { CellValue } from './types';

/** A run of adjacent rows. */
export interface Span {
  row: number;
  rows: number;
}

export class BoundTab {
  readonly keys: readonly string[];
  private readonly known: ReadonlySet<number>;

  /** @param at column of the sheet (from 1) by header */
  constructor(
    private readonly gateway: Gateway,
    readonly tab: AnyTab,
    readonly sheet: Sheet,
    private readonly at: ReadonlyMap<string, number>,
    private readonly formatDay: (date: Date) => string,
  ) {
    this.keys = keyColumns(tab).filter((header) => at.has(header));
    this.known = new Set(at.values());
  }

  get headers(): string[] {
    return [...this.at.keys()];
  }

  column(header: string): number | undefined {
    return this.at.get(header);
  }

  lastRow(): number {
    return Math.max(1, this.gateway.lastRow(this.sheet));
  }

  /** Normalised values of these columns, a record for each row; columns that are not known are never read. */
  read({ row, rows }: Span, headers: readonly string[]): Values[] {
    const values = Array.from({ length: rows }, (): Values => ({}));
    for (const [first, last] of this.runs(headers)) {
      const box: Box = { row, column: first, rows, columns: last - first + 1 };
      const cells = this.gateway.read(this.sheet, box);
      for (const [header, column] of this.at) {
        const type = this.tab.columns[header]?.type;
        if (!type || column < first || column > last) continue;
        cells.forEach((line, i) => {
          const record = values[i];
          if (record) record[header] = normaliseCell(type, line[column - first], this.formatDay);
        });
      }
    }
    return values;
  }

  /** Buffered. */
  write(cells: readonly { row: number; header: string; value: CellValue }[]): void {
    const placed = cells.flatMap(({ row, header, value }): Cell[] => {
      const column = this.at.get(header);
      const declared = this.tab.columns[header];
      return column === undefined || !declared ? [] : [{ row, column, value, text: isTextColumn(declared) }];
    });
    for (const { row, column, values, text } of rectangles(placed))
      this.gateway.write(this.sheet, row, column, values, text);
  }

  /** Whole rows at the bottom, all known columns. Buffered. */
  writeRows(row: number, rows: readonly Values[]): void {
    this.gateway.reserveRows(this.sheet, row + rows.length - 1);
    const cells = rows.flatMap((values, i) =>
      this.headers.map((header) => ({ row: row + i, header, value: values[header] ?? '' })),
    );
    this.write(cells);
  }

  deleteRows({ row, rows }: Span): void {
    this.gateway.change(() => {
      // A sheet keeps at least one row below the frozen one.
      if (this.sheet.getMaxRows() - rows < 2) this.sheet.insertRowsAfter(this.sheet.getMaxRows(), 1);
      this.sheet.deleteRows(row, rows);
    });
  }

  flush(): void {
    this.gateway.flush();
  }

  /** Runs of columns that cover these headers; two are one run if all between them are known. */
  private runs(headers: readonly string[]): [number, number][] {
    const columns = headers.flatMap((header) => this.at.get(header) ?? []).sort((a, b) => a - b);
    const runs: [number, number][] = [];
    for (const column of columns) {
      const last = runs[runs.length - 1];
      if (last && this.allKnown(last[1], column)) last[1] = column;
      else runs.push([column, column]);
    }
    return runs;
  }

  private allKnown(from: number, to: number): boolean {
    for (let column = from; column <= to; column++) if (!this.known.has(column)) return false;
    return true;
  }
}

/** Covers the rows with at most so many spans, cut at the widest gaps. */
export function spansOf(rows: readonly number[], most: number): Span[] {
  const sorted = [...new Set(rows)].sort((a, b) => a - b);
  const cuts = sorted
    .map((row, i) => ({ at: i, gap: row - (sorted[i - 1] ?? row) }))
    .filter(({ gap }) => gap > 1)
    .sort((a, b) => b.gap - a.gap)
    .slice(0, most - 1)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  const starts = [0, ...cuts];
  return starts.flatMap((start, i) => {
    const first = sorted[start];
    const last = sorted[(starts[i + 1] ?? sorted.length) - 1];
    return first === undefined || last === undefined ? [] : [{ row: first, rows: last - first + 1 }];
  });
}
