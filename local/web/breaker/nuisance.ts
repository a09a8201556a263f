/** A person who meddles while the script works: sorts, inserts rows and takes them away again, types notes. */
import type { SheetModel, WorkbookModel } from '../../host/model';
import { cellAt, lastColumn, lastRow } from '../../host/sheet/cells';
import { sortRows } from '../../host/sheet/sort';
import { deleteColumns, deleteRows, insertColumns, insertRows } from '../../host/sheet/structure';
import { writeContents } from '../../host/sheet/write';

/** The column that the person keeps their own notes in; the script knows nothing of it. */
const NOTES = 'My notes';
/** Inserting, sorting and typing go on in tabs with so many rows at least. */
const FEWEST_ROWS = 3;

export interface Deeds {
  sorted: number;
  inserted: number;
  deleted: number;
  typed: number;
}

interface Note {
  text: string;
  /** The show that it is about. */
  about: string;
}

const isBlankRow = (sheet: SheetModel, row: number): boolean =>
  !sheet.cells[row - 1]?.some((cell) => cell && cell.value !== '');

export class Nuisance {
  readonly deeds: Deeds = { sorted: 0, inserted: 0, deleted: 0, typed: 0 };
  private readonly notes: Note[] = [];
  private madeColumn = false;

  /**
   * @param tabs whose rows are meddled with
   * @param noted the tab that gets notes: none of its rows goes away in a run
   */
  constructor(
    private readonly workbook: WorkbookModel,
    private readonly tabs: readonly string[],
    private readonly noted: string,
    private readonly random: () => number,
  ) {}

  private pick(count: number): number {
    return Math.floor(this.random() * count);
  }

  private sheet(name: string | undefined): SheetModel | undefined {
    return this.workbook.sheets.find((sheet) => sheet.name === name);
  }

  /** Does one thing; gives the tab it was done to. */
  act(): SheetModel | undefined {
    const sheet = this.sheet(this.tabs[this.pick(this.tabs.length)]);
    if (!sheet || lastRow(sheet) <= FEWEST_ROWS) return undefined;
    const lot = this.random();
    if (lot < 0.4) this.sort(sheet);
    else if (lot < 0.65) this.insert(sheet);
    else if (lot < 0.8) this.remove(sheet);
    else return this.type();
    return sheet;
  }

  private sort(sheet: SheetModel): void {
    const columns = lastColumn(sheet);
    const key = { column: 1 + this.pick(columns), ascending: this.random() < 0.5 };
    sortRows(sheet, { row: 2, column: 1, rows: lastRow(sheet) - 1, columns }, [key]);
    this.deeds.sorted += 1;
  }

  private insert(sheet: SheetModel): void {
    insertRows(this.workbook, sheet, 2 + this.pick(lastRow(sheet) - 1), 1);
    this.deeds.inserted += 1;
  }

  /** Takes away an empty row; those with something in them stay. */
  private remove(sheet: SheetModel): boolean {
    if (this.deeds.deleted >= this.deeds.inserted) return false;
    for (let row = lastRow(sheet); row > 1; row--) {
      if (!isBlankRow(sheet, row)) continue;
      deleteRows(sheet, row, 1);
      this.deeds.deleted += 1;
      return true;
    }
    return false;
  }

  private columnOf(sheet: SheetModel, header: string): number {
    for (let column = 1; column <= lastColumn(sheet); column++)
      if (cellAt(sheet, 1, column)?.value === header) return column;
    return 0;
  }

  private write(sheet: SheetModel, row: number, column: number, text: string): void {
    const { locale, timeZone } = this.workbook;
    writeContents(sheet, { row, column, rows: 1, columns: 1 }, () => text, { locale, timeZone, now: 0 });
  }

  private type(): SheetModel | undefined {
    const sheet = this.sheet(this.noted);
    if (!sheet || lastRow(sheet) <= FEWEST_ROWS) return undefined;
    let column = this.columnOf(sheet, NOTES);
    if (!column) {
      column = lastColumn(sheet) + 1;
      if (column > sheet.maxColumns) insertColumns(this.workbook, sheet, column, 1);
      this.write(sheet, 1, column, NOTES);
      this.madeColumn = true;
    }
    const row = 2 + this.pick(lastRow(sheet) - 1);
    const about = String(cellAt(sheet, row, 1)?.value ?? '');
    if (!about || cellAt(sheet, row, column)?.value) return undefined;
    const text = `note ${this.notes.length + 1}`;
    this.write(sheet, row, column, text);
    this.notes.push({ text, about });
    this.deeds.typed += 1;
    return sheet;
  }

  /** Notes that no longer stand beside what they are about, in words. */
  strayNotes(): string[] {
    const sheet = this.sheet(this.noted);
    const column = sheet ? this.columnOf(sheet, NOTES) : 0;
    const abouts = new Map<string, string>();
    if (sheet && column)
      for (let row = 2; row <= lastRow(sheet); row++)
        abouts.set(
          String(cellAt(sheet, row, column)?.value ?? ''),
          String(cellAt(sheet, row, 1)?.value ?? ''),
        );
    return this.notes
      .filter(({ text, about }) => abouts.get(text) !== about)
      .map(
        ({ text, about }) => `${this.noted}: ${text} of "${about}" stands beside "${abouts.get(text) ?? ''}"`,
      );
  }

  /** Takes away what is left of the meddling; gives the tabs that it was in. */
  tidy(): SheetModel[] {
    const sheets = this.tabs.map((tab) => this.sheet(tab)).filter((sheet) => sheet !== undefined);
    for (const sheet of sheets) while (this.remove(sheet));
    const noted = this.sheet(this.noted);
    const column = noted ? this.columnOf(noted, NOTES) : 0;
    if (noted && column && this.madeColumn) deleteColumns(noted, column, 1);
    return sheets;
  }
}
