/** RealiteaseInfo as the sources' records make it. */
import { aggregateCast, tvCredits } from '../../../local/demo/tmdb-model';
import type { WikidataItem, World } from '../../../local/demo/world';
import type { TrueCast } from './cast';
import { claim, itemBy, itemsBy } from './shows';
import { only, plain } from './words';

export interface TruePerson {
  /** Spellings of CastInfo. */
  names: Set<string>;
  imdbId: string;
  tmdbId: string;
  /** By which the row's shows and totals are told. */
  rows: TrueCast[];
  /** Those that CastInfo has; none of somebody whose shows have all left the lists. */
  inCast: TrueCast[];
  gender: string;
  birthday: string;
  zodiac: string;
}

const imdbName = (id: string | null | undefined): string => (id && /^nm\d{7,10}$/.test(id) ? id : '');
const numbers = (cell: string): number[] => (/\d/.test(cell) ? cell.split(', ').map(Number) : []);

export const seasonCount = (rows: readonly TrueCast[]): number =>
  rows.reduce((sum, row) => sum + numbers(row.seasons).length, 0);
export const episodeCount = (rows: readonly TrueCast[]): number =>
  rows.reduce((sum, row) => sum + (Number(row.episodes) || 0), 0);

function qualifies(rows: readonly TrueCast[]): boolean {
  return new Set(rows.map((row) => row.show)).size >= 2 || seasonCount(rows) >= 2 || episodeCount(rows) >= 5;
}

/** One id equal, the other equal or blank on one side. */
function onePerson(a: TruePerson | TrueCast, b: TruePerson | TrueCast): boolean {
  const fits = (x: string, y: string) => x === '' || y === '' || x === y;
  const same = (x: string, y: string) => x !== '' && x === y;
  return (
    (same(a.imdbId, b.imdbId) && fits(a.tmdbId, b.tmdbId)) ||
    (same(a.tmdbId, b.tmdbId) && fits(a.imdbId, b.imdbId))
  );
}

const newPerson = (): TruePerson => ({
  names: new Set(),
  imdbId: '',
  tmdbId: '',
  rows: [],
  inCast: [],
  gender: '',
  birthday: '',
  zodiac: '',
});

function join(person: TruePerson, ids: { imdbId: string; tmdbId: string }, rows: readonly TrueCast[]): void {
  person.imdbId ||= ids.imdbId;
  person.tmdbId ||= ids.tmdbId;
  person.rows.push(...rows);
  for (const { name } of rows) person.names.add(name);
}

function merge(people: readonly TruePerson[]): TruePerson[] {
  const kept = new Set<TruePerson>();
  const byId = new Map<string, TruePerson[]>();
  const note = (person: TruePerson) => {
    for (const id of [`i${person.imdbId}`, `t${person.tmdbId}`])
      if (id.length > 1) byId.set(id, [...(byId.get(id) ?? []), person]);
  };
  for (const person of people) {
    const near = [...(byId.get(`i${person.imdbId}`) ?? []), ...(byId.get(`t${person.tmdbId}`) ?? [])];
    const same = near.find((other) => onePerson(other, person));
    if (same) join(same, person, person.rows);
    else kept.add(person);
    note(same ?? person);
  }
  return [...kept];
}

/**
 * @param cast rows of CastInfo, and those that it had of shows that have left the lists: whoever once qualified stays
 * @returns everyone who qualifies, or did
 */
export function truePeople(
  world: World,
  cast: readonly TrueCast[],
  { imdb, today }: { imdb: boolean; today: string },
): TruePerson[] {
  const both = (row: TrueCast) => Number(row.imdbId === '' || row.tmdbId === '');
  const singles = [...cast]
    .sort((a, b) => both(a) - both(b))
    .map((row) => {
      const person = newPerson();
      join(person, row, [row]);
      return person;
    });
  let people = merge(singles).filter((person) => qualifies(person.rows));
  for (const person of people) lackingIds(world, person, people);
  people = merge(people);
  for (const person of people) {
    const external = imdbName(world.tmdb.people.get(Number(person.tmdbId))?.imdbId);
    if (!person.imdbId && free(people, person, 'imdbId', external)) person.imdbId = external;
  }
  people = merge(people);
  for (const person of people) bio(world, person, people, { imdb, today });
  for (const person of people) {
    person.inCast = person.rows.filter(({ show }) => show.leftAfter === undefined);
    // Shows and totals follow CastInfo as long as it has the person, and then stay as they were last.
    const last = Math.max(...person.rows.map(({ show }) => show.leftAfter ?? Infinity));
    person.rows = person.rows.filter(({ show }) => (show.leftAfter ?? Infinity) === last);
  }
  return people;
}

