/** SpreadsheetApp.Range: place, contents, looks, and what is laid over cells: merges, dropdowns, the filter. */
import { ServiceError } from '../errors';
import { serviceClass } from '../registry';
import type { RangeBox } from '../model';
import { contains, intersects, subtract } from '../sheet/cells';
import { clearBox, clearValidations, type ClearOptions } from '../sheet/clear';
import { checkProtection, clearContents } from '../sheet/write';
import { DataValidation } from './data-validation';
import { make, type GasRange } from './make';
import { CONTENT_METHODS } from './range-content';
import { LOOK_METHODS, RangeLook } from './range-look';
import { PLACE_METHODS } from './range-place';

type GasValidation = GoogleAppsScript.Spreadsheet.DataValidation;
type GasFilter = GoogleAppsScript.Spreadsheet.Filter;

const covers = (box: RangeBox, inner: RangeBox): boolean => subtract(inner, box).length === 0;

export class Range extends RangeLook implements Pick<GasRange, keyof typeof RANGE_METHODS> {
  clear(options?: ClearOptions): GasRange {
    return this.change(() => clearBox(this.sheet, this.box, options));
  }

  private dropMerges(): void {
    checkProtection(this.sheet);
    const touched = this.sheet.merges.filter((merge) => intersects(merge, this.box));
    if (!touched.every((merge) => covers(this.box, merge)))
      throw new ServiceError('You must select all cells in a merged range to merge or unmerge them.');
    this.sheet.merges = this.sheet.merges.filter((merge) => !touched.includes(merge));
  }

  /** Only the first cell keeps what it holds. */
  merge(): GasRange {
    return this.change(() => {
      this.dropMerges();
      const first = { ...this.box, rows: 1, columns: 1 };
      for (const box of subtract(this.box, first)) clearContents(this.sheet, box);
      if (this.box.rows * this.box.columns > 1) this.sheet.merges.push({ ...this.box });
    });
  }

  breakApart(): GasRange {
    return this.change(() => this.dropMerges());
  }

  isPartOfMerge(): boolean {
    this.execution.sheets.read();
    return this.sheet.merges.some((merge) => intersects(merge, this.box));
  }

  setDataValidation(rule: unknown): GasRange {
    return this.change(() => {
      clearValidations(this.sheet, this.box);
      if (rule instanceof DataValidation)
        this.sheet.validations.push({ ...rule.rule, range: { ...this.box } });
    });
  }

  private validationAt(row: number, column: number): GasValidation | null {
    const rule = this.sheet.validations.find(({ range }) => contains(range, row, column));
    return rule ? new DataValidation(rule).asGas() : null;
  }

  getDataValidation(): GasValidation | null {
    return this.readFirst((_, row, column) => this.validationAt(row, column));
  }

  getDataValidations(): (GasValidation | null)[][] {
    return this.readCells((_, row, column) => this.validationAt(row, column));
  }

  clearDataValidations(): GasRange {
    return this.change(() => clearValidations(this.sheet, this.box));
  }

  getFilter(): GasFilter | null {
    this.execution.sheets.read();
    return this.sheet.filter ? make.filter(this.execution, this.sheet) : null;
  }

  createFilter(): GasFilter {
    this.change(() => {
      checkProtection(this.sheet);
      if (this.sheet.filter)
        throw new ServiceError("You can't create a filter in a sheet that already has a filter.");
      this.sheet.filter = { ...this.box };
    });
    return make.filter(this.execution, this.sheet);
  }
}

const RANGE_METHODS = {
  clear: '|obj',
  merge: '',
  breakApart: '',
  isPartOfMerge: '',
  setDataValidation: 'DataValidation?',
  getDataValidation: '',
  getDataValidations: '',
  clearDataValidations: '',
  getFilter: '',
  createFilter: '',
};

serviceClass(Range, 'SpreadsheetApp.Range', {
  ...PLACE_METHODS,
  ...CONTENT_METHODS,
  ...LOOK_METHODS,
  ...RANGE_METHODS,
});

make.range = (execution, sheet, box) => new Range(execution, sheet, box) as unknown as GasRange;
