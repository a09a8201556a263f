/**
 * restore: makes a tab what a snapshot of it says, row by row and by key. The present state is copied first; columns
 * that the add-on does not know stay as they are, and come back with the rows that come back.
 */
import { NeedsPerson } from '../engine/backend';
import type { Plan, Step, StepContext } from '../engine/types';
import { dataTabs, realiteaseInfo } from '../workbook/tabs';
import type { AnyTab } from '../workbook/schema';
import type { CellChange, Change, KeptRow } from '../workbook/types';
import { allRows, rowsWith, type AnyRow } from './rows';
import { putBack } from './undo';

export const restore: Step = {
  id: 'restore',
  title: 'Restore a snapshot',
  input: realiteaseInfo,
  tabs: dataTabs,
  rewrites: dataTabs,
  ordered: true,
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const name = String(context.args.snapshot ?? '');
  const snapshot = context.recovery.snapshot(name);
  if (!snapshot)
    throw new NeedsPerson(
      name ? `There is no snapshot "${name}". Nothing was changed.` : 'Say which snapshot to restore. Nothing was changed.', // prettier-ignore
    );
  const { tab, rows } = snapshot;
  const work = new Map<string, Change>();
  const taken = new Set<number>();
  rows.forEach((kept, i) => {
    const row = best(
      rowsWith(context, tab, kept.values).filter(({ handle }) => !taken.has(handle)),
      kept,
    );
    if (row) taken.add(row.handle);
    const change = row ? backTo(tab, row, kept) : putBack(tab, kept);
    if (change) work.set(String(i), change);
  });
  for (const row of allRows(context, tab))
    if (!taken.has(row.handle))
      work.set(`-${row.handle}`, { kind: 'remove', tab, row, reason: `not in ${name}` });
  return {
    // Rows go first: one that comes back may need an id of theirs.
    items: [...work.keys()].sort((a, b) => Number(b.startsWith('-')) - Number(a.startsWith('-'))),
    looked: rows.length,
    size: 250,
    batch: (items) => ({ changes: items.flatMap((item) => work.get(item) ?? []) }),
  };
}

/** Of the rows that have one of the ids, the one that has most in common. */
function best(rows: readonly AnyRow[], { values }: KeptRow): AnyRow | undefined {
  const common = (row: AnyRow) =>
    Object.entries(values).filter(([column, value]) => row.values[column] === value).length;
  return [...rows].sort((a, b) => common(b) - common(a))[0];
}

function backTo(tab: AnyTab, row: AnyRow, { values, origins }: KeptRow): Change | null {
  const cells: Record<string, CellChange> = {};
  for (const column of Object.keys(tab.columns)) {
    const value = values[column] ?? '';
    if ((row.values[column] ?? '') === value) continue;
    const origin = origins[column] ?? null;
    cells[column] = { value, source: origin?.source ?? 'snapshot', when: 'correct', origin };
  }
  return Object.keys(cells).length > 0 ? { kind: 'write', tab, row, cells } : null;
}
