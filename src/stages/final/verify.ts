/** final.verify: how full the list is, column by column; the quality check that follows has every rule. */
import type { Plan, Step, StepContext } from '../../engine/types';
import { finalList } from '../../workbook/tabs';
import { selectRows } from '../common/select';

/** Rows shown as samples. */
const SAMPLES = 3;

export const verify: Step = {
  id: 'final.verify',
  title: 'Verify',
  input: finalList,
  tabs: [finalList],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const rows = selectRows(context, context.table(finalList).rows);
  return {
    items: ['FinalList'],
    looked: rows.length,
    size: 1,
    batch: () => {
      for (const column of Object.keys(finalList.columns)) {
        const values: unknown[] = rows.map((row) => (row.values as Record<string, unknown>)[column]);
        const filled = values.filter((value) => value !== '');
        const samples = filled.slice(0, SAMPLES).join(' | ');
        context.log(
          'info',
          `${column}: ${filled.length} of ${rows.length} filled${samples ? `; ${samples}` : ''}`,
          'FinalList',
        );
      }
      return { changes: [] };
    },
  };
}
