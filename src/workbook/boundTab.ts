/** A tab in its sheet: where its columns are, and how its cells are read and written. */
import { isTakenForFormula } from './formulas';
import type { Gateway, Sheet } from './gateway';
import { keyColumns } from './identity';
import { normaliseCell } from './normalise';
import { pageOf } from './pages';
import { rectangles, type Cell, type Rectangle } from './rectangles';
import { isTextColumn, type AnyTab } from './schema';
import { isBlank, type Values } from './tableView';
import type { CellValue } from './types';

/** A run of adjacent rows. */
export interface Span {
  row: number;
  rows: number;
}

/** How often the end of the tab is looked for again, where rows come in while it is read. */
const ATTEMPTS = 4;

/** How often rows that move between the reads of their columns are read again. */
const MOST_READS = 12;

/** Rows that are read beyond the last one. */
const SPARE = 20;

/** With more ranges of text than that to be written, their columns are formatted first. */
const MANY_BOXES = 12;

export class BoundTab {
  readonly keys: readonly string[];
  private readonly known: ReadonlySet<number>;
  /** Columns that are formatted as text from top to bottom. */
  private readonly texts = new Set<number>();

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

  /** Column of the sheet (from 1) by header. */
  get columns(): ReadonlyMap<string, number> {
    return this.at;
  }

  column(header: string): number | undefined {
    return this.at.get(header);
  }

  /**
   * All rows below the header, known columns; the first is row 2 of the sheet. Where the rows read reach to the end
   * of the grid, it may have grown meanwhile; elsewhere the last one read has to be blank.
   */
  readAll(): Values[] {
    for (let attempt = 1; ; attempt++) {
      const most = this.gateway.maxRows(this.sheet);
      // Rows that a person inserts just now push the last ones down.
      const last = Math.min(most, Math.max(1, this.gateway.end(this.sheet, this.known.size)) + SPARE);
      const values = last < 2 ? [] : this.read({ row: 2, rows: last - 1 }, this.headers);
      while (values.length > 0 && isBlank(values[values.length - 1] ?? {})) values.pop();
      const isEnd = last === most ? this.gateway.maxRows(this.sheet) <= most : values.length < last - 1;
      if (isEnd || attempt === ATTEMPTS) return values;
    }
  }

  /**
   * Normalised values of these columns, a record for each row; columns that are not known are never read.
   * Where that takes several reads, rows may move between them: then all is read again.
   * @throws if they do not stop moving
   */
  read(span: Span, headers: readonly string[]): Values[] {
    const [first, ...others] = this.runs(headers);
    if (!first) return Array.from({ length: span.rows }, () => ({}));
    let start = this.readRun(span, first);
    if (others.length === 0) return start;
    for (let reads = 0; reads < MOST_READS; reads++) {
      const rest = others.map((run) => this.readRun(span, run));
      const end = this.readRun(span, first);
      if (JSON.stringify(end) === JSON.stringify(start))
        return start.map((values, i) => Object.assign(values, ...rest.map((run) => run[i])) as Values);
      start = end;
    }
    throw new Error(`Rows of ${this.tab.name} kept moving while they were read.`);
  }

  private readRun({ row, rows }: Span, [first, last]: readonly [number, number]): Values[] {
    const values = Array.from({ length: rows }, (): Values => ({}));
    const cells = this.gateway.read(this.sheet, { row, column: first, rows, columns: last - first + 1 });
    for (const [header, column] of this.at) {
      const type = this.tab.columns[header]?.type;
      if (!type || column < first || column > last) continue;
      // Rows of one show stand together: a text that is that of the row above is held once.
      let above: CellValue = '';
      cells.forEach((line, i) => {
        const value = normaliseCell(type, line[column - first], this.formatDay);
        const record = values[i];
        if (value !== above) above = value;
        if (record) record[header] = above;
      });
    }
    return values;
  }

  /** Buffered. @returns false if the grid did not have all rows */
  write(cells: readonly { row: number; header: string; value: CellValue }[]): boolean {
    const placed = cells.flatMap(({ row, header, value }): Cell[] => {
      const column = this.at.get(header);
      const declared = this.tab.columns[header];
      return column === undefined || !declared ? [] : [{ row, column, value, text: isTextColumn(declared) }];
    });
    const boxes = rectangles(placed);
    const texts = boxes.filter(({ text }) => text);
    if (texts.length > MANY_BOXES) this.formatAsText(texts);
    let isWhole = true;
    for (const { row, column, values, text } of boxes) {
      const width = values[0]?.length ?? 0;
      const isText = Array.from({ length: width }, (_, i) => column + i).every((at) => this.texts.has(at));
      // A row that a person has just put in does not have its column's format.
      const isRisky = values.some((line) => line.some(isTakenForFormula));
      if (!this.gateway.write(this.sheet, row, column, values, text && (!isText || isRisky))) isWhole = false;
    }
    this.link(cells);
    return isWhole;
  }

  /** Ids link to their page. That goes out with the values, which would drop a link that was there. */
  private link(cells: readonly { row: number; header: string; value: CellValue }[]): void {
    // A blank cell beside linked ones goes out with them: one call for a column instead of one for each gap.
    const linked = new Set(cells.flatMap(({ header, value }) => (this.page(header, value) ? [header] : [])));
    const pages = cells.flatMap(({ row, header, value }): Cell[] => {
      const column = this.at.get(header);
      const page = value === '' && linked.has(header) ? '' : this.page(header, value);
      return column === undefined || page === null ? [] : [{ row, column, value: page, text: true }];
    });
    for (const { row, column, values } of rectangles(pages))
      this.gateway.link(
        this.sheet,
        row,
        column,
        values.map((line) => line.map(String)),
      );
  }

  private page(header: string, value: CellValue): string | null {
    const declared = this.tab.columns[header];
    return declared ? pageOf(declared, value) : null;
  }

  /** Whole columns, once an execution, instead of each of many ranges. */
  private formatAsText(boxes: readonly Rectangle[]): void {
    for (const { column, values } of boxes) {
      values[0]?.forEach((_, i) => {
        const at = column + i;
        if (this.texts.has(at)) return;
        this.texts.add(at);
        this.gateway.change(
          () => void this.sheet.getRange(2, at, this.sheet.getMaxRows() - 1, 1).setNumberFormat('@'),
        );
      });
    }
  }

  /** Makes room for rows up to this one. */
  reserveRows(row: number): void {
    // Rows at the end of the grid need not look like the one above.
    if (row > this.maxRows()) this.texts.clear();
    this.gateway.reserveRows(this.sheet, row);
  }

  /** New blank rows before this one. Buffered. */
  insertRows(row: number, rows: number): void {
    if (row > this.maxRows()) this.texts.clear();
    this.gateway.insertRows(this.sheet, row, rows);
  }

  maxRows(): number {
    return this.gateway.maxRows(this.sheet);
  }

  /** Not repeated if Google refuses: it may have been done all the same. Buffered. @returns what Google says then */
  deleteRows({ row, rows }: Span): unknown {
    // A sheet keeps at least one row below the frozen one.
    if (this.gateway.maxRows(this.sheet) - rows < 2)
      this.gateway.change(() => void this.sheet.insertRowsAfter(this.sheet.getMaxRows(), 1));
    return this.gateway.once(() => void this.sheet.deleteRows(row, rows));
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
