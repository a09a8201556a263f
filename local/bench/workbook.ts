/** The host's workbook as rows of text, and what differs between two of them. */
import type { CellContent, WorkbookModel } from '../host';

export type Row = Record<string, string>;
export type Tabs = Record<string, Row[]>;

export const DATA_TABS = ['ShowInfo', 'CastInfo', 'RealiteaseInfo', 'WWHLinfo', 'FinalList'] as const;

const textOf = (value: CellContent | undefined): string => (value === undefined ? '' : String(value));

export function tabsOf(workbook: WorkbookModel): Tabs {
  const tabs: Tabs = {};
  for (const name of DATA_TABS) {
    const [header = [], ...rows] = workbook.sheets.find((sheet) => sheet.name === name)?.cells ?? [];
    const names = Array.from(header, (cell) => textOf(cell?.value));
    tabs[name] = rows
      .filter((row) => row?.some((cell) => textOf(cell?.value) !== ''))
      .map((row) => Object.fromEntries(names.map((column, i) => [column, textOf(row[i]?.value)])));
  }
  return tabs;
}

/** Cells of all grids, and those that hold something. */
export function cellsOf(workbook: WorkbookModel): { grid: number; filled: number } {
  let grid = 0;
  let filled = 0;
  for (const { maxRows, maxColumns, cells } of workbook.sheets) {
    grid += maxRows * maxColumns;
    for (const row of cells) for (const cell of row ?? []) if (textOf(cell?.value) !== '') filled++;
  }
  return { grid, filled };
}

export const rowCount = (tabs: Tabs): number =>
  Object.values(tabs).reduce((sum, rows) => sum + rows.length, 0);

/** Cells that hold something else, wherever their rows stand. */
export function changedCells(before: Tabs, after: Tabs): number {
  let changed = 0;
  for (const name of DATA_TABS) {
    const left = new Map<string, number>();
    for (const row of before[name] ?? []) bump(left, JSON.stringify(row), 1);
    for (const row of after[name] ?? []) bump(left, JSON.stringify(row), -1);
    for (const [row, count] of left)
      if (count < 0) changed += -count * Object.keys(JSON.parse(row) as Row).length;
  }
  return changed;
}

function bump(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
