/** Dropdowns: the one kind of data validation that the host keeps. */
import { enumValue } from '../enums';
import { ServiceError } from '../errors';
import type { ValidationRule } from '../model';
import { serviceClass } from '../registry';

type GasRule = GoogleAppsScript.Spreadsheet.DataValidation;
type GasBuilder = GoogleAppsScript.Spreadsheet.DataValidationBuilder;
type Criteria = GoogleAppsScript.Spreadsheet.DataValidationCriteria;
type Rule = Omit<ValidationRule, 'range'>;

export class DataValidation implements Pick<GasRule, Exclude<keyof typeof RULE_METHODS, 'getHelpText'>> {
  constructor(readonly rule: Rule) {}

  asGas(): GasRule {
    return this as unknown as GasRule;
  }

  getAllowInvalid(): boolean {
    return this.rule.allowInvalid;
  }

  getCriteriaType(): Criteria {
    return enumValue('SpreadsheetApp.DataValidationCriteria', 'VALUE_IN_LIST');
  }

  getCriteriaValues(): unknown[] {
    return [[...this.rule.list], true];
  }

  /** Null without one, whatever the types say. */
  getHelpText(): string | null {
    return this.rule.help ?? null;
  }

  copy(): GasBuilder {
    return new DataValidationBuilder(this.rule) as unknown as GasBuilder;
  }
}

const RULE_METHODS = {
  getAllowInvalid: '',
  getCriteriaType: '',
  getCriteriaValues: '',
  getHelpText: '',
  copy: '',
};

serviceClass(DataValidation, 'SpreadsheetApp.DataValidation', RULE_METHODS);

export class DataValidationBuilder implements Pick<GasBuilder, keyof typeof BUILDER_METHODS> {
  private list: string[] | undefined;
  private allowInvalid = true;
  private help: string | undefined;

  constructor(from?: Rule) {
    if (!from) return;
    this.list = [...from.list];
    this.allowInvalid = from.allowInvalid;
    this.help = from.help;
  }

  private get self(): GasBuilder {
    return this as unknown as GasBuilder;
  }

  requireValueInList(values: string[]): GasBuilder {
    this.list = values;
    return this.self;
  }

  setAllowInvalid(allow: boolean): GasBuilder {
    this.allowInvalid = allow;
    return this.self;
  }

  setHelpText(text: string): GasBuilder {
    this.help = text;
    return this.self;
  }

  build(): GasRule {
    if (!this.list) throw new ServiceError('Cannot build a data validation rule without a criterion.');
    const rule: Rule = { list: [...this.list], allowInvalid: this.allowInvalid };
    return new DataValidation(this.help === undefined ? rule : { ...rule, help: this.help }).asGas();
  }
}

const BUILDER_METHODS = {
  requireValueInList: 'str[]|str[],bool',
  setAllowInvalid: 'bool',
  setHelpText: 'str',
  build: '',
};

serviceClass(DataValidationBuilder, 'SpreadsheetApp.DataValidationBuilder', BUILDER_METHODS);
