/** A sheet that a person sorts, fills and empties while a script works on it: writes land at the next read. */
type Grid = (string | number)[][];

/** Texts with links, as SpreadsheetApp makes them; only the text counts here. */
export const richTexts = {
  newRichTextValue: () => ({
    setText: (text: string) => ({ setLinkUrl: () => ({ build: () => ({ text }) }), build: () => ({ text }) }),
  }),
};

/** A call that Google fails at: before or after it is done, or with what was buffered lost. */
export interface Refused {
  call: number;
  how: 'before' | 'after' | 'lost';
}

const OUTSIDE = 'The coordinates of the range are outside the dimensions of the sheet.';

export class MovingSheet {
  grid: Grid;
  private pending: (() => void)[] = [];
  private calls = 0;
  /** Rows that buffered calls will add, or take away. */
  private coming = 0;

  /** Another tab of the workbook, which nobody but the script knows. */
  private hidden: MovingSheet | undefined;

  /**
   * @param onCall called before every call of the script, with its number
   * @param main the tab that this one is hidden behind: calls of both land in their order
   */
  constructor(
    rows: Grid,
    private width: number,
    private readonly onCall: (call: number, sheet: MovingSheet) => void,
    private readonly refused: readonly Refused[] = [],
    private readonly main?: MovingSheet,
  ) {
    this.grid = [...rows.map((row) => [...row]), this.blank()];
    if (main) this.grid.push(this.blank());
  }

  /** Rows of the grid once what is buffered is done; a sheet keeps one below the frozen row. */
  private get rowsToBe(): number {
    return Math.max(2, this.grid.length + this.coming);
  }

  /** What a person sees below the header. */
  get rows(): Grid {
    return this.grid.slice(1).filter((row) => row.some((value) => value !== ''));
  }

  sort(column: number, descending: boolean): void {
    const [header = [], ...rows] = this.grid;
    const text = (row: (string | number)[]) => String(row[column] ?? '');
    const blank = (row: (string | number)[]) => (text(row) === '' ? 1 : 0);
    rows.sort((a, b) => blank(a) - blank(b) || (descending ? -1 : 1) * text(a).localeCompare(text(b), 'en'));
    this.grid = [header, ...rows];
  }

  insert(row: number): void {
    this.insertBlank(row, 1);
  }

  delete(row: number): (string | number)[] | undefined {
    return this.deleteRows(row, 1)[0];
  }

  /** A blank column before this one (from 0). */
  insertColumn(column: number): void {
    for (const row of this.grid) row.splice(column, 0, '');
    this.width += 1;
  }

  /** Where a column stands now (from 0). */
  column(header: string): number {
    return (this.grid[0] ?? []).indexOf(header);
  }

  /** What stands in the columns of these headers. */
  cells(row: Grid[number], headers: readonly string[]): Grid[number] {
    return headers.map((header) => row[this.column(header)] ?? '');
  }

  set(row: number, column: number, value: string): void {
    const line = this.grid[row - 1];
    if (line) line[column] = value;
  }

  private insertBlank(row: number, rows: number): void {
    this.grid.splice(row - 1, 0, ...Array.from({ length: rows }, () => this.blank()));
  }

  private deleteRows(row: number, rows: number): Grid {
    return this.grid.length - rows < 2 ? [] : this.grid.splice(row - 1, rows);
  }

  private blank(): (string | number)[] {
    return Array.from({ length: this.width }, () => '');
  }

  /** One call of the script: a person may act before it, and Google may fail at it. */
  private called<T>(act: () => T): T {
    if (this.main) return this.main.called(act);
    const call = ++this.calls;
    this.onCall(call, this);
    const refusal = this.refused.find((one) => one.call === call);
    if (refusal?.how === 'after') act();
    if (refusal?.how === 'lost') {
      this.pending = [];
      this.coming = 0;
      if (this.hidden) this.hidden.coming = 0;
    }
    if (refusal) throw new Error('Service Spreadsheets failed while accessing document with id ID.');
    return act();
  }

  private land(): void {
    if (this.main) return this.main.land();
    // If one of them is refused, those after it are lost.
    this.coming = 0;
    if (this.hidden) this.hidden.coming = 0;
    for (const act of this.pending.splice(0)) act();
  }

