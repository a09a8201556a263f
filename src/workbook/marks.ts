/**
 * Open questions stand out in the data tabs. A rule of conditional formatting cannot look into another tab,
 * so it names the keys of the rows itself: it finds them however the tab is sorted. Rules are set when the
 * questions have changed; those of a person stay.
 */
import { shortHash } from '../rules/hash';
import type { Gateway, Sheet } from './gateway';
import { letter } from './headers';
import { conditions } from './makeTabs';
import type { AnyTab } from './schema';

type Rule = GoogleAppsScript.Spreadsheet.ConditionalFormatRule;

/** A question on a cell. */
export interface OpenQuestion {
  tab: string;
  key: string;
  column: string;
}

const COLOUR = '#fce5cd';
/** Stands around keys; no key has it. */
const BORDER = '¦';
const BEGIN = `=ISNUMBER(FIND("${BORDER}"&`;
/** Excel takes no longer text in a formula, and no longer formula. */
const LONGEST_TEXT = 200;
const MOST_TEXT = 6000;

/** Tells whether the same questions are open. */
export function marksName(open: readonly OpenQuestion[]): string {
  return open.length === 0 ? '' : shortHash(open.map((one) => JSON.stringify(one)).sort().join()); // prettier-ignore
}

/**
 * @param at column of the sheet (from 1) by header
 * @param first the tab has not been seen before: it also gets the marks of new tabs that it lacks
 */
export function setMarks(
  gateway: Gateway,
  sheet: Sheet,
  tab: AnyTab,
  at: ReadonlyMap<string, number>,
  open: readonly OpenQuestion[],
  first: boolean,
): void {
  const there = gateway.rulesOf(sheet);
  const kept = there.filter((rule) => !formulaOf(rule).startsWith(BEGIN));
  const names = new Set(kept.map(nameOf));
  const missing = first ? conditions(sheet, tab, at).filter((rule) => !names.has(nameOf(rule))) : [];
  const marks = [...keysByColumn(open)].flatMap(([column, keys]) => markOf(sheet, tab, at, column, keys));
  if (there.length === kept.length && missing.length + marks.length === 0) return;
  gateway.change(() => sheet.setConditionalFormatRules([...marks, ...kept, ...missing]));
}

function keysByColumn(open: readonly OpenQuestion[]): Map<string, string[]> {
  const byColumn = new Map<string, string[]>();
  for (const { column, key } of open) byColumn.set(column, [...(byColumn.get(column) ?? []), key]);
  return byColumn;
}

function markOf(
  sheet: Sheet,
  tab: AnyTab,
  at: ReadonlyMap<string, number>,
  header: string,
  keys: readonly string[],
): Rule[] {
  const column = at.get(header);
  if (column === undefined) return [];
  return [
    SpreadsheetApp.newConditionalFormatRule()
      .setRanges([sheet.getRange(2, column, sheet.getMaxRows() - 1, 1)])
      .whenFormulaSatisfied(`${BEGIN}${keyFormula(tab, at)}&"${BORDER}",${listOf(keys)}))`)
      .setBackground(COLOUR)
      .build(),
  ];
}

/** The key of row 2 as people read it (identity.ts), as a formula. */
export function keyFormula(tab: AnyTab, at: ReadonlyMap<string, number>): string {
  const { dimensions, fallback } = tab.key;
  const cell = (header: string) => `$${letter(at.get(header) ?? 0)}2`;
  const name = fallback && at.has(fallback.column) ? cell(fallback.column) : '""';
  const parts = dimensions.map((alternatives) =>
    alternatives
      .filter((headers) => headers.every((header) => at.has(header)))
      .reduceRight((rest, headers) => {
        const filled = headers.map((header) => `${cell(header)}&""`).join('&"/"&');
        return `IF(${cell(headers[0] ?? '')}<>"",${filled},${rest})`;
      }, name),
  );
  return parts.join('&"|"&');
}

function listOf(keys: readonly string[]): string {
  const texts: string[] = [];
  let text: string = BORDER;
  for (const key of [...new Set(keys)].sort()) {
    const more = `${key.replace(/"/g, '""')}${BORDER}`;
    if (texts.length * LONGEST_TEXT + text.length + more.length > MOST_TEXT) break;
    if (text.length + more.length > LONGEST_TEXT) {
      texts.push(text);
      text = '';
    }
    text += more;
  }
  return [...texts, text].map((one) => `"${one}"`).join('&');
}

const formulaOf = (rule: Rule): string => String(rule.getBooleanCondition()?.getCriteriaValues()[0] ?? '');

const nameOf = (rule: Rule): string => `${rule.getRanges()[0]?.getColumn() ?? 0} ${formulaOf(rule)}`;
