/** Where a tab's columns are. People move columns too: whatever is read is read with its headers. */
import { isHeaderOf } from './headers';
import type { AnyTab } from './schema';

/** First and last column (from 1) of adjacent ones. */
export type Run = readonly [first: number, last: number];

export class Columns {
  private known: ReadonlySet<number> = new Set();

  /** @param at column of the sheet (from 1) by header */
  constructor(
    private readonly tab: AnyTab,
    private places: ReadonlyMap<string, number>,
  ) {
    this.known = new Set(places.values());
  }

  get at(): ReadonlyMap<string, number> {
    return this.places;
  }

  get headers(): string[] {
    return [...this.places.keys()];
  }

  /** Header of a column; undefined if it is none of the add-on's. */
  headerAt(column: number): string | undefined {
    return [...this.places].find(([, place]) => place === column)?.[0];
  }

  /** Whether these cells of the first row, from column `first` on, are the headers that are expected there. */
  fit(first: number, cells: readonly unknown[]): boolean {
    return [...this.places].every(([header, column]) => {
      const i = column - first;
      return i < 0 || i >= cells.length || isHeaderOf(this.tab, header, cells[i]);
    });
  }

  /** @throws if a column is not there any more */
  moveTo(found: ReadonlyMap<string, number>): void {
    const gone = this.headers.find((header) => !found.has(header));
    if (gone !== undefined)
      throw new Error(`The column ${gone} of ${this.tab.name} was renamed or deleted meanwhile.`);
    this.places = new Map(this.headers.map((header) => [header, found.get(header) ?? 0]));
    this.known = new Set(this.places.values());
  }

  /** Runs of columns that cover these headers; two are one run if all between them are known. */
  runs(headers: readonly string[]): Run[] {
    const columns = headers.flatMap((header) => this.places.get(header) ?? []).sort((a, b) => a - b);
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
