/**
 * What the five tabs must hold, told by the sources' records and the rules of the stages alone: every cell of
 * every row. It shares no code with the add-on.
 */
import type { TmdbShow, World } from '../../../local/demo/world';
import { trueCast, type TrueCast } from './cast';
import { trueFinal, type TrueFinal } from './final';
import { episodeCount, seasonCount, truePeople, type TruePerson } from './people';
import { leftShows, trueShows, type Lists, type ShowConditions, type TrueShow } from './shows';
import { aligned, groups, items, plain } from './words';
import { toldOf, trueEpisodes, type TrueEpisode, type TrueGuest } from './wwhl';

export type Row = Record<string, string>;
export type Tabs = Record<string, Row[]>;

export interface Compared {
  /** Cells compared. */
  cells: number;
  /** `tab key column: is …, should be …` */
  differences: string[];
}

export interface Conditions extends ShowConditions {
  /** The world as it was told at first, if that was not now. */
  atFirst?: World;
  /** The lists of shows as they were read one after the other; without them a show that left is not known. */
  lists?: readonly Lists[];
  /** Shows that left them, as they were told last before that. */
  former?: ReadonlyMap<number, TmdbShow>;
}

/** What the five tabs are made of. */
interface Truth {
  shows: TrueShow[];
  cast: TrueCast[];
  people: TruePerson[];
  episodes: TrueEpisode[];
  final: TrueFinal[];
}

export function truthOf(world: World, conditions: Conditions): Truth {
  const { imdb, today } = conditions;
  const listed = trueShows(world, conditions);
  const left = leftShows(world, conditions, conditions.lists ?? [], listed);
  const before = left.map((show) => ({
    ...show,
    tmdb: (show.tmdb && conditions.former?.get(show.tmdb.id)) ?? show.tmdb,
  }));
  const cast = trueCast(world, listed, conditions);
  const gone = trueCast(world, before, conditions);
  const people = truePeople(world, [...cast, ...gone], conditions);
  const earlier = [{ people, cast: [...cast, ...gone] }];
  if (conditions.atFirst) earlier.push(truthOf(conditions.atFirst, { imdb, today }));
  const episodes = trueEpisodes(world, { people, cast }, earlier, conditions);
  const final = trueFinal(world, people, episodes, conditions);
  return { shows: [...listed, ...left], cast, people, episodes, final };
}

/** A row as it must be; a list of values: any of them. */
interface Expected {
  key: string;
  cells: Record<string, string | readonly string[]>;
}

export function compare(world: World, tabs: Tabs, conditions: Conditions): Compared {
  return compareTo(truthOf(world, conditions), tabs);
}

export function compareTo({ shows, cast, people, episodes, final }: Truth, tabs: Tabs): Compared {
  const all = { cells: 0, differences: [] as string[] };
  const tab = (name: string, expected: Expected[], keyOf: (row: Row) => string, read = (row: Row) => row) =>
    compareTab(all, name, expected, (tabs[name] ?? []).filter(hasContent), keyOf, read);

  tab(
    'ShowInfo',
    shows.map(({ cells, recent }) => ({
      key: showKey(cells),
      cells: { OVERRIDE: '', ...cells, ...(recent ? { 'Most Recent Episode': recent } : {}) },
    })),
    showKey,
  );
  tab(
    'CastInfo',
    cast.map((row) => ({
      key: `${showKey(row.show.cells)} ${row.imdbId || row.tmdbId}`,
      cells: {
        Name: row.name,
        TMDbCastID: row.tmdbId,
        IMDbCastID: row.imdbId,
        ShowName: row.show.cells.Show ?? '',
        IMDbSeriesID: row.show.cells.IMDbSeriesID ?? '',
        TMDbSeriesID: row.show.cells.TMDbSeriesID ?? '',
        TotalEpisodes: row.episodes,
        TotalSeasons: row.seasons,
      },
    })),
    (row) => `${showKey(row)} ${row.IMDbCastID || row.TMDbCastID}`,
  );
  tab(
    'RealiteaseInfo',
    people.map((person) => ({ key: keyOf(person), cells: { ...personCells(person), Notes: '' } })),
    (row) => row.CastIMDbID || row.CastTMDbID || '',
    withShows,
  );
  tab(
    'WWHLinfo',
    episodes.map(({ season, episode, cells, guests }) => ({
      key: `${season}/${episode}`,
      cells: {
        ...cells,
        Season: String(season),
        Episode: String(episode),
        Guests: guestLists(guests),
      },
    })),
    (row) => `${row.Season}/${row.Episode}`,
    withGuests,
  );
  tab(
    'FinalList',
    final.map(({ person, names, image, wwhl }) => {
      const { CastName, CastIMDbID, CastTMDbID, Shows: _shows, ...rest } = personCells(person);
      const shows = new Set(person.rows.map((row) => row.show.cells.Show ?? ''));
      return {
        key: person.imdbId,
        cells: {
          ...rest,
          Name: CastName ?? '',
          IMDbCastID: CastIMDbID ?? '',
          TMDbCastID: CastTMDbID ?? '',
          CorrectDate: '',
          ShowNames: [...shows].sort().join(' + '),
          IMDbSeriesIDs: [...new Set(person.rows.map((row) => row.show.cells.IMDbSeriesID ?? ''))].filter(Boolean).sort().join(', '), // prettier-ignore
          AlternativeNames: names.map((list) => [...new Set(list)].sort().join(' + ')),
          ImageURL: image,
          WWHLEpisodes: countsIn(wwhl),
        },
      };
    }),
    (row) => row.IMDbCastID ?? '',
    (row) => ({
      ...row,
      ShowNames: items(row.ShowNames ?? '')
        .sort()
        .join(' + '),
      AlternativeNames: items(row.AlternativeNames ?? '')
        .sort()
        .join(' + '),
    }),
  );
  return all;
}

