/** Fandom's and Famous Birthdays' pages of the people of shows that have some. */
import { searchable } from '../wire';
import type { FandomPage, World } from '../world';
import { written, type Person } from './people';
import type { Random } from './random';

/** What stands in a show's name → wiki, as curators set it (sources.md §4). */
const WIKIS: [string, string][] = [
  ['Real Housewives', 'real-housewives'],
  ['Survivor', 'survivor'],
  ['Big Brother', 'bigbrother'],
  ['Love Island', 'loveisland'],
  ['Below Deck', 'belowdeck'],
  ['Bachelor', 'bachelor-nation'],
  ['Too Hot to Handle', 'toohottohandle'],
];
const PRONOUNS = { F: ['She', 'her'], M: ['He', 'his'], X: ['They', 'their'] } as const;

export function makePages(random: Random, people: readonly Person[], world: World): void {
  for (const [, wiki] of WIKIS) world.fandom.set(wiki, new Map());
  const showsOf = showsByPerson(world);
  for (const person of people) addPages(random, person, showsOf.get(person.tmdbId ?? 0) ?? [], world);
}

/** @param shows names of the person's shows */
export function addPages(random: Random, person: Person, shows: readonly string[], world: World): void {
  for (const show of shows) {
    const wiki = WIKIS.find(([part]) => show.includes(part))?.[1];
    const pages = wiki === undefined ? undefined : world.fandom.get(wiki);
    if (pages && random.chance(0.6)) addPage(random, pages, person, show);
  }
  const { birthday } = person;
  if (birthday !== null && shows.length > 0 && random.chance(0.2))
    addFamous(random, world, person.name, birthday, shows);
}

/** Names of shows by TMDb's id of a person, in the order of the shows. */
function showsByPerson(world: World): Map<number, string[]> {
  const names = new Map<number, string[]>();
  for (const show of world.tmdb.shows.values()) {
    const people = new Set<number>();
    for (const { regulars, episodes } of show.seasons) {
      for (const { person } of [...regulars, ...episodes.flatMap(({ guests }) => guests)]) people.add(person);
    }
    for (const person of people) {
      const own = names.get(person);
      if (own) own.push(show.name);
      else names.set(person, [show.name]);
    }
  }
  return names;
}

function addPage(random: Random, pages: Map<string, FandomPage>, person: Person, show: string): void {
  const title = person.name.replace(/\s/g, ' ');
  const key = searchable(title);
  if (pages.has(key)) return;
  if (random.chance(0.04)) {
    pages.set(key, {
      title,
      kind: 'disambiguation',
      wikitext: `'''${title}''' may be several people. {{Disambig}}`,
    });
    return;
  }
  if (random.chance(0.04)) {
    const to = `${show} (season 1)`;
    pages.set(key, {
      title,
      kind: 'redirect',
      wikitext: `#REDIRECT [[${to}#Cast]]`,
      redirect: { to, fragment: 'Cast' },
    });
    return;
  }
  const { birthday } = person;
  const [year = '', month = '', day = ''] = (birthday ?? '').split('-');
  const form = birthday === null ? 3 : random.int(0, 3);
  const birthdate =
    [
      `{{Birth date and age|${year}|${Number(month)}|${Number(day)}|mf=yes}}`,
      birthday === null ? '' : written(birthday),
      `{{Birth year and age|${year}}}`,
      '',
    ][form] ?? '';
  const field = random.pick(['birthdate', 'born', 'dob', 'Birthday']);
  const gender =
    random.chance(0.2) && person.gender !== 'X'
      ? `\n|gender = ${person.gender === 'F' ? 'Female' : 'Male'}`
      : '';
  const [they, their] = PRONOUNS[person.gender];
  const prose =
    random.chance(0.5) && person.gender !== 'X'
      ? ` ${they} came with ${their} sister. ${they} won twice.`
      : '';
  const wikitext = `{{Contestant\n|${field} = ${birthdate}${gender}\n|hometown = Springfield\n}}\n'''${title}''' was on ''[[${show}]]''.${prose}\n`;
  pages.set(key, {
    title,
    kind: 'person',
    wikitext,
    infobox: {
      ...(birthday !== null && form < 2 ? { birthday } : {}),
      ...(gender && person.gender !== 'X' ? { gender: person.gender } : {}),
    },
    ...(prose ? { prose: { gender: person.gender } } : {}),
  });
}

function addFamous(
  random: Random,
  world: World,
  name: string,
  birthday: string,
  shows: readonly string[],
): void {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ø/gi, 'o')
    .replace(/đ/gi, 'd')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[.'’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (world.famous.has(slug)) return;
  world.famous.set(slug, {
    slug,
    name,
    birthday: random.chance(0.8) ? birthday : null,
    dayText: written(birthday).replace(/, \d+$/, ''),
    shows: random.chance(0.85) ? shows.slice(0, 2) : ['another show altogether'],
    ...(random.chance(0.05) ? { gone: true } : {}),
  });
}
