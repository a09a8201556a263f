/** Whether two workbooks hold the same: tab by tab, whatever the order of their rows and columns. */
import type { SheetModel, WorkbookModel } from '../../host/model';
import { cellAt, lastColumn, lastRow } from '../../host/sheet/cells';
import type { Comparison } from './view';
import { displayText } from '../../host/sheet/display';

const MOST_SHOWN = 20;

/** Headers of a tab with their column, blank ones left out. */
function headersOf(sheet: SheetModel): Map<string, number> {
  const headers = new Map<string, number>();
  for (let column = 1; column <= lastColumn(sheet); column++) {
    const header = String(cellAt(sheet, 1, column)?.value ?? '').trim();
    if (header && !headers.has(header)) headers.set(header, column);
  }
  return headers;
}

/** The rows below the header as texts under these headers; empty rows are none. */
function rowsOf(sheet: SheetModel, headers: readonly string[], zone: string): string[][] {
  const at = headersOf(sheet);
  const columns = headers.map((header) => at.get(header) ?? 0);
  const rows: string[][] = [];
  for (let row = 2; row <= lastRow(sheet); row++) {
    const texts = columns.map((column) => (column ? displayText(cellAt(sheet, row, column), zone) : ''));
    if (texts.some(Boolean)) rows.push(texts);
  }
  return rows;
}

const named = (cells: readonly string[]): string => cells.filter(Boolean).slice(0, 3).join(' · ');

/** Rows of the first list that the second has not, each counted as often as it stands there. */
function missingFrom(rows: readonly string[][], others: readonly string[][]): string[][] {
  const counts = new Map<string, number>();
  for (const row of others) {
    const key = JSON.stringify(row);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return rows.filter((row) => {
    const key = JSON.stringify(row);
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    return left <= 0;
  });
}

/** One difference in words: which cell of which row, where a row of the same beginning is to be found. */
function inWords(tab: string, headers: readonly string[], row: readonly string[], found: string[][]): string {
  const likest = found
    .map((other) => ({ other, same: other.filter((text, index) => text === row[index]).length }))
    .sort((a, b) => b.same - a.same)[0];
  if (!likest || likest.same < headers.length / 2) return `${tab}: no row "${named(row)}"`;
  const index = row.findIndex((text, at) => text !== likest.other[at]);
  const [expected, got] = [row[index] ?? '', likest.other[index] ?? ''];
  return `${tab}: "${named(row)}": ${headers[index]} is "${got}" instead of "${expected}"`;
}

/** Compares these tabs of a workbook with those of the one that it should be like. */
export function compareWorkbooks(
  expected: WorkbookModel,
  found: WorkbookModel,
  tabs: readonly string[],
): Comparison {
  const result: Comparison = { tabs: tabs.length, rows: 0, cells: 0, differences: [], different: 0 };
  const say = (words: string): void => {
    result.different += 1;
    if (result.differences.length < MOST_SHOWN) result.differences.push(words);
  };
  for (const tab of tabs) {
    const [wanted, got] = [expected, found].map(({ sheets }) => sheets.find(({ name }) => name === tab));
    if (!wanted && !got) continue;
    if (!wanted || !got) {
      say(`${tab}: the tab is there only ${wanted ? 'in the undisturbed run' : 'here'}`);
      continue;
    }
    const headers = [...headersOf(wanted).keys()];
    const rows = rowsOf(wanted, headers, expected.timeZone);
    const others = rowsOf(got, headers, found.timeZone);
    result.rows += rows.length;
    result.cells += rows.length * headers.length;
    const extra = missingFrom(others, rows);
    const missing = missingFrom(rows, others);
    for (const row of missing) say(inWords(tab, headers, row, extra));
    for (const row of extra.slice(missing.length)) say(`${tab}: one row too many: "${named(row)}"`);
  }
  return result;
}
