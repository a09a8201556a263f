/** SpreadsheetApp.Sheet: one tab. */
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import type { RangeBox, SheetModel } from '../model';
import { serviceClass } from '../registry';
import { addressedBox, numberedBox, splitA1 } from '../sheet/address';
import { contentOf, lastColumn, lastRow } from '../sheet/cells';
import { copySheet } from '../sheet/copy';
import { checkWorkbookSize, deleteColumns, deleteRows, insertColumns, insertRows } from '../sheet/structure';
import { checkProtection, clearContents, writeContents } from '../sheet/write';
import { ConditionalFormatRule } from './conditional-rule';
import { make, type GasRange, type GasSheet } from './make';
import { checkName } from './sheet-names';

export class Sheet {
  constructor(
    readonly execution: Execution,
    readonly model: SheetModel,
  ) {}

  private get self(): GasSheet {
    return this as unknown as GasSheet;
  }

  private get whole(): RangeBox {
    return { row: 1, column: 1, rows: this.model.maxRows, columns: this.model.maxColumns };
  }

  private checkThere(): void {
    if (!this.execution.host.workbook.sheets.includes(this.model))
      throw new ServiceError(`Sheet ${this.model.id} not found`);
  }

  private change(act: () => void, grows?: { rows: number; columns: number }): GasSheet {
    this.execution.sheets.write({
      cells: 0,
      apply: () => {
        this.checkThere();
        act();
      },
      ...(grows ? { grows: { sheet: this.model, ...grows } } : {}),
    });
    return this.self;
  }

