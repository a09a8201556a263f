/**
 * What a batch is about to do to a tab, noted in the checkpoint. An execution that is killed between the write and
 * its check leaves the note behind, and the next one settles it: every value is in its own row again, or in none.
 */
import type { BoundTab } from './boundTab';
import { displayKey, keyColumns, tokensOf } from './identity';
import { likeness } from './pairing';
import type { Provenance } from './provenance';
import type { KeySpec } from './schema';
import type { TableView, Values, ViewRow } from './tableView';
import type { WriteTask } from './tabWriter';
import type { Open } from './ledger';
import type { CellChange, CellValue } from './types';

export interface TabJournal {
  tab: string;
  /** Row of the sheet, keys that the row has, cells that it is to get. */
  rows: [number, Values, Record<string, CellValue>][];
  /** Keys of rows to be added. */
  adds: Values[];
  /** Keys of rows to be removed. */
  removes: Values[];
  /** How many rows the tab had. */
  count: number;
}

/** Rows noted at most: the checkpoint has to fit into the property store. */
const MOST_ROWS = 1000;

/** The tab as it was when the run first wrote to it; it may lack rows. */
export interface BeforeImage {
  rows: readonly Values[];
  /** Index of the row that has one of these tokens; -1 if none has. */
  indexOf(tokens: readonly string[]): number;
  /** Puts the row of that index back at the bottom of the tab, with the columns that only people know. */
  putBack(index: number, row: number): void;
}

const picked = (values: Values, headers: readonly string[]): Values =>
  Object.fromEntries(headers.flatMap((header) => (values[header] ?? '') === '' ? [] : [[header, values[header] ?? '']])); // prettier-ignore

export function journalOf(
  bound: BoundTab,
  view: TableView,
  tasks: readonly WriteTask[],
  additions: readonly Record<string, CellChange>[],
  removes: readonly ViewRow[],
): TabJournal {
  return {
    tab: view.tab.name,
    rows: tasks.map(({ row, cells }) => [row.sheetRow, picked(row.values, bound.keys), plain(cells)]),
    adds: additions.map((cells) => picked(plain(cells), bound.keys)),
    removes: removes.map((row) => picked(row.values, bound.keys)),
    count: view.rows.length,
  };
}

/** The note with what is written again, or given back, because rows moved. */
export function journalAgain(entry: TabJournal, keys: readonly string[], open: readonly Open[]): TabJournal {
  const again = open.map(({ row, cells }): TabJournal['rows'][number] => [
    row.sheetRow,
    picked(row.values, keys),
    { ...cells },
  ]);
  return { ...entry, rows: [...entry.rows.slice(0, MOST_ROWS - again.length), ...again] };
}

function plain(cells: Record<string, CellChange>): Record<string, CellValue> {
  return Object.fromEntries(Object.entries(cells).map(([header, { value }]) => [header, value]));
}

export interface SettleParts {
  bound: BoundTab;
  /** The tab as it was just read. */
  view: TableView;
  provenance: Provenance;
  /** ISO day. */
  today: string;
  /** Gives the cells that this tells what they should hold. @returns how many there were */
  mend(strays: StrayCells, written: readonly Values[]): number;
  /** Null if the tab was not copied in this run. Called only where something is amiss. */
  before(): BeforeImage | null;
}

/**
 * Looks at what a killed execution was about to do. What stands in its own row is right, written or not (the step
 * decides again); what landed in another row is taken out, and what stood there is put back where it is known.
 * @returns sentences for the Run Log
 */
export function settleJournal(entry: TabJournal, parts: SettleParts): string[] {
  const said = settleWrites(entry, parts);
  settleAdditions(entry, parts);
  return [...said, ...settleRemovals(entry, parts)];
}

/** What the cells should hold that hold what another row was to get; nothing where all is right. */
export type StrayCells = (values: Values, place: number) => Values;

function settleWrites(entry: TabJournal, parts: SettleParts): string[] {
  if (entry.rows.length === 0) return [];
  const mended = parts.mend(straysBy(entry, parts), entry.rows.map(([, , cells]) => cells)); // prettier-ignore
  if (mended === 0) return [];
  return [
    `${entry.tab}: ${mended} cells that were written while rows moved were taken out of the wrong rows.`,
  ];
}

interface Target {
  place: number;
  tokens: readonly string[];
  cells: Record<string, CellValue>;
}

function straysBy(entry: TabJournal, parts: SettleParts): StrayCells {
  const { key } = parts.view.tab;
  const targets = entry.rows.map(([place, keys, cells]): Target => ({
    place,
    tokens: tokensOf(key, keys),
    cells,
  }));
  const columns = byValue(targets);
  return (values, place) => {
    const sure = sureOf(values, parts.bound.keys, columns, key);
    const filled = Object.keys(values).filter((header) => (values[header] ?? '') !== '');
    const isWhole = ({ cells, tokens }: Target) =>
      filled.every((header) => cells[header] === values[header]) && !shares(tokens, tokensOf(key, values));
    if (filled.length === 0) return {};
    if (targets.some(isWhole)) return Object.fromEntries(filled.map((header) => [header, '']));
    return Object.fromEntries(
      [...columns].flatMap(([header, meantBy]): [string, CellValue][] => {
        const value = values[header] ?? '';
        const meant = meantBy.get(value);
        if (!meant) return [];
        const rest = without(sure, header);
        const own = tokensOf(key, rest);
        if (meant.some(({ tokens }) => shares(tokens, own))) return [];
        const known = targets.find(({ cells, tokens }) => cells[header] !== undefined && shares(tokens, own));
        if (known) return [[header, known.cells[header] ?? '']];
        const aimedHere = meant.some((target) => target.place === place);
        const old = value === '' ? lostValue(rest, header, parts) : oldValue(value, rest, header, aimedHere, parts); // prettier-ignore
        return old === undefined ? [] : [[header, old]];
      }),
    );
  };
}

