/** Several ranges of a tab at once. */
import { serviceClass } from '../registry';
import { make, type GasRange } from './make';

type GasList = GoogleAppsScript.Spreadsheet.RangeList;

class RangeList implements Pick<GasList, keyof typeof METHODS> {
  constructor(private readonly ranges: GasRange[]) {}

  private each(act: (range: GasRange) => void): GasList {
    this.ranges.forEach(act);
    return this as unknown as GasList;
  }

  getRanges(): GasRange[] {
    return [...this.ranges];
  }

  setValue(value: unknown): GasList {
    return this.each((range) => range.setValue(value));
  }

  setFormula(formula: string): GasList {
    return this.each((range) => range.setFormula(formula));
  }

  clear(): GasList {
    return this.each((range) => range.clear());
  }

  clearContent(): GasList {
    return this.each((range) => range.clearContent());
  }

  clearFormat(): GasList {
    return this.each((range) => range.clearFormat());
  }

  clearNote(): GasList {
    return this.each((range) => range.clearNote());
  }

  clearDataValidations(): GasList {
    return this.each((range) => range.clearDataValidations());
  }

  setNumberFormat(format: string): GasList {
    return this.each((range) => range.setNumberFormat(format));
  }

  setBackground(color: string | null): GasList {
    return this.each((range) => range.setBackground(color));
  }

  setFontColor(color: string | null): GasList {
    return this.each((range) => range.setFontColor(color));
  }

  setFontWeight(weight: 'bold' | 'normal' | null): GasList {
    return this.each((range) => range.setFontWeight(weight));
  }

  setWrap(wrap: boolean): GasList {
    return this.each((range) => range.setWrap(wrap));
  }

  setNote(note: string | null): GasList {
    return this.each((range) => range.setNote(note));
  }
}

const METHODS = {
  getRanges: '',
  setValue: 'any',
  setFormula: 'str',
  clear: '',
  clearContent: '',
  clearFormat: '',
  clearNote: '',
  clearDataValidations: '',
  setNumberFormat: 'str',
  setBackground: 'str?',
  setFontColor: 'str?',
  setFontWeight: 'str?',
  setWrap: 'bool',
  setNote: 'str?',
};

serviceClass(RangeList, 'SpreadsheetApp.RangeList', METHODS);

make.rangeList = (_, ranges) => new RangeList(ranges) as unknown as GasList;
