/**
 * realitease.bio: gender, birthday and zodiac. TMDb, IMDb and Wikidata are asked of everyone (in one
 * round); Fandom, Famous Birthdays and Gemini only for what is still blank after that.
 */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { splitList } from '../../rules/lists';
import { isRealDate } from '../../rules/dates';
import { withoutNickname } from '../../rules/names';
import { zodiacOf } from '../../rules/zodiac';
import { famousBirthdaysPage } from '../../services/famousBirthdays';
import { fandomPage, wikiOf } from '../../services/fandom';
import { geminiBio } from '../../services/gemini';
import { imdbName } from '../../services/imdb';
import { tmdbPerson } from '../../services/tmdb';
import type { Answer, Answers, Question } from '../../services/types';
import { wikidataPersonByImdb, wikidataPersonByTmdb } from '../../services/wikidata';
import { realiteaseInfo, showInfo, type RealiteaseInfo } from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { Change, TableRow } from '../../workbook/types';
import { selectRows } from '../common/select';
import { heldElsewhere } from './ids';
import { knownId, verdict } from './knownIds';
import { decideBio, stillOpen, textOf, type BioLimits, type Evidence, type PersonRow } from './evidence';

type Row = TableRow<RowOf<RealiteaseInfo>>;

/** What is being found out of one person in this batch. */
interface Case {
  row: Row;
  person: PersonRow;
  evidence: Evidence;
  /** A more trusted source failed: nothing less trusted is asked, so that it is not asked in vain. */
  waits: boolean;
  failure: string;
}

export const bio: Step = {
  id: 'realitease.bio',
  title: 'Gender, birthday, zodiac',
  input: realiteaseInfo,
  tabs: [showInfo, realiteaseInfo],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const rows = selectRows(context, context.table(realiteaseInfo).rows);
  const byHandle = new Map(rows.map((row) => [String(row.handle), row]));
  const due = rows.filter((row) => isDue(context, row));
  // Where a quota cuts the work short, the people of most shows come first.
  const items = due.sort(
    (a, b) => Number(b.values.TotalShows || 0) - Number(a.values.TotalShows || 0) || a.handle - b.handle,
  );
  return {
    items: items
      .map((row) => String(row.handle))
      .slice(0, Number.isFinite(context.remaining) ? context.remaining : undefined),
    size: 250,
    batch: (handles) =>
      batch(
        context,
        handles.flatMap((handle) => byHandle.get(handle) ?? []),
      ),
  };
}

function isDue(context: StepContext, row: Row): boolean {
  const {
    CastIMDbID: imdbId,
    CastTMDbID: tmdbId,
    Birthday: birthday,
    Gender: gender,
    Zodiac: zodiac,
  } = row.values;
  if (isRealDate(birthday) && zodiac !== zodiacOf(birthday)) return true;
  if (tmdbId && context.due(tmdbPerson, tmdbId)) return true;
  if (imdbId && (context.due(wikidataPersonByImdb, imdbId) || context.due(imdbName, imdbId))) return true;
  if (!imdbId && tmdbId && context.due(wikidataPersonByTmdb, tmdbId)) return true;
  if (birthday && gender) return false;
  return (
    fandomKeys(context, row).some((key) => context.due(fandomPage, key)) ||
    (!birthday && context.due(famousBirthdaysPage, row.values.CastName))
  );
}

function batch(context: StepContext, rows: readonly Row[]): Outcome {
  const limits: BioLimits = {
    today: context.today,
    ageMin: context.settings.AGE_MIN,
    ageMax: context.settings.AGE_MAX,
  };
  const allShows = context.table(showInfo).rows.map(({ values }) => values.Show);
  const cases = rows.map((row) => newCase(context, row, allShows));
  askEveryone(context, cases);
  askFandom(
    context,
    cases.filter((c) => isOpen(c, limits)),
  );
  askFamousBirthdays(
    context,
    cases.filter((c) => isOpen(c, limits) && stillOpen(c.person, c.evidence, limits).birthday),
  );
  askGemini(
    context,
    cases.filter((c) => isOpen(c, limits)),
  );
  const changes: Change[] = [];
  for (const c of cases) {
    const decided = decideBio(c.person, c.evidence, limits);
    if (c.evidence.tmdb?.imdbId && !c.row.values.CastIMDbID) changes.push(...externalId(context, c.row));
    if (Object.keys(decided.cells).length > 0) {
      changes.push({ kind: 'write', tab: realiteaseInfo, row: c.row, cells: decided.cells });
    }
    for (const note of decided.conflicts) changes.push({ kind: 'conflict', note });
  }
  return {
    changes,
    failed: cases.filter((c) => c.failure).map((c) => ({ key: c.person.key, message: c.failure })),
  };
}

function newCase(context: StepContext, row: Row, allShows: readonly string[]): Case {
  const table = context.table(realiteaseInfo);
  const { values } = row;
  return {
    row,
    person: {
      key: values.CastIMDbID || values.CastTMDbID,
      name: values.CastName,
      shows: splitList(values.ShowNames),
      allShows,
      gender: values.Gender,
      birthday: values.Birthday,
      zodiac: values.Zodiac,
      genderOrigin: table.origin(row, 'Gender'),
      birthdayOrigin: table.origin(row, 'Birthday'),
    },
    evidence: { fandom: [] },
    waits: false,
    failure: '',
  };
}

function isOpen(c: Case, limits: BioLimits): boolean {
  const open = stillOpen(c.person, c.evidence, limits);
  return !c.waits && (open.birthday || open.gender);
}

