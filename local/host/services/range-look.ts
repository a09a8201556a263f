/** What the cells of a range look like: formats, colours, notes. */
import { ServiceError } from '../errors';
import type { Cell } from '../model';
import { cellAt, cellToWrite, forEachCell, formatOf, GENERAL_FORMAT } from '../sheet/cells';
import { clearFormats, clearNotes } from '../sheet/clear';
import { checkProtection } from '../sheet/write';
import { hexColor } from '../util/colors';
import type { GasRange } from './make';
import { RangeContent } from './range-content';

const ALIGNMENTS = ['left', 'center', 'right'];
const isGeneral = (format: string): boolean => format === '' || /^general$/i.test(format);

function setColor(cell: Cell, key: 'background' | 'fontColor', color: unknown): void {
  if (color === null || color === '') delete cell[key];
  else cell[key] = hexColor(String(color)) ?? cell[key];
}

const SETTERS = {
  bold: (cell: Cell, weight: unknown) => {
    if (weight === 'bold') cell.bold = true;
    else delete cell.bold;
  },
  background: (cell: Cell, color: unknown) => setColor(cell, 'background', color),
  fontColor: (cell: Cell, color: unknown) => setColor(cell, 'fontColor', color),
  wrap: (cell: Cell, wrap: unknown) => {
    cell.wrap = wrap === true;
  },
  alignment: (cell: Cell, alignment: unknown) => {
    if (ALIGNMENTS.includes(String(alignment))) cell.horizontalAlignment = String(alignment);
    else if (alignment === null || alignment === 'normal') delete cell.horizontalAlignment;
  },
  note: (cell: Cell, note: unknown) => {
    if (note === null || note === '') delete cell.note;
    else cell.note = String(note);
  },
  format: (cell: Cell, format: unknown) => {
    if (isGeneral(String(format))) delete cell.format;
    else cell.format = String(format);
  },
};

export class RangeLook extends RangeContent implements Pick<GasRange, keyof typeof LOOK_METHODS> {
  private setAll(setter: keyof typeof SETTERS, value: unknown): GasRange {
    return this.change(() => {
      checkProtection(this.sheet);
      forEachCell(this.box, (row, column) => SETTERS[setter](cellToWrite(this.sheet, row, column), value));
    });
  }

  private setEach(setter: keyof typeof SETTERS, values: unknown[]): GasRange {
    this.checkShape(values);
    return this.change(() => {
      checkProtection(this.sheet);
      forEachCell(this.box, (row, column) =>
        SETTERS[setter](
          cellToWrite(this.sheet, row, column),
          values[row - this.box.row]?.[column - this.box.column],
        ),
      );
    });
  }

  /** Columns from the first row or below the header down to the last row. */
  private get isColumns(): boolean {
    return this.box.row <= 2 && this.box.row + this.box.rows - 1 >= this.sheet.maxRows;
  }

  setNumberFormat(format: string): GasRange {
    return this.change(() => {
      checkProtection(this.sheet);
      if (!this.isColumns) {
        forEachCell(this.box, (row, column) => SETTERS.format(cellToWrite(this.sheet, row, column), format));
        return;
      }
      for (let column = this.box.column; column <= this.getLastColumn(); column++) {
        // The header keeps the format that its column had.
        if (this.box.row > 1) cellToWrite(this.sheet, 1, column);
        if (isGeneral(format)) delete this.sheet.columnFormats[column];
        else this.sheet.columnFormats[column] = format;
        for (let row = this.box.row; row <= this.sheet.cells.length; row++) {
          const cell = cellAt(this.sheet, row, column);
          if (cell) SETTERS.format(cell, format);
        }
      }
    });
  }

  setNumberFormats(formats: unknown[]): GasRange {
    this.checkShape(formats);
    for (const format of formats.flat()) {
      if (typeof format === 'string') continue;
      throw new ServiceError(
        "The parameters (number[]) don't match the method signature for SpreadsheetApp.Range.setNumberFormats.",
      );
    }
    return this.setEach('format', formats);
  }

  getNumberFormat(): string {
    return this.readFirst((_, row, column) => formatOf(this.sheet, row, column) ?? GENERAL_FORMAT);
  }

  getNumberFormats(): string[][] {
    return this.readCells((_, row, column) => formatOf(this.sheet, row, column) ?? GENERAL_FORMAT);
  }

  setFontWeight(weight: string | null): GasRange {
    return this.setAll('bold', weight);
  }

  setFontWeights(weights: unknown[]): GasRange {
    return this.setEach('bold', weights);
  }

  getFontWeight(): 'bold' | 'normal' {
    return this.readFirst((cell) => (cell?.bold ? 'bold' : 'normal'));
  }

  getFontWeights(): ('bold' | 'normal')[][] {
    return this.readCells((cell) => (cell?.bold ? 'bold' : 'normal'));
  }

  setBackground(color: string | null): GasRange {
    return this.setAll('background', color);
  }

  setBackgrounds(colors: unknown[]): GasRange {
    return this.setEach('background', colors);
  }

  getBackground(): string {
    return this.readFirst((cell) => cell?.background ?? '#ffffff');
  }

  getBackgrounds(): string[][] {
    return this.readCells((cell) => cell?.background ?? '#ffffff');
  }

  setFontColor(color: string | null): GasRange {
    return this.setAll('fontColor', color);
  }

  setFontColors(colors: unknown[]): GasRange {
    return this.setEach('fontColor', colors);
  }

  setWrap(wrap: boolean): GasRange {
    return this.setAll('wrap', wrap);
  }

  setWraps(wraps: unknown[]): GasRange {
    return this.setEach('wrap', wraps);
  }

  setHorizontalAlignment(alignment: string | null): GasRange {
    return this.setAll('alignment', alignment);
  }

  setHorizontalAlignments(alignments: unknown[]): GasRange {
    return this.setEach('alignment', alignments);
  }

  setNote(note: string | null): GasRange {
    return this.setAll('note', note);
  }

  setNotes(notes: unknown[]): GasRange {
    return this.setEach('note', notes);
  }

  getNote(): string {
    return this.readFirst((cell) => cell?.note ?? '');
  }

  getNotes(): string[][] {
    return this.readCells((cell) => cell?.note ?? '');
  }

  clearNote(): GasRange {
    return this.change(() => clearNotes(this.sheet, this.box));
  }

  clearFormat(): GasRange {
    return this.change(() => clearFormats(this.sheet, this.box));
  }
}

export const LOOK_METHODS = {
  setNumberFormat: 'str',
  setNumberFormats: 'any[][]',
  getNumberFormat: '',
  getNumberFormats: '',
  setFontWeight: 'str?',
  setFontWeights: 'any[][]',
  getFontWeight: '',
  getFontWeights: '',
  setBackground: 'str?',
  setBackgrounds: 'any[][]',
  getBackground: '',
  getBackgrounds: '',
  setFontColor: 'str?',
  setFontColors: 'any[][]',
  setWrap: 'bool',
  setWraps: 'any[][]',
  setHorizontalAlignment: 'str?',
  setHorizontalAlignments: 'any[][]',
  setNote: 'str?',
  setNotes: 'any[][]',
  getNote: '',
  getNotes: '',
  clearNote: '',
  clearFormat: '',
};