const hasContent = (row: Row): boolean => Object.values(row).some((value) => value !== '');
const showKey = (cells: Row): string => cells.TMDbSeriesID || cells.IMDbSeriesID || '';
const keyOf = (person: TruePerson): string => person.imdbId || person.tmdbId;

function personCells(person: TruePerson): Record<string, string | readonly string[]> {
  const shows = [...groups(person.rows, (row) => showKey(row.show.cells)).values()].flatMap(
    ([row]) => row?.show ?? [],
  );
  return {
    CastName: [...person.names],
    CastIMDbID: person.imdbId,
    CastTMDbID: person.tmdbId,
    Shows: shows.map(described).sort().join(' + '),
    TotalShows: String(shows.length),
    TotalSeasons: String(seasonCount(person.rows) || ''),
    TotalEpisodes: String(episodeCount(person.rows) || ''),
    Gender: person.gender,
    Birthday: person.birthday,
    Zodiac: person.zodiac,
  };
}

/** What the row of these guests may say. */
function guestLists(guests: readonly TrueGuest[]): string[] {
  const lists = toldOf(guests).map((told) =>
    told.map(({ imdbId, tmdbId }, i) => [plain(guests[i]?.name ?? ''), imdbId, tmdbId].join(' ')).join(' + '),
  );
  return [...new Set(lists)];
}

const countsIn = ({ least, most }: TrueFinal['wwhl']): string[] =>
  Array.from({ length: most - least + 1 }, (_, i) => String(least + i));

const described = ({ cells }: TrueShow): string =>
  [cells.Show, cells.IMDbSeriesID, cells.TMDbSeriesID].join(' ');

/** The three lists of shows as one, in which each show has its ids. */
function withShows(row: Row): Row {
  const { ShowNames, ShowIMDbIDs, ShowTMDbIDs, ...rest } = row;
  const names = items(ShowNames ?? '');
  const imdb = aligned(ShowIMDbIDs ?? '', names.length);
  const tmdb = aligned(ShowTMDbIDs ?? '', names.length);
  return {
    ...rest,
    Shows: names
      .map((name, i) => [name, imdb[i], tmdb[i]].join(' '))
      .sort()
      .join(' + '),
  };
}

function withGuests(row: Row): Row {
  const { GuestNames, IMDbCastIDs, TMDbCastIDs, ...rest } = row;
  const names = items(GuestNames ?? '');
  const imdb = aligned(IMDbCastIDs ?? '', names.length);
  const tmdb = aligned(TMDbCastIDs ?? '', names.length);
  return { ...rest, Guests: names.map((name, i) => [plain(name), imdb[i], tmdb[i]].join(' ')).join(' + ') };
}

function compareTab(
  all: Compared,
  tab: string,
  expected: readonly Expected[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  read: (row: Row) => Row,
): void {
  const byKey = groups(rows, keyOf);
  const keys = new Set(expected.map(({ key }) => key));
  for (const [key, list] of byKey) {
    if (list.length > 1) all.differences.push(`${tab} ${key}: ${list.length} rows`);
    if (!keys.has(key))
      all.differences.push(`${tab} ${key}: should not be there (${JSON.stringify(list[0])})`);
  }
  for (const { key, cells } of expected) {
    const row = byKey.get(key)?.[0];
    if (!row) {
      all.differences.push(`${tab} ${key}: is missing (${JSON.stringify(cells)})`);
      continue;
    }
    const actual = read(row);
    for (const column of new Set([...Object.keys(actual), ...Object.keys(cells)])) {
      const should = cells[column];
      const is = actual[column] ?? '';
      all.cells++;
      if (should === undefined || !(typeof should === 'string' ? [should] : should).includes(is))
        all.differences.push(`${tab} ${key} ${column}: is "${is}", should be "${String(should)}"`);
    }
  }
}
