/** Columns that the add-on does not know: left alone, but kept when a whole row goes and comes back. */
import { spansOf, type BoundTab } from './boundTab';
import type { Gateway } from './gateway';
import { tokensOf } from './identity';
import { holds, readLine } from './provenanceLine';
import { rectangles, type Cell } from './rectangles';
import type { AnyTab } from './schema';
import type { Values, ViewRow } from './tableView';
import type { KeptRow, PutBack } from './types';

/** Spans in which rows that are to go are read. */
const SPANS = 4;

/** Headers of the tab that are not the add-on's, with their columns (from 1). */
export function extraColumns(gateway: Gateway, bound: BoundTab): Map<string, number> {
  const width = gateway.lastColumn(bound.sheet);
  const [header = []] = gateway.read(bound.sheet, { row: 1, column: 1, rows: 1, columns: width });
  const known = new Set(bound.headers.map((name) => bound.column(name)));
  const extra = new Map<string, number>();
  header.forEach((name, i) => {
    const text = String(name);
    if (text !== '' && !known.has(i + 1) && !extra.has(text)) extra.set(text, i + 1);
  });
  return extra;
}

/** What these rows hold in such columns; rows that are not where they were are left out. */
export function readExtra(
  gateway: Gateway,
  bound: BoundTab,
  extra: ReadonlyMap<string, number>,
  rows: readonly ViewRow[],
): Map<ViewRow, Record<string, unknown>> {
  const found = new Map<ViewRow, Record<string, unknown>>();
  if (extra.size === 0) return found;
  const first = Math.min(...extra.values());
  const columns = Math.max(...extra.values()) - first + 1;
  const at = new Map(rows.map((row) => [row.sheetRow, row]));
  for (const span of spansOf([...at.keys()], SPANS)) {
    const keys = bound.read(span, bound.keys);
    gateway
      .read(bound.sheet, { row: span.row, rows: span.rows, column: first, columns })
      .forEach((line, i) => {
        const row = at.get(span.row + i);
        if (!row || !sameRow(bound.tab, row.values, keys[i] ?? {})) return;
        const filled = [...extra].map(([name, column]) => [name, line[column - first] ?? ''] as const);
        found.set(row, Object.fromEntries(filled.filter(([, value]) => value !== '')));
      });
  }
  return found;
}

/** Gives rows that were just added what they held in such columns, as far as the tab has them. */
export function writeExtra(
  gateway: Gateway,
  bound: BoundTab,
  extra: ReadonlyMap<string, number>,
  rows: ReadonlyMap<ViewRow, Readonly<Record<string, unknown>>>,
): void {
  const places = new Map([...rows.keys()].map((row) => [row.sheetRow, row]));
  const cells: Cell[] = [];
  for (const span of spansOf([...places.keys()], SPANS)) {
    bound.read(span, bound.keys).forEach((keys, i) => {
      const row = places.get(span.row + i);
      if (!row || !sameRow(bound.tab, row.values, keys)) return;
      for (const [header, value] of Object.entries(rows.get(row) ?? {})) {
        const column = extra.get(header);
        if (column !== undefined)
          cells.push({ row: row.sheetRow, column, value: value as string, text: typeof value === 'string' });
      }
    });
  }
  for (const { row, column, values, text } of rectangles(cells))
    gateway.write(bound.sheet, row, column, values, text);
}

/** A whole row as it is, with the origins that a line of `_Provenance` (JSON) tells of its values. */
export function keptRow(tab: AnyTab, values: Values, others: Record<string, unknown>, line: string): KeptRow {
  const record = line === '' ? null : readLine(JSON.parse(line) as string[]);
  const origins: Record<string, PutBack> = {};
  for (const header of Object.keys(tab.columns)) {
    const cell = record?.cells.get(header);
    if (cell && holds(cell, values[header] ?? '')) origins[header] = { source: cell.source, date: cell.date };
  }
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  return { values: filled, others, ours: record?.ours ?? false, origins };
}

function sameRow(tab: AnyTab, a: Values, b: Values): boolean {
  const names = new Set(tokensOf(tab.key, a));
  return tokensOf(tab.key, b).some((name) => names.has(name));
}
