/** Charts: what they show and where they stand. */
import { enumName } from '../enums';
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import type { ChartSpec, SheetModel } from '../model';
import { serviceClass } from '../registry';
import { make, type GasRange } from './make';
import type { Range } from './range';

const TYPES: Record<string, ChartSpec['type']> = { COLUMN: 'column', LINE: 'line', BAR: 'bar', PIE: 'pie' };

export class EmbeddedChart {
  constructor(
    private readonly execution: Execution,
    private readonly sheet: SheetModel,
    readonly spec: ChartSpec,
  ) {}

  getChartId(): number {
    return this.spec.id;
  }

  getRanges(): GasRange[] {
    return this.spec.ranges.map((box) => make.range(this.execution, this.sheet, box));
  }
}

serviceClass(EmbeddedChart, 'SpreadsheetApp.EmbeddedChart', { getChartId: '', getRanges: '' });

export class EmbeddedChartBuilder {
  private readonly spec: ChartSpec = {
    id: 0,
    type: 'column',
    title: '',
    ranges: [],
    anchor: { row: 1, column: 1 },
    options: {},
  };

  constructor(
    private readonly execution: Execution,
    private readonly sheet: SheetModel,
  ) {}

  setChartType(type: unknown): this {
    const known = TYPES[enumName(type)];
    if (!known) throw new ServiceError(`not implemented in the local host: ChartType.${enumName(type)}`);
    this.spec.type = known;
    return this;
  }

  addRange(range: Range): this {
    this.spec.ranges.push({ ...range.box });
    return this;
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

  build(): GoogleAppsScript.Spreadsheet.EmbeddedChart {
    return make.chart(this.execution, this.sheet, this.spec);
  }
}

serviceClass(EmbeddedChartBuilder, 'SpreadsheetApp.EmbeddedChartBuilder', {
  setChartType: 'Charts.ChartType',
  addRange: 'Range',
  setPosition: 'int,int,int,int',
  setOption: 'str,any',
  setNumHeaders: 'int',
  build: '',
});

make.chart = (execution, sheet, spec) =>
  new EmbeddedChart(execution, sheet, spec) as unknown as GoogleAppsScript.Spreadsheet.EmbeddedChart;
make.chartBuilder = (execution, sheet) =>
  new EmbeddedChartBuilder(execution, sheet) as unknown as GoogleAppsScript.Spreadsheet.EmbeddedChartBuilder;
