/** Several ranges of a tab at once. */
import { serviceClass } from '../registry';
import { make, type GasRange } from './make';

type GasList = GoogleAppsScript.Spreadsheet.RangeList;

export class RangeList implements Pick<GasList, 'getRanges' | 'setValue' | 'clearContent' | 'setNumberFormat' | 'setBackground'> {
  constructor(private readonly ranges: GasRange[]) {}

  private each(act: (range: GasRange) => void): GasList {
    this.ranges.forEach(act);
    return this as unknown as GasList;
  }

  getRanges(): GasRange[] {
    return this.ranges;
  }

  setValue(value: unknown): GasList {
    return this.each((range) => range.setValue(value));
  }

  clearContent(): GasList {
    return this.each((range) => range.clearContent());
  }

  setNumberFormat(format: string): GasList {
    return this.each((range) => range.setNumberFormat(format));
  }

  setBackground(color: string | null): GasList {
    return this.each((range) => range.setBackground(color));
  }
}

serviceClass(RangeList, 'SpreadsheetApp.RangeList', {
  getRanges: '',
  setValue: 'any',
  clearContent: '',
  setNumberFormat: 'str',
  setBackground: 'str?',
});

make.rangeList = (_, ranges) => new RangeList(ranges) as unknown as GasList;