function askEveryone(context: StepContext, cases: readonly Case[]): void {
  const ids = (column: 'CastIMDbID' | 'CastTMDbID', only: (c: Case) => boolean = () => true) =>
    cases
      .filter(only)
      .map((c) => c.row.values[column])
      .filter(Boolean);
  const answers = context.ask(
    { question: tmdbPerson, keys: ids('CastTMDbID') },
    { question: wikidataPersonByImdb, keys: ids('CastIMDbID') },
    { question: wikidataPersonByTmdb, keys: ids('CastTMDbID', (c) => c.row.values.CastIMDbID === '') },
    { question: imdbName, keys: ids('CastIMDbID') },
  );
  for (const c of cases) {
    const { CastIMDbID: imdbId, CastTMDbID: tmdbId } = c.row.values;
    c.evidence.tmdb = valueOf(c, answers, tmdbPerson, tmdbId);
    c.evidence.imdb = valueOf(c, answers, imdbName, imdbId);
    c.evidence.wikidata = imdbId
      ? valueOf(c, answers, wikidataPersonByImdb, imdbId)
      : valueOf(c, answers, wikidataPersonByTmdb, tmdbId);
  }
  askByOtherId(context, cases);
  askByNewIds(context, cases);
}

/** People whom Wikidata does not have under their IMDb id: it may have them under TMDb's. */
function askByOtherId(context: StepContext, cases: readonly Case[]): void {
  const open = cases.filter(
    ({ row, evidence, waits }) =>
      row.values.CastIMDbID && row.values.CastTMDbID && !evidence.wikidata && !waits,
  );
  const keys = open.map(({ row }) => row.values.CastTMDbID);
  const answers = context.ask({ question: wikidataPersonByTmdb, keys });
  for (const c of open) {
    const item = valueOf(c, answers, wikidataPersonByTmdb, c.row.values.CastTMDbID);
    // An item that names another IMDb id is about somebody else.
    if (item && (item.imdbId === '' || item.imdbId === c.row.values.CastIMDbID)) c.evidence.wikidata = item;
  }
}

/** People whose IMDb id has only just come with TMDb's answer: what is known under it counts as well. */
function askByNewIds(context: StepContext, cases: readonly Case[]): void {
  const table = context.table(realiteaseInfo);
  const found = new Map<Case, string>();
  for (const c of cases) {
    const imdbId = c.row.values.CastIMDbID === '' ? (c.evidence.tmdb?.imdbId ?? '') : '';
    if (imdbId && table.match({ CastIMDbID: imdbId }).kind === 'none') found.set(c, imdbId);
  }
  const keys = [...found.values()];
  const answers = context.ask({ question: wikidataPersonByImdb, keys }, { question: imdbName, keys });
  for (const [c, imdbId] of found) {
    c.evidence.imdb = valueOf(c, answers, imdbName, imdbId);
    c.evidence.wikidata = valueOf(c, answers, wikidataPersonByImdb, imdbId) ?? c.evidence.wikidata;
  }
}

function askFandom(context: StepContext, cases: readonly Case[]): void {
  const keys = new Map(cases.map((c) => [c, fandomKeys(context, c.row)]));
  const answers = context.ask({ question: fandomPage, keys: [...keys.values()].flat() });
  for (const [c, own] of keys) {
    for (const key of own) {
      const page = valueOf(c, answers, fandomPage, key);
      if (page) c.evidence.fandom.push(page);
    }
  }
}

function askFamousBirthdays(context: StepContext, cases: readonly Case[]): void {
  const answers = context.ask({ question: famousBirthdaysPage, keys: cases.map((c) => c.person.name) });
  for (const c of cases) c.evidence.famousBirthdays = valueOf(c, answers, famousBirthdaysPage, c.person.name);
}

function askGemini(context: StepContext, cases: readonly Case[]): void {
  const keys = new Map<Case, string>();
  for (const c of cases) {
    const text = textOf(c.person, c.evidence);
    const model = context.settings.GEMINI_MODEL;
    if (text) keys.set(c, JSON.stringify({ id: c.person.key, name: c.person.name, text, model }));
  }
  const answers = context.ask({ question: geminiBio, keys: [...keys.values()] });
  for (const [c, key] of keys) c.evidence.gemini = valueOf(c, answers, geminiBio, key);
}

/** The found value; a failure is noted in the case. */
function valueOf<T>(c: Case, answers: Answers, question: Question<T>, key: string): T | undefined {
  if (!key) return undefined;
  const answer: Answer<T> = answers.get(question, key);
  if (answer.kind === 'failed') {
    c.waits = true;
    c.failure ||= answer.error;
  }
  return answer.kind === 'found' ? answer.value : undefined;
}

/** Pages to try: the person's name, also without a nickname, in the wiki of each show that has one. */
function fandomKeys(context: StepContext, row: Row): string[] {
  const wikis = splitList(row.values.ShowNames).map((show) => wikiOf(show, context.settings));
  const name = row.values.CastName;
  const titles = [...new Set([name, withoutNickname(name)])];
  return [...new Set(wikis)]
    .filter((wiki) => wiki !== null)
    .flatMap((wiki) => titles.map((title) => `${wiki}|${title}`));
}

/** TMDb's own external id of the person, unless another row has it. */
function externalId(context: StepContext, row: Row): Change[] {
  const known = knownId(context, row);
  const what = known ? verdict(row, known) : 'merge';
  if (!known || what === 'merge') return [];
  if (what === 'ask') return [heldElsewhere(row, known, known.holder)];
  const { column, id, source } = known;
  return [{ kind: 'write', tab: realiteaseInfo, row, cells: { [column]: { value: id, source } } }];
}
