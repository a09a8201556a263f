/** What a run will cost, as foreseen when it begins, and what it came to. */
import type { Backend } from './backend';
import type { Forecast } from './report';
import type { RunRecord } from './state';

/** A run of fewer steps is short enough to be waited for. */
const SHORT_JOB = 4;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const inMinutes = (ms: number): number => Math.round((ms / MINUTE_MS) * 10) / 10;

const spent = ({ steps }: RunRecord): number =>
  Object.values(steps).reduce((sum, { virtualMs }) => sum + virtualMs, 0);

/** Foresees the run once, with what it has cost so far. @returns a sentence for the log; '' if there is nothing to say */
export function foresee(record: RunRecord, backend: Backend): string {
  if (record.forecast || record.job.length < SHORT_JOB) return '';
  const forecast = backend.foresee(record.job.slice(record.at));
  if (!forecast) return '';
  for (const [source, requests] of Object.entries(record.asked)) {
    const known = forecast.requests.find((one) => one.title === source);
    if (known) known.requests += requests;
    else forecast.requests.push({ source, title: source, requests });
  }
  forecast.minutes = inMinutes(forecast.minutes * MINUTE_MS + spent(record));
  record.forecast = forecast;
  return `Foreseen: ${backend.words(forecast)}.`;
}

/** What was foreseen beside what it came to; '' if nothing was. */
export function comparison(record: RunRecord, backend: Backend, now: number): string {
  const { forecast, asked, startedAt } = record;
  if (!forecast) return '';
  const took: Forecast = {
    requests: Object.entries(asked).map(([title, requests]) => ({ source: title, title, requests })),
    minutes: inMinutes(spent(record)),
    days: Math.max(1, Math.ceil((now - startedAt) / DAY_MS)),
  };
  return `Foreseen: ${backend.words(forecast)}. It took ${backend.words(took)}.`;
}