/** The row without ids that it may have got by mistake, if it has others. */
function sureOf(
  values: Values,
  keys: readonly string[],
  columns: ReadonlyMap<string, ReadonlyMap<CellValue, unknown>>,
  spec: KeySpec,
): Values {
  const doubtful = keys.filter(
    (header) => (values[header] ?? '') !== '' && columns.get(header)?.has(values[header] ?? ''),
  );
  const sure = { ...values, ...Object.fromEntries(doubtful.map((header) => [header, ''])) };
  return tokensOf(spec, sure).length > 0 ? sure : values;
}

const shares = (a: readonly string[], b: readonly string[]): boolean => a.some((token) => b.includes(token));

/** Which rows were to get a value, a blank one included, by column and value. */
function byValue(targets: readonly Target[]): Map<string, Map<CellValue, Target[]>> {
  const columns = new Map<string, Map<CellValue, Target[]>>();
  for (const target of targets) {
    for (const [header, value] of Object.entries(target.cells)) {
      const values = columns.get(header) ?? new Map<CellValue, Target[]>();
      columns.set(header, values.set(value, [...(values.get(value) ?? []), target]));
    }
  }
  return columns;
}

/** What stood in the cell if its value is a stray, going by what is known of the row from before; else undefined. */
function oldValue(
  value: CellValue,
  rest: Values,
  header: string,
  aimedHere: boolean,
  { view, provenance, before }: SettleParts,
): CellValue | undefined {
  const record = provenance.row(view.tab, rest)?.cells.get(header);
  if (record && provenance.stands(record, value)) return undefined;
  const old = oldRow(rest, view, before())?.[header];
  if (old !== undefined) return old === value ? undefined : old;
  // A value of the add-on's own is found again; without a copy of the tab only the place speaks for a stray.
  return record !== undefined || aimedHere ? '' : undefined;
}

/** What stood in a cell that was blanked in the stead of another; undefined if nothing did. */
function lostValue(rest: Values, header: string, { view, before }: SettleParts): CellValue | undefined {
  return oldRow(rest, view, before())?.[header] || undefined;
}

/** The row as the copy has it: by its keys, else by what most of its cells say. */
function oldRow(rest: Values, view: TableView, image: BeforeImage | null): Values | undefined {
  if (!image) return undefined;
  const named = image.rows[image.indexOf(tokensOf(view.tab.key, rest))];
  if (named) return named;
  const headers = Object.keys(rest);
  const alike = image.rows
    .map((row) => ({ row, ...likeness(headers, row, rest) }))
    .filter(({ same, other }) => same > 2 * other)
    .sort((a, b) => b.same - b.other - (a.same - a.other));
  return alike[0]?.row;
}

const without = (values: Values, left: string): Values =>
  Object.fromEntries(Object.entries(values).filter(([header]) => header !== left));

/** Rows that were noted as written, but the execution was killed before they stood. */
function settleAdditions({ adds }: TabJournal, { view, provenance, today }: SettleParts): void {
  for (const keys of adds)
    if (view.match(keys).kind === 'none' && provenance.wrote(view.tab, keys))
      provenance.noteRow(view.tab, keys, 'removed', today);
}

/** Rows that are gone were removed by the add-on; those that went in their stead while rows moved come back. */
function settleRemovals({ removes, count }: TabJournal, parts: SettleParts): string[] {
  const { bound, view, provenance, today } = parts;
  if (removes.length === 0) return [];
  const left = removes.filter((keys) => view.match(keys).kind !== 'none');
  for (const keys of removes)
    if (!left.includes(keys) && provenance.wrote(view.tab, keys))
      provenance.noteRow(view.tab, keys, 'removed', today);
  const missing = count - (removes.length - left.length) - view.rows.length;
  const image = left.length > 0 && missing > 0 ? parts.before() : null;
  if (!image) return [];
  const meant = new Set(removes.flatMap((keys) => tokensOf(view.tab.key, keys)));
  const lost = image.rows
    .map((values, index) => ({ values, index, tokens: tokensOf(view.tab.key, values) }))
    .filter(({ tokens, values }) => {
      const known = tokens.length > 0 && view.match(values).kind !== 'none';
      return tokens.length > 0 && !known && !tokens.some((token) => meant.has(token));
    })
    .slice(0, Math.min(missing, left.length));
  if (lost.length === 0) return [];
  const bottom = view.rows.reduce((last, row) => Math.max(last, row.sheetRow), 1) + 1;
  bound.insertRows(bottom, lost.length);
  lost.forEach(({ values, index }, i) => {
    image.putBack(index, bottom + i);
    view.insert(values, bottom + i);
  });
  return lost.map(
    ({ values }) =>
      `${view.tab.name}: ${displayKey(view.tab, values)} had been removed while rows moved; it is back at the bottom.`,
  );
}

/** Whether the tasks write into columns that rows are known by: what stood there must not get lost. */
export function writesKeys(view: TableView, tasks: readonly WriteTask[]): boolean {
  const keys = new Set(keyColumns(view.tab));
  const { fallback } = view.tab.key;
  if (fallback) keys.delete(fallback.column);
  return tasks.some(({ cells }) => Object.keys(cells).some((header) => keys.has(header)));
}
