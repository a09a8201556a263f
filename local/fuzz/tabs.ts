/** The five tabs as the fuzzer compares them: rows in any order, blank ones left out. */
import type { CellContent, SheetModel, WorkbookModel } from '../host';

export const KEYS: Record<string, string[][][]> = {
  ShowInfo: [[['TMDbSeriesID'], ['IMDbSeriesID'], ['Show']]],
  CastInfo: [
    [['TMDbSeriesID'], ['IMDbSeriesID']],
    [['TMDbCastID'], ['IMDbCastID']],
  ],
  RealiteaseInfo: [[['CastTMDbID'], ['CastIMDbID']]],
  WWHLinfo: [[['Season', 'Episode']]],
  FinalList: [[['IMDbCastID']]],
};

export const TABS = Object.keys(KEYS);
/** A column that the add-on does not know: whatever stands in it belongs to its row. */
export const REMARKS = 'Remarks';

export type Row = Record<string, CellContent>;
export type Tabs = Record<string, Row[]>;

const headersOf = (sheet: SheetModel): string[] =>
  Array.from(sheet.cells[0] ?? [], (cell, index) => String(cell?.value || `column ${index + 1}`));

function valuesOf(cells: SheetModel['cells'][number] | undefined, headers: readonly string[]): Row {
  const values: Row = {};
  cells?.forEach((cell, index) => {
    const value = cell?.formula ?? cell?.value ?? '';
    if (value !== '') values[headers[index] ?? `column ${index + 1}`] = value;
  });
  return values;
}

/** What a row of the sheet holds, by header; blank cells left out. */
export const rowAt = (sheet: SheetModel, row: number): Row =>
  valuesOf(sheet.cells[row - 1], headersOf(sheet));

/** The same of all rows below the header. */
function rowsOf(sheet: SheetModel): Row[] {
  const headers = headersOf(sheet);
  return Array.from(sheet.cells.slice(1), (cells) => valuesOf(cells, headers));
}

export function tabsOf(workbook: WorkbookModel): Tabs {
  const tabs: Tabs = {};
  for (const name of TABS) {
    const sheet = workbook.sheets.find((one) => one.name === name);
    tabs[name] = (sheet ? rowsOf(sheet) : []).filter((row) => Object.keys(row).length > 0);
  }
  return tabs;
}

/** Every name by which a row can be found; none if it has no key. */
export function namesOf(tab: string, row: Row): string[] {
  const parts = (KEYS[tab] ?? []).map((alternatives) =>
    alternatives
      .filter((columns) => columns.every((column) => (row[column] ?? '') !== ''))
      .map((columns) => `${columns.join()}=${columns.map((column) => String(row[column])).join()}`),
  );
  if (parts.some((names) => names.length === 0)) return [];
  return parts.reduce((all, names) => all.flatMap((left) => names.map((right) => `${left} ${right}`)), ['']);
}

const sorted = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** One line a row, in a stable order. */
export function linesOf(tabs: Tabs): string[] {
  return TABS.flatMap((tab) =>
    (tabs[tab] ?? []).map((row) => `${tab} ${JSON.stringify(sorted(row))}`),
  ).sort();
}
