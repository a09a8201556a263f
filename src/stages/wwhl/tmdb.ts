/** wwhl.tmdb: all seasons with their episodes and guest stars, in as few requests as TMDb allows. */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { isoToUs } from '../../rules/dates';
import { tmdbSeason, tmdbSeasonList } from '../../services/tmdb';
import type { TmdbEpisode } from '../../services/facts';
import { isImdbTitleId } from '../../rules/ids';
import { splitAligned, splitList } from '../../rules/lists';
import { normaliseName } from '../../rules/names';
import { castInfo, realiteaseInfo, wwhlInfo, type WwhlInfo } from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { Cells, Change, TableRow } from '../../workbook/types';
import { needsTmdb } from '../common/needs';
import { guestCells, isGuest, unique, type Guest } from './guests';
import { withIdentities } from './identity';
import { knownEpisodes, knownPeople, type KnownPeople } from './known';

type Row = TableRow<RowOf<WwhlInfo>>;

export const tmdb: Step = {
  id: 'wwhl.tmdb',
  title: 'Episodes and guests from TMDb',
  input: wwhlInfo,
  tabs: [wwhlInfo, castInfo, realiteaseInfo],
  needs: needsTmdb,
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const asked = askSeasons(context);
  const episodes = knownEpisodes(context, asked.seasons);
  const work = new Map<string, Change>();
  let people: KnownPeople | undefined;
  const peopleNow = () => (people ??= knownPeople(context));
  const keys = [...episodes.keys()].sort(byNumber).slice(0, context.options.limit ?? undefined);
  for (const key of keys) {
    const episode = episodes.get(key);
    const change = episode && changeFor(context, Number(key.split('/')[0]), episode, peopleNow);
    if (change) work.set(key, change);
  }
  return {
    // The blank item carries the failures of the requests themselves.
    items: [...(asked.failures.length > 0 ? [''] : []), ...work.keys()],
    looked: keys.length,
    size: 1000,
    batch: (items): Outcome => ({
      changes: items.flatMap((item) => work.get(item) ?? []),
      failed: items.includes('') ? asked.failures : [],
    }),
  };
}

function byNumber(a: string, b: string): number {
  const [as = 0, ae = 0] = a.split('/').map(Number);
  const [bs = 0, be = 0] = b.split('/').map(Number);
  return as - bs || ae - be;
}

/** One request for the show, one for every 20 seasons. */
function askSeasons(context: StepContext): {
  seasons: number[];
  failures: { key: string; message: string }[];
} {
  const show = context.settings.WWHL_TMDB_ID;
  const list = context.ask({ question: tmdbSeasonList, keys: [show] }).get(tmdbSeasonList, show);
  const failures: { key: string; message: string }[] = [];
  if (list.kind === 'failed') failures.push({ key: show, message: list.error });
  const known = list.kind === 'found' ? list : context.known(tmdbSeasonList, show);
  const numbers = known?.kind === 'found' ? known.value.seasons : [];
  const seasons = numbers.filter((season) => season > 0 || context.settings.WWHL_SPECIALS);
  const keys = seasons.map((season) => `${show}/${season}`);
  const answers = context.ask({ question: tmdbSeason, keys });
  for (const key of keys) {
    const answer = answers.get(tmdbSeason, key);
    if (answer.kind === 'failed') failures.push({ key, message: answer.error });
  }
  return { seasons, failures };
}

function changeFor(
  context: StepContext,
  season: number,
  episode: TmdbEpisode,
  people: () => KnownPeople,
): Change | null {
  const table = context.table(wwhlInfo);
  const ids = { Season: season, Episode: episode.number };
  const byNumbers = table.match(ids);
  const match = byNumbers.kind === 'none' ? table.match({ EpisodeID: episode.id }) : byNumbers;
  if (match.kind === 'clash') return null;
  const row = match.kind === 'row' ? match.row : null;
  if (!row && !context.options.force && table.deletedByPerson(ids)) return null;
  const cells = cellsFor(context, season, episode, row, people);
  if (!row) return { kind: 'add', tab: wwhlInfo, cells };
  const values: Record<string, unknown> = row.values;
  const differs = Object.entries(cells).some(
    ([column, cell]) => values[column] !== cell.value && mayWrite(context, row, column),
  );
  return differs ? { kind: 'write', tab: wwhlInfo, row, cells } : null;
}

function mayWrite(context: StepContext, row: Row, column: string): boolean {
  const values: Record<string, unknown> = row.values;
  if (column === 'EpisodeID') return true;
  return (
    values[column] === '' || context.table(wwhlInfo).origin(row, column as keyof RowOf<WwhlInfo>) !== null
  );
}

function cellsFor(
  context: StepContext,
  season: number,
  episode: TmdbEpisode,
  row: Row | null,
  people: () => KnownPeople,
): Cells<WwhlInfo> {
  const source = 'TMDb';
  const cells: Cells<WwhlInfo> = {
    Season: { value: season, source },
    Episode: { value: episode.number, source },
  };
  // An IMDb id, once known, stays.
  if (!row || !isImdbTitleId(row.values.EpisodeID)) cells.EpisodeID = { value: episode.id, source };
  if (episode.airDate) cells.AirDate = { value: isoToUs(episode.airDate), source, when: 'refresh' };
  const guests = unique(
    episode.guests
      .filter((guest) => isGuest(guest.name, guest.character, context.settings.WWHL_HOST))
      .map((guest) => ({ name: guest.name, imdbId: '', tmdbId: guest.id })),
  );
  if (guests.length > 0) {
    const { GuestNames, IMDbCastIDs, TMDbCastIDs } = guestCells(withKnownIds(guests, row), source);
    if (GuestNames) cells.GuestNames = GuestNames;
    if (!row) Object.assign(cells, withIdentities(people(), guests, { TMDbCastIDs }));
    // With other names come their ids; those of the same names are wwhl.check's.
    else if (GuestNames?.value !== row.values.GuestNames && mayWrite(context, row, 'GuestNames'))
      Object.assign(cells, { IMDbCastIDs, TMDbCastIDs });
  }
  return cells;
}

/** Guests whom the row names already keep the IMDb id that stands beside their name there. */
function withKnownIds(guests: readonly Guest[], row: Row | null): Guest[] {
  const names = splitList(row?.values.GuestNames ?? '');
  const ids = splitAligned(row?.values.IMDbCastIDs ?? '', names.length);
  const known = new Map(names.map((name, i) => [normaliseName(name), ids[i] ?? '']));
  return guests.map((guest) => ({ ...guest, imdbId: known.get(normaliseName(guest.name)) ?? '' }));
}
