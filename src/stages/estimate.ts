/** What a run will cost, foreseen from the workbook, from what is due in it and from what the limits allow. */
import type { Forecast, News } from '../engine/report';
import type { StepContext } from '../engine/types';
import { famousBirthdaysPage } from '../services/famousBirthdays';
import { imdbCredits, imdbName } from '../services/imdb';
import { sources } from '../services/sources';
import { tmdbPerson, tmdbShow } from '../services/tmdb';
import { episodesSince } from '../services/tmdb/showDue';
import type { SourceId } from '../services/types';
import { castInfo, dataTabs, realiteaseInfo, showInfo } from '../workbook/tabs';
import { showsOf, type Show } from './common/shows';

/** What the bench (docs/bench.md) found of casts, pages and answers. */
const PER_SHOW = { requests: 1.12, people: 9.4 };
const PER_PERSON = {
  tmdb: 0.94,
  famousBirthdays: 0.25,
  fandom: 0.013,
  gemini: 0.011,
  imdb: 0.18,
  wikidata: 0.01,
};
/** Until runs have shown more: a show that is due brings a tenth of what a show has. */
const NEW_SHARE = 0.1;
/** From so many episodes on what runs found is a measure. */
const KNOWN_EPISODES = 10;
const LIST_PAGE = 20;
const MINUTE_MS = 60_000;
/** A window of a limit is taken for so much longer. */
const MARGIN_MS = 150;
/** Spreadsheet and properties, for each new person with all their rows, and for each show that is looked at. */
const PERSON_MS = 140;
const SHOW_MS = 900;
/** What of it does not happen while sources are waited for. */
const PERSON_APART_MS = 10;
/** Steps, checks and the Dashboard of a run; and reading and comparing a row of a data tab. */
const RUN_MS = 12_000;
const ROW_MS = 0.24;
/** Where there is anybody new: sources that think long, copies of tabs. */
const NEWS_MS = 45_000;
/** A page of a slow source, with all that is read and written for it; so many go along with what else is asked and written. */
const PAGE_MS = 2600;
const ALONG_A_SECOND = 0.18;
/** Another execution, which waits for such pages, with the steps that follow. */
const WAITING_MS = 20_000;

/** The run's requests by source, as they are added up. */
class Count {
  private readonly requests: Partial<Record<SourceId, number>> = {};

  constructor(private readonly context: StepContext) {}

  add(source: SourceId, requests: number): void {
    if (requests > 0 && sources[source].ready(this.context.settings).on)
      this.requests[source] = (this.requests[source] ?? 0) + requests;
  }

  of(id: SourceId): number {
    return Math.round(this.requests[id] ?? 0);
  }

  get ids(): SourceId[] {
    return Object.keys(this.requests) as SourceId[];
  }

  /** How long the source's limit makes so many of its requests wait, ms. */
  waits(id: SourceId, requests: number): number {
    const windows = sources[id].windows(this.context.settings).filter(({ perLane }) => !perLane);
    return Math.max(
      0,
      ...windows.map(({ limit }) => Math.max(0, requests / limit.requests - 1) * (limit.perMs + MARGIN_MS)),
    );
  }
}

/**
 * @param news what runs have found so far
 * @returns null while there is nothing to go by: a workbook without shows
 */
export function foresee(context: StepContext, job: readonly string[], news: News | null): Forecast | null {
  const shows = showsOf(context).filter((show) => show.threshold !== null && show.tmdbId !== '');
  if (shows.length === 0) return null;
  const does = (stage: string): boolean => job.some((id) => id.startsWith(`${stage}.`));
  const count = new Count(context);
  const due = shows.filter((show) =>
    context.asks(tmdbShow, show.tmdbId, does('showinfo') ? 'details' : 'members'),
  );
  const isNew = context.table(castInfo).rows.length === 0;
  if (does('showinfo'))
    count.add('tmdb', isNew ? 0 : Math.ceil(context.table(showInfo).rows.length / LIST_PAGE));
  if (does('showinfo') || does('castinfo')) count.add('tmdb', isNew ? 0 : due.length * PER_SHOW.requests);
  if (does('castinfo')) addCredits(context, count, shows, due, isNew);
  const episodes = isNew ? 0 : episodesOf(context, due);
  const expected = isNew
    ? shows.length * PER_SHOW.people
    : newPeople(context, shows.length, { due: due.length, episodes }, news);
  const people = does('realitease') ? addPeople(context, count, expected) : 0;
  if (does('wwhl')) count.add('tmdb', 2);
  const { requests, minutes, days } = forecast(context, count, { people, shows: due.length, isNew });
  return { requests, minutes, days, ...(isNew ? {} : { episodes }) };
}

