/** final.build: the people who qualify, updated by key in place; who no longer does is taken out. */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { mergeAlternativeNames } from '../../rules/altnames';
import { joinList, splitAligned, splitList } from '../../rules/lists';
import { castInfo, finalList, realiteaseInfo, wwhlInfo, type FinalList } from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { Change, TableRow } from '../../workbook/types';
import { addRow, removeRow, writeRow, type CellsOf } from '../common/changes';
import { firstRows, inRange } from '../common/select';
import { knownExtras, preloadExtras, settleExtras } from './enrich';
import { candidatesOf, type Candidate } from './candidates';

type Row = TableRow<RowOf<FinalList>>;

export const build: Step = {
  id: 'final.build',
  title: 'People of the list',
  input: realiteaseInfo,
  tabs: [castInfo, realiteaseInfo, wwhlInfo, finalList],
  rewrites: [finalList],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const table = context.table(finalList);
  const all = candidatesOf(context);
  const candidates = firstRows(
    context,
    all.filter((candidate) => inRange(context, candidate.row)),
  );
  const work = new Map<string, Change>();
  const whole = new Map<string, Candidate>();
  const isAdded = ({ imdbId }: Candidate) => table.match({ IMDbCastID: imdbId }).kind === 'none';
  preloadExtras(context, candidates.filter(isAdded));
  const found = candidates.flatMap((candidate): [id: string, change: Change][] => {
    const extras = isAdded(candidate) ? knownExtras(context, candidate) : null;
    const change = changeFor(context, candidate, extras ?? {});
    if (change && extras) whole.set(candidate.imdbId, candidate);
    return change ? [[candidate.imdbId, change]] : [];
  });
  // In the order of the sheet: rows of a batch that stand far apart are read with all that is between them.
  for (const [id, change] of found.sort(([, a], [, b]) => placeOf(a) - placeOf(b))) work.set(id, change);
  const qualified = new Set(all.map((candidate) => candidate.imdbId));
  const leaving = context.partial
    ? []
    : table.rows.filter((row) => row.ours && !qualified.has(row.values.IMDbCastID));
  for (const row of leaving) work.set(`-${row.handle}`, removeRow(finalList, row, 'no longer qualifies'));
  const tooMany = shareMessage(context, leaving, table.rows.length);
  return {
    items: [...(tooMany ? [''] : []), ...work.keys()],
    looked: candidates.length + leaving.length,
    size: 1000,
    batch: (items): Outcome => {
      settleExtras(context, items.flatMap((item) => whole.get(item) ?? [])); // prettier-ignore
      return {
        changes: items.flatMap((item) => work.get(item) ?? []),
        ...(tooMany && items.includes('') ? { needsConfirm: tooMany } : {}),
      };
    },
  };
}

/** Row of the sheet; new ones come after all. */
const placeOf = (change: Change): number =>
  change.kind === 'write' ? change.row.sheetRow : Number.MAX_SAFE_INTEGER;

/** Over the share that may go, nothing is written before a person has said so (stages.md §5.1). */
function shareMessage(context: StepContext, leaving: readonly Row[], rows: number): string {
  const limit = context.settings.SHARE_LIMIT;
  if (context.options.confirm || leaving.length === 0 || leaving.length * 100 <= rows * limit) return '';
  return `${leaving.length} of ${rows} people would leave FinalList, more than ${limit} %. Nothing was changed.`;
}

function changeFor(context: StepContext, candidate: Candidate, extras: CellsOf<FinalList>): Change | null {
  const table = context.table(finalList);
  const match = table.match({ IMDbCastID: candidate.imdbId });
  if (match.kind === 'clash') return null;
  if (match.kind === 'row') return writeRow(table, match.row, cellsFor(candidate, match.row));
  if (!context.options.force && table.deletedByPerson({ IMDbCastID: candidate.imdbId })) return null;
  return addRow(finalList, { ...cellsFor(candidate, null), ...extras });
}

function cellsFor(candidate: Candidate, row: Row | null): CellsOf<FinalList> {
  const person = candidate.row.values;
  const source = 'RealiteaseInfo';
  const own = (value: string | number) => ({ value, source });
  const showIds = splitAligned(person.ShowIMDbIDs, splitList(person.ShowNames).length).filter(Boolean);
  const cells: CellsOf<FinalList> = {
    Name: own(person.CastName),
    IMDbCastID: own(candidate.imdbId),
    IMDbSeriesIDs: own(joinList([...new Set(showIds)].sort())),
    TMDbCastID: own(candidate.tmdbId),
    ShowNames: own(person.ShowNames),
    TotalShows: own(person.TotalShows),
    TotalSeasons: own(person.TotalSeasons),
    TotalEpisodes: own(person.TotalEpisodes),
    Gender: own(person.Gender),
    Birthday: own(person.Birthday),
    Zodiac: own(person.Zodiac),
    WWHLEpisodes: own(candidate.wwhlEpisodes),
  };
  if (candidate.otherNames.length > 0) {
    const present = row ? splitList(row.values.AlternativeNames) : [];
    cells.AlternativeNames = own(
      joinList(mergeAlternativeNames(present, candidate.otherNames, person.CastName)),
    );
  }
  return cells;
}