/** No other person has the id already, or it is one who may be the same. */
function free(
  people: readonly TruePerson[],
  own: TruePerson,
  which: 'imdbId' | 'tmdbId',
  id: string,
): boolean {
  return (
    id !== '' && people.every((p) => p === own || p[which] !== id || onePerson(p, { ...own, [which]: id }))
  );
}

function lackingIds(world: World, person: TruePerson, people: readonly TruePerson[]): void {
  if (!person.tmdbId) {
    const names = new Set([...person.names].map(plain));
    const called = (id: number) => names.has(plain(world.tmdb.people.get(id)?.name ?? ''));
    const shows = person.rows.flatMap((row) => row.show.tmdb ?? []);
    const inCasts = new Set(
      shows.flatMap((show) => aggregateCast(show).map((one) => one.person)).filter(called),
    );
    const known = [...world.tmdb.people.values()];
    const found = [
      only([...inCasts]),
      Number(claim(itemBy(world, 'P345', person.imdbId), 'P4985')),
      only(known.filter((one) => one.imdbId === person.imdbId))?.id,
      only(
        known.filter(({ id }) => called(id) && tvCredits(world, id).some(({ show }) => shows.includes(show))),
      )?.id,
    ].find((id) => id && free(people, person, 'tmdbId', String(id)));
    person.tmdbId = found ? String(found) : '';
  } else if (!person.imdbId) {
    const id = imdbName(claim(itemBy(world, 'P4985', person.tmdbId), 'P345'));
    if (free(people, person, 'imdbId', id)) person.imdbId = id;
  }
}

/** Wikidata's item of the person, by the IMDb id, else by TMDb's; none if several claim it. */
function itemAbout(world: World, { imdbId, tmdbId }: TruePerson): WikidataItem | undefined {
  const byImdb = itemsBy(world, 'P345', imdbId);
  if (byImdb.length > 0) return only(byImdb);
  const byTmdb = itemBy(world, 'P4985', tmdbId);
  const about = claim(byTmdb, 'P345');
  return about === '' || about === imdbId || imdbId === '' ? byTmdb : undefined;
}

interface Said {
  source: string;
  day?: string | null;
  gender?: string | null;
  /** January 1 counts by itself. */
  exact?: boolean;
}

/** A page is nobody's where it fits two of one name, or is of another year or gender than what is known by id. */
function isTheirs(
  person: TruePerson,
  people: readonly TruePerson[],
  known: { years: number[]; gender: string },
  page: { title: string; shows: (show: string) => boolean; year: number; gender: string },
): boolean {
  const called = (one: TruePerson) => [...one.names].some((name) => plain(name) === plain(page.title));
  const showsOf = (one: TruePerson) => one.rows.map((row) => row.show.cells.Show ?? '');
  const rivals = people.filter((one) => one !== person && called(one) && showsOf(one).some(page.shows));
  if (rivals.length > 0) return false;
  if (page.year && known.years.some((year) => Math.abs(year - page.year) > 1)) return false;
  return !page.gender || !known.gender || page.gender === known.gender;
}

function bio(
  world: World,
  person: TruePerson,
  people: readonly TruePerson[],
  { imdb, today }: { imdb: boolean; today: string },
): void {
  const tmdb = world.tmdb.people.get(Number(person.tmdbId));
  const birth = imdb ? world.imdb.names.get(person.imdbId)?.birth : null;
  const item = itemAbout(world, person);
  const pad = (n: number) => String(n).padStart(2, '0');
  const said: Said[] = [
    { source: 'tmdb', day: tmdb?.birthday, gender: ['', 'F', 'M', 'X'][tmdb?.gender ?? 0] },
    {
      source: 'imdb',
      day: birth?.month && birth.day ? `${birth.year}-${pad(birth.month)}-${pad(birth.day)}` : '',
      exact: true,
    },
    { source: 'wikidata', day: bornBy(item), gender: genderBy(item), exact: true },
  ];
  decide(person, said, today);
  const shows = [...new Set(person.rows.map((row) => row.show.cells.Show ?? ''))];
  const known = {
    years: [Number(tmdb?.birthday?.slice(0, 4) ?? 0), birth?.year ?? 0, bornIn(item)].filter(Boolean),
    gender: person.gender,
  };
  const open = person.birthday && person.gender ? [] : fandomPages(world, person, shows);
  const pages = open.filter((page) =>
    isTheirs(person, people, known, {
      title: page.title,
      shows: (show) => page.wikitext.includes(`[[${show}]]`),
      year: Number(
        (page.infobox?.birthday ?? /\bBirth[^|]*\|(\d{4})/.exec(page.wikitext)?.[1] ?? '').slice(0, 4),
      ),
      gender: page.infobox?.gender ?? page.prose?.gender ?? '',
    }),
  );
  said.push(
    ...pages.map((page) => ({
      source: 'fandom',
      day: page.infobox?.birthday,
      gender: page.infobox?.gender ?? page.prose?.gender,
    })),
  );
  decide(person, said, today);
  if (!person.birthday) {
    const page = [...world.famous.values()].find(
      (one) =>
        !one.gone &&
        [...person.names].some((name) => plain(one.name) === plain(name)) &&
        one.shows.some((show) => shows.includes(show)),
    );
    const theirs =
      page &&
      isTheirs(person, people, known, {
        title: page.name,
        shows: (show) => page.shows.includes(show),
        year: Number((page.birthday ?? '').slice(0, 4)),
        gender: '',
      });
    if (theirs) said.push({ source: 'famous', day: page.birthday });
    decide(person, said, today);
  }
  if (!person.birthday || !person.gender) {
    said.push({ source: 'text', day: tmdb?.biography.birthday, gender: tmdb?.biography.gender });
    decide(person, said, today);
  }
  person.zodiac = person.birthday ? sign(person.birthday) : '';
}

