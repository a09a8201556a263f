/** Two rows that the curator says are one: what the merged row holds, and which row goes. */
import type { StepContext } from '../engine/types';
import { seasonNumbers } from '../rules/qualify';
import type { AnyTab } from '../workbook/schema';
import { castInfo, realiteaseInfo } from '../workbook/tabs';
import type { CellChange, Change, TableRow } from '../workbook/types';
import type { RowOf } from '../workbook/schema';
import { rememberSame } from '../stages/common/same';
import { idsOf } from '../stages/realitease/cast';
import { better, mergeAll } from '../stages/realitease/duplicates';
import type { AnyRow } from './rows';

type PersonRow = TableRow<RowOf<typeof realiteaseInfo>>;

/** The first row stays, unless they are people: then `THIS`, or the one with more shows. */
export function merged(context: StepContext, tab: AnyTab, kept: AnyRow, other: AnyRow): Change[] {
  const changes =
    tab === realiteaseInfo
      ? people(context, kept as unknown as PersonRow, other as unknown as PersonRow)
      : rows(context, tab, kept, other);
  return changes.map((change) => (change.kind === 'remove' ? { ...change, dismissed: true } : change));
}

function people(context: StepContext, a: PersonRow, b: PersonRow): Change[] {
  const [winner, loser] = better(b) > better(a) ? [b, a] : [a, b];
  const [main, other] = [idsOf(winner), idsOf(loser)];
  rememberSame(context, main.imdbId, other.imdbId);
  rememberSame(context, main.tmdbId, other.tmdbId);
  const ids = { imdbId: main.imdbId || other.imdbId, tmdbId: main.tmdbId || other.tmdbId };
  return mergeAll(context, [{ winner, loser, ids }]).flatMap(([, changes]) => changes);
}

function rows(context: StepContext, tab: AnyTab, kept: AnyRow, other: AnyRow): Change[] {
  const table = context.table(tab);
  const cells: Record<string, CellChange> = {};
  for (const column of Object.keys(tab.columns)) {
    const value = other.values[column] ?? '';
    if (value === '' || (kept.values[column] ?? '') !== '') continue;
    const source = table.origin(other as never, column as never)?.source ?? 'merged row';
    cells[column] = { value, source, when: 'correct' };
  }
  if (tab === castInfo) Object.assign(cells, counts(kept, other));
  return [
    { kind: 'write', tab, row: kept, cells },
    { kind: 'remove', tab, row: other, reason: 'merged' },
  ];
}

/** The higher number of episodes, and the seasons of both. */
function counts(kept: AnyRow, other: AnyRow): Record<string, CellChange> {
  const cells: Record<string, CellChange> = {};
  const [mine, theirs] = [kept.values.TotalEpisodes, other.values.TotalEpisodes];
  if (typeof theirs === 'number' && !(typeof mine === 'number' && mine >= theirs))
    cells.TotalEpisodes = { value: theirs, source: 'merged row' };
  const all = [kept, other].flatMap(({ values }) => seasonNumbers(String(values.TotalSeasons ?? '')) ?? []);
  const seasons = [...new Set(all)].sort((a, b) => a - b).join(', ');
  if (seasons !== '' && seasons !== kept.values.TotalSeasons)
    cells.TotalSeasons = { value: seasons, source: 'merged row' };
  return cells;
}
