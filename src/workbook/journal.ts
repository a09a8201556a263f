/**
 * What a batch is about to do to a tab, noted in the checkpoint. An execution that is killed between the write and
 * its check leaves the note behind, and the next one settles it: every value is in its own row again, or in none.
 */
import type { BoundTab } from './boundTab';
import { displayKey, keyColumns, tokensOf } from './identity';
import { likeness } from './pairing';
import { holds, type Provenance } from './provenance';
import type { Column, KeySpec } from './schema';
import type { TableView, Values, ViewRow } from './tableView';
import type { WriteTask } from './tabWriter';
import type { Open } from './ledger';
import type { CellChange, CellValue } from './types';

export interface TabJournal {
  tab: string;
  /** Rows of the sheet that were aimed at, keys that the row has, cells that it is to get. */
  rows: [places: number[], keys: Values, cells: Record<string, CellValue>][];
  /** Cells of others that hold what a row is to get, and not by the add-on: column, value, what their rows are known by. */
  theirs: [header: string, value: CellValue, tokens: string[]][];
  /** Keys of rows to be added. */
  adds: Values[];
  /** Keys of rows to be removed. */
  removes: Values[];
  /** How many rows the tab had. */
  count: number;
}

/** Rows noted at most: the checkpoint has to fit into the property store. */
const MOST_ROWS = 1000;
/** Of a tab with more of people's own cells there is a copy. */
const MOST_THEIRS = 300;

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
  const rows = tasks.map(({ row, cells }): TabJournal['rows'][number] => [
    [row.sheetRow],
    picked(row.values, bound.keys),
    plain(cells),
  ]);
  return {
    tab: view.tab.name,
    rows,
    theirs: theirsIn(view, rows),
    adds: additions.map((cells) => picked(plain(cells), bound.keys)),
    removes: removes.map((row) => picked(row.values, bound.keys)),
    count: view.rows.length,
  };
}

/** The note with what is written again, or given back, because rows moved. */
export function journalAgain(
  entry: TabJournal,
  bound: BoundTab,
  view: TableView,
  open: readonly Open[],
): TabJournal {
  const again = open.map(({ row, cells }): TabJournal['rows'][number] => [
    [row.sheetRow],
    picked(row.values, bound.keys),
    { ...cells },
  ]);
  // The same cells of the same row are noted once, with all places that they were sent to.
  const noted = new Map<string, TabJournal['rows'][number]>();
  for (const [places, keys, cells] of [...entry.rows, ...again]) {
    const name = JSON.stringify([keys, cells]);
    const before = noted.get(name)?.[0] ?? [];
    noted.delete(name);
    noted.set(name, [[...new Set([...before, ...places])], keys, cells]);
  }
  const theirs = new Map(
    [...entry.theirs, ...theirsIn(view, again)].map((one) => [JSON.stringify(one), one]),
  );
  return {
    ...entry,
    rows: [...noted.values()].slice(-MOST_ROWS),
    theirs: [...theirs.values()].slice(0, MOST_THEIRS),
  };
}

/** What people had put into other rows before: it is no stray. */
function theirsIn(view: TableView, rows: TabJournal['rows']): TabJournal['theirs'] {
  const meant = new Map<string, Set<CellValue>>();
  for (const [, , cells] of rows)
    for (const [header, value] of Object.entries(cells))
      if (value !== '') meant.set(header, (meant.get(header) ?? new Set()).add(value));
  const found: TabJournal['theirs'] = [];
  for (const row of view.rows) {
    for (const [header, values] of meant) {
      const value = row.values[header] ?? '';
      if (!values.has(value) || view.holdsOwn(row, header)) continue;
      found.push([header, value, tokensOf(view.tab.key, row.values)]);
      if (found.length === MOST_THEIRS) return found;
    }
  }
  return found;
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
  places: readonly number[];
  tokens: readonly string[];
  cells: Record<string, CellValue>;
}

