/**
 * What the sources say of one person's birthday and gender, collected in the order of trust, and what
 * follows for the row. Pure: answers in, cells and open questions out.
 */
import {
  decideBirthday,
  decideGender,
  type BirthdayCandidate,
  type GenderCandidate,
} from '../../rules/birthday';
import { isPlausibleBirthday, isRealDate } from '../../rules/dates';
import { genderFromText, genderFromTmdb, type Gender } from '../../rules/gender';
import { zodiacOf } from '../../rules/zodiac';
import type {
  FamousBirthdaysPage,
  FandomPage,
  ImdbNameFacts,
  ReadBio,
  TmdbPersonFacts,
  WikidataPerson,
} from '../../services/facts';
import type { RealiteaseInfo } from '../../workbook/tabs';
import type { Cells, ConflictNote, Origin } from '../../workbook/types';
import { whosePage, type Belongs, type KnownPerson } from './namesake';

/** Found values only; what was absent or not asked is undefined. */
export interface Evidence {
  tmdb?: TmdbPersonFacts | undefined;
  imdb?: ImdbNameFacts | undefined;
  wikidata?: WikidataPerson | undefined;
  fandom: FandomPage[];
  famousBirthdays?: FamousBirthdaysPage | undefined;
  gemini?: ReadBio | undefined;
}

export interface PersonRow {
  key: string;
  name: string;
  shows: string[];
  /** All shows of the workbook. */
  allShows: readonly string[];
  /** Other rows of the same first and last name. */
  rivals: KnownPerson['rivals'];
  inShow: KnownPerson['inShow'];
  gender: string;
  birthday: string;
  zodiac: string;
  /** Where the cells came from; null if they are a person's. */
  genderOrigin: Origin | null;
  birthdayOrigin: Origin | null;
}

export interface BioLimits {
  today: string;
  ageMin: number;
  ageMax: number;
}

export const TITLES: Record<BirthdayCandidate['source'], string> = {
  tmdb: 'TMDb',
  imdb: 'IMDb',
  wikidata: 'Wikidata',
  fandom: 'Fandom',
  famousBirthdays: 'Famous Birthdays',
  gemini: 'Gemini',
};

/** Facts of a page that was found by the person's name. */
interface Found {
  source: 'fandom' | 'famousBirthdays';
  title: string;
  text: string;
  birthday: string;
  gender: Gender;
  belongs: Belongs;
}

/** What is known of the person by ids, to hold pages against. */
function knownOf(row: PersonRow, { tmdb, imdb, wikidata }: Evidence): KnownPerson {
  const item = wikidata?.ambiguous ? undefined : wikidata;
  const yearOf = (day: string | undefined) => Number((day ?? '').slice(0, 4));
  // What pages gave before proves nothing for pages.
  const own = (value: string, origin: Origin | null) =>
    origin && /^(?:Fandom|Famous|Gemini)/.test(origin.source) ? '' : value;
  const years = [
    yearOf(own(row.birthday, row.birthdayOrigin)),
    yearOf(tmdb?.birthday),
    imdb?.birthYear ?? 0,
    item?.birthYear ?? 0,
  ];
  return {
    name: row.name,
    shows: row.shows,
    allShows: row.allShows,
    rivals: row.rivals,
    gender:
      (own(row.gender, row.genderOrigin) as Gender) ||
      genderFromTmdb(tmdb?.gender ?? 0) ||
      item?.gender ||
      '',
    birthYears: years.filter((year) => year > 0),
    inShow: row.inShow,
  };
}

/** What was found in pages, and by what evidence: it is asked for after each source that has answered. */
const judged = new WeakMap<Evidence, { by: readonly unknown[]; pages: Found[] }>();

function pagesOf(row: PersonRow, evidence: Evidence): Found[] {
  const { tmdb, imdb, wikidata, fandom, famousBirthdays } = evidence;
  const by = [row, tmdb, imdb, wikidata, famousBirthdays, ...fandom];
  const before = judged.get(evidence);
  if (before && by.length === before.by.length && by.every((one, i) => one === before.by[i]))
    return before.pages;
  const pages = judgedPages(row, evidence);
  judged.set(evidence, { by, pages });
  return pages;
}

