/** A hidden tab of text that grows at its end: `_Cache` and `_Provenance`. */
import type { Gateway, Sheet } from './gateway';
import { newSheet } from './newSheet';

export class LogTab {
  private found: Sheet | null = null;
  private count: number | null = null;

  constructor(
    private readonly gateway: Gateway,
    private readonly name: string,
    private readonly columns: readonly string[],
  ) {}

  /** Rows that there may be at most: those of the grid. */
  most(): number {
    return this.count ?? this.gateway.maxRows(this.sheet()) - 1;
  }

  /** All rows, only these columns: adjacent ones, of which every row fills some. */
  readColumns(names: readonly string[]): string[][] {
    const sheet = this.sheet();
    if (this.count === 0) return [];
    const rows = this.text(sheet, 0, this.gateway.end(sheet, names.length) - 1, names);
    while (rows.length > 0 && rows[rows.length - 1]?.every((cell) => cell === '')) rows.pop();
    this.count = rows.length;
    return rows;
  }

  /** Positions count from 0 and leave the header out. */
  readRows(first: number, count: number, names: readonly string[]): string[][] {
    return count < 1 ? [] : this.text(this.sheet(), first, count, names);
  }

  append(rows: readonly (readonly string[])[]): void {
    if (rows.length === 0) return;
    const sheet = this.sheet();
    const from = (this.count ??= Math.max(0, this.gateway.lastRow(sheet) - 1));
    this.gateway.surely(() => {
      this.gateway.reserveRows(sheet, from + rows.length + 2);
      this.gateway.write(sheet, from + 2, 1, rows, true);
    });
    this.count = from + rows.length;
  }

  /** Removes rows from the top. */
  removeFirst(count: number): void {
    if (count < 1) return;
    const sheet = this.sheet();
    // What was appended must have reached the sheet, and would not be written twice in the same place.
    this.gateway.flush();
    this.gateway.change(() => void sheet.deleteRows(2, count));
    this.count = null;
  }

  private text(sheet: Sheet, first: number, count: number, names: readonly string[]): string[][] {
    const column = this.columns.indexOf(names[0] ?? '') + 1;
    const box = { row: first + 2, column, rows: count, columns: names.length };
    return this.gateway.read(sheet, box).map((row) => row.map(String));
  }

  private sheet(): Sheet {
    if (this.found) return this.found;
    const there = this.gateway.sheet(this.name);
    if (there) return (this.found = there);
    const { gateway, columns } = this;
    const made = newSheet(
      gateway,
      this.name,
      () => gateway.spreadsheet.getNumSheets(),
      (sheet) => {
        const most = sheet.getMaxColumns();
        const short = columns.length - most;
        if (short > 0) sheet.insertColumnsAfter(most, short);
        // Blank columns count towards the cells that a spreadsheet may have, and these tabs grow long.
        if (short < 0) sheet.deleteColumns(columns.length + 1, -short);
        sheet.hideSheet();
        gateway.write(sheet, 1, 1, [columns], true);
      },
    );
    this.count = 0;
    return (this.found = made);
  }
}
