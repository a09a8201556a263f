/** People with what every source has of them: mostly the truth, at times nothing, at times something else. */
import type { Gender, ImdbName, PartialDate, Prose, TmdbPerson, WikidataItem, World } from '../world';
import { otherSpelling, personName } from './names';
import type { Random } from './random';

export interface Person {
  number: number;
  name: string;
  gender: Gender;
  /** null: nobody knows. */
  birthday: string | null;
  tmdbId: number | null;
  imdbId: string | null;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const GENDERS = { F: 1, M: 2, X: 3 } as const;
const GENDER_ITEMS = { F: 'Q6581072', M: 'Q6581097', X: 'Q48270' } as const;
const PRONOUNS = { F: ['She', 'her'], M: ['He', 'his'], X: ['They', 'their'] } as const;

export const imdbNameId = (n: number): string => `nm${String(1_000_000 + n * 37).padStart(7, '0')}`;
const pad = (n: number): string => String(n).padStart(2, '0');

export const written = (day: string): string => {
  const [year = '', month = '1', date = '1'] = day.split('-');
  return `${MONTHS[Number(month) - 1]} ${Number(date)}, ${year}`;
};

const parts = (day: string): PartialDate => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month, day: date };
};

/** How much the sources know of people. */
export interface Shares {
  /** Birthdays at TMDb. */
  tmdbBirthday: number;
  /** People who have an item at Wikidata. */
  wikidata: number;
}

const DEMO_SHARES: Shares = { tmdbBirthday: 0.4, wikidata: 0.6 };

export function makePeople(random: Random, count: number, world: World): Person[] {
  const people: Person[] = [];
  for (let n = 1; n <= count; n++) {
    const gender = anyGender(random);
    // Now and then two people have one name.
    const name = n > 20 && random.chance(0.02) ? random.pick(people).name : personName(random, gender);
    people.push(addPerson(random, n, { name, gender }, world, DEMO_SHARES));
  }
  return people;
}

export const anyGender = (random: Random): Gender =>
  random.chance(0.02) ? 'X' : random.chance(0.55) ? 'F' : 'M';

/** A person with a birthday, ids and records at the sources. */
export function addPerson(
  random: Random,
  n: number,
  { name, gender }: Pick<Person, 'name' | 'gender'>,
  world: World,
  shares: Shares,
): Person {
  const person = numbered(random, n, { name, gender, birthday: anyBirthday(random) });
  addRecords(random, person, otherSpelling(random, name, gender), world, shares);
  return person;
}

function anyBirthday(random: Random): string {
  const day = `${random.int(1950, 2006)}-${pad(random.int(1, 12))}-${pad(random.int(1, 28))}`;
  const odd = random.next();
  if (odd < 0.02) return `${day.slice(0, 4)}-01-01`;
  return odd < 0.035 ? `${random.pick([1968, 1976, 1984, 1992, 2000])}-02-29` : day;
}

/** A person with the ids that the sources gave them. */
export function numbered(
  random: Random,
  n: number,
  facts: Pick<Person, 'name' | 'gender' | 'birthday'>,
): Person {
  const atTmdb = random.chance(0.94);
  const atImdb = !atTmdb || random.chance(0.9);
  return {
    ...facts,
    number: n,
    tmdbId: atTmdb ? 1_200_000 + n * 13 : null,
    imdbId: atImdb ? imdbNameId(n) : null,
  };
}

/** @param imdbName IMDb's spelling of the name */
export function addRecords(
  random: Random,
  person: Person,
  imdbName: string,
  world: World,
  shares: Shares = DEMO_SHARES,
): void {
  if (person.tmdbId !== null)
    world.tmdb.people.set(person.tmdbId, tmdbRecord(random, person, person.tmdbId, shares.tmdbBirthday));
  if (person.imdbId !== null)
    world.imdb.names.set(person.imdbId, { ...imdbRecord(random, person, person.imdbId), name: imdbName });
  if (random.chance(shares.wikidata)) {
    const item = wikidataRecord(random, person, `Q${5_000_000 + person.number * 11}`);
    world.wikidata.set(item.id, item);
    // A second item for one person, as merges forgotten at Wikidata leave it.
    if (random.chance(0.02)) {
      const twin = { ...wikidataRecord(random, person, `Q${8_000_000 + person.number * 11}`) };
      world.wikidata.set(twin.id, twin);
    }
  }
}