  private buffer(act: () => void): void {
    (this.main ?? this).pending.push(act);
  }

  private lastFilled(): number {
    return this.grid.reduce((last, row, i) => (row.some((value) => value !== '') ? i + 1 : last), 0);
  }

  /** The workbook, as Apps Script knows it, with this tab and at most one more. */
  asBook(): GoogleAppsScript.Spreadsheet.Spreadsheet {
    const there = () => this.hidden?.asSheet() ?? null;
    return {
      getSheetByName: there,
      getActiveSheet: () => this.asSheet(),
      setActiveSheet: () => undefined,
      getNumSheets: () => 1,
      insertSheet: () =>
        this.called(() => {
          this.hidden = new MovingSheet([], 3, () => undefined, [], this);
          return this.hidden.asSheet();
        }),
      deleteSheet: () =>
        this.called(() => {
          this.land();
          this.hidden = undefined;
        }),
    } as unknown as GoogleAppsScript.Spreadsheet.Spreadsheet;
  }

  /** As Apps Script knows it. */
  asSheet(): GoogleAppsScript.Spreadsheet.Sheet {
    const range = (row: number, column: number, rows: number, columns: number) => ({
      paste: (values: Grid) => this.put(row, column, values),
      copyTo: (target: { paste(values: Grid): void }) =>
        this.later(() => {
          this.checkThere(row, rows);
          target.paste(
            this.grid
              .slice(row - 1, row - 1 + rows)
              .map((line) => line.slice(column - 1, column - 1 + columns)),
          );
        }),
      getValues: () =>
        this.called(() => {
          this.land();
          return Array.from({ length: rows }, (_, i) =>
            Array.from({ length: columns }, (__, j) => this.grid[row - 1 + i]?.[column - 1 + j] ?? ''),
          );
        }),
      setNumberFormat: () => this.called(() => undefined),
      setValues: (values: Grid) => this.later(() => this.put(row, column, values)),
      setRichTextValues: (texts: { text: string }[][]) =>
        this.later(() => this.put(row, column, texts.map((line) => line.map(({ text }) => text)))), // prettier-ignore
    });
    return {
      getRange: (row: number, column: number, rows: number, columns: number) =>
        this.called(() => {
          if (row + rows - 1 > this.rowsToBe) throw new Error(OUTSIDE);
          return range(row, column, rows, columns);
        }),
      getLastRow: () =>
        this.called(() => {
          this.land();
          return this.lastFilled();
        }),
      getMaxRows: () => this.called(() => this.rowsToBe),
      getMaxColumns: () => this.width,
      hideSheet: () => this.later(() => undefined),
      clearContents: () => this.later(() => (this.grid = this.grid.map(() => this.blank()))),
      insertColumnsAfter: (column: number, columns: number) =>
        this.called(() => {
          for (let i = 0; i < columns; i++) this.insertColumn(column);
        }),
      insertRowsBefore: (row: number, count: number) =>
        this.laterSized(count, () => {
          this.checkThere(row - 1, 1);
          this.insertBlank(row, count);
        }),
      insertRowsAfter: (row: number, count: number) =>
        this.laterSized(count, () => {
          this.checkThere(row, 1);
          this.insertBlank(row + 1, count);
        }),
      deleteRows: (row: number, count: number) =>
        this.laterSized(-count, () => {
          this.checkThere(row, count);
          this.deleteRows(row, count);
        }),
    } as unknown as GoogleAppsScript.Spreadsheet.Sheet;
  }

  /** A buffered change. */
  private later(act: () => void): void {
    this.called(() => this.buffer(act));
  }

  private laterSized(rows: number, act: () => void): void {
    this.called(() => {
      this.coming += rows;
      this.buffer(act);
    });
  }

  private put(row: number, column: number, values: Grid): void {
    this.checkThere(row, values.length);
    values.forEach((line, i) => {
      line.forEach((value, j) => {
        (this.grid[row - 1 + i] ?? [])[column - 1 + j] = value;
      });
    });
  }

  /** What was there when the call was made may be gone since. */
  private checkThere(row: number, rows: number): void {
    if (row + rows - 1 > this.grid.length) throw new Error(OUTSIDE);
  }

  /** What is still buffered lands, as at the end of an execution. */
  end(): void {
    this.land();
  }
}
