/** What a run will cost, as foreseen when it begins, and what it came to. */
import type { Backend } from './backend';
import type { Forecast, News } from './report';
import type { RunRecord } from './state';

/** A run of fewer steps is short enough to be waited for. */
const SHORT_JOB = 4;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** What was found so many days ago counts half as much. */
const FADES_DAYS = 7;

const inMinutes = (ms: number): number => Math.round((ms / MINUTE_MS) * 10) / 10;

/**
 * Foresees the run once, with what it has cost so far.
 * @param elapsed time of the execution at work, ms
 * @returns a sentence for the log; '' if there is nothing to say
 */
export function foresee(record: RunRecord, backend: Backend, elapsed: number): string {
  if (record.forecast || record.job.length < SHORT_JOB) return '';
  const forecast = backend.foresee(record.job.slice(record.at));
  if (!forecast) return '';
  for (const [source, requests] of Object.entries(record.asked)) {
    const known = forecast.requests.find((one) => one.title === source);
    if (known) known.requests += requests;
    else forecast.requests.push({ source, title: source, requests });
  }
  forecast.minutes = inMinutes(forecast.minutes * MINUTE_MS + (record.spentMs ?? 0) + elapsed);
  record.forecast = forecast;
  return `Foreseen: ${backend.words(forecast)}.`;
}

/** What was foreseen beside what it came to; '' if nothing was. */
export function comparison(record: RunRecord, backend: Backend, now: number, elapsed: number): string {
  const { forecast, asked, startedAt, spentMs = 0 } = record;
  if (!forecast) return '';
  const took: Forecast = {
    requests: Object.entries(asked).map(([title, requests]) => ({ source: title, title, requests })),
    minutes: inMinutes(spentMs + elapsed),
    days: Math.max(1, Math.ceil((now - startedAt) / DAY_MS)),
  };
  return `Foreseen: ${backend.words(forecast)}. It took ${backend.words(took)}.`;
}

/** What runs found so far, with what this one found. The first fill says when counting begins. */
export function learnt({ news, forecast, steps, startedAt }: RunRecord): News | undefined {
  const people = steps['realitease.people']?.added;
  if (people === undefined) return news;
  if (!news) return { people: 0, episodes: 0, at: startedAt };
  const episodes = forecast?.episodes;
  if (episodes === undefined) return news;
  const kept = 0.5 ** ((startedAt - news.at) / DAY_MS / FADES_DAYS);
  return {
    people: news.people * kept + people,
    episodes: (news.episodes || 0) * kept + episodes,
    at: startedAt,
  };
}