/** Episodes whose day has come since the shows that are due were looked at. */
function episodesOf(context: StepContext, due: readonly Show[]): number {
  context.preload({ question: tmdbShow, keys: due.map(({ tmdbId }) => tmdbId) });
  return due.reduce((sum, { tmdbId }) => {
    const last = context.known(tmdbShow, tmdbId);
    return last?.kind === 'found' ? sum + episodesSince(last.value, last.at, context.now) : sum;
  }, 0);
}

/** People who have come with these episodes, as many with each as the runs before this one found. */
function newPeople(
  context: StepContext,
  shows: number,
  { due, episodes }: { due: number; episodes: number },
  news: News | null,
): number {
  if (due === 0) return 0;
  if (news && news.episodes >= KNOWN_EPISODES) return (news.people / news.episodes) * episodes;
  return due * (context.table(realiteaseInfo).rows.length / shows) * NEW_SHARE;
}

function addCredits(
  context: StepContext,
  count: Count,
  shows: readonly Show[],
  due: readonly Show[],
  isNew: boolean,
): void {
  const open = isNew ? shows : [...new Set([...due, ...shows.filter((show) => isUnasked(context, show))])];
  count.add('imdb', open.filter(({ imdbId }) => imdbId !== '').length * PER_SHOW.requests);
}

const isUnasked = (context: StepContext, { imdbId }: Show): boolean =>
  imdbId !== '' && context.asks(imdbCredits, imdbId, 'members');

/** @returns how many people have to be asked about */
function addPeople(context: StepContext, count: Count, coming: number): number {
  const { rows } = context.table(realiteaseInfo);
  const due = rows.filter(
    ({ values }) => values.CastTMDbID !== '' && context.asks(tmdbPerson, values.CastTMDbID),
  );
  const atImdb = rows.filter(
    ({ values }) => values.CastIMDbID !== '' && context.asks(imdbName, values.CastIMDbID),
  );
  const undated = rows.filter(({ values }) => values.Birthday === '' && context.asks(famousBirthdaysPage, values.CastName)); // prettier-ignore
  const asked = due.length + coming;
  count.add('tmdb', due.length + coming * PER_PERSON.tmdb);
  count.add('imdb', atImdb.length / 5 + coming * PER_PERSON.imdb);
  if (asked > 0) count.add('wikidata', Math.ceil(asked * PER_PERSON.wikidata) + 5);
  count.add('fandom', asked * PER_PERSON.fandom);
  count.add('gemini', asked * PER_PERSON.gemini);
  count.add('famousBirthdays', undated.length + coming * PER_PERSON.famousBirthdays);
  return asked;
}

/** Of a source's requests, those that its daily limit leaves to a day. */
const inADay = ({ settings }: StepContext, id: SourceId, requests: number): number =>
  Math.min(requests, sources[id].daily(settings) || requests);

function forecast(
  context: StepContext,
  count: Count,
  { people, shows, isNew }: { people: number; shows: number; isNew: boolean },
): Forecast {
  const imdb = count.of('imdb');
  const imdbAtOnce = inADay(context, 'imdb', imdb);
  const rows = dataTabs.reduce((sum, tab) => sum + context.table(tab).rows.length, 0);
  // What is written is written while sources are waited for, and one is while the other is.
  const waits = [count.waits('tmdb', count.of('tmdb')), count.waits('imdb', imdbAtOnce)];
  const work = Math.max(...waits, people * PERSON_MS + shows * SHOW_MS);
  const thinking = people > 0 ? NEWS_MS : 0;
  const core = RUN_MS + rows * ROW_MS + work + people * PERSON_APART_MS + thinking;
  // Of a few new people nothing is known before the shows have been asked about.
  const beside = isNew ? work : Math.max(people * PERSON_MS, count.waits('tmdb', people));
  const along = ((beside + thinking) / 1000) * ALONG_A_SECOND;
  const pages = count.of('famousBirthdays');
  const left = Math.max(0, pages - inADay(context, 'famousBirthdays', along));
  const waiting = left > 0 ? WAITING_MS + rows * ROW_MS : 0;
  const tail = Math.max(left * PAGE_MS, count.waits('imdb', imdb - imdbAtOnce)) + waiting;
  const days = count.ids.map((id) =>
    Math.ceil(count.of(id) / Math.max(1, inADay(context, id, count.of(id)))),
  );
  return {
    requests: count.ids
      .map((id) => ({ source: id, title: sources[id].title, requests: count.of(id) }))
      .filter((one) => one.requests > 0),
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
