/**
 * The spreadsheet as the workbook layer reaches it: every call that costs time goes through here and is
 * counted, and what Google answers with "try again" is tried again.
 */
import type { SheetTraffic } from '../engine/report';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
export type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** A rectangle of cells; rows and columns count from 1. */
export interface Box {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

/** What a person has to mend; a repeat would end the same. */
const LASTING = [/protected cell/i, /more than the maximum of 50000/i, /limit of 10000000 cells/i];
/** Cells that are read in the time that one more call takes. */
const CELLS_A_CALL = 30_000;
/** Links that are kept for the next rows. */
const MOST_LINKS = 2000;
const ATTEMPTS = 4;
const FIRST_WAIT_MS = 1000;
const FAILING = /service|server error/i;
const LOST = new Error('Google failed before what was written had reached the sheet.');

export class Gateway {
  private traffic: SheetTraffic = { reads: 0, flushes: 0, cellsRead: 0, cellsWritten: 0 };
  private pending = false;
  /** Writes that are sent together. */
  private bundle: { isCut: boolean } | undefined;
  /** Writes of which it is not known that they have reached the sheet, and that nobody looks at. */
  private unsure: (() => void)[] = [];
  private readonly links = new Map<string, GoogleAppsScript.Spreadsheet.RichTextValue>();
  /** Called before cells are read or written: together that takes seconds, in which something else may be due. */
  meanwhile: () => void = () => undefined;

  constructor(readonly spreadsheet: Spreadsheet) {}

  get timeZone(): string {
    return this.spreadsheet.getSpreadsheetTimeZone();
  }

  sheet(name: string): Sheet | null {
    return this.spreadsheet.getSheetByName(name);
  }

  read(sheet: Sheet, box: Box): unknown[][] {
    if (box.rows < 1 || box.columns < 1) return [];
    // What is on its way to the sheet lands with this read: rows have less time to move.
    if (!this.pending) this.meanwhile();
    this.reached(box.rows * box.columns);
    const values = this.onGrid(sheet, box, (rows) =>
      sheet.getRange(box.row, box.column, rows, box.columns).getValues(),
    );
    this.unsure = [];
    const got = values?.length ?? 0;
    // What was on its way has landed now, and may have made the grid less short than was foreseen.
    if (got < box.rows && this.maxRows(sheet) >= box.row + got) return this.read(sheet, box);
    const beyond = Array.from({ length: box.rows - got }, () => Array<unknown>(box.columns).fill(''));
    return [...(values ?? []), ...beyond];
  }

  /** Row of the last cell with content; 0 in an empty tab. */
  lastRow(sheet: Sheet): number {
    this.reached(0);
    return this.again(() => sheet.getLastRow());
  }

  /** A row at or below the last one with content: where the grid is small, reading it takes less time than asking. */
  end(sheet: Sheet, columns: number): number {
    const most = this.maxRows(sheet);
    return most * columns <= CELLS_A_CALL ? most : this.lastRow(sheet);
  }

  lastColumn(sheet: Sheet): number {
    this.reached(0);
    return this.again(() => sheet.getLastColumn());
  }

  /** Its rules of conditional formatting. */
  rulesOf(sheet: Sheet): GoogleAppsScript.Spreadsheet.ConditionalFormatRule[] {
    this.reached(0);
    return this.again(() => sheet.getConditionalFormatRules());
  }

  /** Rows of the grid, filled or not. */
  maxRows(sheet: Sheet): number {
    return this.again(() => sheet.getMaxRows());
  }

  /** Columns of the grid, filled or not. */
  maxColumns(sheet: Sheet): number {
    return this.again(() => sheet.getMaxColumns());
  }

  /**
   * Buffered. `text`: the cells hold text, which Sheets must not turn into dates, numbers or formulas.
   * @returns false if the grid did not have all rows
   */
  write(
    sheet: Sheet,
    row: number,
    column: number,
    values: readonly (readonly unknown[])[],
    text: boolean,
  ): boolean {
    const [first] = values;
    if (!first || first.length === 0) return true;
    this.meanwhile();
    this.buffered(values.length * first.length);
    const written = this.onGrid(sheet, { row, rows: values.length }, (rows) => {
      const range = sheet.getRange(row, column, rows, first.length);
      if (text) range.setNumberFormat('@');
      range.setValues(values.slice(0, rows).map((line) => [...line]));
      return rows;
    });
    return written === values.length;
  }

  /** Gives cells of a column a number format. Buffered. */
  format(sheet: Sheet, { row, rows }: Pick<Box, 'row' | 'rows'>, column: number, format: string): void {
    this.buffered(rows);
    this.onGrid(sheet, { row, rows }, (there) =>
      sheet.getRange(row, column, there, 1).setNumberFormat(format),
    );
  }

  /** Makes the text of cells, which is the last part of the page's address, a link to it; '' blanks a cell. Buffered. */
  link(sheet: Sheet, row: number, column: number, pages: readonly (readonly string[])[]): void {
    const [first] = pages;
    if (!first) return;
    this.meanwhile();
    const texts = pages.map((line) => line.map((page) => this.linkTo(page)));
    this.buffered(texts.length * first.length);
    this.onGrid(sheet, { row, rows: texts.length }, (rows) =>
      sheet.getRange(row, column, rows, first.length).setRichTextValues(texts.slice(0, rows)),
    );
  }

