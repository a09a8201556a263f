/**
 * The workbook as the local host keeps it in memory: what a spreadsheet is, without any of
 * Apps Script's objects. The services (SpreadsheetApp and its classes) work on it, the .xlsx
 * reader makes it, the .xlsx writer stores it, the person of `--edits` changes it.
 */

/** What a cell holds; `""` is empty. A Date is an instant. */
export type CellContent = string | number | boolean | Date;

export interface Cell {
  value: CellContent;
  /** With the leading `=`; `value` is then what it evaluates to (the host evaluates links with a name, and shows `#ERROR!` for the rest). */
  formula?: string;
  /** Number format as Sheets writes it, `@` for plain text; absent means general. */
  format?: string;
  /** Address a text cell links to; the cell's value stays text. */
  link?: string;
  note?: string;
  bold?: boolean;
  background?: string;
  fontColor?: string;
  wrap?: boolean;
  horizontalAlignment?: string;
  /** Whatever else the file had for this cell that the host does not know, carried through unchanged. */
  carried?: unknown;
}

export interface ValidationRule {
  /** 1-based, inclusive. */
  range: RangeBox;
  /** The allowed values of a dropdown. */
  list: string[];
  /** True: a wrong value only warns. */
  allowInvalid: boolean;
  help?: string;
}

export interface ConditionalRule {
  ranges: RangeBox[];
  kind: 'textEqualTo' | 'textContains' | 'formula' | 'cellNotEmpty';
  value: string;
  background?: string;
  fontColor?: string;
}

export interface ChartSpec {
  id: number;
  type: 'column' | 'line' | 'bar' | 'pie';
  title: string;
  ranges: RangeBox[];
  anchor: { row: number; column: number };
  options: Record<string, unknown>;
}

/** A rectangle of cells, 1-based and inclusive. */
export interface RangeBox {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

export interface SheetModel {
  id: number;
  name: string;
  /** Rows and columns of the grid; cells outside it do not exist. */
  maxRows: number;
  maxColumns: number;
  /** Sparse: `cells[row - 1]?.[column - 1]`. */
  cells: (Cell | undefined)[][];
  frozenRows: number;
  hidden: boolean;
  /** Range of the filter, if one is on. */
  filter?: RangeBox;
  columnWidths: Record<number, number>;
  /** Format of cells that hold nothing yet, per column (set by formatting whole columns). */
  columnFormats: Record<number, string>;
  merges: RangeBox[];
  validations: ValidationRule[];
  conditionalRules: ConditionalRule[];
  charts: ChartSpec[];
  protectedSheet: boolean;
  tabColor?: string;
  carried?: unknown;
}

export interface WorkbookModel {
  id: string;
  name: string;
  timeZone: string;
  locale: string;
  sheets: SheetModel[];
  nextSheetId: number;
  carried?: unknown;
}
