/** Columns that the add-on does not know: left alone, but kept when a whole row goes and comes back. */
import { spansOf, type BoundTab, type Span } from './boundTab';
import type { Gateway } from './gateway';
import { tokensOf } from './identity';
import { holds, readLine } from './provenanceLine';
import { rectangles, type Cell } from './rectangles';
import type { AnyTab } from './schema';
import type { Values, ViewRow } from './tableView';
import type { KeptRow, PutBack } from './types';

/** Spans in which rows that are to go are read. */
const SPANS = 4;
/** How often cells are looked at again that were just written. */
const ATTEMPTS = 6;

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

/** What these rows hold in such columns, wherever they stand by now; rows that are gone are left out. */
export function readExtra(
  bound: BoundTab,
  extra: ReadonlyMap<string, number>,
  rows: readonly ViewRow[],
): Map<ViewRow, Record<string, unknown>> {
  const found = new Map<ViewRow, Record<string, unknown>>();
  if (extra.size === 0) return found;
  const named = byNames(bound, rows);
  const take = (span: Span): void => {
    for (const { values, others } of besides(bound, extra, span)) {
      const row = named(values);
      if (row) found.set(row, filled(others));
    }
  };
  for (const span of spansOf(rows.map(({ sheetRow }) => sheetRow), SPANS)) take(span); // prettier-ignore
  if (found.size < rows.length) take(allOf(bound));
  return found;
}

/**
 * Gives rows that were just added what they held in such columns, as far as the tab has them: until it stands there,
 * and nothing of it in a row that has come in between.
 */
export function writeExtra(
  gateway: Gateway,
  bound: BoundTab,
  extra: ReadonlyMap<string, number>,
  rows: ReadonlyMap<ViewRow, Readonly<Record<string, unknown>>>,
): void {
  const named = byNames(bound, [...rows.keys()]);
  const before = new Map<string, Record<string, unknown>>();
  const written = new Set([...rows.values()].flatMap((others) => Object.values(others).map(textOf)));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const cells = besides(bound, extra, allOf(bound)).flatMap(({ place, values, others }): Cell[] => {
      const row = named(values);
      const name = tokensOf(bound.tab.key, values).join();
      if (attempt === 0 && name !== '') before.set(name, others);
      const goal = row ? rows.get(row) : before.get(name);
      return [...extra].flatMap(([header, column]) => {
        const value = goal?.[header];
        const now = textOf(others[header]);
        // What anybody else has put there meanwhile is theirs.
        if (value === undefined || textOf(value) === now || (!row && !written.has(now))) return [];
        return {
          row: place,
          column,
          value: value as string,
          text: typeof value === 'string' && value !== '',
        };
      });
    });
    if (cells.length === 0) return;
    // What is given back to a row may go astray as well.
    for (const { value } of cells) written.add(textOf(value));
    for (const { row, column, values, text } of rectangles(cells))
      gateway.write(bound.sheet, row, column, values, text);
  }
}

/** Days are other objects in each read. */
const textOf = (value: unknown): string => JSON.stringify(value);

/** A row in one read: its known columns, and those that are not, by header. */
interface Beside {
  place: number;
  values: Values;
  others: Record<string, unknown>;
}

function besides(bound: BoundTab, extra: ReadonlyMap<string, number>, span: Span): Beside[] {
  const headers = [...extra.keys()];
  return bound.readBeside(span, [...extra.values()]).map(({ values, cells }, i) => ({
    place: span.row + i,
    values,
    others: Object.fromEntries(headers.map((header, at) => [header, cells[at] ?? ''])),
  }));
}

const allOf = (bound: BoundTab): Span => ({ row: 2, rows: bound.maxRows() - 1 });

/** Tells which of the rows these values are. */
function byNames({ tab }: BoundTab, rows: readonly ViewRow[]): (values: Values) => ViewRow | undefined {
  const named = new Map(rows.flatMap((row) => tokensOf(tab.key, row.values).map((name) => [name, row])));
  return (values) => tokensOf(tab.key, values).flatMap((name) => named.get(name) ?? [])[0];
}

const filled = (cells: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== ''));

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
