/** Conditional formatting, as far as the host keeps it. */
import { enumValue } from '../enums';
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import type { ConditionalRule, SheetModel } from '../model';
import { serviceClass } from '../registry';
import { hexColor } from '../util/colors';
import { make, type GasRange } from './make';
import type { Range } from './range';

type GasRule = GoogleAppsScript.Spreadsheet.ConditionalFormatRule;
type GasBuilder = GoogleAppsScript.Spreadsheet.ConditionalFormatRuleBuilder;
type GasCondition = GoogleAppsScript.Spreadsheet.BooleanCondition;

const CRITERIA: Record<ConditionalRule['kind'], string> = {
  textEqualTo: 'TEXT_EQUAL_TO',
  textContains: 'TEXT_CONTAINS',
  formula: 'CUSTOM_FORMULA',
  cellNotEmpty: 'CELL_NOT_EMPTY',
};

class BooleanCondition implements Pick<GasCondition, keyof typeof CONDITION_METHODS> {
  constructor(private readonly rule: ConditionalRule) {}

  getCriteriaType(): GoogleAppsScript.Spreadsheet.BooleanCriteria {
    return enumValue('SpreadsheetApp.BooleanCriteria', CRITERIA[this.rule.kind]);
  }

  getCriteriaValues(): string[] {
    return this.rule.kind === 'cellNotEmpty' ? [] : [this.rule.value];
  }

  getBackground(): string | null {
    return this.rule.background ?? null;
  }

  getFontColor(): string | null {
    return this.rule.fontColor ?? null;
  }
}

const CONDITION_METHODS = { getCriteriaType: '', getCriteriaValues: '', getBackground: '', getFontColor: '' };
serviceClass(BooleanCondition, 'SpreadsheetApp.BooleanCondition', CONDITION_METHODS);

export class ConditionalFormatRule implements Pick<GasRule, 'getRanges' | 'copy'> {
  constructor(
    private readonly execution: Execution,
    readonly sheet: SheetModel,
    readonly rule: ConditionalRule,
  ) {}

  asGas(): GasRule {
    return this as unknown as GasRule;
  }

  getRanges(): GasRange[] {
    return this.rule.ranges.map((box) => make.range(this.execution, this.sheet, box));
  }

  getBooleanCondition(): BooleanCondition {
    return new BooleanCondition(this.rule);
  }

  copy(): GasBuilder {
    return new ConditionalFormatRuleBuilder(this.execution, this) as unknown as GasBuilder;
  }
}

serviceClass(ConditionalFormatRule, 'SpreadsheetApp.ConditionalFormatRule', {
  getRanges: '',
  getBooleanCondition: '',
  copy: '',
});

type Builder = Pick<GasBuilder, keyof typeof BUILDER_METHODS>;

export class ConditionalFormatRuleBuilder implements Builder {
  private sheet: SheetModel | undefined;
  private readonly rule: Omit<ConditionalRule, 'kind'> & { kind?: ConditionalRule['kind'] };

  constructor(
    private readonly execution: Execution,
    from?: ConditionalFormatRule,
  ) {
    this.sheet = from?.sheet;
    this.rule = from ? structuredClone(from.rule) : { ranges: [], value: '' };
  }

  private set(values: Partial<ConditionalRule>): GasBuilder {
    Object.assign(this.rule, values);
    return this as unknown as GasBuilder;
  }

  setRanges(ranges: unknown): GasBuilder {
    const given = ranges as Range[];
    const [first] = given;
    if (given.some(({ sheet }) => sheet !== first?.sheet))
      throw new ServiceError('All ranges of a conditional format rule must be on the same sheet.');
    this.sheet = first?.sheet;
    return this.set({ ranges: given.map(({ box }) => ({ ...box })) });
  }

  whenTextEqualTo(value: string): GasBuilder {
    return this.set({ kind: 'textEqualTo', value });
  }

  whenTextContains(value: string): GasBuilder {
    return this.set({ kind: 'textContains', value });
  }

  whenFormulaSatisfied(value: string): GasBuilder {
    return this.set({ kind: 'formula', value });
  }

  whenCellNotEmpty(): GasBuilder {
    return this.set({ kind: 'cellNotEmpty', value: '' });
  }

  setBackground(color: string | null): GasBuilder {
    return this.set({ background: color === null ? undefined : hexColor(color) });
  }

  setFontColor(color: string | null): GasBuilder {
    return this.set({ fontColor: color === null ? undefined : hexColor(color) });
  }

  build(): GasRule {
    const { sheet, rule } = this;
    const { kind } = rule;
    if (!sheet || !kind)
      throw new ServiceError('A conditional format rule needs at least one range and a condition.');
    return new ConditionalFormatRule(this.execution, sheet, structuredClone({ ...rule, kind })).asGas();
  }
}

const BUILDER_METHODS = {
  setRanges: 'Range[]',
  whenTextEqualTo: 'str',
  whenTextContains: 'str',
  whenFormulaSatisfied: 'str',
  whenCellNotEmpty: '',
  setBackground: 'str?',
  setFontColor: 'str?',
  build: '',
};

serviceClass(ConditionalFormatRuleBuilder, 'SpreadsheetApp.ConditionalFormatRuleBuilder', BUILDER_METHODS);