  private read(): SheetModel {
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

  getRange(first: string | number, column?: number, rows = 1, columns = 1): GasRange {
    const { sheets } = this.execution;
    const grid = { rows: sheets.rowsOf(this.model), columns: sheets.columnsOf(this.model) };
    if (typeof first === 'string') {
      const { tab, address } = splitA1(first);
      if (tab !== undefined && tab !== this.model.name) throw new ServiceError('Range not found');
      return make.range(this.execution, this.model, addressedBox(address, grid));
    }
    const box = { row: first, column: column ?? 1, rows, columns };
    return make.range(this.execution, this.model, numberedBox(box, grid));
  }

  getDataRange(): GasRange {
    const model = this.read();
    const box = { row: 1, column: 1, rows: Math.max(1, lastRow(model)), columns: Math.max(1, lastColumn(model)) };
    return make.range(this.execution, model, box);
  }

  getRangeList(addresses: string[]): GoogleAppsScript.Spreadsheet.RangeList {
    return make.rangeList(this.execution, addresses.map((address) => this.getRange(address))); // prettier-ignore
  }

  getActiveRange(): GasRange | null {
    const { selection } = this.execution.host;
    const box = selection.sheetId === this.model.id ? selection.range : undefined;
    return box ? make.range(this.execution, this.model, box) : null;
  }

  getSheetValues(row: number, column: number, rows: number, columns: number): unknown[][] {
    return this.getRange(row, column, rows, columns).getValues() as unknown[][];
  }

  appendRow(values: unknown[]): GasSheet {
    const { host } = this.execution;
    this.execution.sheets.write({
      cells: values.length,
      apply: () => {
        this.checkThere();
        const row = lastRow(this.model) + 1;
        if (row > this.model.maxRows) insertRows(host.workbook, this.model, this.model.maxRows + 1, 1);
        const more = values.length - this.model.maxColumns;
        if (more > 0) insertColumns(host.workbook, this.model, this.model.maxColumns + 1, more);
        const { locale, timeZone } = host.workbook;
        const box = { row, column: 1, rows: 1, columns: values.length };
        writeContents(this.model, box, (_, column) => values[column], { locale, timeZone, now: this.execution.now() });
      },
    });
    return this.self;
  }

  insertRows(before: number, count = 1): GasSheet {
    const { workbook } = this.execution.host;
    return this.change(() => insertRows(workbook, this.model, before, count), { rows: count, columns: 0 });
  }

  insertRowsBefore(before: number, count: number): GasSheet {
    return this.insertRows(before, count);
  }

  insertRowsAfter(after: number, count: number): GasSheet {
    return this.insertRows(after + 1, count);
  }

  insertRowBefore(before: number): GasSheet {
    return this.insertRows(before);
  }

  insertRowAfter(after: number): GasSheet {
    return this.insertRows(after + 1);
  }

  deleteRows(at: number, count: number): GasSheet {
    return this.change(() => deleteRows(this.model, at, count), { rows: -count, columns: 0 });
  }

  deleteRow(at: number): GasSheet {
    return this.deleteRows(at, 1);
  }

  insertColumns(before: number, count = 1): GasSheet {
    const { workbook } = this.execution.host;
    return this.change(() => insertColumns(workbook, this.model, before, count), { rows: 0, columns: count });
  }

  insertColumnsAfter(after: number, count: number): GasSheet {
    return this.insertColumns(after + 1, count);
  }

  insertColumnAfter(after: number): GasSheet {
    return this.insertColumns(after + 1);
  }

  insertColumnsBefore(before: number, count: number): GasSheet {
    return this.insertColumns(before, count);
  }

  deleteColumns(at: number, count: number): GasSheet {
    return this.change(() => deleteColumns(this.model, at, count), { rows: 0, columns: -count });
  }

  deleteColumn(at: number): GasSheet {
    return this.deleteColumns(at, 1);
  }

  clear(): GasSheet {
    return this.change(() => {
      checkProtection(this.model);
      this.model.cells = [];
    });
  }

  clearContents(): GasSheet {
    return this.change(() => clearContents(this.model, this.whole));
  }

  setName(name: string): GasSheet {
    return this.change(() => {
      checkName(this.execution.host.workbook, name, this.model);
      this.model.name = name;
    });
  }

  hideSheet(): GasSheet {
    return this.change(() => {
      const visible = this.execution.host.workbook.sheets.filter((sheet) => !sheet.hidden);
      if (visible.length === 1 && visible[0] === this.model)
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

  setFrozenRows(rows: number): void {
    this.change(() => {
      this.model.frozenRows = rows;
    });
  }

  getFrozenRows(): number {
    return this.read().frozenRows;
  }

  setColumnWidth(column: number, width: number): GasSheet {
    return this.setColumnWidths(column, 1, width);
  }

  setColumnWidths(column: number, count: number, width: number): GasSheet {
    return this.change(() => {
      for (let at = column; at < column + count; at++) this.model.columnWidths[at] = width;
    });
  }

  getColumnWidth(column: number): number {
    return this.read().columnWidths[column] ?? 100;
  }

  autoResizeColumns(column: number, count: number): GasSheet {
    return this.change(() => {
      for (let at = column; at < column + count; at++) {
        const longest = this.model.cells.reduce((most, row) => Math.max(most, String(contentOf(row?.[at - 1])).length), 4);
        this.model.columnWidths[at] = Math.min(500, longest * 7 + 20);
      }
    });
  }

  autoResizeColumn(column: number): GasSheet {
    return this.autoResizeColumns(column, 1);
  }

  setTabColor(color: string | null): GasSheet {
    return this.change(() => {
      this.model.tabColor = color ?? undefined;
    });
  }

  getFilter(): GoogleAppsScript.Spreadsheet.Filter | null {
    return this.read().filter ? make.filter(this.execution, this.model) : null;
  }

  getConditionalFormatRules(): GoogleAppsScript.Spreadsheet.ConditionalFormatRule[] {
    const { conditionalRules } = this.read();
    return conditionalRules.map((rule) => new ConditionalFormatRule(this.execution, this.model, rule).asGas());
  }

  setConditionalFormatRules(rules: ConditionalFormatRule[]): void {
    this.change(() => {
      this.model.conditionalRules = rules.map(({ rule }) => ({ ...rule }));
    });
  }

  copyTo(_spreadsheet: object): GasSheet {
    const { workbook } = this.execution.host;
    const model = this.execution.sheets.writeNow(0, () => {
      this.checkThere();
      checkWorkbookSize(workbook, this.model.maxRows * this.model.maxColumns);
      const copy = copySheet(workbook, this.model);
      workbook.nextSheetId++;
      workbook.sheets.push(copy);
      return copy;
    });
    return make.sheet(this.execution, model);
  }

  activate(): GasSheet {
    const { selection } = this.execution.host;
    selection.sheetId = this.model.id;
    delete selection.range;
    return this.self;
  }

  getCharts(): GoogleAppsScript.Spreadsheet.EmbeddedChart[] {
    return this.read().charts.map((chart) => make.chart(this.execution, this.model, chart));
  }

  newChart(): GoogleAppsScript.Spreadsheet.EmbeddedChartBuilder {
    return make.chartBuilder(this.execution, this.model);
  }

  insertChart(chart: EmbeddedChartLike): void {
    this.change(() => {
      const id = this.model.charts.reduce((most, other) => Math.max(most, other.id), 0) + 1;
      this.model.charts.push({ ...chart.spec, id });
    });
  }

  removeChart(chart: EmbeddedChartLike): void {
    this.change(() => {
      this.model.charts = this.model.charts.filter((other) => other.id !== chart.spec.id);
    });
  }
}

interface EmbeddedChartLike {
  spec: SheetModel['charts'][number];
}

serviceClass(Sheet, 'SpreadsheetApp.Sheet', {
  getName: '',
  getSheetName: '',
  getSheetId: '',
  getIndex: '',
  getParent: '',
  getMaxRows: '',
  getMaxColumns: '',
  getLastRow: '',
  getLastColumn: '',
  getRange: 'int,int|int,int,int|int,int,int,int|str',
  getDataRange: '',
  getRangeList: 'str[]',
  getActiveRange: '',
  getSheetValues: 'int,int,int,int',
  appendRow: 'any[]',
  insertRows: 'int|int,int',
  insertRowsBefore: 'int,int',
  insertRowsAfter: 'int,int',
  insertRowBefore: 'int',
  insertRowAfter: 'int',
  deleteRows: 'int,int',
  deleteRow: 'int',
  insertColumns: 'int|int,int',
  insertColumnsAfter: 'int,int',
  insertColumnAfter: 'int',
  insertColumnsBefore: 'int,int',
  deleteColumns: 'int,int',
  deleteColumn: 'int',
  clear: '',
  clearContents: '',
  setName: 'str',
  hideSheet: '',
  showSheet: '',
  isSheetHidden: '',
  setFrozenRows: 'int',
  getFrozenRows: '',
  setColumnWidth: 'int,int',
  setColumnWidths: 'int,int,int',
  getColumnWidth: 'int',
  autoResizeColumns: 'int,int',
  autoResizeColumn: 'int',
  setTabColor: 'str?',
  getFilter: '',
  getConditionalFormatRules: '',
  setConditionalFormatRules: 'ConditionalFormatRule[]',
  copyTo: 'Spreadsheet',
  activate: '',
  getCharts: '',
  newChart: '',
  insertChart: 'EmbeddedChart',
  removeChart: 'EmbeddedChart',
});

make.sheet = (execution, model) => new Sheet(execution, model) as unknown as GasSheet;
