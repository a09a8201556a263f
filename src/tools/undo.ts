/**
 * undo: takes back what the last run did, and leaves alone what a person changed since. Cells that hold what the
 * run wrote get back what they held; rows that it added go, unless a person worked on them; rows that it removed
 * come back; questions whose decisions it carried out are asked again. Interrupted, it does the rest: what is taken back is not taken back twice.
 */
import type { Plan, Step, StepContext } from '../engine/types';
import { forgetSame } from '../stages/common/same';
import { tokensOf } from '../workbook/identity';
import { dataTabs, realiteaseInfo } from '../workbook/tabs';
import type { AnyTab } from '../workbook/schema';
import type {
  CellChange,
  CellValue,
  Change,
  ConflictNote,
  DoneRow,
  KeptRow,
  RowBack,
  Theirs,
} from '../workbook/types';
import { backTo, putBack } from './putBack';
import { rowsWith, tabNamed, type AnyRow } from './rows';

export const UNDO = 'undo';
/** The last item: what was undone is not undone again. */
const END = 'end';

export const undo: Step = {
  id: UNDO,
  title: 'Undo the last run',
  input: realiteaseInfo,
  tabs: dataTabs,
  rewrites: dataTabs,
  ordered: true,
  begin: (context) => plan(context),
};

/** What stands in columns that the add-on does not know, by row. */
type Notes = ReturnType<StepContext['recovery']['beside']>;

interface Row {
  tab: AnyTab;
  row: AnyRow;
  cells: Record<string, CellChange>;
  /** Columns that a person has changed since. */
  theirs: Set<string>;
  goes: boolean;
}

function plan(context: StepContext): Plan {
  const last = context.recovery.lastRun();
  if (!last) {
    context.log('info', 'There is nothing to undo: the last run changed nothing, was undone, or did too much to be noted.'); // prettier-ignore
    return { items: [], size: 1, batch: () => ({ changes: [] }) };
  }
  const rows = new Map<string, Row>();
  const removed: [AnyTab, KeptRow][] = [];
  const beside = new Map<AnyTab, Notes>();
  const notesOf = (tab: AnyTab) => {
    const known = beside.get(tab) ?? context.recovery.beside(tab);
    beside.set(tab, known);
    return known;
  };
  const asked: Change[] = [];
  const parted: string[][] = [];
  for (const done of last.rows) {
    if (done.what === 'decide') {
      asked.push({ kind: 'mark', mark: { of: 'reopen', id: done.id } });
      const question = context.recovery.question(done.id);
      if (question?.kind === 'same') parted.push(idsIn(question));
      continue;
    }
    const tab = tabNamed(done.tab);
    if (!tab) continue;
    if (done.what === 'remove') {
      removed.push([tab, done.row]);
      continue;
    }
    const row = find(context, tab, done);
    if (!row) continue;
    const name = nameOf(tab, row);
    const known = rows.get(name) ?? { tab, row, cells: {}, theirs: new Set(), goes: false };
    rows.set(name, known);
    if (done.what === 'write') takeBack(context, known, done.cells);
    else {
      known.goes = isUntouched(context, known, notesOf(tab).get(row.handle) ?? {}, done.theirs);
      if (!known.goes) context.log('info', 'The row was added, but somebody has worked on it since: it stays.', String(row.sheetRow)); // prettier-ignore
    }
  }
  const back = removed.flatMap(([tab, kept]) => comesBack(context, tab, kept, rows, notesOf(tab)));
  const work = new Map<string, Change>();
  for (const [name, { tab, row, cells, goes }] of rows) {
    if (goes) work.set(name, { kind: 'remove', tab, row, reason: 'undone' });
    else if (Object.keys(cells).length > 0) work.set(name, { kind: 'write', tab, row, cells });
  }
  back.forEach((change, i) => work.set(`back ${i}`, change));
  return {
    items: [...work.keys(), END],
    looked: work.size,
    size: 250,
    batch: (items) => {
      if (items.includes(END)) for (const ids of parted) forgetSame(context, ids);
      return {
        changes: items.flatMap((item): Change[] =>
          item === END
            ? [...asked, { kind: 'mark', mark: { of: 'undo', from: last.from } }]
            : [work.get(item) ?? []].flat(),
        ),
      };
    },
  };
}

