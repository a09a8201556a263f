/** Charts on a tab: what they show and where they stand. */
import type { Execution } from '../execution';
import type { ChartSpec, SheetModel } from '../model';
import { serviceClass } from '../registry';
import { make, type GasRange } from './make';

type GasChart = GoogleAppsScript.Spreadsheet.EmbeddedChart;
type GasContainer = GoogleAppsScript.Spreadsheet.ContainerInfo;
type GasOptions = GoogleAppsScript.Charts.ChartOptions;

class ContainerInfo implements GasContainer {
  constructor(private readonly anchor: ChartSpec['anchor']) {}

  getAnchorRow(): number {
    return this.anchor.row;
  }

  getAnchorColumn(): number {
    return this.anchor.column;
  }

  getOffsetX(): number {
    return 0;
  }

  getOffsetY(): number {
    return 0;
  }
}

serviceClass(ContainerInfo, 'SpreadsheetApp.ContainerInfo', {
  getAnchorRow: '',
  getAnchorColumn: '',
  getOffsetX: '',
  getOffsetY: '',
});

class ChartOptions implements Pick<GasOptions, 'get'> {
  constructor(private readonly options: ChartSpec['options']) {}

  get(option: string): unknown {
    return Object.hasOwn(this.options, option) ? this.options[option] : null;
  }
}

serviceClass(ChartOptions, 'Charts.ChartOptions', { get: 'str' });

export class EmbeddedChart implements Pick<
  GasChart,
  'getChartId' | 'getRanges' | 'getContainerInfo' | 'modify'
> {
  constructor(
    private readonly execution: Execution,
    private readonly sheet: SheetModel,
    readonly spec: ChartSpec,
  ) {}

  /** Null until the chart is on a tab. */
  getChartId(): number | null {
    return this.spec.id === 0 ? null : this.spec.id;
  }

  getRanges(): GasRange[] {
    return this.spec.ranges.map((box) => make.range(this.execution, this.sheet, box));
  }

  getContainerInfo(): ContainerInfo {
    return new ContainerInfo(this.spec.anchor);
  }

  getOptions(): ChartOptions {
    return new ChartOptions(this.spec.options);
  }

  modify(): GoogleAppsScript.Spreadsheet.EmbeddedChartBuilder {
    return make.chartBuilder(this.execution, this.sheet, this.spec);
  }
}

serviceClass(EmbeddedChart, 'SpreadsheetApp.EmbeddedChart', {
  getChartId: '',
  getRanges: '',
  getContainerInfo: '',
  getOptions: '',
  modify: '',
});

make.chart = (execution, sheet, spec) => new EmbeddedChart(execution, sheet, spec) as unknown as GasChart;
