/**
 * undo: takes back what the last run did, and leaves alone what a person changed since. Cells that hold what the
 * run wrote get back what they held; rows that it added go, unless a person worked on them; rows that it removed
 * come back; questions whose decisions it carried out are asked again. Interrupted, it does the rest: what is taken back is not taken back twice.
 */
import type { Plan, Step, StepContext } from '../engine/types';
import { dataTabs, realiteaseInfo } from '../workbook/tabs';
import type { AnyTab } from '../workbook/schema';
import type { CellChange, CellValue, Change, DoneRow, KeptRow } from '../workbook/types';
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
  const back: Change[] = [];
  const annotated = new Map<AnyTab, ReadonlySet<number>>();
  const notesOf = (tab: AnyTab) => {
    const known = annotated.get(tab) ?? context.recovery.annotated(tab);
    annotated.set(tab, known);
    return known;
  };
  const asked: Change[] = [];
  for (const done of last.rows) {
    if (done.what === 'decide') {
      asked.push({ kind: 'mark', mark: { of: 'reopen', id: done.id } });
      continue;
    }
    const tab = tabNamed(done.tab);
    if (!tab) continue;
    if (done.what === 'remove') {
      const [there] = rowsWith(context, tab, done.row.values);
      if (there) back.push(...restOf(tab, there, done.row, notesOf));
      else back.push(putBack(tab, done.row));
      continue;
    }
    const row = find(context, tab, done);
    if (!row) continue;
    const known = rows.get(`${tab.name} ${row.handle}`) ?? {
      tab,
      row,
      cells: {},
      theirs: new Set(),
      goes: false,
    };
    rows.set(`${tab.name} ${row.handle}`, known);
    if (done.what === 'write') takeBack(context, known, done.cells);
    else {
      known.goes = !notesOf(tab).has(row.handle) && isUntouched(context, known);
      if (!known.goes) context.log('info', 'The row was added, but somebody has worked on it since: it stays.', String(row.sheetRow)); // prettier-ignore
    }
  }
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
    batch: (items) => ({
      changes: items.flatMap((item): Change[] =>
        item === END
          ? [...asked, { kind: 'mark', mark: { of: 'undo', from: last.from } }]
          : [work.get(item) ?? []].flat(),
      ),
    }),
  };
}

function find(
  context: StepContext,
  tab: AnyTab,
  done: Exclude<DoneRow, { what: 'remove' | 'decide' }>,
): AnyRow | undefined {
  const [row] = rowsWith(context, tab, done.keys);
  return row ?? (done.what === 'write' ? rowsWith(context, tab, done.before)[0] : undefined);
}

/** Latest first: what an earlier step of the run found there is what the cell gets. */
function takeBack(
  context: StepContext,
  known: Row,
  cells: Extract<DoneRow, { what: 'write' }>['cells'],
): void {
  for (const [column, [old, origin]] of Object.entries(cells)) {
    const seen = column in known.cells || known.theirs.has(column);
    if (!seen && !context.recovery.holdsOwn(known.tab, known.row, column)) known.theirs.add(column);
    if (!known.theirs.has(column))
      known.cells[column] = { value: old, source: origin?.source ?? UNDO, when: 'correct', origin };
  }
}

/** What is still missing of a row that is back already, in whole or in part: an undoing may have been cut off in it. */
function restOf(
  tab: AnyTab,
  row: AnyRow,
  kept: KeptRow,
  notesOf: (tab: AnyTab) => ReadonlySet<number>,
): Change[] {
  const blank = Object.entries(putBack(tab, kept).cells).filter(([column]) => row.values[column] === '');
  const cells = Object.fromEntries(
    blank.map(([column, change]) => [column, { ...change, when: 'correct' as const }]),
  );
  const { others } = kept;
  const isBare = Object.keys(others).length > 0 && !notesOf(tab).has(row.handle);
  return [
    ...(blank.length > 0 ? [{ kind: 'write' as const, tab, row, cells }] : []),
    ...(isBare ? [{ kind: 'write' as const, tab, row, cells: {}, others }] : []),
  ];
}

function isUntouched(context: StepContext, { tab, row }: Row): boolean {
  return Object.entries(row.values).every(
    ([column, value]) => value === '' || context.recovery.holdsOwn(tab, row, column),
  );
}

/** A row as it was, with where its values came from. */
export function putBack(
  tab: AnyTab,
  { values, origins, ours, others }: KeptRow,
): Extract<Change, { kind: 'add' }> {
  const cells = Object.fromEntries(
    Object.entries(values).map(([column, value]: [string, CellValue]): [string, CellChange] => {
      const origin = origins[column] ?? null;
      return [column, { value, source: origin?.source ?? UNDO, origin }];
    }),
  );
  return { kind: 'add', tab, cells, back: { ours, others } };
}