/** Fills what is blank, in the order of trust. */
function decide(person: TruePerson, said: readonly Said[], today: string): void {
  person.gender ||= said.map((one) => one.gender).find(Boolean) ?? '';
  const age = (day: string) =>
    Number(today.slice(0, 4)) - Number(day.slice(0, 4)) - (today.slice(5) < day.slice(5) ? 1 : 0);
  const days = said.filter((one) => one.day && age(one.day) >= 16 && age(one.day) <= 100);
  person.birthday ||=
    days.find(
      (one) =>
        !one.day?.endsWith('-01-01') ||
        one.exact ||
        days.some((other) => other.source !== one.source && other.day === one.day),
    )?.day ?? '';
}

function bornBy(item: WikidataItem | undefined): string {
  const stated = (item?.claims['P569'] ?? []).filter((one) => one.rank !== 'deprecated');
  const preferred = stated.filter((one) => one.rank === 'preferred');
  const days = (preferred.length > 0 ? preferred : stated).flatMap(({ value }) =>
    value.kind === 'time' && value.precision === 11 ? [value.day] : [],
  );
  return only([...new Set(days)]) ?? '';
}

/** The year of birth, whatever its precision. */
function bornIn(item: WikidataItem | undefined): number {
  const stated = (item?.claims['P569'] ?? []).filter((one) => one.rank !== 'deprecated');
  const preferred = stated.filter((one) => one.rank === 'preferred');
  const years = (preferred.length > 0 ? preferred : stated).flatMap(({ value }) =>
    value.kind === 'time' && value.precision >= 9 ? [Number(value.day.slice(0, 4))] : [],
  );
  return only([...new Set(years)]) ?? 0;
}

function genderBy(item: WikidataItem | undefined): string {
  const value = item?.claims['P21']?.[0]?.value;
  const letters: Record<string, string> = { Q6581072: 'F', Q6581097: 'M', Q48270: 'X' };
  return value?.kind === 'item' ? (letters[value.item] ?? '') : '';
}

const WIKIS: [part: string, wiki: string][] = [
  ['Real Housewives', 'real-housewives'],
  ['Survivor', 'survivor'],
  ['Big Brother', 'bigbrother'],
  ['Love Island', 'loveisland'],
  ['Below Deck', 'belowdeck'],
  ['Bachelor', 'bachelor-nation'],
  ['Too Hot to Handle', 'toohottohandle'],
];

function fandomPages(world: World, person: TruePerson, shows: readonly string[]) {
  const wikis = new Set(shows.map((show) => WIKIS.find(([part]) => show.includes(part))?.[1] ?? ''));
  return [...wikis].flatMap((wiki) => {
    const all = [...(world.fandom.get(wiki)?.values() ?? [])].filter((page) => page.kind === 'person');
    const own = all.filter((page) =>
      [...person.names].some((name) => [name, bare(name)].includes(page.title)),
    );
    return own.filter((page) => shows.some((show) => page.wikitext.includes(`[[${show}]]`)));
  });
}

/** Without a nickname in quotes. */
const bare = (name: string): string => name.replace(/ ["'][^"']+["']/, '');

const SIGNS: [until: string, sign: string][] = [
  ['01-19', 'Capricorn'],
  ['02-18', 'Aquarius'],
  ['03-20', 'Pisces'],
  ['04-19', 'Aries'],
  ['05-20', 'Taurus'],
  ['06-20', 'Gemini'],
  ['07-22', 'Cancer'],
  ['08-22', 'Leo'],
  ['09-22', 'Virgo'],
  ['10-22', 'Libra'],
  ['11-21', 'Scorpio'],
  ['12-21', 'Sagittarius'],
  ['12-31', 'Capricorn'],
];
const sign = (day: string): string => SIGNS.find(([until]) => day.slice(5) <= until)?.[1] ?? '';
