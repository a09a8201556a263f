/** The grid of a tab: rows, columns, widths. */
import { ServiceError } from '../errors';
import { contentOf, lastColumn, lastRow } from '../sheet/cells';
import { deleteColumns, deleteRows, insertColumns, insertRows } from '../sheet/structure';
import type { GasSheet } from './make';
import { SheetPlace } from './sheet-place';

const DEFAULT_WIDTH = 100;
const MIN_WIDTH = 21;
const MAX_FITTED_WIDTH = 500;
/** About what a character takes, in pixels. */
const CHARACTER_WIDTH = 7;
const PADDING = 20;

export class SheetGrid extends SheetPlace implements Pick<GasSheet, keyof typeof GRID_METHODS> {
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
    const grows = { sheet: this.model, rows: count, columns: 0 };
    return this.change(() => insertRows(workbook, this.model, before, count), { grows });
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
    const grows = { sheet: this.model, rows: -count, columns: 0 };
    this.change(() => deleteRows(this.model, at, count), { grows });
  }

  deleteRow(at: number): GasSheet {
    this.deleteRows(at, 1);
    return this.self;
  }

  private addColumns(before: number, count: number): GasSheet {
    this.checkSpan('column', before, count);
    const { workbook } = this.execution.host;
    const grows = { sheet: this.model, rows: 0, columns: count };
    return this.change(() => insertColumns(workbook, this.model, before, count), { grows });
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
    const grows = { sheet: this.model, rows: 0, columns: -count };
    this.change(() => deleteColumns(this.model, at, count), { grows });
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
}

export const GRID_METHODS = {
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
};
