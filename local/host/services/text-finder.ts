/** Looking for a text in cells. */
import type { Execution } from '../execution';
import type { RangeBox, SheetModel } from '../model';
import { serviceClass } from '../registry';
import { cellAt, lastColumn, lastRow, mapBox } from '../sheet/cells';
import { displayText } from '../sheet/display';
import { make, type GasRange } from './make';

export class TextFinder {
  private entireCell = false;
  private caseSensitive = false;

  constructor(
    private readonly execution: Execution,
    private readonly sheet: SheetModel,
    private readonly box: RangeBox | undefined,
    private readonly text: string,
  ) {}

  matchEntireCell(on: boolean): this {
    this.entireCell = on;
    return this;
  }

  matchCase(on: boolean): this {
    this.caseSensitive = on;
    return this;
  }

  findAll(): GasRange[] {
    const box = this.box ?? { row: 1, column: 1, rows: Math.max(1, lastRow(this.sheet)), columns: Math.max(1, lastColumn(this.sheet)) };
    this.execution.sheets.read(box.rows * box.columns);
    const fold = (text: string) => (this.caseSensitive ? text : text.toLowerCase());
    const wanted = fold(this.text);
    const zone = this.execution.host.workbook.timeZone;
    const found = mapBox(box, (row, column) => {
      const shown = fold(displayText(cellAt(this.sheet, row, column), zone));
      const fits = this.entireCell ? shown === wanted : shown.includes(wanted);
      return fits ? [make.range(this.execution, this.sheet, { row, column, rows: 1, columns: 1 })] : [];
    });
    return found.flat(2);
  }

  findNext(): GasRange | null {
    return this.findAll()[0] ?? null;
  }
}

serviceClass(TextFinder, 'SpreadsheetApp.TextFinder', { matchEntireCell: 'bool', matchCase: 'bool', findAll: '', findNext: '' });

make.textFinder = (execution, sheet, box, text) =>
  new TextFinder(execution, sheet, box, text) as unknown as GoogleAppsScript.Spreadsheet.TextFinder;
