/** A tab's filter: that there is one, and where. */
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import type { RangeBox, SheetModel } from '../model';
import { serviceClass } from '../registry';
import { sortRows } from '../sheet/sort';
import { make, type GasRange } from './make';

type GasFilter = GoogleAppsScript.Spreadsheet.Filter;

class Filter implements Pick<GasFilter, 'getRange' | 'remove' | 'sort'> {
  constructor(
    private readonly execution: Execution,
    private readonly sheet: SheetModel,
  ) {}

  private get box(): RangeBox {
    const { filter } = this.sheet;
    if (!filter) throw new ServiceError('The filter is no longer there.');
    return filter;
  }

  getRange(): GasRange {
    this.execution.sheets.read();
    return make.range(this.execution, this.sheet, this.box);
  }

  remove(): void {
    this.execution.sheets.write({
      cells: 0,
      where: { sheet: this.sheet },
      apply: () => {
        delete this.sheet.filter;
      },
    });
  }

  /** The rows below the header; `columnPosition` counts from the sheet's first column. */
  sort(columnPosition: number, ascending: boolean): GasFilter {
    this.execution.sheets.write({
      cells: 0,
      where: { sheet: this.sheet },
      apply: () => {
        const { box } = this;
        const below = { ...box, row: box.row + 1, rows: box.rows - 1 };
        sortRows(this.sheet, below, [{ column: columnPosition, ascending }]);
      },
    });
    return this as unknown as GasFilter;
  }
}

serviceClass(Filter, 'SpreadsheetApp.Filter', { getRange: '', remove: '', sort: 'int,bool' });

make.filter = (execution, sheet) => new Filter(execution, sheet) as unknown as GasFilter;
