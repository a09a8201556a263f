/** What the cells of a range hold. */
import { ServiceError } from '../errors';
import type { Cell, CellContent } from '../model';
import { displayText } from '../sheet/display';
import { copyBox, type CopyWhat } from '../sheet/copy';
import { contentOf } from '../sheet/cells';
import { sortRows, type SortKey } from '../sheet/sort';
import { clearContents, writeContents, writeRichText } from '../sheet/write';
import { enumName } from '../enums';
import { make, type GasRange } from './make';
import { RangePlace } from './range-place';
import { RichTextValue } from './rich-text';

type GasRichText = GoogleAppsScript.Spreadsheet.RichTextValue;
type Methods =
  | 'getValue'
  | 'getValues'
  | 'getDisplayValue'
  | 'getDisplayValues'
  | 'getFormula'
  | 'getFormulas'
  | 'isBlank'
  | 'setValue'
  | 'setValues'
  | 'setFormula'
  | 'setFormulas'
  | 'clearContent'
  | 'getRichTextValue'
  | 'getRichTextValues'
  | 'setRichTextValue'
  | 'setRichTextValues'
  | 'sort'
  | 'createTextFinder';

const COPY: Record<string, CopyWhat> = {
  PASTE_NORMAL: 'all',
  PASTE_VALUES: 'values',
  PASTE_FORMAT: 'formats',
};

const richTextOf = (cell: Cell | undefined): GasRichText | null => {
  const value = contentOf(cell);
  return typeof value === 'string' ? new RichTextValue(value, cell?.link ?? null).asGas() : null;
};

export class RangeContent extends RangePlace implements Pick<GasRange, Methods> {
  getValue(): CellContent {
    return this.readFirst(contentOf);
  }

  getValues(): CellContent[][] {
    return this.readCells(contentOf);
  }

  private display(cell: Cell | undefined): string {
    return displayText(cell, this.execution.host.workbook.timeZone);
  }

  getDisplayValue(): string {
    return this.readFirst((cell) => this.display(cell));
  }

  getDisplayValues(): string[][] {
    return this.readCells((cell) => this.display(cell));
  }

  getFormula(): string {
    return this.readFirst((cell) => cell?.formula ?? '');
  }

  getFormulas(): string[][] {
    return this.readCells((cell) => cell?.formula ?? '');
  }

  isBlank(): boolean {
    return this.readCells((cell) => contentOf(cell) === '' && !cell?.formula)
      .flat()
      .every(Boolean);
  }

  setValue(value: unknown): GasRange {
    const { into } = this;
    return this.change(() => writeContents(this.sheet, this.box, () => value, into));
  }

  setValues(values: unknown[]): GasRange {
    this.checkShape(values);
    const { into } = this;
    return this.change(() =>
      writeContents(this.sheet, this.box, (row, column) => values[row]?.[column], into),
    );
  }

  setFormula(formula: string): GasRange {
    return this.setValue(formula.startsWith('=') ? formula : `=${formula}`);
  }

  setFormulas(formulas: unknown[]): GasRange {
    this.checkShape(formulas);
    return this.setValues(
      formulas.map((row) =>
        row.map((formula) => (formula === '' ? '' : `=${String(formula).replace(/^=/, '')}`)),
      ),
    );
  }

  clearContent(): GasRange {
    return this.change(() => clearContents(this.sheet, this.box));
  }

  getRichTextValue(): GasRichText | null {
    return this.readFirst(richTextOf);
  }

  getRichTextValues(): (GasRichText | null)[][] {
    return this.readCells(richTextOf);
  }

  setRichTextValue(value: unknown): GasRange {
    const { text, link } = value as RichTextValue;
    return this.change(() => writeRichText(this.sheet, this.box.row, this.box.column, text, link));
  }

  setRichTextValues(values: unknown[]): GasRange {
    this.checkShape(values);
    for (const value of values.flat()) {
      if (value instanceof RichTextValue) continue;
      throw new ServiceError(
        "The parameters (number[]) don't match the method signature for SpreadsheetApp.Range.setRichTextValues.",
      );
    }
    return this.change(() => {
      (values as RichTextValue[][]).forEach((row, r) =>
        row.forEach(({ text, link }, c) =>
          writeRichText(this.sheet, this.box.row + r, this.box.column + c, text, link),
        ),
      );
    });
  }

  /** `spec`: a column, `{ column, ascending }` or an array of these; columns count from the sheet's first. */
  sort(spec: unknown): GasRange {
    const keys = (Array.isArray(spec) ? spec : [spec]).map((one): SortKey => {
      if (typeof one === 'number') return { column: one, ascending: true };
      const { column, ascending = true } = (one ?? {}) as { column?: number; ascending?: boolean };
      return { column: Number(column), ascending };
    });
    const last = this.box.column + this.box.columns - 1;
    if (!keys.every(({ column }) => column >= this.box.column && column <= last)) {
      throw new ServiceError('The column to sort by is not within the range.');
    }
    return this.change(() => sortRows(this.sheet, this.box, keys));
  }

  copyTo(destination: RangeContent, how?: unknown): void {
    const options = (typeof how === 'object' && how !== null ? how : {}) as Record<string, unknown>;
    let what: CopyWhat = options.contentsOnly ? 'values' : options.formatOnly ? 'formats' : 'all';
    if (typeof options.name === 'string') {
      const named = COPY[enumName(how)];
      if (!named) throw new ServiceError(`not implemented in the local host: CopyPasteType.${options.name}`);
      what = named;
    }
    destination.change(() => {
      this.checkThere();
      copyBox(this.sheet, this.box, destination.sheet, destination.box, what);
    });
  }

  createTextFinder(findText: string): GoogleAppsScript.Spreadsheet.TextFinder {
    return make.textFinder(this.execution, this.sheet, this.box, findText);
  }
}

export const CONTENT_METHODS = {
  getValue: '',
  getValues: '',
  getDisplayValue: '',
  getDisplayValues: '',
  getFormula: '',
  getFormulas: '',
  isBlank: '',
  setValue: 'any',
  setValues: 'any[][]',
  setFormula: 'str',
  setFormulas: 'any[][]',
  clearContent: '',
  getRichTextValue: '',
  getRichTextValues: '',
  setRichTextValue: 'RichTextValue',
  setRichTextValues: 'any[][]',
  sort: 'int|any',
  copyTo: 'Range|Range,obj|Range,SpreadsheetApp.CopyPasteType,bool',
  createTextFinder: 'str',
};
