/** What a run will cost, foreseen from the workbook, from what is due in it and from what the limits allow. */
import type { Forecast } from '../engine/report';
import type { StepContext } from '../engine/types';
import { famousBirthdaysPage } from '../services/famousBirthdays';
import { imdbCredits, imdbName } from '../services/imdb';
import { sources } from '../services/sources';
import { tmdbPerson, tmdbShow } from '../services/tmdb';
import type { SourceId } from '../services/types';
import { castInfo, realiteaseInfo, showInfo, wwhlInfo } from '../workbook/tabs';
import { showsOf } from './common/shows';

/** What the bench (docs/bench.md) found of casts, pages and answers. */
const PER_SHOW = { requests: 1.12, people: 9.4, news: 1.6 };
const PER_PERSON = {
  tmdb: 0.94,
  famousBirthdays: 0.25,
  fandom: 0.013,
  gemini: 0.011,
  imdb: 0.18,
  wikidata: 0.01,
};
const LIST_PAGE = 20;
const MINUTE_MS = 60_000;
/** Spreadsheet and properties, for each new person with all their rows, and for each show that is looked at. */
const PERSON_MS = 140;
const SHOW_MS = 900;
/** What of it does not happen while sources are waited for. */
const PERSON_APART_MS = 50;
const RUN_MS = 15_000;
/** Where there is anybody new: sources that think long. */
const NEWS_MS = 45_000;
/** A page of a slow source, with all that is read and written for it; so many go along while others are asked. */
const PAGE_MS = 2450;
const ALONG_A_SECOND = 0.18;

/** @returns null while there is nothing to go by: a workbook without shows */
export function foresee(context: StepContext, job: readonly string[]): Forecast | null {
  const shows = showsOf(context).filter((show) => show.threshold !== null && show.tmdbId !== '');
  if (shows.length === 0) return null;
  const does = (stage: string): boolean => job.some((id) => id.startsWith(`${stage}.`));
  const counts: Partial<Record<SourceId, number>> = {};
  const add = (source: SourceId, requests: number): void => {
    if (requests > 0 && sources[source].ready(context.settings).on)
      counts[source] = (counts[source] ?? 0) + requests;
  };
  const due = shows.filter((show) =>
    context.due(tmdbShow, show.tmdbId, does('showinfo') ? 'details' : 'members'),
  );
  const isNew = context.table(castInfo).rows.length === 0;
  if (does('showinfo')) add('tmdb', isNew ? 0 : Math.ceil(context.table(showInfo).rows.length / LIST_PAGE));
  if (does('showinfo') || does('castinfo')) add('tmdb', isNew ? 0 : due.length * PER_SHOW.requests);
  if (does('castinfo')) {
    const credits = shows.filter(
      (show) => show.imdbId !== '' && (isNew || context.due(imdbCredits, show.imdbId, 'members')),
    );
    add('imdb', Math.max(credits.length, isNew ? 0 : due.length));
  }
  const people = does('realitease')
    ? addPeople(context, add, isNew ? shows.length * PER_SHOW.people : due.length * PER_SHOW.news)
    : 0;
  if (does('wwhl')) addWwhl(context, add);
  return forecast(context, counts, people, due.length);
}

/** @returns how many people have to be asked about */
function addPeople(
  context: StepContext,
  add: (source: SourceId, requests: number) => void,
  expected: number,
): number {
  const { rows } = context.table(realiteaseInfo);
  const due = rows.filter(
    ({ values }) => values.CastTMDbID !== '' && context.due(tmdbPerson, values.CastTMDbID),
  );
  const atImdb = rows.filter(
    ({ values }) => values.CastIMDbID !== '' && context.due(imdbName, values.CastIMDbID),
  );
  const undated = rows.filter(
    ({ values }) => values.Birthday === '' && context.due(famousBirthdaysPage, values.CastName),
  );
  const coming = rows.length === 0 || expected > 0 ? expected : 0;
  const asked = due.length + coming;
  add('tmdb', due.length + coming * PER_PERSON.tmdb);
  add('imdb', atImdb.length / 5 + coming * PER_PERSON.imdb);
  if (asked > 0) add('wikidata', Math.ceil(asked * PER_PERSON.wikidata) + 2);
  add('fandom', asked * PER_PERSON.fandom);
  add('gemini', asked * PER_PERSON.gemini);
  add('famousBirthdays', undated.length + coming * PER_PERSON.famousBirthdays);
  return asked;
}

function addWwhl(context: StepContext, add: (source: SourceId, requests: number) => void): void {
  const open = context.table(wwhlInfo).rows.filter(({ values }) => values.GuestNames === '').length;
  add('tmdb', 2);
  add('gemini', open / 40);
}

function forecast(
  context: StepContext,
  counts: Partial<Record<SourceId, number>>,
  people: number,
  shows: number,
): Forecast {
  const { settings } = context;
  const of = (id: SourceId): number => Math.round(counts[id] ?? 0);
  const waits = (id: SourceId): number =>
    Math.max(0, ...sources[id].windows(settings).filter(({ perLane }) => !perLane).map(({ limit }) => (of(id) * limit.perMs) / limit.requests)); // prettier-ignore
  // What is written is written while the slowest limit is waited for.
  const work = Math.max(waits('tmdb'), waits('imdb'), people * PERSON_MS + shows * SHOW_MS);
  const core = work + people * PERSON_APART_MS + (people > 0 ? NEWS_MS : 0) + RUN_MS;
  const pages = of('famousBirthdays');
  const daily = sources.famousBirthdays.daily(settings) || pages;
  const tail = Math.max(0, pages - Math.min(daily, (core / 1000) * ALONG_A_SECOND)) * PAGE_MS;
  const ids = Object.keys(counts) as SourceId[];
  const days = ids.map((id) => {
    const daily = sources[id].daily(settings);
    return daily > 0 ? Math.ceil(of(id) / daily) : 1;
  });
  const requests = ids
    .map((id) => ({ source: id, title: sources[id].title, requests: of(id) }))
    .filter((one) => one.requests > 0);
  return {
    requests,
    minutes: Math.round(((core + tail) / MINUTE_MS) * 10) / 10,
    days: Math.max(1, ...days),
  };
}

/** In words: `1,200 requests (TMDb 1,000, …), 14 minutes of execution, on one day`. */
export function wordsOf({ requests, minutes, days }: Forecast): string {
  const total = requests.reduce((sum, one) => sum + one.requests, 0);
  const each = requests.map(({ title, requests: n }) => `${title} ${n}`).join(', ');
  return `about ${total} requests${each ? ` (${each})` : ''}, ${minutes} minutes of execution, ${days === 1 ? 'on one day' : `over ${days} days`}`;
}
