/**
 * What a batch is about to write, noted in the checkpoint. An execution that is killed between the write
 * and its check leaves it behind, and the next one settles it.
 */
import { spansOf, type BoundTab } from './boundTab';
import { displayKey, tokensOf } from './identity';
import type { Provenance } from './provenance';
import type { TableView, Values } from './tableView';
import type { CellChange, CellValue } from './types';
import type { WriteTask } from './tabWriter';

export interface TabJournal {
  tab: string;
  /** Row of the sheet, keys that the row has, cells that it is to get. */
  rows: [number, Values, Record<string, CellValue>][];
  /** Keys of rows to be added at the bottom. */
  adds: Values[];
  /** The last row that is known, with all its values: the one that an insertion would push under new rows. */
  bottom: [number, Values] | null;
}

const picked = (values: Values, headers: readonly string[]): Values =>
  Object.fromEntries(headers.flatMap((header) => (values[header] ?? '') === '' ? [] : [[header, values[header] ?? '']])); // prettier-ignore

export function journalOf(
  bound: BoundTab,
  view: TableView,
  tasks: readonly WriteTask[],
  additions: readonly Record<string, CellChange>[],
): TabJournal {
  const last = view.rows.reduce<(typeof view.rows)[number] | null>(
    (most, row) => (!most || row.sheetRow > most.sheetRow ? row : most),
    null,
  );
  return {
    tab: view.tab.name,
    rows: tasks.map(({ row, cells }) => [row.sheetRow, picked(row.values, bound.keys), plain(cells)]),
    adds: additions.map((cells) => picked(plain(cells), bound.keys)),
    bottom: last && additions.length > 0 ? [last.sheetRow, last.values] : null,
  };
}

function plain(cells: Record<string, CellChange>): Record<string, CellValue> {
  return Object.fromEntries(Object.entries(cells).map(([header, { value }]) => [header, value]));
}

/**
 * Looks at the cells that a killed execution was about to write. What stands in its own row is right, written
 * or not (the step decides again). What landed in another row is taken out: that row's own value is not known
 * any more, and a blank cell is filled again.
 * @returns sentences for the Run Log
 */
export function settleJournal(
  entry: TabJournal,
  bound: BoundTab,
  view: TableView,
  provenance: Provenance,
  today: string,
): string[] {
  return [
    ...settleWrites(entry, bound, view, provenance),
    ...settleAdditions(entry, bound, view, provenance, today),
  ];
}

function settleWrites(entry: TabJournal, bound: BoundTab, view: TableView, provenance: Provenance): string[] {
  const { key } = view.tab;
  const headers = [...new Set([...bound.keys, ...entry.rows.flatMap(([, , cells]) => Object.keys(cells))])];
  const byPlace = new Map<number, Values>();
  const places = entry.rows.map(([row]) => row);
  for (const span of spansOf(places, 2))
    bound.read(span, headers).forEach((values, i) => byPlace.set(span.row + i, values));
  const back: { row: number; header: string; value: CellValue }[] = [];
  for (const [place, keys, cells] of entry.rows) {
    const now = byPlace.get(place);
    if (!now) continue;
    const own = new Set(tokensOf(key, keys));
    const under = without(now, cells, keys);
    if (tokensOf(key, under).some((token) => own.has(token))) continue;
    const record = provenance.row(view.tab, under);
    for (const [header, value] of Object.entries(cells)) {
      if (value === '' || now[header] !== value) continue;
      const known = record?.cells.get(header);
      if (!known || !provenance.stands(known, value)) back.push({ row: place, header, value: '' });
    }
  }
  bound.write(back);
  for (const { row, header } of back) {
    const stranger = view.rows.find((candidate) => candidate.sheetRow === row);
    if (stranger) view.update(stranger, { [header]: '' });
  }
  return back.length === 0
    ? []
    : [
        `${view.tab.name}: ${back.length} cells that were written while rows moved were taken out of the wrong rows.`,
      ];
}

/** The row without what may have been written over it: its own ids are left. */
function without(now: Values, cells: Readonly<Values>, keys: Values): Values {
  return Object.fromEntries(
    Object.entries(now).map(([header, value]) => {
      const over = value !== '' && cells[header] === value && keys[header] !== value;
      return [header, over ? '' : value];
    }),
  );
}

function settleAdditions(
  { adds, bottom }: TabJournal,
  bound: BoundTab,
  view: TableView,
  provenance: Provenance,
  today: string,
): string[] {
  for (const keys of adds) {
    // Noted as written, but the execution was killed before the row stood.
    if (view.match(keys).kind === 'none' && provenance.wrote(view.tab, keys))
      provenance.noteRow(view.tab, keys, 'removed', today);
  }
  const [first] = adds;
  if (!bottom || !first) return [];
  const [place, values] = bottom;
  const above = view.rows.find((row) => row.sheetRow === place);
  const taker = view.rows.find((row) => row.sheetRow === place + 1);
  const taken =
    taker !== undefined &&
    view.match(first).kind === 'row' &&
    displayKey(view.tab, taker.values) === displayKey(view.tab, first);
  if (!taken || !above || view.match(values).kind !== 'none') return [];
  const last = bound.lastRow() + 1;
  bound.reserveRows(last);
  bound.write(Object.entries(values).map(([header, value]) => ({ row: last, header, value })));
  view.insert(values, last);
  return [
    `${view.tab.name}: ${displayKey(view.tab, values)} was written over while rows moved; it is back at the bottom.`,
  ];
}
