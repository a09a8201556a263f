/** What was on its way to a tab while a person moved its columns: where it has landed, and how it is put right. */
import type { Columns } from './columns';
import type { Gateway, Sheet } from './gateway';
import { normaliseCell } from './normalise';
import { rectangles, type Cell } from './rectangles';
import { isOtherKind, isTextColumn, type AnyTab } from './schema';
import type { CellValue } from './types';

/** How often values are looked for again that rows may have moved with. */
const MOST_LOOKS = 12;

/** A cell that was written, at the column that had its header then. */
interface Sent {
  row: number;
  header: string;
  column: number;
  value: CellValue;
}

/** A cell that may have got a value meant for another column, because columns were moved in that moment. */
export interface Misplaced {
  row: number;
  /** What stands above it; none of the add-on's if `known` is false. */
  header: string;
  known: boolean;
  value: CellValue;
}

/** What a person is told of a column whose own values are not known. */
export const columnsMoved = (tab: string, header: string): string =>
  `Columns of ${tab} were moved in the very moment in which rows were written: look whether any cell of "${header}" has lost what stood in it.`;

export class MovedColumns {
  /** What was written since it was last seen that all columns are where they were. */
  private sent: Sent[] = [];
  private misplaced: Misplaced[] = [];

  constructor(
    private readonly gateway: Gateway,
    private readonly tab: AnyTab,
    private readonly sheet: Sheet,
    private readonly place: Columns,
    private readonly formatDay: (date: Date) => string,
  ) {}

  note(cell: Sent): void {
    this.sent.push(cell);
  }

  /** Whether something was written since {@link allStand}. */
  get areSent(): boolean {
    return this.sent.length > 0;
  }

  /** All columns were seen to be where they were. */
  allStand(): void {
    this.sent = [];
  }

  /**
   * The columns were found again: what went into another one than it was meant for is taken out, or is the ledger's to
   * put right.
   * @param texts the headers as they stand there
   * @param formatted columns of which cells were formatted as text
   */
  putRight(texts: readonly string[], formatted: ReadonlySet<number>): void {
    this.formatAgain(formatted);
    const others = new Map<number, Pick<Sent, 'row' | 'value'>[]>();
    for (const { row, header, column, value } of this.sent.splice(0)) {
      const now = this.place.headerAt(column);
      if (now === header) continue;
      const type = this.tab.columns[now ?? '']?.type;
      // As it is read there.
      const read = type ? normaliseCell(type, value, this.formatDay) : value;
      this.misplaced.push({ row, header: now ?? texts[column - 1] ?? '', known: Boolean(type), value: read });
      // The text "4" in a column of numbers is read as the 4 that may belong there: it would stay a text.
      const isOther = isOtherKind(this.tab, header, now ?? '');
      if (isOther) this.misplaced.push({ row, header: now ?? '', known: true, value: '' });
      if (!type || isOther) others.set(column, [...(others.get(column) ?? []), { row, value }]);
    }
    for (const [column, cells] of others) this.takeOut(column, cells, (texts[column - 1] ?? '') === '');
  }

  /** Columns of numbers may have been made text: a number that is written there would become one. */
  formatAgain(formatted: Iterable<number>): void {
    const sentAsText = this.sent.filter(({ header }) => this.isText(header)).map(({ column }) => column);
    for (const column of new Set([...formatted, ...sentAsText])) {
      const header = this.place.headerAt(column);
      if (header === undefined || this.isText(header)) continue;
      this.gateway.change(() => {
        this.sheet.getRange(2, column, this.sheet.getMaxRows() - 1, 1).setNumberFormat('General');
      });
    }
  }

  private isText(header: string): boolean {
    const declared = this.tab.columns[header];
    return declared !== undefined && isTextColumn(declared);
  }

  /**
   * Takes values out of a column that they do not belong in; if it is not the add-on's, what stood there is not known.
   * @param isNew nobody has named the column yet, so that rows that were sorted since may be looked through as well
   */
  private takeOut(column: number, cells: readonly Pick<Sent, 'row' | 'value'>[], isNew: boolean): void {
    const values = new Set(cells.map(({ value }) => String(value)).filter(Boolean));
    const places = new Set(cells.map(({ row }) => row));
    for (let reads = 0; reads < (isNew ? MOST_LOOKS : 1); reads++) {
      const rows = this.gateway.maxRows(this.sheet) - 1;
      const now = this.gateway.read(this.sheet, { row: 2, column, rows, columns: 1 });
      const strays = now.flatMap(([cell], i): Cell[] =>
        values.has(String(cell)) && (isNew || places.has(i + 2))
          ? [{ row: i + 2, column, value: '', text: false }]
          : [],
      );
      if (strays.length === 0) return;
      for (const box of rectangles(strays))
        this.gateway.write(this.sheet, box.row, box.column, box.values, false);
    }
  }

  /** Cells that may have got what was meant for another column since this was last asked. */
  take(): Misplaced[] {
    return this.misplaced.splice(0);
  }
}
