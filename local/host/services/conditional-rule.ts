/** Conditional formatting, as far as the host keeps it. */
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import type { ConditionalRule, SheetModel } from '../model';
import { serviceClass } from '../registry';
import { make, type GasRange } from './make';
import { Range } from './range';

type GasRule = GoogleAppsScript.Spreadsheet.ConditionalFormatRule;

export class ConditionalFormatRule {
  constructor(
    private readonly execution: Execution,
    private readonly sheet: SheetModel,
    readonly rule: ConditionalRule,
  ) {}

  asGas(): GasRule {
    return this as unknown as GasRule;
  }

  getRanges(): GasRange[] {
    return this.rule.ranges.map((box) => make.range(this.execution, this.sheet, box));
  }

  copy(): ConditionalFormatRuleBuilder {
    return new ConditionalFormatRuleBuilder(this.execution, { sheet: this.sheet, rule: this.rule });
  }
}

serviceClass(ConditionalFormatRule, 'SpreadsheetApp.ConditionalFormatRule', { getRanges: '', copy: '' });

export class ConditionalFormatRuleBuilder {
  private ranges: Range[] = [];
  private condition: Pick<ConditionalRule, 'kind' | 'value'> | null = null;
  private look: Pick<ConditionalRule, 'background' | 'fontColor'> = {};

  constructor(
    private readonly execution: Execution,
    from?: { sheet: SheetModel; rule: ConditionalRule },
  ) {
    if (!from) return;
    const { kind, value, background, fontColor } = from.rule;
    this.condition = { kind, value };
    this.look = { background, fontColor };
    this.ranges = from.rule.ranges.map((box) => new Range(execution, from.sheet, box));
  }

  setRanges(ranges: Range[]): this {
    this.ranges = ranges;
    return this;
  }

  whenTextEqualTo(value: string): this {
    this.condition = { kind: 'textEqualTo', value };
    return this;
  }

  whenTextContains(value: string): this {
    this.condition = { kind: 'textContains', value };
    return this;
  }

  whenFormulaSatisfied(value: string): this {
    this.condition = { kind: 'formula', value };
    return this;
  }

  whenCellNotEmpty(): this {
    this.condition = { kind: 'cellNotEmpty', value: '' };
    return this;
  }

  setBackground(color: string | null): this {
    this.look.background = color ?? undefined;
    return this;
  }

  setFontColor(color: string | null): this {
    this.look.fontColor = color ?? undefined;
    return this;
  }

  build(): GasRule {
    const [first] = this.ranges;
    if (!first || !this.condition) throw new ServiceError('A conditional format rule needs ranges and a condition.');
    const ranges = this.ranges.map(({ box }) => ({ ...box }));
    const rule: ConditionalRule = { ...this.condition, ...this.look, ranges };
    return new ConditionalFormatRule(this.execution, first.sheet, rule).asGas();
  }
}

serviceClass(ConditionalFormatRuleBuilder, 'SpreadsheetApp.ConditionalFormatRuleBuilder', {
  setRanges: 'Range[]',
  whenTextEqualTo: 'str',
  whenTextContains: 'str',
  whenFormulaSatisfied: 'str',
  whenCellNotEmpty: '',
  setBackground: 'str?',
  setFontColor: 'str?',
  build: '',
});
