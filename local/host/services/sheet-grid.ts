/** Where a tab stands and its grid: rows, columns, widths. */
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import type { RangeBox, SheetModel } from '../model';
import { contentOf, lastColumn, lastRow } from '../sheet/cells';
import { deleteColumns, deleteRows, insertColumns, insertRows } from '../sheet/structure';
import { checkProtection } from '../sheet/write';
import { make, type GasSheet } from './make';

const DEFAULT_WIDTH = 100;
const MIN_WIDTH = 21;
const MAX_FITTED_WIDTH = 500;
/** About what a character takes, in pixels. */
const CHARACTER_WIDTH = 7;
const PADDING = 20;

export class SheetGrid implements Pick<GasSheet, keyof typeof GRID_METHODS> {
  constructor(
    readonly execution: Execution,
    readonly model: SheetModel,
  ) {}

  protected get self(): GasSheet {
    return this as unknown as GasSheet;
  }

  protected get whole(): RangeBox {
    return { row: 1, column: 1, rows: this.model.maxRows, columns: this.model.maxColumns };
  }

  protected checkThere(): void {
    if (this.execution.host.workbook.sheets.includes(this.model)) return;
    throw new ServiceError(`Sheet ${this.model.id} not found`);
  }

  /** A call that changes the tab: buffered, as all writes are. */
  protected change(act: () => void, grows?: { rows: number; columns: number }, cells = 0): GasSheet {
    this.execution.sheets.write({
      cells,
      apply: () => {
        this.checkThere();
        act();
      },
      ...(grows ? { grows: { sheet: this.model, ...grows } } : {}),
    });
    return this.self;
  }

  /** A call that reads the tab. */
  protected read(): SheetModel {
    this.execution.sheets.read();
    this.checkThere();
    return this.model;
  }

  getName(): string {
    return this.model.name;
  }

  getSheetName(): string {
    return this.model.name;
  }

  getSheetId(): number {
    return this.model.id;
  }

  getIndex(): number {
    return this.execution.host.workbook.sheets.indexOf(this.model) + 1;
  }

  getParent(): GoogleAppsScript.Spreadsheet.Spreadsheet {
    return make.spreadsheet(this.execution);
  }

  getMaxRows(): number {
    return this.execution.sheets.rowsOf(this.model);
  }

  getMaxColumns(): number {
    return this.execution.sheets.columnsOf(this.model);
  }

  getLastRow(): number {
    return lastRow(this.read());
  }

  getLastColumn(): number {
    return lastColumn(this.read());
  }

  private checkSpan(axis: 'row' | 'column', at: number, count: number): void {
    if (at < 1) throw new ServiceError(`The starting ${axis} of the range is too small.`);
    if (count < 1) throw new ServiceError(`The number of ${axis}s in the range must be at least 1.`);
  }

  private addRows(before: number, count: number): GasSheet {
    this.checkSpan('row', before, count);
    const { workbook } = this.execution.host;
    return this.change(() => insertRows(workbook, this.model, before, count), { rows: count, columns: 0 });
  }

  insertRows(before: number, count = 1): void {
    this.addRows(before, count);
  }

  insertRowsBefore(before: number, count: number): GasSheet {
    return this.addRows(before, count);
  }

  insertRowsAfter(after: number, count: number): GasSheet {
    return this.addRows(after + 1, count);
  }

  insertRowBefore(before: number): GasSheet {
    return this.addRows(before, 1);
  }

  insertRowAfter(after: number): GasSheet {
    return this.addRows(after + 1, 1);
  }

  deleteRows(at: number, count: number): void {
    this.checkSpan('row', at, count);
    this.change(() => deleteRows(this.model, at, count), { rows: -count, columns: 0 });
  }

  deleteRow(at: number): GasSheet {
    this.deleteRows(at, 1);
    return this.self;
  }

  private addColumns(before: number, count: number): GasSheet {
    this.checkSpan('column', before, count);
    const { workbook } = this.execution.host;
    return this.change(() => insertColumns(workbook, this.model, before, count), { rows: 0, columns: count });
  }

