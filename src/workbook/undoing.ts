/** What a batch is undone by, and what the undoing needs beyond the writing of cells and rows. */
import type { BoundTab } from './boundTab';
import { CONFLICTS } from './question';
import { extraColumns, keptRow, readExtra, writeExtra } from './extraColumns';
import type { Gateway } from './gateway';
import { keyColumns } from './identity';
import type { Provenance } from './provenance';
import { noteGone } from './removals';
import type { TableView, Values, ViewRow } from './tableView';
import type { WriteTask } from './decisions';
import type { CellChange, Change, DoneRow } from './types';
import type { TabWork } from './work';

export interface UndoingParts {
  gateway: Gateway;
  provenance: Provenance;
  bound: BoundTab | null;
  view: TableView;
}

type Cells = Record<string, CellChange>;

/** What the batch is about to do, with what is needed to undo it. Reads what people keep beside rows that are to go. */
export function doneRows({ tab, tasks, adds, back, removes }: TabWork, parts: UndoingParts): DoneRow[] {
  const { gateway, provenance, bound, view } = parts;
  const keys = keyColumns(tab);
  const others =
    bound && removes.length > 0
      ? readExtra(bound, extraColumns(gateway, bound), removes)
      : new Map<ViewRow, Record<string, unknown>>();
  return [
    ...[...tasks.values()].flatMap((task) => writtenRow(task, view, keys)),
    ...adds.map((cells): DoneRow => {
      const was = back.get(cells);
      const added = { tab: tab.name, what: 'add' as const, keys: picked(plain(cells), keys) };
      return was ? { ...added, theirs: { values: plain(theirsIn(cells)), others: was.others } } : added;
    }),
    ...removes.map((row): DoneRow => {
      const line = provenance.text(tab, row.values);
      return { tab: tab.name, what: 'remove', row: keptRow(tab, row.values, others.get(row) ?? {}, line) };
    }),
  ];
}

function writtenRow({ row, cells }: WriteTask, view: TableView, keys: readonly string[]): DoneRow[] {
  const changing = Object.entries(cells).filter(([header, { value }]) => row.values[header] !== value);
  if (changing.length === 0) return [];
  const theirs = theirsIn(cells);
  const old = changing.map(([header]) => {
    const origin = view.origin(row, header);
    const held = [row.values[header] ?? '', origin && { source: origin.source, date: origin.date }];
    return [header, header in theirs ? [...held, cells[header]?.value] : held];
  });
  return [
    {
      tab: view.tab.name,
      what: 'write',
      keys: picked({ ...row.values, ...plain(cells) }, keys),
      before: picked(row.values, keys),
      cells: Object.fromEntries(old),
    },
  ];
}

/** Values that get back their origin, rows that come back as whose they were, rows that are not wanted again. */
export function putBack(work: TabWork, parts: UndoingParts & { bound: BoundTab }, today: string): void {
  const { tab, tasks, adds, back, dismissed } = work;
  const { gateway, provenance, bound, view } = parts;
  const others = new Map(work.others);
  const origins = (row: ViewRow, cells: Cells) => {
    for (const [header, { value, origin }] of Object.entries(cells))
      if (origin !== undefined && row.values[header] === value)
        provenance.noteOrigin(tab, row.values, header, value, origin);
    view.noteChanged(row);
  };
  // Those of cells that were written are noted already; a value that a person decided to keep stood there.
  for (const { row, cells } of tasks.values()) origins(row, cells);
  for (const cells of adds) {
    const was = back.get(cells);
    const match = was ? view.match(plain(cells)) : null;
    const row = match?.kind === 'row' ? view.byHandle(match.row.handle) : undefined;
    if (!was || !row) continue;
    others.set(row, was.others);
  }
  for (const row of dismissed)
    if (!view.byHandle(row.handle)) noteGone(provenance, view, row.values, 'dismissed', today);
  provenance.save();
  if ([...others.values()].some((cells) => Object.keys(cells).length > 0))
    writeExtra(gateway, bound, extraColumns(gateway, bound), others);
}

/** Those that come back as a person's. */
const theirsIn = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([, { origin }]) => origin === null));

const picked = (values: Readonly<Values>, keys: readonly string[]): Values =>
  Object.fromEntries(keys.map((key) => [key, values[key] ?? '']).filter(([, value]) => value !== ''));

const plain = (cells: Cells): Values =>
  Object.fromEntries(Object.entries(cells).map(([header, { value }]) => [header, value]));

/** Questions that count as answered once the batch is done. */
export const decidedIn = (changes: readonly Change[]): DoneRow[] =>
  changes.flatMap((change): DoneRow[] =>
    change.kind === 'mark' && change.mark.of === 'decision' && change.mark.done
      ? [{ tab: CONFLICTS.name, what: 'decide', id: change.mark.id }]
      : [],
  );
