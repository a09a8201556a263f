/** Makes the tabs and columns that are missing. The look is given once, when a tab is made. */
import type { Gateway, Sheet } from './gateway';
import { findColumns, letter } from './headers';
import { newSheet } from './newSheet';
import { COLOURS } from './ownTabs';
import { isTextColumn, type AnyTab } from './schema';
import { dataTabs } from './tabs';

/** The form that a cell of the kind must have, as a pattern for Sheets. */
const ID_PATTERNS: Record<string, string> = {
  imdbTitle: '^tt[0-9]{7,10}$',
  imdbName: '^nm[0-9]{7,10}$',
  tmdb: '^[0-9]+$',
  tvdb: '^[0-9]+$',
  wikidata: '^Q[0-9]+$',
  episode: '^(tt[0-9]{7,10}|[0-9]+)$',
};

/** How often columns are made that the sheet has lost again, because Google failed at the flush. */
const HEADER_ATTEMPTS = 3;

/** The tab's sheet with all its columns: what is missing is made, columns at the right end, and seen to stand. */
export function makeTab(
  gateway: Gateway,
  tab: AnyTab,
): { sheet: Sheet; at: Map<string, number>; made: boolean } {
  const there = gateway.sheet(tab.name);
  const sheet = there ?? newTab(gateway, tab);
  for (let attempt = 1; ; attempt++) {
    const { at, missing } = readHeader(gateway, tab, sheet);
    if (missing.length === 0) return { sheet, at, made: !there };
    if (attempt > HEADER_ATTEMPTS) throw new Error(`The headers of ${tab.name} could not be written.`);
    addColumns(gateway, tab, sheet, at, missing);
  }
}

/** Where the columns are; columns that the tab lacks are left out. */
export function readHeader(
  gateway: Gateway,
  tab: AnyTab,
  sheet: Sheet,
): { at: Map<string, number>; missing: string[]; width: number; texts: string[] } {
  const width = gateway.maxColumns(sheet);
  const [header = []] = gateway.read(sheet, { row: 1, column: 1, rows: 1, columns: width });
  return { ...findColumns(tab, header), width, texts: header.map(String) };
}

function addColumns(
  gateway: Gateway,
  tab: AnyTab,
  sheet: Sheet,
  at: Map<string, number>,
  missing: readonly string[],
): void {
  const width = gateway.lastColumn(sheet);
  // New ones, so that none lands on a column that a person drags there just now; they look like the blank one beside them.
  gateway.change(() => {
    if (width < sheet.getMaxColumns()) sheet.insertColumnsBefore(width + 1, missing.length);
    else sheet.insertColumnsAfter(width, missing.length);
  });
  gateway.write(sheet, 1, width + 1, [missing], true);
  missing.forEach((header, i) => at.set(header, width + 1 + i));
  gateway.change(() => {
    for (const header of missing) format(sheet, tab, header, at.get(header) ?? 0);
  });
}

function newTab(gateway: Gateway, tab: AnyTab): Sheet {
  const headers = Object.keys(tab.columns);
  return newSheet(
    gateway,
    tab.name,
    () => placeOf(gateway, tab),
    (sheet) => {
      const short = headers.length - sheet.getMaxColumns();
      if (short > 0) sheet.insertColumnsAfter(sheet.getMaxColumns(), short);
      gateway.write(sheet, 1, 1, [headers], true);
      headers.forEach((header, i) => format(sheet, tab, header, i + 1));
      sheet.getRange(1, 1, 1, headers.length).setFontWeight('bold');
      sheet.setFrozenRows(1);
      if (!sheet.getFilter()) sheet.getRange(1, 1, sheet.getMaxRows(), headers.length).createFilter();
      const at = new Map(headers.map((header, i) => [header, i + 1]));
      sheet.setConditionalFormatRules(conditions(sheet, tab, at));
    },
  );
}

/** Index of the sheet in a fresh workbook's order: before the first data tab that comes later. */
function placeOf(gateway: Gateway, tab: AnyTab): number {
  const names = gateway.spreadsheet.getSheets().map((sheet) => sheet.getName());
  const order: string[] = dataTabs.map((data) => data.name);
  const own = order.indexOf(tab.name);
  const later = own < 0 ? -1 : names.findIndex((name) => order.indexOf(name) > own);
  return later < 0 ? names.filter((name) => order.includes(name)).length : later;
}

function format(sheet: Sheet, tab: AnyTab, header: string, column: number): void {
  const declared = tab.columns[header];
  if (!declared) return;
  const below = sheet.getRange(2, column, sheet.getMaxRows() - 1, 1);
  if (isTextColumn(declared)) below.setNumberFormat('@');
  if (declared.help) sheet.getRange(1, column).setNote(declared.help);
  sheet.setColumnWidth(column, declared.width);
  const values =
    declared.type.kind === 'choice' ? declared.type.values : header === 'OVERRIDE' ? ['Y', 'SKIP'] : [];
  if (values.length > 0) {
    const rule = SpreadsheetApp.newDataValidation()
      .requireValueInList([...values], true)
      .setAllowInvalid(true);
    below.setDataValidation(rule.build());
  }
}

/**
 * Marks what was looked up and not found, and ids that are none.
 * @param at column of the sheet (from 1) by header
 */
export function conditions(
  sheet: Sheet,
  tab: AnyTab,
  at: ReadonlyMap<string, number>,
): GoogleAppsScript.Spreadsheet.ConditionalFormatRule[] {
  return [...at].flatMap(([header, column]) => {
    const type = tab.columns[header]?.type;
    const range = sheet.getRange(2, column, sheet.getMaxRows() - 1, 1);
    const cell = `${letter(column)}2`;
    const rule = () => SpreadsheetApp.newConditionalFormatRule().setRanges([range]);
    if (type?.kind === 'count' || type?.kind === 'seasons')
      return [rule().whenTextEqualTo('**').setBackground(COLOURS.attention).build()];
    if (type?.kind !== 'id') return [];
    const formula = `=AND(${cell}<>"",NOT(REGEXMATCH(TO_TEXT(${cell}),"${ID_PATTERNS[type.id] ?? ''}")))`;
    return [rule().whenFormulaSatisfied(formula).setBackground(COLOURS.bad).build()];
  });
}

/** A spreadsheet that Google has just made has one empty sheet, which nobody needs beside the tabs. */
export function dropEmptyFirstSheet(gateway: Gateway): void {
  const sheets = gateway.spreadsheet.getSheets();
  const empty = sheets.find((sheet) =>
    /^(?:Sheet|Tabelle|Hoja|Feuille|Foglio|Blad) ?1$/i.test(sheet.getName()),
  );
  if (!empty || sheets.length === 1) return;
  if (gateway.lastRow(empty) === 0) gateway.change(() => gateway.spreadsheet.deleteSheet(empty));
}