function judgedPages(row: PersonRow, evidence: Evidence): Found[] {
  const known = knownOf(row, evidence);
  const famous = evidence.famousBirthdays;
  const pages = evidence.fandom.map((page): Found => {
    const belongs = whosePage({ ...page, name: page.title, ofTheShow: true }, known);
    const gender = page.gender || genderFromText(page.text, row.name);
    const { text, birthday } = page;
    return { source: 'fandom', title: `Fandom (${page.title})`, text, birthday, gender, belongs };
  });
  if (!famous) return pages;
  const none = { about: '', gender: '' as const, deathYear: 0, ofTheShow: false };
  const belongs = whosePage({ ...none, ...famous, birthYear: Number(famous.birthday.slice(0, 4)) }, known);
  return [...pages, { ...famous, source: 'famousBirthdays', title: TITLES.famousBirthdays, gender: '', belongs }]; // prettier-ignore
}

function birthdays(evidence: Evidence, pages: readonly Found[]): BirthdayCandidate[] {
  const list: BirthdayCandidate[] = [];
  if (evidence.tmdb?.birthday) list.push({ source: 'tmdb', date: evidence.tmdb.birthday });
  if (evidence.imdb?.birthday) list.push({ source: 'imdb', date: evidence.imdb.birthday, parts3: true });
  if (
    evidence.wikidata &&
    !evidence.wikidata.ambiguous &&
    evidence.wikidata.birthday &&
    evidence.wikidata.otherBirthdays.length === 0
  ) {
    list.push({ source: 'wikidata', date: evidence.wikidata.birthday, precisionDay: true });
  }
  for (const { source, birthday, belongs } of pages) {
    if (birthday && belongs === 'theirs') list.push({ source, date: birthday });
  }
  if (evidence.gemini?.birthday) list.push({ source: 'gemini', date: evidence.gemini.birthday });
  return list;
}

function genders(evidence: Evidence, pages: readonly Found[]): GenderCandidate[] {
  const list: GenderCandidate[] = [];
  const add = (source: GenderCandidate['source'], gender: GenderCandidate['gender'] | '') => {
    if (gender) list.push({ source, gender });
  };
  if (evidence.tmdb) add('tmdb', genderFromTmdb(evidence.tmdb.gender));
  if (evidence.wikidata && !evidence.wikidata.ambiguous) add('wikidata', evidence.wikidata.gender);
  for (const page of pages) if (page.belongs === 'theirs') add(page.source, page.gender);
  add('gemini', evidence.gemini?.gender ?? '');
  return list;
}

/** Whether birthday or gender would still be blank with what is known so far. */
export function stillOpen(
  row: PersonRow,
  evidence: Evidence,
  limits: BioLimits,
): { birthday: boolean; gender: boolean } {
  const pages = pagesOf(row, evidence);
  return {
    birthday: !row.birthday && !decideBirthday(birthdays(evidence, pages), limits.today, limits),
    gender: !row.gender && !decideGender(genders(evidence, pages)),
  };
}

/** The texts that may be handed to Gemini: what TMDb and Fandom wrote about this very person. */
export function textOf(row: PersonRow, evidence: Evidence): string {
  const pages = pagesOf(row, evidence).filter(({ source, belongs }) => source === 'fandom' && belongs === 'theirs'); // prettier-ignore
  return [evidence.tmdb?.biography ?? '', ...pages.map(({ text }) => text)].filter(Boolean).join('\n\n');
}

export interface BioDecision {
  cells: Cells<RealiteaseInfo>;
  conflicts: ConflictNote[];
}

/** Gender, Birthday and Zodiac of a row, and what the curator must be asked. */
export function decideBio(row: PersonRow, evidence: Evidence, limits: BioLimits): BioDecision {
  const decision: BioDecision = { cells: {}, conflicts: [] };
  const pages = pagesOf(row, evidence);
  const unsure = pages.filter(({ belongs }) => belongs === 'unsure');
  const plausible = ({ birthday }: Found) =>
    isPlausibleBirthday(birthday, limits.today, limits.ageMin, limits.ageMax);
  const birthday = settle(row, evidence, pages, decision, {
    column: 'Birthday',
    present: row.birthday,
    origin: row.birthdayOrigin,
    decided: decideBirthday(birthdays(evidence, pages), limits.today, limits),
    unsure: unsure.filter(plausible).map((page) => ({ value: page.birthday, source: page.title })),
  });
  settle(row, evidence, pages, decision, {
    column: 'Gender',
    present: row.gender,
    origin: row.genderOrigin,
    decided: decideGender(genders(evidence, pages)),
    unsure: unsure.flatMap((page) => (page.gender ? [{ value: page.gender, source: page.title }] : [])),
  });
  const wikidata = evidence.wikidata;
  // One of several that others say too is no question.
  const unsettled = wikidata && !birthdaysOf(wikidata).includes(birthday);
  if (unsettled && (wikidata.ambiguous || wikidata.otherBirthdays.length > 0))
    decision.conflicts.push(wikidataDisagrees(row, birthday, wikidata));
  const zodiac = isRealDate(birthday) ? zodiacOf(birthday) : '';
  if (zodiac || decision.cells.Birthday?.value === '')
    decision.cells.Zodiac = { value: zodiac, source: 'Birthday' };
  return decision;
}

