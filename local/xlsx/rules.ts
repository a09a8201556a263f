/** Dropdowns and conditional formats, between exceljs's forms and the model's. */
import type { ConditionalFormattingOptions, ConditionalFormattingRule, DataValidation } from 'exceljs';
import type { ConditionalRule, RangeBox, ValidationRule } from '../host/model';
import { a1ToBox, boxToA1 } from './boxes';
import { rangeOfEntry } from './whole-ranges';
import { argbFromColor, colorFromArgb } from './styles';

/** Validations by the range that they hold for. */
export type ValidationMap = Record<string, DataValidation>;

/** Excel takes no longer list of values than this, quotation marks included. */
const MAX_LIST_LENGTH = 255;

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const unquote = (text: string): string | undefined =>
  /^"(?:[^"]|"")*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : undefined;

/** Whether an .xlsx file can say this dropdown; others are kept beside the file. */
export function fitsInFile(rule: ValidationRule): boolean {
  return (
    rule.list.length > 0 &&
    rule.list.every((value) => !value.includes(',') && value === value.trim() && value !== '') &&
    quote(rule.list.join(',')).length <= MAX_LIST_LENGTH
  );
}

function listOf(validation: DataValidation): string[] | undefined {
  const formula: unknown = validation.type === 'list' ? validation.formulae?.[0] : undefined;
  return typeof formula === 'string' ? unquote(formula)?.split(',') : undefined;
}

const warnsOnly = (validation: DataValidation): boolean =>
  !validation.showErrorMessage ||
  validation.errorStyle === 'warning' ||
  validation.errorStyle === 'information';

/** The dropdowns of a sheet, and apart from them the validations of other kinds. */
export function readValidations(map: ValidationMap): { lists: ValidationRule[]; others: ValidationMap } {
  const lists: ValidationRule[] = [];
  const others: ValidationMap = {};
  for (const [entry, validation] of Object.entries(map)) {
    const range = a1ToBox(rangeOfEntry(entry));
    const list = listOf(validation);
    if (!range) continue;
    if (!list) {
      others[boxToA1(range)] = validation;
      continue;
    }
    const help = validation.prompt || undefined;
    lists.push({ range, list, allowInvalid: warnsOnly(validation), ...(help && { help }) });
  }
  return { lists, others };
}

/** The map for exceljs: one entry a range. */
export function writeValidations(lists: ValidationRule[], others: ValidationMap): ValidationMap {
  const map: ValidationMap = { ...others };
  for (const rule of lists.filter(fitsInFile)) {
    map[boxToA1(rule.range)] = {
      type: 'list',
      allowBlank: true,
      formulae: [quote(rule.list.join(','))],
      showErrorMessage: !rule.allowInvalid,
      ...(rule.help && { showInputMessage: true, prompt: rule.help }),
    };
  }
  return map;
}

type Kind = Pick<ConditionalRule, 'kind' | 'value'>;

