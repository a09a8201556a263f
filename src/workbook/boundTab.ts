/** A tab in its sheet: where its columns are, and how its cells are read and written. */
import { isTakenForFormula } from './formulas';
import type { ColumnStrays } from './columnStrays';
import type { Gateway, Sheet } from './gateway';
import { Columns, type Run } from './columns';
import { keyColumns } from './identity';
import { readHeader } from './makeTabs';
import { MovedColumns, type Misplaced } from './movedColumns';
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

/** Rows that are formatted along with those about to be written, in the time that one more call takes. */
const FORMATTED_ALONG = 1000;

/** Headers are read along with rows that are this near to them; farther down it takes a read of its own. */
const NEAR = 2000;

export class BoundTab {
  readonly keys: readonly string[];
  private readonly place: Columns;
  private readonly moved: MovedColumns;
  /** Columns of the grid when the headers were last read. */
  private width: number | undefined;
  private haveMoved = false;
  /** Columns of which cells were formatted as text. */
  private readonly texts = new Set<number>();

  /** @param at column of the sheet (from 1) by header */
  constructor(
    private readonly gateway: Gateway,
    readonly tab: AnyTab,
    readonly sheet: Sheet,
    at: ReadonlyMap<string, number>,
    private readonly formatDay: (date: Date) => string,
  ) {
    this.keys = keyColumns(tab).filter((header) => at.has(header));
    this.place = new Columns(tab, at);
    this.moved = new MovedColumns(gateway, tab, sheet, this.place, formatDay);
  }

  get headers(): string[] {
    return this.place.headers;
  }

  /** Column of the sheet (from 1) by header. */
  get columns(): ReadonlyMap<string, number> {
    return this.place.at;
  }

  column(header: string): number | undefined {
    return this.place.at.get(header);
  }

  /**
   * All rows below the header, known columns; the first is row 2 of the sheet. Where the rows read reach to the end
   * of the grid, it may have grown meanwhile; elsewhere the last one read has to be blank.
   */
  readAll(): Values[] {
    for (let attempt = 1; ; attempt++) {
      const most = this.gateway.maxRows(this.sheet);
      // Rows that a person inserts just now push the last ones down.
      const last = Math.min(most, Math.max(1, this.gateway.end(this.sheet, this.place.at.size)) + SPARE);
      const values = last < 2 ? [] : this.read({ row: 2, rows: last - 1 }, this.headers);
      while (values.length > 0 && isBlank(values[values.length - 1] ?? {})) values.pop();
      const isEnd = last === most ? this.gateway.maxRows(this.sheet) <= most : values.length < last - 1;
      if (isEnd || attempt === ATTEMPTS) return values;
    }
  }

  /**
   * Normalised values of these columns, a record for each row; columns that are not known are never read.
   * Where that takes several reads, rows may move between them: then all is read again. So it is where columns
   * are not where they were.
   * @throws if they do not stop moving
   */
  read(span: Span, headers: readonly string[]): Values[] {
    for (let reads = 0; reads < MOST_READS; reads++) {
      const values = this.readOnce(span, headers);
      if (values) {
        if (headers.length === this.headers.length) this.moved.allStand();
        return values;
      }
      this.findColumnsAgain();
    }
    throw this.keptMoving();
  }

  /** The known columns of rows, and what stands in others (from 1), all in one read: rows cannot move in between. */
  readBeside(span: Span, others: readonly number[]): { values: Values; cells: unknown[] }[] {
    const columns = [...others, ...this.keys.map((header) => this.column(header) ?? 1)];
    const [first, last] = [Math.min(...columns), Math.max(...columns)];
    const lines = this.gateway.read(this.sheet, { ...span, column: first, columns: last - first + 1 });
    const values = this.valuesIn(lines, first, last);
    return lines.map((line, i) => ({ values: values[i] ?? {}, cells: others.map((at) => line[at - first]) }));
  }

  private keptMoving(): Error {
    return new Error(`Rows of ${this.tab.name} kept moving while they were read.`);
  }

  /** Null if columns are not where they were. */
  private readOnce(span: Span, headers: readonly string[]): Values[] | null {
    const runs = this.place.runs(headers);
    if (span.row > NEAR && !this.headersStand()) return null;
    let before = '';
    for (let reads = 0; reads < MOST_READS; reads++) {
      const parts = runs.map((run) => this.readRun(span, run));
      if (parts.includes(null)) return null;
      const rows = Array.from({ length: span.rows }, (_, i) => Object.assign({}, ...parts.map((part) => part?.[i])) as Values); // prettier-ignore
      if (runs.length < 2) return rows;
      // The first columns alone may be back where they were, and not have been in between.
      const now = JSON.stringify(rows);
      if (now === before) return rows;
      before = now;
    }
    throw this.keptMoving();
  }

  /** Right after writing, a look at the size of the grid has to do where the headers are far. */
  private headersStand(): boolean {
    const width = this.gateway.maxColumns(this.sheet);
    if (this.width !== undefined && width !== this.width) return false;
    this.width = width;
    if (this.moved.areSent) return true;
    const columns = Math.max(...this.place.at.values());
    const [cells = []] = this.gateway.read(this.sheet, { row: 1, column: 1, rows: 1, columns });
    return this.place.fit(1, cells);
  }

  private findColumnsAgain(): void {
    const { at, width, texts } = readHeader(this.gateway, this.tab, this.sheet);
    this.place.moveTo(at);
    this.haveMoved = true;
    this.width = width;
    this.moved.putRight(texts, this.texts);
    this.texts.clear();
  }

