/** castinfo.prune: rows of SKIP shows that the add-on added go; a person's are listed in Quality. */
import type { Plan, Step, StepContext } from '../../engine/types';
import { castInfo, showInfo } from '../../workbook/tabs';
import { removeRow } from '../common/changes';
import { planOf } from '../common/select';
import { showsOf } from '../common/shows';
import { rowsByShow } from './members';

export const prune: Step = {
  id: 'castinfo.prune',
  title: 'Remove the cast of SKIP shows',
  input: castInfo,
  tabs: [showInfo, castInfo],
  rewrites: [castInfo],
  begin: plan,
};

function plan(context: StepContext): Plan {
  const rows = rowsByShow(context);
  const skipped = showsOf(context).filter((show) => show.threshold === null);
  const leaving = context.partial
    ? []
    : skipped.flatMap((show) => (rows.get(show.key) ?? []).filter((row) => row.ours));
  const byHandle = new Map(leaving.map((row) => [String(row.handle), row]));
  return planOf(context, [...byHandle.keys()], 250, (handles) => ({
    changes: handles.flatMap((handle) => {
      const row = byHandle.get(handle);
      return row ? [removeRow(castInfo, row, `${row.values.ShowName} is marked SKIP`)] : [];
    }),
  }));
}
