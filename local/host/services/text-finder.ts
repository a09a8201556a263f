/** Looking for a text in what cells show (apps-script.md §4). */
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import type { RangeBox, SheetModel } from '../model';
import { serviceClass } from '../registry';
import { cellAt, lastColumn, lastRow, mapBox } from '../sheet/cells';
import { displayText } from '../sheet/display';
import { make, type GasRange } from './make';

type GasFinder = GoogleAppsScript.Spreadsheet.TextFinder;

class TextFinder implements Pick<GasFinder, keyof typeof METHODS> {
  private entireCell = false;
  private caseSensitive = false;
  private regularExpression = false;
  /** Place of the current match among all; -1 before the first. */
  private at = -1;

  constructor(
    private readonly execution: Execution,
    private readonly sheet: SheetModel,
    private readonly box: RangeBox | undefined,
    private readonly text: string,
  ) {}

  private get self(): GasFinder {
    return this as unknown as GasFinder;
  }

  matchEntireCell(on: boolean): GasFinder {
    this.entireCell = on;
    return this.self;
  }

  matchCase(on: boolean): GasFinder {
    this.caseSensitive = on;
    return this.self;
  }

  useRegularExpression(on: boolean): GasFinder {
    this.regularExpression = on;
    return this.self;
  }

  private matcher(): (shown: string) => boolean {
    const source = this.regularExpression ? this.text : this.text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    try {
      const whole = this.entireCell ? `^(?:${source})$` : source;
      const pattern = new RegExp(whole, this.caseSensitive ? 'u' : 'iu');
      return (shown) => shown !== '' && pattern.test(shown);
    } catch {
      throw new ServiceError(`Invalid argument: ${this.text}`);
    }
  }

  private matches(): RangeBox[] {
    const fits = this.matcher();
    const { sheets, host } = this.execution;
    sheets.flush();
    const size = { rows: Math.max(1, lastRow(this.sheet)), columns: Math.max(1, lastColumn(this.sheet)) };
    const box = this.box ?? { row: 1, column: 1, ...size };
    sheets.read(box.rows * box.columns);
    const zone = host.workbook.timeZone;
    return mapBox(box, (row, column) =>
      fits(displayText(cellAt(this.sheet, row, column), zone)) ? [{ row, column, rows: 1, columns: 1 }] : [],
    ).flat(2);
  }

  private rangeOf(box: RangeBox | undefined): GasRange | null {
    return box ? make.range(this.execution, this.sheet, box) : null;
  }

  findAll(): GasRange[] {
    return this.matches().map((box) => make.range(this.execution, this.sheet, box));
  }

  findNext(): GasRange | null {
    const matches = this.matches();
    this.at = Math.min(this.at + 1, matches.length);
    return this.rangeOf(matches[this.at]);
  }

  findPrevious(): GasRange | null {
    const matches = this.matches();
    this.at = (this.at < 0 ? matches.length : Math.min(this.at, matches.length)) - 1;
    return this.rangeOf(matches[this.at]);
  }

  getCurrentMatch(): GasRange | null {
    return this.rangeOf(this.matches()[this.at]);
  }
}

const METHODS = {
  matchEntireCell: 'bool',
  matchCase: 'bool',
  useRegularExpression: 'bool',
  findAll: '',
  findNext: '',
  findPrevious: '',
  getCurrentMatch: '',
};

serviceClass(TextFinder, 'SpreadsheetApp.TextFinder', METHODS);

make.textFinder = (execution, sheet, box, text) =>
  new TextFinder(execution, sheet, box, text) as unknown as GasFinder;
