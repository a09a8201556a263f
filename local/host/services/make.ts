/**
 * How the spreadsheet's classes make each other without importing each other: each enters itself here
 * when its file is loaded (services/spreadsheet-app.ts loads them all).
 */
import type { Execution } from '../execution';
import type { ChartSpec, RangeBox, SheetModel } from '../model';

export type GasRange = GoogleAppsScript.Spreadsheet.Range;
export type GasSheet = GoogleAppsScript.Spreadsheet.Sheet;

export interface Makers {
  range(execution: Execution, sheet: SheetModel, box: RangeBox): GasRange;
  sheet(execution: Execution, sheet: SheetModel): GasSheet;
  spreadsheet(execution: Execution): GoogleAppsScript.Spreadsheet.Spreadsheet;
  filter(execution: Execution, sheet: SheetModel): GoogleAppsScript.Spreadsheet.Filter;
  rangeList(execution: Execution, ranges: GasRange[]): GoogleAppsScript.Spreadsheet.RangeList;
  textFinder(
    execution: Execution,
    sheet: SheetModel,
    box: RangeBox | undefined,
    text: string,
  ): GoogleAppsScript.Spreadsheet.TextFinder;
  chart(execution: Execution, sheet: SheetModel, spec: ChartSpec): GoogleAppsScript.Spreadsheet.EmbeddedChart;
  /** For a new chart, or for a change of one. */
  chartBuilder(
    execution: Execution,
    sheet: SheetModel,
    from?: ChartSpec,
  ): GoogleAppsScript.Spreadsheet.EmbeddedChartBuilder;
}

export const make = {} as Makers;