/** A row that took over an id of another may have given it back, if an undoing was cut off: its old ids tell which it is. */
function find(
  context: StepContext,
  tab: AnyTab,
  done: Exclude<DoneRow, { what: 'remove' | 'decide' }>,
): AnyRow | undefined {
  const rows = rowsWith(context, tab, done.keys);
  if (done.what === 'add') return rows[0];
  const before = rowsWith(context, tab, done.before);
  return rows.find((row) => before.includes(row)) ?? before[0] ?? rows[0];
}

/** Latest first: what an earlier step of the run found there is what the cell gets. */
function takeBack(
  context: StepContext,
  known: Row,
  cells: Extract<DoneRow, { what: 'write' }>['cells'],
): void {
  for (const [column, [old, origin, put]] of Object.entries(cells)) {
    const seen = column in known.cells || known.theirs.has(column);
    const isPut = put !== undefined && known.row.values[column] === put;
    const isAsLeft = isPut || context.recovery.holdsOwn(known.tab, known.row, column);
    if (!seen && !isAsLeft) known.theirs.add(column);
    if (!known.theirs.has(column))
      known.cells[column] = { value: old, source: origin?.source ?? UNDO, when: 'correct', origin };
  }
}

/**
 * What brings a removed row back. One that another row was merged into, or that was added in its stead, has ids of it
 * until that is taken back.
 */
function comesBack(
  context: StepContext,
  tab: AnyTab,
  kept: KeptRow,
  rows: ReadonlyMap<string, Row>,
  notes: Notes,
): Change[] {
  const ids = tokensOf(tab.key, kept.values);
  const there = rowsWith(context, tab, kept.values).find((row) => {
    const known = rows.get(nameOf(tab, row));
    const after = known?.goes ? row.values : { ...row.values, ...valuesOf(known?.cells ?? {}) };
    return tokensOf(tab.key, after).some((id) => ids.includes(id));
  });
  if (!there) return [putBack(tab, kept, UNDO)];
  const isBare = !notes.has(there.handle);
  const known = rows.get(nameOf(tab, there));
  if (!known?.goes) return restOf(tab, there, kept, isBare);
  known.goes = false;
  known.cells = {};
  return backTo(tab, there, kept, UNDO, isBare);
}

/** What is still missing of a row that is back already, in whole or in part: an undoing may have been cut off in it. */
function restOf(tab: AnyTab, row: AnyRow, kept: KeptRow, isBare: boolean): Change[] {
  const blank = Object.entries(kept.values).filter(([column]) => row.values[column] === '');
  const values = { ...row.values, ...Object.fromEntries(blank) };
  return backTo(tab, row, { ...kept, values }, UNDO, isBare);
}

/** The ids that a question on two people is about. */
const idsIn = ({ kept, others }: ConflictNote): string[] =>
  [kept, ...others.map(({ value }) => value)].flatMap((text) => text.split(' / '));

const nameOf = (tab: AnyTab, row: AnyRow): string => `${tab.name} ${row.handle}`;

const valuesOf = (cells: Record<string, CellChange>): Record<string, CellValue> =>
  Object.fromEntries(Object.entries(cells).map(([column, { value }]) => [column, value]));

/** Whether the row holds nothing but what the run put there. */
function isUntouched(
  context: StepContext,
  { tab, row }: Row,
  beside: RowBack['others'],
  { values, others }: Theirs = { values: {}, others: {} },
): boolean {
  const isLeft = ([header, value]: [string, unknown]) =>
    JSON.stringify(value) === JSON.stringify(others[header]);
  return (
    Object.entries(beside).every(isLeft) &&
    Object.entries(row.values).every(
      ([column, value]) =>
        value === '' || value === values[column] || context.recovery.holdsOwn(tab, row, column),
    )
  );
}