const otherDay = (random: Random, day: string): string => {
  const other = `${day.slice(0, 5)}${pad(random.int(1, 12))}-${pad(random.int(1, 28))}`;
  return other === day ? `${day.slice(0, 8)}${day.endsWith('05') ? '06' : '05'}` : other;
};

/** The day, or in a share of cases another one. */
const stated = (random: Random, day: string, wrong: number): string =>
  random.chance(wrong) ? otherDay(random, day) : day;

function tmdbRecord(random: Random, person: Person, id: number, dated: number): TmdbPerson {
  const alias = random.chance(0.2)
    ? [`${person.name.split(' ')[0]} ${random.pick(['Q.', 'the Great', 'Ace'])}`]
    : [];
  return {
    id,
    name: person.name,
    gender: random.chance(0.75) ? GENDERS[person.gender] : 0,
    birthday: person.birthday !== null && random.chance(dated) ? stated(random, person.birthday, 0.03) : null,
    imdbId: person.imdbId !== null && random.chance(0.6) ? person.imdbId : random.chance(0.3) ? '' : null,
    alsoKnownAs: alias,
    image: random.chance(0.6) ? `/p${id}.jpg` : null,
    biography: random.chance(0.35) ? biography(random, person) : { text: '' },
    extraShows: [],
  };
}

/** A text that may state the birthday, and may say what someone is called by. */
function biography(random: Random, person: Person): Prose {
  const [they, their] = PRONOUNS[person.gender];
  const birthday = random.chance(0.4) ? person.birthday : null;
  const states = birthday === null ? {} : { birthday };
  const born = birthday === null ? '' : ` was born on ${written(birthday)} and`;
  if (person.gender === 'X' || random.chance(0.2)) {
    const text = `${person.name}${born} is known from television.`;
    return { text, ...states };
  }
  const text = `${person.name}${born} is known from television. ${they} lives with ${their} dogs. ${they} also runs a shop.`;
  return { text, ...states, gender: person.gender };
}

function imdbRecord(random: Random, person: Person, id: string): ImdbName {
  const day = person.birthday === null ? null : stated(random, person.birthday, 0.04);
  const known = random.chance(0.45);
  const birth =
    day === null ? null : known ? parts(day) : random.chance(0.2) ? { year: Number(day.slice(0, 4)) } : null;
  const aliases = random.chance(0.25)
    ? [`${person.name.split(' ')[0]} ${random.pick(['Star', 'Bravo', 'Jones'])}`]
    : [];
  return {
    id,
    name: person.name,
    alternativeNames: random.chance(0.1) ? [...aliases, person.name.toUpperCase()] : aliases,
    birthName: '',
    birth,
    image: random.chance(0.5) ? `https://m.media-amazon.com/images/M/${id}._V1_UX500_.jpg` : null,
  };
}

function wikidataRecord(random: Random, person: Person, id: string): WikidataItem {
  const claims: WikidataItem['claims'] = {};
  if (person.imdbId !== null && random.chance(0.9))
    claims['P345'] = [{ value: { kind: 'text', text: person.imdbId }, rank: 'normal' }];
  if (person.tmdbId !== null && random.chance(0.7))
    claims['P4985'] = [{ value: { kind: 'text', text: String(person.tmdbId) }, rank: 'normal' }];
  if (random.chance(0.85))
    claims['P21'] = [{ value: { kind: 'item', item: GENDER_ITEMS[person.gender] }, rank: 'normal' }];
  if (person.birthday !== null && random.chance(0.7)) claims['P569'] = births(random, person.birthday);
  const aliases = random.chance(0.3)
    ? [`${person.name.split(' ')[0]} ${random.pick(['Prime', 'Junior', 'of TV'])}`]
    : [];
  return { id, label: person.name, aliases, claims };
}

function births(random: Random, birthday: string): WikidataItem['claims'][string] {
  if (random.chance(0.1))
    return [{ value: { kind: 'time', day: `${birthday.slice(0, 4)}-01-01`, precision: 9 }, rank: 'normal' }];
  const own = { value: { kind: 'time' as const, day: birthday, precision: 11 }, rank: 'normal' as const };
  if (random.chance(0.04)) return [own, { ...own, value: { ...own.value, day: otherDay(random, birthday) } }];
  if (random.chance(0.04))
    return [
      { ...own, rank: 'preferred' },
      { ...own, value: { ...own.value, day: otherDay(random, birthday) } },
    ];
  return random.chance(0.05)
    ? [own, { ...own, rank: 'deprecated', value: { ...own.value, day: otherDay(random, birthday) } }]
    : [own];
}
