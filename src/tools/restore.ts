/**
 * restore: makes a tab what a snapshot of it says, row by row and by key. The present state is copied first; columns
 * that the add-on does not know stay as they are, and come back with the rows that come back.
 */
import { NeedsPerson } from '../engine/backend';
import type { Plan, Step, StepContext } from '../engine/types';
import { dataTabs, realiteaseInfo } from '../workbook/tabs';
import type { AnyTab } from '../workbook/schema';
import type { Change, KeptRow } from '../workbook/types';
import { allRows, rowsWith, type AnyRow } from './rows';
import { backTo, putBack } from './putBack';

/** Source of values that were nobody's. */
const BY = 'snapshot';

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
  const bare = bareRows(context, tab);
  rows.forEach((kept, i) => {
    const row = best(
      rowsWith(context, tab, kept.values).filter(({ handle }) => !taken.has(handle)),
      kept,
    );
    if (row) taken.add(row.handle);
    const [change] = row ? backTo(tab, row, kept, BY, bare.has(row.handle)) : [putBack(tab, kept, BY)];
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

/** Rows that are back already, but were cut off from what a person kept beside them. */
function bareRows({ recovery }: StepContext, tab: AnyTab): ReadonlySet<number> {
  const added = recovery.addedBefore(tab);
  const beside = added.size > 0 ? recovery.beside(tab) : new Map();
  return new Set([...added].filter((handle) => !beside.has(handle)));
}