  /** Whether columns were found elsewhere since this was last asked. */
  takeMoved(): boolean {
    const moved = this.haveMoved;
    this.haveMoved = false;
    return moved;
  }

  /**
   * Blanks what a killed execution wrote into columns that are not the add-on's, and texts among numbers.
   * @returns headers of columns that may have lost something
   */
  takeOut(strays: ColumnStrays): string[] {
    const columns = [...strays.hits.keys()];
    this.moved.formatAgain(columns);
    const lost = new Set<string>();
    for (let reads = 0; reads < MOST_READS; reads++) {
      const rows = this.gateway.end(this.sheet, this.place.at.size);
      const box = { row: 1, column: 1, rows, columns: this.gateway.maxColumns(this.sheet) };
      const [top = [], ...lines] = this.gateway.read(this.sheet, box);
      const values = this.valuesIn(lines, 1, box.columns);
      const found = lines.flatMap((line, i) =>
        columns
          .filter((column) =>
            strays.isStray(values[i] ?? {}, i + 2, column, line[column - 1] ?? '', top[column - 1]),
          )
          .map((column): Cell => ({ row: i + 2, column, value: '', text: false })),
      );
      for (const column of columns)
        if (!this.place.headerAt(column) && strays.mayHaveHit(column))
          lost.add(String(top[column - 1] ?? ''));
      if (found.length === 0 || !this.place.fit(1, top)) break;
      for (const { row, column, values: blank } of rectangles(found))
        this.gateway.write(this.sheet, row, column, blank, false);
    }
    return [...lost].filter(Boolean);
  }

  /** Cells that may have got what was meant for another column since this was last asked. */
  takeMisplaced(): Misplaced[] {
    return this.moved.take();
  }

  /** Null if columns are not where they were. */
  private readRun({ row, rows }: Span, [first, last]: Run): Values[] | null {
    const above = row <= NEAR ? row - 1 : 0;
    const box = { row: row - above, column: first, rows: rows + above, columns: last - first + 1 };
    const all = this.gateway.read(this.sheet, box);
    if (above > 0 && !this.place.fit(first, all[0] ?? [])) return null;
    return this.valuesIn(all.slice(above), first, last);
  }

  /** Normalised values of known columns among these. */
  private valuesIn(cells: readonly unknown[][], first: number, last: number): Values[] {
    const values = cells.map((): Values => ({}));
    for (const [header, column] of this.place.at) {
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

  /** {@link Gateway.together} */
  together(act: () => void): ReturnType<Gateway['together']> {
    return this.gateway.together(act);
  }

  /** Buffered. */
  write(cells: readonly { row: number; header: string; value: CellValue }[]): void {
    const placed = cells.flatMap(({ row, header, value }): Cell[] => {
      const column = this.column(header);
      const declared = this.tab.columns[header];
      if (column === undefined || !declared) return [];
      this.moved.note({ row, header, column, value });
      return [{ row, column, value, text: isTextColumn(declared) }];
    });
    // A kill may let only some of them land: the first are those that tell whose the others are.
    const keys = this.keys.map((header) => this.column(header) ?? 0);
    const holdsKey = ({ column, values: [first = []] }: Rectangle) =>
      keys.some((key) => key >= column && key < column + first.length);
    const all = rectangles(placed);
    const boxes = [...all.filter(holdsKey), ...all.filter((box) => !holdsKey(box))];
    const texts = boxes.filter(({ text }) => text);
    const isText = texts.length > MANY_BOXES;
    if (isText) this.formatAsText(texts);
    for (const { row, column, values, text } of boxes) {
      // A row that a person has just put in does not have its column's format.
      const isRisky = values.some((line) => line.some(isTakenForFormula));
      this.gateway.write(this.sheet, row, column, values, text && (!isText || isRisky));
    }
    this.link(cells);
  }

  /** Ids link to their page. That goes out with the values, which would drop a link that was there. */
  private link(cells: readonly { row: number; header: string; value: CellValue }[]): void {
    // A blank cell beside linked ones goes out with them: one call for a column instead of one for each gap.
    const linked = new Set(cells.flatMap(({ header, value }) => (this.page(header, value) ? [header] : [])));
    const pages = cells.flatMap(({ row, header, value }): Cell[] => {
      const column = this.column(header);
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

  /** With the rows between them, instead of each of many ranges. */
  private formatAsText(boxes: readonly Rectangle[]): void {
    const rowsOf = new Map<number, number[]>();
    for (const { row, column, values } of boxes)
      values[0]?.forEach((_, i) => {
        const rows = rowsOf.get(column + i) ?? [];
        values.forEach((_, down) => rows.push(row + down));
        rowsOf.set(column + i, rows);
      });
    for (const [column, rows] of rowsOf) {
      this.texts.add(column);
      for (const span of spansOf(rows, Infinity, FORMATTED_ALONG))
        this.gateway.format(this.sheet, span, column, '@');
    }
  }

  /** Makes room for rows up to this one. */
  reserveRows(row: number): void {
    this.gateway.reserveRows(this.sheet, row);
  }

  /** New blank rows before this one. Buffered. */
  insertRows(row: number, rows: number): void {
    this.gateway.insertRows(this.sheet, row, rows);
  }

  maxRows(): number {
    return this.gateway.maxRows(this.sheet);
  }
}

/** Covers the rows with at most so many spans, cut at the widest gaps, of those that are wide enough. */
export function spansOf(rows: readonly number[], most: number, least = 1): Span[] {
  const sorted = [...new Set(rows)].sort((a, b) => a - b);
  const cuts = sorted
    .map((row, i) => ({ at: i, gap: row - (sorted[i - 1] ?? row) }))
    .filter(({ gap }) => gap > least)
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
