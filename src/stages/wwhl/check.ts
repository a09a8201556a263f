/** wwhl.check: who the guests are (both id columns, aligned with the names), and the REALITEASE status. */
import type { Plan, Step, StepContext } from '../../engine/types';
import { joinAligned, splitAligned, splitList } from '../../rules/lists';
import { isImdbNameId, isTmdbId } from '../../rules/ids';
import { normaliseName } from '../../rules/names';
import { wwhlStatus } from '../../rules/wwhl';
import { imdbEpisodeCredits } from '../../services/imdb';
import type { TmdbEpisode } from '../../services/facts';
import { castInfo, realiteaseInfo, wwhlInfo, type WwhlInfo } from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { Cells, Change, TableRow } from '../../workbook/types';
import { firstRows, selectRows } from '../common/select';
import { knownEpisodes, knownPeople, type KnownPeople, type KnownPerson } from './known';

type Row = TableRow<RowOf<WwhlInfo>>;

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
    const cells = cellsFor(context, row, people, episodes.get(`${row.values.Season}/${row.values.Episode}`));
    const values: Record<string, unknown> = row.values;
    const differs = Object.entries(cells).some(([column, cell]) => cell && values[column] !== cell.value);
    if (differs) work.set(String(row.handle), { kind: 'write', tab: wwhlInfo, row, cells });
  }
  return {
    items: [...work.keys()],
    looked: rows.length,
    size: 250,
    batch: (items) => ({ changes: items.flatMap((item) => work.get(item) ?? []) }),
  };
}

function cellsFor(
  context: StepContext,
  row: Row,
  people: KnownPeople,
  episode: TmdbEpisode | undefined,
): Cells<WwhlInfo> {
  const names = splitList(row.values.GuestNames);
  const stated = statedIds(context, row, names, people, episode);
  const guests = names.map((name, i) => {
    const ids = stated[i] ?? { imdbId: '', tmdbId: '' };
    const person = personOf(people, name, ids);
    return {
      imdbId: ids.imdbId || person?.imdbId || '',
      tmdbId: ids.tmdbId || person?.tmdbId || '',
      inRealitease: person?.inRealitease ?? false,
    };
  });
  const own = (value: string) => ({ value, source: 'RealiteaseInfo and CastInfo' });
  return {
    IMDbCastIDs: own(joinAligned(guests.map((guest) => guest.imdbId))),
    TMDbCastIDs: own(joinAligned(guests.map((guest) => guest.tmdbId))),
    REALITEASE: own(wwhlStatus(guests)),
  };
}

/** Ids that the episode's own credits, or the row as it stands, give for each name. */
function statedIds(
  context: StepContext,
  row: Row,
  names: readonly string[],
  people: KnownPeople,
  episode: TmdbEpisode | undefined,
): { imdbId: string; tmdbId: string }[] {
  const tmdb = new Map((episode?.guests ?? []).map((guest) => [normaliseName(guest.name), guest.id]));
  const credits = context.known(imdbEpisodeCredits, row.values.EpisodeID);
  const imdb = new Map(
    credits?.kind === 'found'
      ? credits.value.credits.map((credit) => [normaliseName(credit.name), credit.id])
      : [],
  );
  const imdbColumn = aligned(row.values.IMDbCastIDs, names.length, isImdbNameId);
  const tmdbColumn = aligned(row.values.TMDbCastIDs, names.length, isTmdbId);
  const table = context.table(wwhlInfo);
  const asWritten = table.origin(row, 'GuestNames') !== null;
  const never = !table.wasWritten(row, 'GuestNames');
  // A person who edits names shifts the ids: these are trusted where the names are as the add-on wrote them;
  // where they never were its own, unless an id is known to be somebody else's.
  const trusted = (name: string, id: string, person: KnownPerson | undefined): string =>
    asWritten || (never && (person?.names.has(normaliseName(name)) ?? true)) ? id : '';
  return names.map((name, i) => {
    const [imdbId = '', tmdbId = ''] = [imdbColumn[i], tmdbColumn[i]];
    return {
      imdbId: imdb.get(normaliseName(name)) ?? trusted(name, imdbId, people.byImdb(imdbId)),
      tmdbId: tmdb.get(normaliseName(name)) ?? trusted(name, tmdbId, people.byTmdb(tmdbId)),
    };
  });
}

function aligned(cell: string, length: number, valid: (id: string) => boolean): string[] {
  const ids = splitAligned(cell, length);
  return ids.length === length ? ids.map((id) => (valid(id) ? id : '')) : [];
}

/** By id; else by a name that only one person has, whose ids do not contradict. */
function personOf(
  people: KnownPeople,
  name: string,
  ids: { imdbId: string; tmdbId: string },
): KnownPerson | undefined {
  const byId =
    (ids.imdbId && people.byImdb(ids.imdbId)) || (ids.tmdbId && people.byTmdb(ids.tmdbId)) || undefined;
  if (byId) return byId;
  const person = people.byName(name);
  const fits = (a: string, b: string) => !a || !b || a === b;
  return person && fits(person.imdbId, ids.imdbId) && fits(person.tmdbId, ids.tmdbId) ? person : undefined;
}
