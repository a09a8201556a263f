/**
 * What a batch is about to do to a tab, noted in the checkpoint. An execution that is killed between the write and
 * its check leaves the note behind, and the next one settles it: every value is in its own row again, or in none.
 */
import type { BoundTab } from './boundTab';
import { ColumnStrays } from './columnStrays';
import { keyColumns, tokensOf } from './identity';
import type { Open } from './ledger';
import { columnsMoved } from './movedColumns';
import type { Provenance } from './provenance';
import { noteGone } from './removals';
import { dueBy, straysBy, type StrayCells } from './strays';
import { begunIn, countsOf, namedOnly, stubsOf } from './stubs';
import { picked, type TableView, type Values, type ViewRow } from './tableView';
import type { WriteTask } from './decisions';
import type { CellChange, CellValue, ConflictNote } from './types';

export interface TabJournal {
  tab: string;
  /** Where the tab's columns (in the order declared) stood, each time that anything was written. */
  at?: number[][];
  /**
   * Rows of the sheet that were aimed at, keys that the row has, cells that it is to get, what it holds beside its keys,
   * and the columns in which a person's value comes back.
   */
  rows: [
    places: number[],
    keys: Values,
    cells: Record<string, CellValue>,
    old?: CellValue[] | null,
    back?: string[],
  ][];
  /** Cells of others that hold what a row is to get, and not by the add-on: column, value, what their rows are known by. */
  theirs: [header: string, value: CellValue, tokens: string[]][];
  /** Keys and counts of rows to be added. */
  adds: Values[];
  /** Rows without an id that look like parts of them and are none. */
  begun: Values[];
  /** Keys of rows to be removed. */
  removes: Values[];
  /** Of the run whose batch it is, in its first tab's note: when it began, as its copies are named. */
  stamp?: string;
  /** Questions of the batch, in its first tab's note: they are put once its cells stand. */
  notes?: readonly ConflictNote[];
}

/** Rows noted at most: the checkpoint has to fit into the property store. */
const MOST_ROWS = 1000;
/** Of a tab with more of people's own cells there is a copy. */
const MOST_THEIRS = 300;
/** Characters of what rows hold that are noted at most. */
const MOST_OLD = 60_000;

/** The tab as it was when the run first wrote to it; it may lack rows. */
export interface BeforeImage {
  rows: readonly Values[];
  /** Index of the row that has one of these tokens; -1 if none has. */
  indexOf(tokens: readonly string[]): number;
  /**
   * Puts the row of that index back at this place, with the columns that only people know. Buffered.
   * @returns false if the grid has just become too short for it
   */
  putBack(index: number, row: number): boolean;
}

export function journalOf(
  bound: BoundTab,
  view: TableView,
  tasks: readonly WriteTask[],
  additions: readonly Record<string, CellChange>[],
  removes: readonly ViewRow[],
): TabJournal {
  const rows = noted(bound, tasks.map(({ row, cells }) => ({ row, cells: plain(cells) }))); // prettier-ignore
  tasks.forEach(({ cells }, i) => {
    const back = Object.keys(cells).filter((header) => cells[header]?.origin === null);
    if (back.length > 0 && rows[i]) rows[i][4] = back;
  });
  const telling = [...bound.keys, ...countsOf(view.tab)];
  const adds = additions.map((cells) => picked(plain(cells), telling));
  return {
    tab: view.tab.name,
    at: [layoutOf(bound)],
    rows,
    theirs: theirsIn(view, rows),
    adds,
    begun: begunIn(view, adds),
    removes: removes.map((row) => picked(row.values, bound.keys)),
  };
}

/** The note with what is written again, or given back, because rows moved. */
export function journalAgain(
  entry: TabJournal,
  bound: BoundTab,
  view: TableView,
  open: readonly Open[],
): TabJournal {
  const again = noted(bound, open);
  // The same cells of the same row are noted once, with all places that they were sent to.
  const rows = new Map<string, TabJournal['rows'][number]>();
  for (const [places, keys, cells, old, own = []] of [...entry.rows, ...again]) {
    const name = JSON.stringify([keys, cells]);
    const [before = [], , , held = old, back = own] = rows.get(name) ?? [];
    rows.delete(name);
    const one: TabJournal['rows'][number] = [[...new Set([...before, ...places])], keys, cells, held ?? null];
    if (back.length > 0) one[4] = back;
    rows.set(name, one);
  }
  const at = new Map([...(entry.at ?? []), layoutOf(bound)].map((one) => [one.join(), one]));
  const theirs = new Map(
    [...entry.theirs, ...theirsIn(view, again)].map((one) => [JSON.stringify(one), one]),
  );
  return {
    ...entry,
    at: [...at.values()],
    rows: [...rows.values()].slice(-MOST_ROWS),
    theirs: [...theirs.values()].slice(0, MOST_THEIRS),
  };
}

