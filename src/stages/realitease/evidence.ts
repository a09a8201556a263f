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
import { isRealDate } from '../../rules/dates';
import { genderFromText, genderFromTmdb } from '../../rules/gender';
import { sameFirstAndLast } from '../../rules/names';
import { namesIn } from '../../rules/text';
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

const TITLES: Record<BirthdayCandidate['source'], string> = {
  tmdb: 'TMDb',
  imdb: 'IMDb',
  wikidata: 'Wikidata',
  fandom: 'Fandom',
  famousBirthdays: 'Famous Birthdays',
  gemini: 'Gemini',
};

/** The wiki is that of a show in common; a page that names other shows only is somebody else's. */
function pageOfPerson(row: PersonRow, page: FandomPage): boolean {
  if (!sameFirstAndLast(page.title, row.name)) return false;
  const named = showsIn(row, page.text);
  return named.size === 0 || row.shows.some((show) => named.has(show));
}

/** A page found by name alone counts only if it names one of the person's shows. */
function isThatPerson(row: PersonRow, page: FamousBirthdaysPage): boolean {
  const named = showsIn(row, page.text);
  return sameFirstAndLast(page.name, row.name) && row.shows.some((show) => named.has(show));
}

const showsIn = (row: PersonRow, text: string) => namesIn(row.allShows, text, row.shows);

function birthdays(row: PersonRow, evidence: Evidence): BirthdayCandidate[] {
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
  for (const page of evidence.fandom) {
    if (page.birthday && pageOfPerson(row, page)) list.push({ source: 'fandom', date: page.birthday });
  }
  const page = evidence.famousBirthdays;
  if (page?.birthday && isThatPerson(row, page))
    list.push({ source: 'famousBirthdays', date: page.birthday });
  if (evidence.gemini?.birthday) list.push({ source: 'gemini', date: evidence.gemini.birthday });
  return list;
}

function genders(row: PersonRow, evidence: Evidence): GenderCandidate[] {
  const list: GenderCandidate[] = [];
  const add = (source: GenderCandidate['source'], gender: GenderCandidate['gender'] | '') => {
    if (gender) list.push({ source, gender });
  };
  if (evidence.tmdb) add('tmdb', genderFromTmdb(evidence.tmdb.gender));
  if (evidence.wikidata && !evidence.wikidata.ambiguous) add('wikidata', evidence.wikidata.gender);
  for (const page of evidence.fandom) {
    if (pageOfPerson(row, page)) add('fandom', page.gender || genderFromText(page.text, row.name));
  }
  add('gemini', evidence.gemini?.gender ?? '');
  return list;
}

/** Whether birthday or gender would still be blank with what is known so far. */
export function stillOpen(
  row: PersonRow,
  evidence: Evidence,
  limits: BioLimits,
): { birthday: boolean; gender: boolean } {
  return {
    birthday: !row.birthday && !decideBirthday(birthdays(row, evidence), limits.today, limits),
    gender: !row.gender && !decideGender(genders(row, evidence)),
  };
}

/** The texts that may be handed to Gemini: what TMDb and Fandom wrote about this very person. */
export function textOf(row: PersonRow, evidence: Evidence): string {
  const pages = evidence.fandom.filter((page) => pageOfPerson(row, page)).map((page) => page.text);
  return [evidence.tmdb?.biography ?? '', ...pages].filter(Boolean).join('\n\n');
}

export interface BioDecision {
  cells: Cells<RealiteaseInfo>;
  conflicts: ConflictNote[];
}

/** Gender, Birthday and Zodiac of a row, and what the curator must be asked. */
export function decideBio(row: PersonRow, evidence: Evidence, limits: BioLimits): BioDecision {
  const cells: Cells<RealiteaseInfo> = {};
  const conflicts: ConflictNote[] = [];
  const birthday = decideBirthday(birthdays(row, evidence), limits.today, limits);
  const effective = settle(
    row,
    'Birthday',
    row.birthday,
    row.birthdayOrigin,
    birthday,
    evidence,
    cells,
    conflicts,
  );
  settle(
    row,
    'Gender',
    row.gender,
    row.genderOrigin,
    decideGender(genders(row, evidence)),
    evidence,
    cells,
    conflicts,
  );
  const wikidata = evidence.wikidata;
  if (wikidata && (wikidata.ambiguous || wikidata.otherBirthdays.length > 0)) {
    conflicts.push(wikidataDisagrees(row, effective, wikidata));
  }
  const zodiac = isRealDate(effective) ? zodiacOf(effective) : '';
  if (zodiac) cells.Zodiac = { value: zodiac, source: 'Birthday' };
  return { cells, conflicts };
}

type Decided = {
  value: string;
  source: BirthdayCandidate['source'];
  disagree: { source: BirthdayCandidate['source']; value: string }[];
};

/** @returns the value that the cell will hold. */
function settle(
  row: PersonRow,
  column: 'Birthday' | 'Gender',
  present: string,
  origin: Origin | null,
  decided: Decided | null,
  evidence: Evidence,
  cells: Cells<RealiteaseInfo>,
  conflicts: ConflictNote[],
): string {
  if (!decided) return present;
  const source = sourceTitle(decided.source, evidence);
  const others = decided.disagree.map((d) => ({ value: d.value, source: sourceTitle(d.source, evidence) }));
  const persons = present !== '' && origin === null && present !== decided.value;
  const kept = persons ? present : decided.value;
  if (persons) others.unshift({ value: decided.value, source });
  else
    cells[column] = {
      value: decided.value,
      source: source + alsoSaid(column, decided, evidence),
      when: 'refresh',
    };
  const differing = others.filter((other) => other.value !== kept);
  if (differing.length > 0) {
    conflicts.push({
      kind: 'value',
      tab: 'RealiteaseInfo',
      key: row.key,
      column,
      kept,
      keptSource: persons ? 'typed by a person' : source,
      others: differing,
      evidence: `${row.name}: the sources differ; the most trusted is kept.`,
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

function sourceTitle(source: BirthdayCandidate['source'], evidence: Evidence): string {
  const page = source === 'fandom' ? evidence.fandom.find((p) => p.birthday || p.gender) : undefined;
  return page ? `Fandom (${page.title})` : TITLES[source];
}

function wikidataDisagrees(row: PersonRow, kept: string, wikidata: WikidataPerson): ConflictNote {
  return {
    kind: 'value',
    tab: 'RealiteaseInfo',
    key: row.key,
    column: 'Birthday',
    kept,
    keptSource: row.birthdayOrigin?.source.split(' · ')[0] ?? '',
    others: [wikidata.birthday, ...wikidata.otherBirthdays]
      .filter(Boolean)
      .map((value) => ({ value, source: 'Wikidata' })),
    evidence: wikidata.ambiguous
      ? `More than one item of Wikidata claims to be ${row.name}.`
      : `Wikidata has more than one birthday of ${row.name}.`,
  };
}