  /** Made once: shows and people stand in many rows, which are written one after the other. */
  private linkTo(page: string): GoogleAppsScript.Spreadsheet.RichTextValue {
    let link = this.links.get(page);
    if (!link) {
      if (this.links.size >= MOST_LINKS) this.links.clear();
      const text = page.slice(page.lastIndexOf('/') + 1);
      const plain = SpreadsheetApp.newRichTextValue().setText(text);
      link = (page === '' ? plain : plain.setLinkUrl(page)).build();
      this.links.set(page, link);
    }
    return link;
  }

  /** New blank rows: what stands at `row` and below moves down. Buffered. */
  insertRows(sheet: Sheet, row: number, rows: number): void {
    this.change(() => {
      // Rows that are put before another look like it: the blank one below, not the last one above.
      if (row <= sheet.getMaxRows()) sheet.insertRowsBefore(row, rows);
      else sheet.insertRowsAfter(row - 1, rows);
    });
  }

  /** A buffered change of anything but values. */
  change(act: () => void): void {
    this.buffered(0);
    this.again(act);
  }

  /** What must not be done twice. @returns what Google says if it refuses. */
  once(act: () => void): unknown {
    this.buffered(0);
    try {
      act();
      return undefined;
    } catch (error) {
      if (isFailing(error)) this.sendAgain();
      return error;
    }
  }

  /** Writes what nobody looks at again, and what may be written twice: Google loses what is buffered when it fails. */
  surely(act: () => void): void {
    this.unsure.push(act);
    act();
    // What it read made what was before it land, and not what it wrote since.
    if (!this.unsure.includes(act)) this.unsure.push(act);
  }

  private sendAgain(): void {
    const acts = this.unsure;
    // Should it fail once more, all that failed with it is repeated by whoever asked for it.
    this.unsure = [];
    for (const act of acts) act();
    this.unsure = acts;
  }

  /**
   * Buffers writes of which the later ones must not land without the earlier. Google may lose what is buffered when it
   * fails, so that nothing more is sent then. Whoever calls this looks at what has landed.
   * @returns `lost`: Google failed; `cut`: the grid did not have all rows
   */
  together(act: () => void): 'sent' | 'cut' | 'lost' {
    this.bundle = { isCut: false };
    try {
      act();
      return this.bundle.isCut ? 'cut' : 'sent';
    } catch (error) {
      if (error !== LOST) throw error;
      this.bundle = undefined;
      this.sendAgain();
      return 'lost';
    } finally {
      this.bundle = undefined;
    }
  }

  /**
   * Makes room for rows up to `row`, which are blank: cells beyond the grid do not exist. One more is always
   * left, and the new ones go in before it, so that filters and colours that reach to the end grow along.
   */
  reserveRows(sheet: Sheet, row: number): void {
    const short = row + 1 - this.maxRows(sheet);
    if (short > 0)
      this.change(() => void sheet.insertRowsBefore(sheet.getMaxRows(), Math.max(short, SPARE_ROWS)));
  }

  /** What was written reaches the sheet; errors of buffered writes show here. */
  flush(): void {
    if (!this.pending) return;
    this.pending = false;
    this.traffic.flushes++;
    this.again(() => SpreadsheetApp.flush());
    this.unsure = [];
  }

  takeTraffic(): SheetTraffic {
    const taken = this.traffic;
    this.traffic = { reads: 0, flushes: 0, cellsRead: 0, cellsWritten: 0 };
    return taken;
  }

  private reached(cells: number): void {
    if (this.pending) {
      this.pending = false;
      this.traffic.flushes++;
    }
    this.traffic.reads++;
    this.traffic.cellsRead += cells;
  }

  private buffered(cells: number): void {
    this.pending = true;
    this.traffic.cellsWritten += cells;
  }

  /**
   * Acts on rows as far as the grid has them: a person who deletes rows meanwhile makes it shorter.
   * @returns undefined if it has none of them
   */
  private onGrid<T>(
    sheet: Sheet,
    { row, rows }: Pick<Box, 'row' | 'rows'>,
    act: (rows: number) => T,
  ): T | undefined {
    return this.again(() => {
      try {
        return act(rows);
      } catch (error) {
        if (this.mayBeLost(error)) throw LOST;
        // What is lost with it may be the very rows that make the grid long enough.
        if (isFailing(error)) throw error;
        const there = sheet.getMaxRows() - row + 1;
        if (there >= rows) throw error;
        if (this.bundle) this.bundle.isCut = true;
        return there < 1 ? undefined : this.onGrid(sheet, { row, rows: there }, act);
      }
    });
  }

  /** What is buffered: Google failed, which says that it is not what the call asks for. */
  private mayBeLost(error: unknown): boolean {
    return this.bundle !== undefined && this.pending && isFailing(error);
  }

  /** Repeats what failed for a moment; every act here can be repeated without harm. */
  private again<T>(act: () => T): T {
    for (let attempt = 1; ; attempt++) {
      try {
        return act();
      } catch (error) {
        if (this.mayBeLost(error)) throw LOST;
        const isLasting = LASTING.some((pattern) => pattern.test(messageOf(error)));
        if (error === LOST || attempt >= ATTEMPTS || isLasting) throw error;
        Utilities.sleep(FIRST_WAIT_MS * 2 ** (attempt - 1));
        if (isFailing(error)) this.sendAgain();
      }
    }
  }
}

const isFailing = (error: unknown): boolean => FAILING.test(messageOf(error));

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Rows added at a time where the grid ends. */
const SPARE_ROWS = 500;
