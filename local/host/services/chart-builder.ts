/**
 * Makes charts. `newChart()` gives a builder that knows no kind: titles, colours and axes are set on the
 * builder of a kind (`asColumnChart()`) or by option (apps-script.md §4).
 */
import { enumName, enumValue } from '../enums';
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import type { ChartSpec, SheetModel } from '../model';
import { serviceClass } from '../registry';
import { make, type GasRange } from './make';
import type { Range } from './range';

type GasChart = GoogleAppsScript.Spreadsheet.EmbeddedChart;
type GasBuilder = GoogleAppsScript.Spreadsheet.EmbeddedChartBuilder;
type ChartType = GoogleAppsScript.Charts.ChartType;

const TYPES: Record<string, ChartSpec['type']> = { COLUMN: 'column', LINE: 'line', BAR: 'bar', PIE: 'pie' };

class EmbeddedChartBuilder {
  constructor(
    protected readonly execution: Execution,
    protected readonly sheet: SheetModel,
    protected readonly spec: ChartSpec,
  ) {}

  setChartType(type: unknown): this {
    const known = TYPES[enumName(type)];
    if (!known) throw new ServiceError(`not implemented in the local host: ChartType.${enumName(type)}`);
    this.spec.type = known;
    return this;
  }

  getChartType(): ChartType {
    return enumValue('Charts.ChartType', this.spec.type.toUpperCase());
  }

  private as<T>(type: ChartSpec['type'], Builder: new (e: Execution, s: SheetModel, c: ChartSpec) => T): T {
    this.spec.type = type;
    return new Builder(this.execution, this.sheet, this.spec);
  }

  asColumnChart(): EmbeddedColumnChartBuilder {
    return this.as('column', EmbeddedColumnChartBuilder);
  }

  asLineChart(): EmbeddedLineChartBuilder {
    return this.as('line', EmbeddedLineChartBuilder);
  }

  asBarChart(): EmbeddedBarChartBuilder {
    return this.as('bar', EmbeddedBarChartBuilder);
  }

  asPieChart(): EmbeddedPieChartBuilder {
    return this.as('pie', EmbeddedPieChartBuilder);
  }

  addRange(range: Range): this {
    this.spec.ranges.push({ ...range.box });
    return this;
  }

  clearRanges(): this {
    this.spec.ranges = [];
    return this;
  }

  getRanges(): GasRange[] {
    return this.spec.ranges.map((box) => make.range(this.execution, this.sheet, box));
  }

  setPosition(row: number, column: number): this {
    this.spec.anchor = { row, column };
    return this;
  }

  setOption(name: string, value: unknown): this {
    if (name === 'title') this.spec.title = String(value);
    this.spec.options[name] = value;
    return this;
  }

  setNumHeaders(count: number): this {
    return this.setOption('numHeaders', count);
  }

  build(): GasChart {
    return make.chart(this.execution, this.sheet, structuredClone(this.spec));
  }
}

/** A builder that knows its kind. */
abstract class KindBuilder extends EmbeddedChartBuilder {
  setTitle(title: string): this {
    return this.setOption('title', title);
  }

  setColors(colors: string[]): this {
    return this.setOption('colors', colors);
  }

  setBackgroundColor(color: string): this {
    return this.setOption('backgroundColor', color);
  }

  setLegendPosition(position: unknown): this {
    return this.setOption('legend.position', enumName(position).toLowerCase());
  }
}

/** The kinds with axes. */
abstract class AxisBuilder extends KindBuilder {
  setXAxisTitle(title: string): this {
    return this.setOption('hAxis.title', title);
  }

  setYAxisTitle(title: string): this {
    return this.setOption('vAxis.title', title);
  }
}

class EmbeddedColumnChartBuilder extends AxisBuilder {}
class EmbeddedLineChartBuilder extends AxisBuilder {}
class EmbeddedBarChartBuilder extends AxisBuilder {}
class EmbeddedPieChartBuilder extends KindBuilder {}

const COMMON = {
  setChartType: 'Charts.ChartType',
  getChartType: '',
  asColumnChart: '',
  asLineChart: '',
  asBarChart: '',
  asPieChart: '',
  addRange: 'Range',
  clearRanges: '',
  getRanges: '',
  setPosition: 'int,int,int,int',
  setOption: 'str,any',
  setNumHeaders: 'int',
  build: '',
};
const KIND = {
  setTitle: 'str',
  setColors: 'str[]',
  setBackgroundColor: 'str',
  setLegendPosition: 'Charts.Position',
};
const AXIS = { setXAxisTitle: 'str', setYAxisTitle: 'str' };

serviceClass(EmbeddedChartBuilder, 'SpreadsheetApp.EmbeddedChartBuilder', COMMON);
serviceClass(EmbeddedColumnChartBuilder, 'SpreadsheetApp.EmbeddedColumnChartBuilder', {
  ...COMMON,
  ...KIND,
  ...AXIS,
});
serviceClass(EmbeddedLineChartBuilder, 'SpreadsheetApp.EmbeddedLineChartBuilder', {
  ...COMMON,
  ...KIND,
  ...AXIS,
});
serviceClass(EmbeddedBarChartBuilder, 'SpreadsheetApp.EmbeddedBarChartBuilder', {
  ...COMMON,
  ...KIND,
  ...AXIS,
});
serviceClass(EmbeddedPieChartBuilder, 'SpreadsheetApp.EmbeddedPieChartBuilder', { ...COMMON, ...KIND });

const NEW: ChartSpec = {
  id: 0,
  type: 'column',
  title: '',
  ranges: [],
  anchor: { row: 1, column: 1 },
  options: {},
};

make.chartBuilder = (execution, sheet, from = NEW) =>
  new EmbeddedChartBuilder(execution, sheet, structuredClone(from)) as unknown as GasBuilder;