/** A value that may have come from another row. */
interface Suspect {
  value: CellValue;
  meant: readonly Target[];
  /** What stood there, going by the copy; undefined if that is not known. */
  old: CellValue | undefined;
}

/**
 * A cell that holds what another row was to get is a stray if nothing else explains it (the add-on's own record, a
 * person who had put it there before, the copy) and something speaks for it: the place, other cells that came along,
 * or a value that is no chance.
 */
function straysBy(entry: TabJournal, parts: SettleParts): StrayCells {
  const { key } = parts.view.tab;
  const targets = entry.rows.map(([places, keys, cells]): Target => ({
    places,
    tokens: tokensOf(key, keys),
    cells,
  }));
  const columns = byValue(targets);
  const theirs = new Set(
    entry.theirs.flatMap(([header, value, tokens]) => tokens.map((token) => cellName(header, value, token))),
  );
  return (values, place) => {
    const sure = sureOf(values, parts.bound.keys, columns, key);
    const filled = Object.keys(values).filter((header) => (values[header] ?? '') !== '');
    const isWhole = ({ cells, tokens }: Target) =>
      filled.every((header) => cells[header] === values[header]) && !shares(tokens, tokensOf(key, values));
    if (filled.length === 0) return {};
    if (targets.some(isWhole)) return Object.fromEntries(filled.map((header) => [header, '']));
    const strays: Values = {};
    const suspects = new Map<string, Suspect>();
    for (const [header, meantBy] of columns) {
      const value = values[header] ?? '';
      const meant = meantBy.get(value);
      if (!meant) continue;
      const rest = without(sure, header);
      const own = tokensOf(key, rest);
      if (meant.some(({ tokens }) => shares(tokens, own))) continue;
      const known = targets.find(({ cells, tokens }) => cells[header] !== undefined && shares(tokens, own));
      if (known) strays[header] = known.cells[header] ?? '';
      else if (value === '') {
        const lost = oldRow(rest, parts)?.[header];
        if (lost) strays[header] = lost;
      } else if (!own.some((token) => theirs.has(cellName(header, value, token)))) {
        const suspect = suspectOf(value, meant, rest, header, parts);
        if (suspect) suspects.set(header, suspect);
      }
    }
    for (const [header, suspect] of suspects)
      if (isStray(header, suspect, suspects, place, parts)) strays[header] = suspect.old ?? '';
    return strays;
  };
}

const cellName = (header: string, value: CellValue, token: string): string =>
  JSON.stringify([header, value, token]);

/** Null if the value is the row's own, going by what is known of it from before. */
function suspectOf(
  value: CellValue,
  meant: readonly Target[],
  rest: Values,
  header: string,
  parts: SettleParts,
): Suspect | null {
  const record = parts.provenance.row(parts.view.tab, rest)?.cells.get(header);
  if (record && holds(record, value)) return null;
  const old = oldRow(rest, parts)?.[header];
  return old === value ? null : { value, meant, old };
}

function isStray(
  header: string,
  { meant }: Suspect,
  suspects: ReadonlyMap<string, Suspect>,
  place: number,
  { view }: SettleParts,
): boolean {
  const column = view.tab.columns[header];
  if (column && (isRefreshed(column) || !FEW_VALUES.has(column.type.kind))) return true;
  return meant.some(({ places, cells }) => {
    if (places.includes(place)) return true;
    const along = Object.entries(cells).filter(([, value]) => value !== '');
    return along.length > 1 && along.every(([other, value]) => suspects.get(other)?.value === value);
  });
}

/** Types whose values many rows have in common: that a person typed the same one just now is no wonder. */
const FEW_VALUES: ReadonlySet<string> = new Set(['choice', 'integer', 'count', 'seasons']);

/** Whether nothing of a person's gets lost in it. */
const isRefreshed = ({ rule, keepsEdits }: Column): boolean => rule === 'own' && !keepsEdits;

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

/** The row as the copy has it: by its keys, else by what most of its cells say. */
function oldRow(rest: Values, { view, before }: SettleParts): Values | undefined {
  const image = before();
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
