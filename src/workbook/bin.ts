/**
 * Where removed rows go: they are copied into a hidden tab by the very batch of calls that deletes them. So it is known,
 * also to whoever goes on after a kill, what went by the add-on's hand: all else that is gone a person has deleted.
 */
import type { BoundTab, Span } from './boundTab';
import type { Gateway, Sheet } from './gateway';
import type { BeforeImage } from './journal';
import { imageIn } from './snapshots';

const nameOf = ({ tab }: BoundTab): string => `${tab.name} removed rows`;

/** What a writer needs of it. */
export type RowBin = Pick<Bin, 'take' | 'taken' | 'empty' | 'drop'>;

export class Bin {
  private constructor(
    private readonly gateway: Gateway,
    private readonly bound: BoundTab,
    private readonly sheet: Sheet,
    private readonly formatDay: (date: Date) => string,
  ) {}

  /** What an execution before this one has left; null if there is nothing. */
  static find(gateway: Gateway, bound: BoundTab, formatDay: (date: Date) => string): Bin | null {
    const sheet = gateway.sheet(nameOf(bound));
    return sheet && new Bin(gateway, bound, sheet, formatDay);
  }

  static make(gateway: Gateway, bound: BoundTab, formatDay: (date: Date) => string): Bin {
    const { spreadsheet } = gateway;
    const name = nameOf(bound);
    let bin!: Sheet;
    gateway.change(() => {
      // A new tab comes to the front.
      const active = spreadsheet.getActiveSheet();
      bin = gateway.sheet(name) ?? spreadsheet.insertSheet(name, spreadsheet.getNumSheets());
      bin.hideSheet();
      spreadsheet.setActiveSheet(active);
    });
    return new Bin(gateway, bound, bin, formatDay);
  }

  /**
   * Takes what stands at these rows then, in this order. Buffered. Nothing is repeated if Google refuses: it may have been
   * done all the same.
   * @returns what Google says then
   */
  take(spans: readonly Span[]): unknown {
    const { gateway, bound, sheet: bin } = this;
    const { sheet } = bound;
    const count = spans.reduce((sum, { rows }) => sum + rows, 0);
    const most = gateway.maxRows(sheet);
    const width = gateway.maxColumns(sheet);
    return gateway.once(() => {
      // A sheet keeps at least one row below the frozen one.
      if (most - count < 2) sheet.insertRowsAfter(most, 1);
      const [rows, columns] = [bin.getMaxRows(), bin.getMaxColumns()];
      if (rows <= count) bin.insertRowsAfter(rows, count);
      if (columns < width) bin.insertColumnsAfter(columns, width - columns);
      bin.clearContents();
      let at = 1;
      const copy = (row: number, rows: number) => {
        sheet.getRange(row, 1, rows, width).copyTo(bin.getRange(at, 1, rows, width));
        at += rows;
      };
      copy(1, 1);
      for (const { row, rows } of spans) {
        copy(row, rows);
        sheet.deleteRows(row, rows);
      }
    });
  }

  /** What was taken the last time; some of it may still stand in the tab. */
  taken(): BeforeImage | null {
    const { gateway, bound, sheet, formatDay } = this;
    return gateway.lastRow(sheet) < 2 ? null : imageIn(gateway, bound, sheet, formatDay);
  }

  /** All that was taken by mistake is back. Buffered. */
  empty(): void {
    this.gateway.change(() => void this.sheet.clearContents());
  }

  drop(): void {
    this.gateway.change(() => this.gateway.spreadsheet.deleteSheet(this.sheet));
  }
}