type Decided = {
  value: string;
  source: BirthdayCandidate['source'];
  disagree: { source: BirthdayCandidate['source']; value: string }[];
};

interface Column {
  column: 'Birthday' | 'Gender';
  present: string;
  origin: Origin | null;
  decided: Decided | null;
  /** What pages say that may be about somebody else of the name. */
  unsure: { value: string; source: string }[];
}

/** @returns the value that the cell will hold. */
function settle(
  row: PersonRow,
  evidence: Evidence,
  pages: readonly Found[],
  { cells, conflicts }: BioDecision,
  { column, present, origin, decided, unsure }: Column,
): string {
  const titleOf = (source: BirthdayCandidate['source'], value: string) =>
    pages.find((page) => page.source === source && page.belongs === 'theirs' && [page.birthday, page.gender].includes(value))?.title ?? TITLES[source]; // prettier-ignore
  // A page that gave the value and is not sure to be theirs any more takes it back.
  const doubted = pages.some(
    ({ belongs, title, ...page }) =>
      belongs !== 'theirs' &&
      origin?.source.split(' · ')[0] === title &&
      [page.birthday, page.gender].includes(present),
  );
  if (doubted && !decided && present !== '') {
    cells[column] = { value: '', source: 'rule', when: 'correct' };
    present = '';
  }
  const persons = present !== '' && (decided === null || (origin === null && present !== decided.value));
  const kept = persons || !decided ? present : decided.value;
  const keptSource = persons ? (origin?.source ?? 'typed by a person') : '';
  const said = [...(decided ? [decided, ...decided.disagree] : [])].map(({ value, source }) => ({ value, source: titleOf(source, value) })); // prettier-ignore
  if (decided && !persons)
    cells[column] = {
      value: decided.value,
      source: titleOf(decided.source, decided.value) + alsoSaid(column, decided, evidence),
      when: 'refresh',
    };
  const differing = [...said, ...unsure].filter((other) => other.value !== kept);
  if (differing.length > 0) {
    const doubt = unsure.some(({ value }) => value !== kept);
    conflicts.push({
      kind: 'value',
      tab: 'RealiteaseInfo',
      key: row.key,
      column,
      kept,
      keptSource: keptSource || (said[0]?.source ?? ''),
      others: differing,
      evidence: doubt
        ? `${row.name}: a page of this name may be about somebody else: it names no show in common, or does not fit what is known.`
        : `${row.name}: the sources differ; the most trusted is kept.`,
    });
  }
  return kept;
}

/** What the other sources that were asked of everyone say, for whoever wants to know where the value comes from. */
function alsoSaid(
  column: 'Birthday' | 'Gender',
  decided: Decided,
  { tmdb, imdb, wikidata }: Evidence,
): string {
  const said: [BirthdayCandidate['source'], string | undefined][] =
    column === 'Birthday'
      ? [['tmdb', tmdb?.birthday], ['imdb', imdb?.birthday], ['wikidata', wikidata?.birthday]]
      : [['tmdb', tmdb && genderFromTmdb(tmdb.gender)], ['wikidata', wikidata?.gender]]; // prettier-ignore
  const others = said.filter(([source, value]) => source !== decided.source && value !== undefined);
  const words = others.map(([source, value]) => `${TITLES[source]}: ${value || 'none'}`);
  return words.length > 0 ? ` · also ${words.join(', ')}` : '';
}

const birthdaysOf = ({ birthday, otherBirthdays }: WikidataPerson): string[] =>
  [birthday, ...otherBirthdays].filter(Boolean);

function wikidataDisagrees(row: PersonRow, kept: string, wikidata: WikidataPerson): ConflictNote {
  return {
    kind: 'value',
    tab: 'RealiteaseInfo',
    key: row.key,
    column: 'Birthday',
    kept,
    keptSource: row.birthdayOrigin?.source.split(' · ')[0] ?? '',
    others: birthdaysOf(wikidata).map((value) => ({ value, source: 'Wikidata' })),
    evidence: wikidata.ambiguous
      ? `More than one item of Wikidata claims to be ${row.name}.`
      : `Wikidata has more than one birthday of ${row.name}.`,
  };
}
