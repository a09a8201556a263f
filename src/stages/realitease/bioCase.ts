/** One person of a batch of realitease.bio: the row, what is known of it, and where pages of the name are. */
import type { StepContext } from '../../engine/types';
import { splitAligned, splitList } from '../../rules/lists';
import { firstAndLast, normaliseName, withoutNickname } from '../../rules/names';
import { famousBirthdaysSlug } from '../../rules/slug';
import { famousBirthdaysPage } from '../../services/famousBirthdays';
import { fandomPage, wikiOf } from '../../services/fandom';
import { tmdbShow } from '../../services/tmdb';
import type { Question } from '../../services/types';
import type { RowOf } from '../../workbook/schema';
import { realiteaseInfo, type RealiteaseInfo } from '../../workbook/tabs';
import type { TableRow } from '../../workbook/types';
import { knownValue } from '../common/answers';
import { validId } from '../common/shows';
import type { Evidence, PersonRow } from './evidence';

export type Row = TableRow<RowOf<RealiteaseInfo>>;

/** What is being found out of one person in this batch. */
export interface Case {
  row: Row;
  person: PersonRow;
  evidence: Evidence;
  /** A more trusted source goes on by itself later: until then nothing less trusted is asked in vain. */
  waits: boolean;
  /** Famous Birthdays is still to be asked, and is trusted more than what is read from texts. */
  pageComes: boolean;
  /** What was asked of the person: settled once the row is decided. */
  asked: { question: Question<unknown>; key: string }[];
  failure: string;
  /** Gemini has not read the texts about the person yet. */
  unread: boolean;
}

/** Ids that sources can be asked by; a text that is none is for the curator (Quality lists it). */
export function idsOf({ values }: Row): { imdbId: string; tmdbId: string } {
  return { imdbId: validId('imdbName', values.CastIMDbID), tmdbId: validId('tmdb', values.CastTMDbID) };
}

export const keyOf = ({ values }: Row): string => values.CastIMDbID || values.CastTMDbID;

export const hasPageName = (name: string): boolean => famousBirthdaysSlug(name) !== '';

export function newCase(
  context: StepContext,
  row: Row,
  allShows: readonly string[],
  rivals: PersonRow['rivals'],
): Case {
  const table = context.table(realiteaseInfo);
  const { values } = row;
  return {
    row,
    person: {
      key: keyOf(row),
      name: values.CastName,
      shows: splitList(values.ShowNames),
      allShows,
      rivals,
      inShow: (show) => inShow(context, values, show),
      gender: values.Gender,
      birthday: values.Birthday,
      zodiac: values.Zodiac,
      genderOrigin: table.origin(row, 'Gender'),
      birthdayOrigin: table.origin(row, 'Birthday'),
    },
    evidence: { fandom: [] },
    waits: false,
    pageComes: false,
    asked: [],
    failure: '',
    unread: false,
  };
}

/** The other rows that have a row's first and last name. */
export function rivalsIn(context: StepContext): (row: Row) => PersonRow['rivals'] {
  const named = new Map<string, Row[]>();
  const nameOf = ({ values }: Row): string => {
    const name = firstAndLast(values.CastName);
    return name ? `${name.first} ${name.last}` : normaliseName(values.CastName);
  };
  for (const row of context.table(realiteaseInfo).rows)
    named.set(nameOf(row), [...(named.get(nameOf(row)) ?? []), row]);
  return (row) =>
    (named.get(nameOf(row)) ?? [])
      .filter((other) => other.handle !== row.handle)
      .map(({ values }) => ({ name: values.CastName, shows: splitList(values.ShowNames) }));
}

/** What TMDb's kept entry of a show says of the person in it. */
function inShow(
  context: StepContext,
  { ShowNames, ShowTMDbIDs, CastTMDbID }: Row['values'],
  show: string,
): { seasons: number[]; since: number } {
  const names = splitList(ShowNames);
  const tmdbId = splitAligned(ShowTMDbIDs, names.length)[names.indexOf(show)] ?? '';
  const facts = knownValue(context, tmdbShow, tmdbId);
  const seasons = facts?.cast.find(({ id }) => id === CastTMDbID)?.seasons ?? [];
  return { seasons, since: Number((facts?.firstAired ?? '').slice(0, 4)) };
}

/** Pages from which a value came are held against what is known since then. */
export function recallPages(context: StepContext, { row, person, evidence }: Case): void {
  if (evidence.fandom.length > 0) return;
  const origins = [person.birthdayOrigin, person.genderOrigin].map((origin) => origin?.source ?? '');
  if (origins.some((source) => source.startsWith('Fandom')))
    evidence.fandom = fandomKeys(context, row).flatMap((key) => knownValue(context, fandomPage, key) ?? []);
  if (origins.some((source) => source.startsWith('Famous')))
    evidence.famousBirthdays ??= knownValue(context, famousBirthdaysPage, person.name);
}

/** Pages to try: the person's name, also without a nickname, in the wiki of each show that has one. */
export function fandomKeys(context: StepContext, row: Row): string[] {
  const wikis = splitList(row.values.ShowNames).map((show) => wikiOf(show, context.settings));
  const name = row.values.CastName;
  const titles = [...new Set([name, withoutNickname(name)])];
  return [...new Set(wikis)]
    .filter((wiki) => wiki !== null)
    .flatMap((wiki) => titles.map((title) => `${wiki}|${title}`));
}
