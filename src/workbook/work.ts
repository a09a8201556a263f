/** The changes of a batch, sorted by tab and row: what the writer works through. */
import type { AnyTab } from './schema';
import type { TableView, ViewRow } from './tableView';
import type { WriteTask } from './decisions';
import type { CellChange, Change, RowBack } from './types';

/** Work of a batch on one tab. */
export interface TabWork {
  tab: AnyTab;
  tasks: Map<number, WriteTask>;
  adds: Record<string, CellChange>[];
  /** Of the additions that put a row back: what it was. */
  back: Map<Record<string, CellChange>, RowBack>;
  /** Rows that get back what stood beside them. */
  others: Map<ViewRow, RowBack['others']>;
  removes: ViewRow[];
  /** Those of the removes that are not wanted again. */
  dismissed: Set<ViewRow>;
}

/** Changes of rows that are gone are left out. */
export function gatherWork(changes: readonly Change[], view: (tab: AnyTab) => TableView): TabWork[] {
  const works = new Map<string, TabWork>();
  for (const change of changes) {
    if (change.kind !== 'add' && change.kind !== 'write' && change.kind !== 'remove') continue;
    const work = works.get(change.tab.name) ?? newWork(change.tab);
    works.set(change.tab.name, work);
    if (change.kind === 'add') {
      work.adds.push(change.cells);
      if (change.back) work.back.set(change.cells, change.back);
      continue;
    }
    const row = view(change.tab).byHandle(change.row.handle);
    if (!row) continue;
    if (change.kind === 'remove') {
      work.removes.push(row);
      if (change.dismissed) work.dismissed.add(row);
      continue;
    }
    if (change.others) work.others.set(row, change.others);
    if (Object.keys(change.cells).length > 0) {
      const task = work.tasks.get(row.handle);
      if (task) Object.assign(task.cells, change.cells);
      else work.tasks.set(row.handle, { row, cells: { ...change.cells } });
    }
  }
  return [...works.values()];
}

/**
 * Rows come back after all else stands, with a note of their own in the checkpoint: they may need ids that are taken from
 * others, and who has an id tells what is whose.
 */
export function inTurns(works: readonly TabWork[]): TabWork[][] {
  if (works.every(({ back }) => back.size === 0)) return [[...works]];
  const first = works.map((work) => ({ ...work, adds: [], back: new Map(), others: new Map() }));
  const then = works.map(({ tab, adds, back, others }) => ({ ...newWork(tab), adds, back, others }));
  const turns = [
    first.filter(({ tasks, removes }) => tasks.size + removes.length > 0),
    then.filter(({ adds, others }) => adds.length + others.size > 0),
  ];
  return turns.filter((turn) => turn.length > 0);
}

function newWork(tab: AnyTab): TabWork {
  return {
    tab,
    tasks: new Map(),
    adds: [],
    back: new Map(),
    others: new Map(),
    removes: [],
    dismissed: new Set(),
  };
}
