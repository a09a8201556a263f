/** A tab's filter: that there is one, and where. */
import type { Execution } from '../execution';
import type { SheetModel } from '../model';
import { serviceClass } from '../registry';
import { make, type GasRange } from './make';

type GasFilter = GoogleAppsScript.Spreadsheet.Filter;

export class Filter implements Pick<GasFilter, 'getRange' | 'remove'> {
  constructor(
    private readonly execution: Execution,
    private readonly sheet: SheetModel,
  ) {}

  getRange(): GasRange {
    this.execution.sheets.read();
    return make.range(this.execution, this.sheet, this.sheet.filter ?? { row: 1, column: 1, rows: 1, columns: 1 });
  }

  remove(): void {
    this.execution.sheets.write({
      cells: 0,
      apply: () => {
        delete this.sheet.filter;
      },
    });
  }
}

serviceClass(Filter, 'SpreadsheetApp.Filter', { getRange: '', remove: '' });

make.filter = (execution, sheet) => new Filter(execution, sheet) as unknown as GasFilter;
