/** Where a range lies: everything that only names cells. */
import { boxToA1 } from '../../xlsx/boxes';
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import type { RangeBox, SheetModel } from '../model';
import { numberedBox } from '../sheet/address';
import { cellAt, intersects, mapBox } from '../sheet/cells';
import type { Cell } from '../model';
import type { TypedInto } from '../sheet/typed';
import { make, type GasRange, type GasSheet } from './make';

type Methods =
  | 'getA1Notation'
  | 'getRow'
  | 'getRowIndex'
  | 'getColumn'
  | 'getLastRow'
  | 'getLastColumn'
  | 'getNumRows'
  | 'getNumColumns'
  | 'getHeight'
  | 'getWidth'
  | 'getGridId'
  | 'getSheet'
  | 'getCell'
  | 'offset'
  | 'activate';

export class RangePlace implements Pick<GasRange, Methods> {
  constructor(
    readonly execution: Execution,
    readonly sheet: SheetModel,
    readonly box: RangeBox,
  ) {}

  protected get self(): GasRange {
    return this as unknown as GasRange;
  }

  /** Throws if the tab or the cells are no longer there when the model is about to be used. */
  protected checkThere(): void {
    const { workbook } = this.execution.host;
    if (!workbook.sheets.includes(this.sheet)) throw new ServiceError(`Sheet ${this.sheet.id} not found`);
    numberedBox(this.box, { rows: this.sheet.maxRows, columns: this.sheet.maxColumns });
  }

  /** A call that reads the cells of the range: one value for each. */
  protected readCells<T>(of: (cell: Cell | undefined, row: number, column: number) => T): T[][] {
    this.execution.sheets.read(this.box.rows * this.box.columns);
    this.checkThere();
    return mapBox(this.box, (row, column) => of(cellAt(this.sheet, row, column), row, column));
  }

  protected readFirst<T>(of: (cell: Cell | undefined, row: number, column: number) => T): T {
    this.execution.sheets.read(1);
    this.checkThere();
    return of(cellAt(this.sheet, this.box.row, this.box.column), this.box.row, this.box.column);
  }

  /** A call that changes the range: buffered, and applied to whatever is at these coordinates then. */
  protected change(apply: () => void): GasRange {
    const cells = this.box.rows * this.box.columns;
    this.execution.sheets.write({
      cells,
      where: { sheet: this.sheet, box: this.box },
      apply: () => {
        this.checkThere();
        apply();
      },
    });
    return this.self;
  }

  protected get into(): TypedInto {
    const { locale, timeZone } = this.execution.host.workbook;
    return { locale, timeZone, now: this.execution.now() };
  }

  /** Throws Google's words if a table of values has not the shape of the range. */
  protected checkShape(values: unknown[]): asserts values is unknown[][] {
    const refuse = (what: string, data: number, range: number): never => {
      throw new ServiceError(
        `The number of ${what} in the data does not match the number of ${what} in the range. ` +
          `The data has ${data} but the range has ${range}.`,
      );
    };
    if (values.length !== this.box.rows) refuse('rows', values.length, this.box.rows);
    for (const row of values) {
      const length = Array.isArray(row) ? row.length : 1;
      if (length !== this.box.columns) refuse('columns', length, this.box.columns);
    }
  }

  getA1Notation(): string {
    return boxToA1(this.box);
  }

  getRow(): number {
    return this.box.row;
  }

  getRowIndex(): number {
    return this.box.row;
  }

  getColumn(): number {
    return this.box.column;
  }

  getLastRow(): number {
    return this.box.row + this.box.rows - 1;
  }

  getLastColumn(): number {
    return this.box.column + this.box.columns - 1;
  }

  getNumRows(): number {
    return this.box.rows;
  }

  getNumColumns(): number {
    return this.box.columns;
  }

  getHeight(): number {
    return this.box.rows;
  }

  getWidth(): number {
    return this.box.columns;
  }

  getGridId(): number {
    return this.sheet.id;
  }

  getSheet(): GasSheet {
    return make.sheet(this.execution, this.sheet);
  }

  getCell(row: number, column: number): GasRange {
    const inside = row >= 1 && column >= 1 && row <= this.box.rows && column <= this.box.columns;
    if (!inside) throw new ServiceError('Cell reference out of range');
    return this.offset(row - 1, column - 1, 1, 1);
  }

  offset(
    rowOffset: number,
    columnOffset: number,
    rows = this.box.rows,
    columns = this.box.columns,
  ): GasRange {
    const box = { row: this.box.row + rowOffset, column: this.box.column + columnOffset, rows, columns };
    const { sheets } = this.execution;
    numberedBox(box, { rows: sheets.rowsOf(this.sheet), columns: sheets.columnsOf(this.sheet) });
    return make.range(this.execution, this.sheet, box);
  }

  activate(): GasRange {
    const { selection } = this.execution;
    selection.sheetId = this.sheet.id;
    selection.range = this.box;
    return this.self;
  }

  getMergedRanges(): GasRange[] {
    this.execution.sheets.read();
    const merges = this.sheet.merges.filter((merge) => intersects(merge, this.box));
    return merges.map((merge) => make.range(this.execution, this.sheet, merge));
  }
}

export const PLACE_METHODS = {
  getA1Notation: '',
  getRow: '',
  getRowIndex: '',
  getColumn: '',
  getLastRow: '',
  getLastColumn: '',
  getNumRows: '',
  getNumColumns: '',
  getHeight: '',
  getWidth: '',
  getGridId: '',
  getSheet: '',
  getCell: 'int,int',
  offset: 'int,int|int,int,int|int,int,int,int',
  activate: '',
  getMergedRanges: '',
};