/** What the rows are known by, get and hold; the latter only while there is room for it. */
function noted(bound: BoundTab, rows: readonly Open[]): TabJournal['rows'] {
  let room = MOST_OLD;
  const headers = Object.keys(bound.tab.columns);
  return rows.map(({ row: { sheetRow, values }, cells }) => {
    const old = headers.map((header) => (bound.keys.includes(header) ? '' : (values[header] ?? '')));
    room -= old.join().length;
    return [[sheetRow], picked(values, bound.keys), { ...cells }, room > 0 ? old : null];
  });
}

const layoutOf = (bound: BoundTab): number[] =>
  Object.keys(bound.tab.columns).map((header) => bound.column(header) ?? 0);

/** What people had put into other rows before: it is no stray. */
function theirsIn(view: TableView, rows: TabJournal['rows']): TabJournal['theirs'] {
  const meant = new Map<string, Set<CellValue>>();
  for (const [, , cells] of rows)
    for (const [header, value] of Object.entries(cells))
      if (value !== '') meant.set(header, (meant.get(header) ?? new Set()).add(value));
  const found: TabJournal['theirs'] = [];
  for (const [header, values] of meant) {
    for (const row of view.theirs(header)) {
      const value = row.values[header] ?? '';
      if (!values.has(value)) continue;
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
  /**
   * Gives the cells that `strays` tells what they should hold, and blanks the rows that `isStub` is true of.
   * @returns how many cells there were
   */
  mend(strays: StrayCells, isStub: (values: Values) => boolean, written: readonly Values[]): number;
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
  return said;
}

function settleWrites(entry: TabJournal, parts: SettleParts): string[] {
  const { view, bound } = parts;
  const columns = new ColumnStrays(entry, parts);
  const hasNew = entry.adds.length > 0 && (view.keyless.length > 0 || columns.moved);
  if (entry.rows.length === 0 && !hasNew) return [];
  const others = columns.moved ? bound.takeOut(columns) : [];
  const written = entry.rows.map(([, , cells]) => cells);
  const inRows = straysBy(entry, parts);
  const due = dueBy(entry, parts);
  let goingOn = 0;
  const strays: StrayCells = (values, place) => {
    const back = columns.mend(values, place);
    const left = due(values);
    goingOn += Object.keys(left).length;
    return { ...left, ...inRows({ ...values, ...back }, place), ...back };
  };
  const mended = parts.mend(strays, stubsOf(view.tab, entry.adds, entry.begun), written);
  const said = [...others, ...columns.lost].map((header) => columnsMoved(entry.tab, header));
  if (mended <= goingOn) return said;
  return [
    ...said,
    `${entry.tab}: ${mended - goingOn} cells that were written while rows or columns moved were taken out of the wrong ones.`,
  ];
}

/** Rows that were noted as written, but the execution was killed before they stood. One that lacks its ids only will get them. */
function settleAdditions({ adds, begun }: TabJournal, { view, provenance, today }: SettleParts): void {
  const before = new Set(begun.map((values) => JSON.stringify(values)));
  for (const keys of adds) {
    const named = namedOnly(view, keys);
    const isHere = named ? !before.has(JSON.stringify(named)) : view.match(keys).kind !== 'none';
    if (!isHere && provenance.wrote(view.tab, keys)) noteGone(provenance, view, keys, 'removed', today);
  }
}

/** Whether the tasks write into columns that rows are known by: what stood there must not get lost. */
export function writesKeys(view: TableView, tasks: readonly WriteTask[]): boolean {
  const keys = new Set(keyColumns(view.tab));
  const { fallback } = view.tab.key;
  if (fallback) keys.delete(fallback.column);
  return tasks.some(({ cells }) => Object.keys(cells).some((header) => keys.has(header)));
}
