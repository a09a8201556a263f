/** SpreadsheetApp.Sheet: one tab, its ranges, contents, rules and charts. */
import { enumValue } from '../enums';
import { ServiceError } from '../errors';
import { serviceClass } from '../registry';
import { addressedBox, numberedBox, splitA1 } from '../sheet/address';
import { lastColumn, lastRow } from '../sheet/cells';
import { clearBox, clearFormats, clearNotes, type ClearOptions } from '../sheet/clear';
import { copySheet } from '../sheet/copy';
import { checkWorkbookSize, insertColumns, insertRows } from '../sheet/structure';
import { clearContents, writeContents } from '../sheet/write';
import { hexColor } from '../util/colors';
import type { EmbeddedChart } from './chart';
import { ConditionalFormatRule } from './conditional-rule';
import { make, type GasRange, type GasSheet } from './make';
import { GRID_METHODS, SheetGrid } from './sheet-grid';
import { checkName, checkSheetCount } from './sheet-names';
import { PLACE_METHODS } from './sheet-place';

type GasRule = GoogleAppsScript.Spreadsheet.ConditionalFormatRule;

export class Sheet extends SheetGrid implements Pick<GasSheet, keyof typeof SHEET_METHODS> {
  getType(): GoogleAppsScript.Spreadsheet.SheetType {
    return enumValue('SpreadsheetApp.SheetType', 'GRID');
  }

  getRange(first: string | number, column = 1, rows = 1, columns = 1): GasRange {
    const grid = { rows: this.getMaxRows(), columns: this.getMaxColumns() };
    if (typeof first === 'number') {
      const box = { row: first, column, rows, columns };
      return make.range(this.execution, this.model, numberedBox(box, grid));
    }
    const { tab, address } = splitA1(first);
    if (tab !== undefined && tab !== this.model.name) throw new ServiceError('Range not found');
    return make.range(this.execution, this.model, addressedBox(address, grid));
  }

  getDataRange(): GasRange {
    const model = this.read();
    const size = { rows: Math.max(1, lastRow(model)), columns: Math.max(1, lastColumn(model)) };
    return make.range(this.execution, model, { row: 1, column: 1, ...size });
  }

  getRangeList(addresses: string[]): GoogleAppsScript.Spreadsheet.RangeList {
    const ranges = addresses.map((address) => this.getRange(address));
    return make.rangeList(this.execution, ranges);
  }

  getSheetValues(row: number, column: number, rows: number, columns: number): unknown[][] {
    return this.getRange(row, column, rows, columns).getValues();
  }

  createTextFinder(findText: string): GoogleAppsScript.Spreadsheet.TextFinder {
    return make.textFinder(this.execution, this.model, undefined, findText);
  }

  /** After the last row with content in any column, whatever that row is when the write arrives. */
  appendRow(values: unknown[]): GasSheet {
    if (values.length === 0) throw new ServiceError('The number of columns in the range must be at least 1.');
    const { workbook } = this.execution.host;
    const { locale, timeZone } = workbook;
    const into = { locale, timeZone, now: this.execution.now() };
    const append = (): void => {
      const { model } = this;
      const row = lastRow(model) + 1;
      if (row > model.maxRows) insertRows(workbook, model, row, 1);
      const missing = values.length - model.maxColumns;
      if (missing > 0) insertColumns(workbook, model, model.maxColumns + 1, missing);
      const box = { row, column: 1, rows: 1, columns: values.length };
      writeContents(model, box, (_, column) => values[column], into);
    };
    return this.change(append, { cells: values.length, mayGrow: true });
  }

  clear(options?: ClearOptions): GasSheet {
    return this.change(() => clearBox(this.model, this.whole, options));
  }

  clearContents(): GasSheet {
    return this.change(() => clearContents(this.model, this.whole));
  }

  clearFormats(): GasSheet {
    return this.change(() => clearFormats(this.model, this.whole));
  }

  clearNotes(): GasSheet {
    return this.change(() => clearNotes(this.model, this.whole));
  }

  /** At once: the name is how the script finds the tab again. */
  setName(name: string): GasSheet {
    const { workbook } = this.execution.host;
    this.execution.sheets.writeNow(0, () => {
      this.checkThere();
      checkName(workbook, name, this.model);
      this.model.name = name;
    });
    return this.self;
  }

  setTabColor(color: string | null): GasSheet {
    return this.change(() => {
      if (color === null || color === '') delete this.model.tabColor;
      else this.model.tabColor = hexColor(color) ?? this.model.tabColor;
    });
  }