function kindOf(rule: ConditionalFormattingRule): Kind | undefined {
  if (rule.type === 'expression') return { kind: 'formula', value: `=${String(rule.formulae?.[0] ?? '')}` };
  if (rule.type === 'cellIs' && rule.operator === 'equal') {
    const value = unquote(String(rule.formulae?.[0] ?? ''));
    return value === undefined ? undefined : { kind: 'textEqualTo', value };
  }
  if (rule.type !== 'containsText') return undefined;
  const operator: string | undefined = rule.operator;
  if (operator === 'notContainsBlanks') return { kind: 'cellNotEmpty', value: '' };
  // exceljs loses the text attribute in writing; the formula has it in any case.
  const search = /^NOT\(ISERROR\(SEARCH\(("(?:[^"]|"")*"),/.exec(String(formulaeOf(rule)[0] ?? ''));
  const value = search?.[1] && unquote(search[1]);
  return operator === 'containsText' && value !== undefined ? { kind: 'textContains', value } : undefined;
}

const formulaeOf = (rule: ConditionalFormattingRule): unknown[] =>
  'formulae' in rule && Array.isArray(rule.formulae) ? rule.formulae : [];

/** The colours of a rule, or undefined if its style says more than the model can. */
function coloursOf(
  rule: ConditionalFormattingRule,
): Pick<ConditionalRule, 'background' | 'fontColor'> | undefined {
  const { font, fill, ...more } = ('style' in rule ? rule.style : undefined) ?? {};
  // exceljs reads parts that are not there as null.
  if (Object.values(more).some(Boolean)) return undefined;
  const { color, ...otherFont } = font ?? {};
  if (Object.values(otherFont).some(Boolean)) return undefined;
  const fontColor = colorFromArgb(color?.argb);
  if (fill && fill.type !== 'pattern') return undefined;
  const background = colorFromArgb(fill?.bgColor?.argb ?? fill?.fgColor?.argb);
  if ((color && !fontColor) || (fill && !background)) return undefined;
  return { ...(background && { background }), ...(fontColor && { fontColor }) };
}

/** Conditional rules that the model can say, and apart from them the rest. */
export function readConditional(formats: ConditionalFormattingOptions[]): {
  rules: ConditionalRule[];
  others: ConditionalFormattingOptions[];
} {
  const rules: ConditionalRule[] = [];
  const others: ConditionalFormattingOptions[] = [];
  for (const { ref, rules: ofRef } of formats) {
    const ranges = ref.split(/\s+/).map(a1ToBox);
    for (const rule of ofRef) {
      const kind = kindOf(rule);
      const colours = coloursOf(rule);
      if (kind && colours && ranges.every((box): box is RangeBox => box !== undefined)) {
        rules.push({ ranges, ...kind, ...colours });
      } else others.push({ ref, rules: [rule] });
    }
  }
  return { rules, others };
}

function excelRule(rule: ConditionalRule, priority: number): ConditionalFormattingRule {
  const first = rule.ranges[0];
  const start = first ? boxToA1({ ...first, rows: 1, columns: 1 }) : 'A1';
  const fontArgb = argbFromColor(rule.fontColor);
  const fillArgb = argbFromColor(rule.background);
  const style = {
    ...(fontArgb && { font: { color: { argb: fontArgb } } }),
    ...(fillArgb && { fill: { type: 'pattern', pattern: 'solid', bgColor: { argb: fillArgb } } as const }),
  };
  switch (rule.kind) {
    case 'formula':
      return { type: 'expression', priority, style, formulae: [rule.value.replace(/^=/, '')] };
    case 'textEqualTo':
      return { type: 'cellIs', operator: 'equal', priority, style, formulae: [quote(rule.value)] };
    case 'textContains': {
      const formulae = [`NOT(ISERROR(SEARCH(${quote(rule.value)},${start})))`];
      return {
        type: 'containsText',
        operator: 'containsText',
        priority,
        style,
        formulae,
      } as ConditionalFormattingRule;
    }
    case 'cellNotEmpty': {
      const formulae = [`LEN(TRIM(${start}))>0`];
      return {
        type: 'containsText',
        operator: 'notContainsBlanks',
        priority,
        style,
        formulae,
      } as unknown as ConditionalFormattingRule;
    }
  }
}

/** All conditional formats of a sheet as exceljs wants them, those of the model first. */
export function writeConditional(
  rules: ConditionalRule[],
  others: ConditionalFormattingOptions[],
): ConditionalFormattingOptions[] {
  let priority = 0;
  return [
    ...rules.map((rule) => ({
      ref: rule.ranges.map(boxToA1).join(' '),
      rules: [excelRule(rule, ++priority)],
    })),
    ...others.map(({ ref, rules: ofRef }) => ({
      ref,
      rules: ofRef.map((rule) => ({ ...rule, priority: ++priority })),
    })),
  ];
}
