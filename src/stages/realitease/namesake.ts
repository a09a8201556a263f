/**
 * Whether a page that was found under a person's name is about that person. A name alone says nothing: the page
 * must name a show in common, and nothing in it may contradict what is known of the person by id. Pure.
 */
import { genderFromText, type Gender } from '../../rules/gender';
import { showsNamed, type NamedShows } from '../../rules/named';
import { normaliseName, sameFirstAndLast } from '../../rules/names';

export interface NamedPage {
  /** What the page calls its person. */
  name: string;
  /** Running text. */
  text: string;
  /** What else may name shows. */
  about: string;
  /** '' if the page does not state one apart from its running text. */
  gender: Gender;
  /** 0 for none. */
  birthYear: number;
  deathYear: number;
  /** It is a page of the show's own wiki, where other people than its cast are rare. */
  ofTheShow: boolean;
}

export interface Rival {
  name: string;
  shows: readonly string[];
}

export interface KnownPerson {
  name: string;
  shows: readonly string[];
  /** All shows of the workbook. */
  allShows: readonly string[];
  /** Other people of the same first and last name. */
  rivals: readonly Rival[];
  /** Stated in the row, or by sources that were asked by id; '' or 0 where none does. */
  gender: Gender;
  birthYears: readonly number[];
  /** Seasons of the person in one of the shows, and the year it began; asked only where a page calls for it. */
  inShow(show: string): { seasons: readonly number[]; since: number };
}

/**
 * `theirs`: its facts count. `unsure`: it may be, but what it says is for the curator to judge. `other`: it is
 * somebody else's, and says nothing.
 */
export type Belongs = 'theirs' | 'unsure' | 'other';

/** Sources count years differently now and then; people of one name are further apart. */
const YEARS_APART = 1;

export function whosePage(page: NamedPage, person: KnownPerson): Belongs {
  if (!bearsTheName(page, person.name)) return 'other';
  const named = showsNamed(person.allShows, `${page.name} | ${page.text} | ${page.about}`, person.shows);
  const common = person.shows.filter((show) => named.has(show));
  const rivals = rivalsFor(page, person).flatMap(({ shows }) => shows.filter((show) => named.has(show)));
  // A page that fits another person of the name as well tells nothing of either.
  const only = common.some((show) => !rivals.includes(show)) && rivals.every((show) => common.includes(show));
  if (page.deathYear > 0 && person.shows.some((show) => person.inShow(show).since > page.deathYear))
    return 'other';
  const fits = !contradicts(page, person) && wasInThoseSeasons(named, common, person);
  if (common.length > 0) return fits && (rivals.length === 0 || only) ? 'theirs' : 'unsure';
  return fits && named.size === 0 && page.ofTheShow ? 'unsure' : 'other';
}

/** The title, without what tells it from others (`Ann Lee (Survivor)`). */
function bearsTheName(page: NamedPage, name: string): boolean {
  return sameFirstAndLast(bare(page.name), name);
}

/** Whose whole name the title is comes before others of the same first and last name. */
function rivalsFor(page: NamedPage, { name, rivals }: KnownPerson): readonly Rival[] {
  const title = normaliseName(bare(page.name));
  return normaliseName(name) === title ? rivals.filter((one) => normaliseName(one.name) === title) : rivals;
}

const bare = (title: string): string => title.replace(/\s*\([^()]*\)$/, '');

function contradicts(page: NamedPage, { gender, birthYears, name }: KnownPerson): boolean {
  const said = page.gender || genderFromText(page.text, name);
  // Pages are slow to tell of somebody who is neither.
  const isTold = said !== '' && gender !== '' && said !== 'X' && gender !== 'X';
  if (isTold && said !== gender) return true;
  return page.birthYear > 0 && birthYears.some((year) => Math.abs(year - page.birthYear) > YEARS_APART);
}

/** Where a page says which seasons of a show it means, the person must have been in one of them. */
function wasInThoseSeasons(named: NamedShows, common: readonly string[], person: KnownPerson): boolean {
  const stated = common.filter((show) => (named.get(show)?.size ?? 0) > 0);
  const fitting = stated.filter((show) => {
    const { seasons } = person.inShow(show);
    return seasons.length === 0 || seasons.some((season) => named.get(show)?.has(season));
  });
  return stated.length === 0 || fitting.length > 0;
}