  getFilter(): GoogleAppsScript.Spreadsheet.Filter | null {
    return this.read().filter ? make.filter(this.execution, this.model) : null;
  }

  getConditionalFormatRules(): GasRule[] {
    const { conditionalRules } = this.read();
    return conditionalRules.map((rule) =>
      new ConditionalFormatRule(this.execution, this.model, rule).asGas(),
    );
  }

  /** All of the tab's rules at once; a range of another tab is refused. */
  setConditionalFormatRules(rules: unknown): void {
    const given = rules as ConditionalFormatRule[];
    if (given.some(({ sheet }) => sheet !== this.model))
      throw new ServiceError(
        'The range of a conditional format rule must be on the sheet that it is set on.',
      );
    this.change(() => {
      this.model.conditionalRules = given.map(({ rule }) => ({ ...rule }));
    });
  }

  clearConditionalFormatRules(): void {
    this.setConditionalFormatRules([]);
  }

  copyTo(_spreadsheet: unknown): GasSheet {
    const { workbook } = this.execution.host;
    const copy = this.execution.sheets.writeNow(0, () => {
      this.checkThere();
      checkSheetCount(workbook);
      checkWorkbookSize(workbook, this.model.maxRows * this.model.maxColumns);
      const made = copySheet(workbook, this.model);
      workbook.nextSheetId += 1;
      workbook.sheets.push(made);
      return made;
    });
    return make.sheet(this.execution, copy);
  }

  activate(): GasSheet {
    const { selection } = this.execution;
    selection.sheetId = this.model.id;
    delete selection.range;
    return this.self;
  }

  getActiveRange(): GasRange {
    const { selection } = this.execution;
    const own = selection.sheetId === this.model.id ? selection.range : undefined;
    return make.range(this.execution, this.model, own ?? { row: 1, column: 1, rows: 1, columns: 1 });
  }

  getActiveCell(): GasRange {
    return this.getActiveRange().getCell(1, 1);
  }

  getCharts(): GoogleAppsScript.Spreadsheet.EmbeddedChart[] {
    return this.read().charts.map((chart) => make.chart(this.execution, this.model, chart));
  }

  newChart(): GoogleAppsScript.Spreadsheet.EmbeddedChartBuilder {
    return make.chartBuilder(this.execution, this.model);
  }

  insertChart(chart: unknown): void {
    const { spec } = chart as EmbeddedChart;
    this.change(() => {
      const { charts } = this.model;
      const id = charts.reduce((most, other) => Math.max(most, other.id), 0) + 1;
      charts.push({ ...structuredClone(spec), id });
    });
  }

  updateChart(chart: unknown): void {
    const { spec } = chart as EmbeddedChart;
    this.change(() => {
      const { charts } = this.model;
      const at = charts.findIndex(({ id }) => id === spec.id);
      if (at < 0) throw new ServiceError('Embedded chart not found.');
      charts[at] = structuredClone(spec);
    });
  }

  removeChart(chart: unknown): void {
    const { spec } = chart as EmbeddedChart;
    this.change(() => {
      this.model.charts = this.model.charts.filter(({ id }) => id !== spec.id);
    });
  }
}

const SHEET_METHODS = {
  getType: '',
  getRange: 'int,int|int,int,int|int,int,int,int|str',
  getDataRange: '',
  getRangeList: 'str[]',
  getSheetValues: 'int,int,int,int',
  createTextFinder: 'str',
  appendRow: 'any[]',
  clear: '|obj',
  clearContents: '',
  clearFormats: '',
  clearNotes: '',
  setName: 'str',
  setTabColor: 'str?',
  getFilter: '',
  getConditionalFormatRules: '',
  setConditionalFormatRules: 'ConditionalFormatRule[]',
  clearConditionalFormatRules: '',
  copyTo: 'Spreadsheet',
  activate: '',
  getActiveRange: '',
  getActiveCell: '',
  getCharts: '',
  newChart: '',
  insertChart: 'EmbeddedChart',
  updateChart: 'EmbeddedChart',
  removeChart: 'EmbeddedChart',
};

serviceClass(Sheet, 'SpreadsheetApp.Sheet', { ...PLACE_METHODS, ...GRID_METHODS, ...SHEET_METHODS });

make.sheet = (execution, model) => new Sheet(execution, model) as unknown as GasSheet;
