/**
 * Hidden copies of a tab, made before it is rewritten: the last three of each are kept. A copy has one column more,
 * with where each row's values came from at the time, so that what is restored is whose it was.
 */
import { BoundTab } from './boundTab';
import { copyAs } from './copies';
import { keptRow } from './extraColumns';
import type { Gateway, Sheet } from './gateway';
import type { BeforeImage } from './journal';
import { readHeader } from './makeTabs';
import { PROVENANCE } from './provenanceLine';
import { tokensOf } from './identity';
import type { AnyTab } from './schema';
import { dataTabs } from './tabs';
import type { KeptRow } from './types';

const KEPT = 3;
const MARK = 'snapshot';
const UNFINISHED = 'unfinished';
const FORM = new RegExp(`^(.+) ${MARK} (\\d{4}-\\d\\d-\\d\\d \\d\\d\\.\\d\\d\\.\\d\\d)$`);

export interface Snapshot {
  name: string;
  tab: string;
  /** `2026-11-24 14.10.05` in the workbook's zone. */
  at: string;
  rows: number;
}

const nameOf = (tab: string, stamp: string): string => `${tab} ${MARK} ${stamp}`;

/** All copies, newest first. */
export function listSnapshots(gateway: Gateway): Snapshot[] {
  return copies(gateway).map(({ sheet, ...of }) => ({
    ...of,
    rows: Math.max(0, gateway.lastRow(sheet) - 1),
  }));
}

function copies(gateway: Gateway): (Omit<Snapshot, 'rows'> & { sheet: Sheet })[] {
  return gateway.spreadsheet
    .getSheets()
    .flatMap((sheet) => {
      const [name = '', tab = '', at = ''] = FORM.exec(sheet.getName()) ?? [];
      return name ? [{ name, tab, at, sheet }] : [];
    })
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.tab < b.tab ? -1 : 1));
}

interface ColumnRun {
  from: number;
  to: number;
  columns: number;
}

/** Adjacent columns that the tab has as the copy has them; people move columns, and a copy has one of its own. */
function runsOf(copied: readonly string[], now: readonly string[]): ColumnRun[] {
  const runs: ColumnRun[] = [];
  copied.forEach((text, i) => {
    const at = copied[i] === now[i] ? i : text === '' ? -1 : now.indexOf(text);
    if (at < 0) return;
    const last = runs[runs.length - 1];
    if (last && last.from + last.columns === i + 1 && last.to + last.columns === at + 1) last.columns++;
    else runs.push({ from: i + 1, to: at + 1, columns: 1 });
  });
  return runs;
}

/** The tab as the run with this stamp copied it, or null. */
export function imageOf(
  gateway: Gateway,
  bound: BoundTab,
  stamp: string,
  formatDay: (date: Date) => string,
): BeforeImage | null {
  const copy = gateway.sheet(nameOf(bound.tab.name, stamp));
  return copy && imageIn(gateway, bound, copy, formatDay);
}

/** Rows of a tab that stand in another sheet. */
export function imageIn(
  gateway: Gateway,
  { tab, sheet }: BoundTab,
  copy: Sheet,
  formatDay: (date: Date) => string,
): BeforeImage {
  const { at, texts } = readHeader(gateway, tab, copy);
  const runs = runsOf(texts, readHeader(gateway, tab, sheet).texts);
  const rows = new BoundTab(gateway, tab, copy, at, formatDay).readAll();
  const places = new Map(rows.flatMap((row, i) => tokensOf(tab.key, row).map((token) => [token, i])));
  return {
    rows,
    indexOf: (tokens) => tokens.map((token) => places.get(token)).find((index) => index !== undefined) ?? -1,
    putBack: (index, row) => {
      let isThere = false;
      gateway.change(() => {
        isThere = row <= sheet.getMaxRows();
        if (!isThere) return;
        for (const { from, to, columns } of runs)
          copy.getRange(index + 2, from, 1, columns).copyTo(sheet.getRange(row, to, 1, columns));
      });
      return isThere;
    },
  };
}

/**
 * Copies the tab, unless this stamp's copy is there already, and drops the oldest copies.
 * @param stamp when the run began, as text that sorts by time
 * @param records what is known of the rows, by row of the sheet
 * @param spare a copy that stays, however old
 */
export function takeSnapshot(
  gateway: Gateway,
  tab: AnyTab,
  sheet: Sheet,
  stamp: string,
  records: () => ReadonlyMap<number, string>,
  spare: string,
): void {
  const name = nameOf(tab.name, stamp);
  if (gateway.sheet(name)) return;
  const unfinished = gateway.sheet(nameOf(tab.name, UNFINISHED));
  if (unfinished) gateway.change(() => gateway.spreadsheet.deleteSheet(unfinished));
  const width = gateway.lastColumn(sheet);
  const lines = records();
  let last = 1;
  for (const row of lines.keys()) last = Math.max(last, row);
  const column = Array.from({ length: last }, (_, i) => [i === 0 ? PROVENANCE : (lines.get(i + 1) ?? '')]);
  gateway.change(() => {
    const copy = copyAs(gateway, sheet, nameOf(tab.name, UNFINISHED));
    if (copy.getMaxColumns() === width) copy.insertColumnsAfter(width, 1);
    if (copy.getMaxRows() < last) copy.insertRowsAfter(copy.getMaxRows(), last - copy.getMaxRows());
    gateway.write(copy, 1, width + 1, column, true);
    copy.setName(name);
  });
  const own = copies(gateway).filter((copy) => copy.tab === tab.name && copy.name !== spare);
  for (const { sheet: old } of own.slice(KEPT)) gateway.change(() => gateway.spreadsheet.deleteSheet(old));
}

/** The rows of a copy, with all their columns; null if there is no such copy. */
export function readSnapshot(
  gateway: Gateway,
  name: string,
  formatDay: (date: Date) => string,
): { tab: AnyTab; rows: KeptRow[] } | null {
  const of = FORM.exec(name)?.[1];
  const tab = dataTabs.find((data) => data.name === of);
  const sheet = gateway.sheet(name);
  if (!tab || !sheet) return null;
  const { at, width } = readHeader(gateway, tab, sheet);
  const all = new BoundTab(gateway, tab, sheet, at, formatDay).readAll();
  const [header = [], ...cells] = gateway.read(sheet, {
    row: 1,
    column: 1,
    rows: all.length + 1,
    columns: width,
  });
  const headers = header.map(String);
  const own = headers.indexOf(PROVENANCE);
  const lines = new Map<string, string>();
  for (const line of cells) {
    const text = String(line[own] ?? '');
    for (const token of namesIn(text)) lines.set(token, text);
  }
  const rows = all.flatMap((values, i): KeptRow[] => {
    const tokens = tokensOf(tab.key, values);
    if (tokens.length === 0) return [];
    const text = tokens.map((token) => lines.get(token)).find(Boolean) ?? '';
    return [keptRow(tab, values, othersOf(headers, at, cells[i] ?? []), text)];
  });
  return { tab, rows };
}

function namesIn(text: string): string[] {
  const line = text === '' ? [] : (JSON.parse(text) as string[]);
  return line[4] ? (JSON.parse(line[4]) as string[]) : [];
}

function othersOf(
  headers: readonly string[],
  at: ReadonlyMap<string, number>,
  line: readonly unknown[],
): Record<string, unknown> {
  const known = new Set(at.values());
  const others: Record<string, unknown> = {};
  headers.forEach((header, i) => {
    const value = line[i] ?? '';
    if (header !== '' && header !== PROVENANCE && !known.has(i + 1) && value !== '') others[header] = value;
  });
  return others;
}
