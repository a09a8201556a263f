/** castinfo.appearances: how many episodes and which seasons, from the answers that the show already has. */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { castInfo, showInfo, type CastInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { Waiting } from '../common/answers';
import { writeRow, type CellsOf } from '../common/changes';
import { hasRange, inRange, planOf } from '../common/select';
import { missingFor } from '../common/sources';
import { showsOf, validId, type Show } from '../common/shows';
import { askIds, askShows, isShowDue, settleShow, type KnownShow } from './answers';
import { countCells } from './counts';
import { showCellsOf, type CastRow } from './follow';
import { hasBareRow, rowsByShow } from './members';
import { keysOf, personCells } from './decide';
import { peopleOf, personFinder, type OtherIds, type Person } from './people';

const AS = 'appearances';
const SHOWS = 20;

export const appearances: Step = {
  id: 'castinfo.appearances',
  title: 'Episodes and seasons',
  input: castInfo,
  tabs: [showInfo, castInfo],
  needs: (settings) => missingFor(settings, 'tmdb'),
  begin: plan,
};

function plan(context: StepContext): Plan {
  const rows = rowsByShow(context);
  const shows = new Map(
    showsOf(context)
      .filter((show) => show.threshold !== null && rowsOf(context, rows, show).length > 0)
      .map((show) => [show.key, show]),
  );
  const items = [...shows.values()].filter((show) => {
    const own = rowsOf(context, rows, show);
    return (
      isShowDue(context, show, AS) ||
      own.some((row) => isBlank(row) || hasLost(context, row) || followsNot(context, show, row))
    );
  });
  return planOf(
    context,
    items.map((show) => show.key),
    SHOWS,
    (keys) => batch(context, keys.flatMap((key) => shows.get(key) ?? []), rows), // prettier-ignore
  );
}

function rowsOf(context: StepContext, rows: ReadonlyMap<string, CastRow[]>, show: Show): CastRow[] {
  return (rows.get(show.key) ?? []).filter((row) => inRange(context, row));
}

function isBlank(row: CastRow): boolean {
  return row.values.TotalEpisodes === '' || row.values.TotalSeasons === '';
}

const PERSON = ['Name', 'IMDbCastID', 'TMDbCastID'] as const;

/** A cell that the add-on filled is blank now. */
function hasLost(context: StepContext, row: CastRow): boolean {
  const table = context.table(castInfo);
  return PERSON.some((column) => row.values[column] === '' && table.wasWritten(row, column));
}

/** Name and ids of the person, unless one of them belongs to another row. */
function lostCells(context: StepContext, show: Show, row: CastRow, person: Person): CellsOf<CastInfo> {
  const match = context.table(castInfo).match(keysOf(show, person));
  return match.kind === 'row' && match.row.handle === row.handle ? personCells(person) : {};
}

/** The show's name or an id has changed in ShowInfo. */
function followsNot(context: StepContext, show: Show, row: CastRow): boolean {
  return writeRow(context.table(castInfo), row, showCellsOf(show)) !== null;
}

function batch(context: StepContext, shows: readonly Show[], rows: ReadonlyMap<string, CastRow[]>): Outcome {
  const waiting = new Waiting();
  const known = askShows(context, shows, AS, waiting);
  const { ids, unsure } = askIds(context, known, waiting, (show) => hasBareRow(rows, show));
  const changes = known.flatMap((one) => {
    if (unsure.has(one.show)) return [];
    // With a row range only some of the show's rows are done, so the show stays due.
    if (!hasRange(context) && !one.stale) settleShow(context, one.show, AS);
    return decide(context, one, rowsOf(context, rows, one.show), ids);
  });
  return waiting.outcome(changes);
}

function decide(
  context: StepContext,
  { show, answers }: KnownShow,
  rows: readonly CastRow[],
  ids: OtherIds,
): Change[] {
  const table = context.table(castInfo);
  const find = personFinder(peopleOf(answers, ids));
  const facts = new Map((answers.tmdb?.cast ?? []).map((fact) => [fact.id, fact]));
  const known = answers.tmdb !== null || answers.imdb !== null;
  return rows.flatMap((row) => {
    const tmdbId = validId('tmdb', row.values.TMDbCastID);
    const person = find(tmdbId, validId('imdbName', row.values.IMDbCastID));
    const counts = countCells({
      credit: person?.credit ?? null,
      // Where names do not tell who is who, the row's own id does.
      fact: person?.fact ?? facts.get(tmdbId) ?? null,
      tmdbKnown: answers.tmdb !== null,
      imdbKnown: answers.imdb !== null,
      hasTmdbId: tmdbId !== '',
    });
    const lost = person && hasLost(context, row) ? lostCells(context, show, row, person) : {};
    return writeRow(table, row, { ...lost, ...showCellsOf(show), ...(known ? counts : {}) }) ?? [];
  });
}
