/** wwhl.check: who the guests are (both id columns, aligned with the names), and the REALITEASE status. */
import type { Plan, Step, StepContext } from '../../engine/types';
import { splitList } from '../../rules/lists';
import { castInfo, realiteaseInfo, wwhlInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { firstRows, selectRows } from '../common/select';
import { identityCells, statedIds } from './identity';
import { knownEpisodes, knownPeople } from './known';

export const check: Step = {
  id: 'wwhl.check',
  title: 'Who the guests are',
  input: wwhlInfo,
  tabs: [wwhlInfo, castInfo, realiteaseInfo],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const rows = firstRows(context, selectRows(context, context.table(wwhlInfo).rows));
  const people = knownPeople(context);
  const episodes = knownEpisodes(
    context,
    rows.map((row) => Number(row.values.Season)),
  );
  const work = new Map<string, Change>();
  for (const row of rows) {
    const episode = episodes.get(`${row.values.Season}/${row.values.Episode}`);
    const names = splitList(row.values.GuestNames);
    const cells = identityCells(people, names, statedIds(context, row, names, people, episode));
    const values: Record<string, unknown> = row.values;
    const differs = Object.entries(cells).some(([column, cell]) => cell && values[column] !== cell.value);
    if (differs) work.set(String(row.handle), { kind: 'write', tab: wwhlInfo, row, cells });
  }
  return {
    items: [...work.keys()],
    looked: rows.length,
    size: 1000,
    batch: (items) => ({ changes: items.flatMap((item) => work.get(item) ?? []) }),
  };
}