  insertColumns(before: number, count = 1): void {
    this.addColumns(before, count);
  }

  insertColumnsBefore(before: number, count: number): GasSheet {
    return this.addColumns(before, count);
  }

  insertColumnsAfter(after: number, count: number): GasSheet {
    return this.addColumns(after + 1, count);
  }

  insertColumnBefore(before: number): GasSheet {
    return this.addColumns(before, 1);
  }

  insertColumnAfter(after: number): GasSheet {
    return this.addColumns(after + 1, 1);
  }

  deleteColumns(at: number, count: number): void {
    this.checkSpan('column', at, count);
    this.change(() => deleteColumns(this.model, at, count), { rows: 0, columns: -count });
  }

  deleteColumn(at: number): GasSheet {
    this.deleteColumns(at, 1);
    return this.self;
  }

  setFrozenRows(rows: number): void {
    this.change(() => {
      if (rows >= this.model.maxRows)
        throw new ServiceError("You can't freeze all visible rows on the sheet.");
      this.model.frozenRows = Math.max(0, rows);
    });
  }

  getFrozenRows(): number {
    return this.read().frozenRows;
  }

  setColumnWidth(column: number, width: number): GasSheet {
    return this.setColumnWidths(column, 1, width);
  }

  setColumnWidths(column: number, count: number, width: number): GasSheet {
    this.checkSpan('column', column, count);
    return this.change(() => {
      for (let at = column; at < column + count; at++)
        this.model.columnWidths[at] = Math.max(MIN_WIDTH, width);
    });
  }

  getColumnWidth(column: number): number {
    return this.read().columnWidths[column] ?? DEFAULT_WIDTH;
  }

  autoResizeColumns(column: number, count: number): GasSheet {
    this.checkSpan('column', column, count);
    return this.change(() => {
      for (let at = column; at < column + count; at++) {
        const longest = this.model.cells.reduce(
          (most, row) => Math.max(most, String(contentOf(row?.[at - 1])).length),
          0,
        );
        const fitted = longest === 0 ? DEFAULT_WIDTH : longest * CHARACTER_WIDTH + PADDING;
        this.model.columnWidths[at] = Math.min(MAX_FITTED_WIDTH, fitted);
      }
    });
  }

  autoResizeColumn(column: number): GasSheet {
    return this.autoResizeColumns(column, 1);
  }

  hideSheet(): GasSheet {
    return this.change(() => {
      checkProtection(this.model);
      const others = this.execution.host.workbook.sheets.filter((sheet) => sheet !== this.model);
      if (others.every((sheet) => sheet.hidden))
        throw new ServiceError("You can't hide all the sheets in a document.");
      this.model.hidden = true;
    });
  }

  showSheet(): GasSheet {
    return this.change(() => {
      this.model.hidden = false;
    });
  }

  isSheetHidden(): boolean {
    return this.read().hidden;
  }
}

export const GRID_METHODS = {
  getName: '',
  getSheetName: '',
  getSheetId: '',
  getIndex: '',
  getParent: '',
  getMaxRows: '',
  getMaxColumns: '',
  getLastRow: '',
  getLastColumn: '',
  insertRows: 'int|int,int',
  insertRowsBefore: 'int,int',
  insertRowsAfter: 'int,int',
  insertRowBefore: 'int',
  insertRowAfter: 'int',
  deleteRows: 'int,int',
  deleteRow: 'int',
  insertColumns: 'int|int,int',
  insertColumnsBefore: 'int,int',
  insertColumnsAfter: 'int,int',
  insertColumnBefore: 'int',
  insertColumnAfter: 'int',
  deleteColumns: 'int,int',
  deleteColumn: 'int',
  setFrozenRows: 'int',
  getFrozenRows: '',
  setColumnWidth: 'int,int',
  setColumnWidths: 'int,int,int',
  getColumnWidth: 'int',
  autoResizeColumns: 'int,int',
  autoResizeColumn: 'int',
  hideSheet: '',
  showSheet: '',
  isSheetHidden: '',
};
