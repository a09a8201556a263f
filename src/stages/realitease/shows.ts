/** realitease.shows: ShowNames to TotalEpisodes of every row follow CastInfo. */
import type { Plan, Step, StepContext } from '../../engine/types';
import { castInfo, realiteaseInfo, showInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { firstRows, selectRows } from '../common/select';
import { peopleOf } from './cast';
import { showCells } from './showCells';

export const shows: Step = {
  id: 'realitease.shows',
  title: 'Shows and totals',
  input: realiteaseInfo,
  tabs: [showInfo, castInfo, realiteaseInfo],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const found = peopleOf(context);
  const rows = firstRows(context, selectRows(context, context.table(realiteaseInfo).rows));
  const work = new Map<string, Change>();
  for (const row of rows) {
    const { CastIMDbID: imdbId, CastTMDbID: tmdbId } = row.values;
    const person = found.byImdb.get(imdbId) ?? found.byTmdb.get(tmdbId);
    if (!person || (imdbId && person.imdbId && imdbId !== person.imdbId)) continue;
    const cells = showCells(person.shows);
    const values: Record<string, unknown> = row.values;
    const differs = Object.entries(cells).some(([column, cell]) => cell && values[column] !== cell.value);
    if (differs) work.set(String(row.handle), { kind: 'write', tab: realiteaseInfo, row, cells });
  }
  return {
    items: [...work.keys()],
    looked: rows.length,
    size: 250,
    batch: (items) => ({ changes: items.flatMap((item) => work.get(item) ?? []) }),
  };
}
