/** What the sources are asked of people, and the evidence that their answers are. */
import type { StepContext } from '../../engine/types';
import { famousBirthdaysPage } from '../../services/famousBirthdays';
import { fandomPage } from '../../services/fandom';
import { geminiBio } from '../../services/gemini';
import { imdbName } from '../../services/imdb';
import { tmdbPerson } from '../../services/tmdb';
import type { Answer, Answers, Question } from '../../services/types';
import { wikidataPersonByImdb, wikidataPersonByTmdb } from '../../services/wikidata';
import { realiteaseInfo } from '../../workbook/tabs';
import { isAnswered } from '../common/answers';
import { isOn } from '../common/sources';
import { fandomKeys, idsOf, type Case } from './bioCase';
import { textOf } from './evidence';

/** Nothing is settled yet: who is put off has to be asked again if this execution does not get to it. */
export function askEveryone(context: StepContext, cases: readonly Case[]): void {
  const ids = cases.map((c) => idsOf(c.row));
  const imdbIds = ids.map(({ imdbId }) => imdbId).filter(Boolean);
  const answers = context.ask(
    { question: tmdbPerson, keys: ids.map(({ tmdbId }) => tmdbId).filter(Boolean), settle: false },
    { question: wikidataPersonByImdb, keys: imdbIds, settle: false },
    {
      question: wikidataPersonByTmdb,
      keys: ids.filter(({ imdbId }) => imdbId === '').map(({ tmdbId }) => tmdbId).filter(Boolean), // prettier-ignore
      settle: false,
    },
    { question: imdbName, keys: imdbIds, settle: false },
  );
  for (const c of cases) {
    const { imdbId, tmdbId } = idsOf(c.row);
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
  const open = cases.filter(({ row, evidence, waits }) => {
    const { imdbId, tmdbId } = idsOf(row);
    return imdbId && tmdbId && !evidence.wikidata && !waits;
  });
  const keys = open.map(({ row }) => idsOf(row).tmdbId);
  const answers = context.ask({ question: wikidataPersonByTmdb, keys, settle: false });
  for (const c of open) {
    const { imdbId, tmdbId } = idsOf(c.row);
    const item = valueOf(c, answers, wikidataPersonByTmdb, tmdbId);
    // An item that names another IMDb id is about somebody else.
    if (item && (item.imdbId === '' || item.imdbId === imdbId)) c.evidence.wikidata = item;
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
  const answers = context.ask(
    { question: wikidataPersonByImdb, keys, settle: false },
    { question: imdbName, keys, settle: false },
  );
  for (const [c, imdbId] of found) {
    c.evidence.imdb = valueOf(c, answers, imdbName, imdbId);
    c.evidence.wikidata = valueOf(c, answers, wikidataPersonByImdb, imdbId) ?? c.evidence.wikidata;
  }
}

export function askFandom(context: StepContext, cases: readonly Case[]): void {
  const keys = new Map(cases.map((c) => [c, fandomKeys(context, c.row)]));
  const answers = context.ask({ question: fandomPage, keys: [...keys.values()].flat() });
  for (const [c, own] of keys) {
    for (const key of own) {
      const page = valueOf(c, answers, fandomPage, key);
      if (page) c.evidence.fandom.push(page);
    }
  }
}

export function askFamousBirthdays(context: StepContext, cases: readonly Case[]): void {
  const answers = context.ask({ question: famousBirthdaysPage, keys: cases.map((c) => c.person.name) });
  for (const c of cases) {
    c.evidence.famousBirthdays = valueOf(c, answers, famousBirthdaysPage, c.person.name);
    c.pageComes = answers.get(famousBirthdaysPage, c.person.name).kind === 'parked';
  }
}

export function askGemini(context: StepContext, cases: readonly Case[]): void {
  const keys = new Map<Case, string>();
  for (const c of cases) {
    const text = textOf(c.person, c.evidence);
    const model = context.settings.GEMINI_MODEL;
    if (text) keys.set(c, JSON.stringify({ name: c.person.name, text, model }));
  }
  const answers = context.ask({ question: geminiBio, keys: [...keys.values()] });
  for (const [c, key] of keys) {
    const read = valueOf(c, answers, geminiBio, key);
    c.unread = isOn('gemini', context.settings) && !isAnswered(answers.get(geminiBio, key));
    c.evidence.gemini = read && c.pageComes ? { ...read, birthday: '' } : read;
  }
}

/** The found value; a failure is noted in the case. */
function valueOf<T>(c: Case, answers: Answers, question: Question<T>, key: string): T | undefined {
  if (!key) return undefined;
  const answer: Answer<T> = answers.get(question, key);
  c.asked.push({ question, key });
  if (answer.kind === 'failed') c.failure ||= answer.error;
  // Who waits for a page of Famous Birthdays need not wait for what texts say besides.
  if (answer.kind === 'parked' && question.source !== 'famousBirthdays') c.waits = true;
  return answer.kind === 'found' ? answer.value : undefined;
}
