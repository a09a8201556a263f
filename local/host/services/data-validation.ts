/** Dropdowns: the one kind of data validation that the host keeps. */
import { ServiceError } from '../errors';
import type { ValidationRule } from '../model';
import { serviceClass } from '../registry';

type GasRule = GoogleAppsScript.Spreadsheet.DataValidation;
type GasBuilder = GoogleAppsScript.Spreadsheet.DataValidationBuilder;
type Rule = Omit<ValidationRule, 'range'>;

export class DataValidation implements Pick<GasRule, 'getAllowInvalid' | 'getCriteriaValues'> {
  constructor(readonly rule: Rule) {}

  asGas(): GasRule {
    return this as unknown as GasRule;
  }

  getAllowInvalid(): boolean {
    return this.rule.allowInvalid;
  }

  getCriteriaValues(): unknown[] {
    return [[...this.rule.list], true];
  }

  getHelpText(): string | null {
    return this.rule.help ?? null;
  }

  copy(): GasBuilder {
    return new DataValidationBuilder(this.rule) as unknown as GasBuilder;
  }
}

serviceClass(DataValidation, 'SpreadsheetApp.DataValidation', {
  getAllowInvalid: '',
  getCriteriaValues: '',
  getHelpText: '',
  copy: '',
});

export class DataValidationBuilder {
  private list: string[] | null;
  private allowInvalid: boolean;
  private help: string | undefined;

  constructor(from?: Rule) {
    this.list = from ? [...from.list] : null;
    this.allowInvalid = from?.allowInvalid ?? true;
    this.help = from?.help;
  }

  requireValueInList(values: string[]): this {
    this.list = values.map(String);
    return this;
  }

  setAllowInvalid(allow: boolean): this {
    this.allowInvalid = allow;
    return this;
  }

  setHelpText(text: string): this {
    this.help = text;
    return this;
  }

  build(): GasRule {
    if (!this.list) throw new ServiceError('Cannot build a DataValidation without criteria.');
    const rule: Rule = { list: this.list, allowInvalid: this.allowInvalid };
    return new DataValidation(this.help === undefined ? rule : { ...rule, help: this.help }).asGas();
  }
}

serviceClass(DataValidationBuilder, 'SpreadsheetApp.DataValidationBuilder', {
  requireValueInList: 'str[]|str[],bool',
  setAllowInvalid: 'bool',
  setHelpText: 'str',
  build: '',
});
