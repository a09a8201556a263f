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
import { realiteaseInfo, showInfo, type RealiteaseInfo } from '../../workbook/tabs';
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

export function newCase(context: StepContext, row: Row, { allShows, rivals }: Around): Case {
  const table = context.table(realiteaseInfo);
  const { values } = row;
  return {
    row,
    person: {
      key: keyOf(row),
      name: values.CastName,
      shows: splitList(values.ShowNames),
      allShows,
      rivals: rivals(row),
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

/** What people are told apart by: names of all shows, and who else bears a name. */
export interface Around {
  allShows: readonly string[];
  /** The other rows that have a row's first and last name. */
  rivals(row: Row): PersonRow['rivals'];
}

/** Made once for all batches of an execution: it looks at every row. */
export function aroundOf(context: StepContext): Around {
  let named: Map<string, Row[]> | undefined;
  return {
    allShows: context.table(showInfo).rows.map(({ values }) => values.Show),
    rivals: (row) =>
      ((named ??= byName(context.table(realiteaseInfo).rows)).get(nameOf(row)) ?? [])
        .filter((other) => other.handle !== row.handle)
        .map(({ values }) => ({ name: values.CastName, shows: splitList(values.ShowNames) })),
  };
}

function byName(rows: readonly Row[]): Map<string, Row[]> {
  const named = new Map<string, Row[]>();
  for (const row of rows) {
    const alike = named.get(nameOf(row));
    if (alike) alike.push(row);
    else named.set(nameOf(row), [row]);
  }
  return named;
}

function nameOf({ values }: Row): string {
  const name = firstAndLast(values.CastName);
  return name ? `${name.first} ${name.last}` : normaliseName(values.CastName);
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
