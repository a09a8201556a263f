/** The run as it is now, and what each source has done and has left: worked out from the properties alone. */
import { readStored } from '../engine/checkpoint';
import { isActive, nextTurn, reportOf, TURN_MS, type RunRecord } from '../engine/state';
import { documentProperties, userProperties } from '../engine/store';
import { Limits } from '../services/http/limits';
import { sources } from '../services/sources';
import { readSettings } from '../settings/settings';
import { storedSettings } from '../settings/stored';
import { stages, steps, runnableNames } from '../stages';
import { dataTabs } from '../workbook/tabs';
import type { RunView, SourceView, Status } from './api';
import { at, clock, count } from './words';

export function statusNow(): Status {
  const properties = documentProperties().getProperties();
  const { record, limits } = readStored(properties);
  const now = Date.now();
  const timeZone = SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
  const { settings } = readSettings(storedSettings(properties, userProperties().getProperties()));
  const counters = new Limits(sources, settings);
  counters.import(limits, now, true);
  const { text, stale, due } = record ? goesOn(record, now, timeZone) : IDLE;
  return {
    run: record && { ...viewOf(record, now), stale },
    sources: sourcesOf(counters, settings, now, timeZone),
    next: text,
    due,
    now,
    timeZone,
  };
}

function isLive(record: RunRecord, now: number): boolean {
  return record.state === 'running' && !record.turn.over && now - record.turn.startedAt < TURN_MS;
}

function viewOf(record: RunRecord, now: number): Omit<RunView, 'stale'> {
  const stepNow = record.job[record.at] ?? '';
  const { done, total, from, since } = record.progress;
  const known = record.begun && total > 0;
  const perMs = known && record.beat > since ? (done - from) / (record.beat - since) : 0;
  return {
    ...reportOf(record),
    live: isLive(record, now),
    options: record.options,
    stepNow,
    stepTitle: runnableNames().find(({ id }) => id === stepNow)?.title ?? '',
    stageTitle:
      stages.find(({ id }) => id === stepNow.split('.')[0])?.title ?? steps.get(stepNow)?.title ?? '',
    stepIndex: record.at,
    stepCount: record.job.length,
    progress: known ? { done, total } : { done: 0, total: 0 },
    rate: perMs * 60_000,
    leftMs: perMs > 0 ? Math.round((total - done) / perMs) : null,
    beat: record.beat,
    log: record.log,
    tabs: tabsOf(record.job),
  };
}

function tabsOf(job: readonly string[]): Record<string, string> {
  const tabs: Record<string, string> = {};
  for (const id of job) {
    const [stage = ''] = id.split('.');
    tabs[id] = steps.get(id)?.input.name ?? '';
    // Stages are named after the tabs that they fill.
    tabs[stage] = dataTabs.find(({ name }) => name.toLowerCase().startsWith(stage))?.name ?? '';
  }
  return tabs;
}

interface Next {
  text: string;
  /** It should have gone on already. */
  stale: boolean;
  due: number | null;
}

const IDLE: Next = { text: '', stale: false, due: null };
/** What waits for a source is taken up by the hourly trigger alone. */
const HOUR_MS = 3_600_000;

/** When a run that nobody works on at this moment goes on. */
function goesOn(record: RunRecord, now: number, timeZone: string): Next {
  if (!isActive(record) || isLive(record, now)) return IDLE;
  const next = nextTurn(record);
  if (!next || now > next.late) {
    const since = at(record.beat, now, timeZone);
    return { text: `It has not gone on since ${since}. Resume takes it up.`, stale: true, due: null };
  }
  const { due } = next;
  const text =
    record.state === 'parked'
      ? `Goes on by itself, by about ${at(due + HOUR_MS, now, timeZone)}.`
      : `Goes on by itself, at ${clock(due, timeZone)} at the latest.`;
  return { text, stale: false, due };
}

function sourcesOf(
  limits: Limits,
  settings: Parameters<(typeof sources)['tmdb']['ready']>[0],
  now: number,
  timeZone: string,
): SourceView[] {
  const views = Object.values(sources).map((source): SourceView => {
    const ready = source.ready(settings);
    const own = limits.of(source.id);
    return {
      source: source.id,
      title: source.title,
      on: ready.on,
      why: ready.on ? '' : ready.why,
      ...pauseOf(own, now),
      ...usage(own.quota, source.daily(settings), now),
    };
  });
  const all = usage(limits.all, settings.FETCHES_DAILY, now);
  return [...views, { source: 'all', title: 'All requests', on: true, why: '', ...all }].map((view) => {
    if (!view.paused || !view.on) return view;
    const { until, why } = view.paused;
    return { ...view, paused: { until, why: `${why}, goes on at about ${at(until, now, timeZone)}` } };
  });
}

type Quota = Limits['all'];

function usage(
  quota: Quota,
  limit: number,
  now: number,
): Pick<SourceView, 'usedToday' | 'dailyLimit' | 'paused'> {
  const usedToday = quota.used(now);
  const used = limit > 0 ? `${count(usedToday)} of ${count(limit)} used` : 'says that the day is used up';
  return {
    usedToday,
    dailyLimit: limit > 0 ? limit : null,
    ...(quota.left(now) > 0 ? {} : { paused: { until: quota.opensAt(now), why: used } }),
  };
}

/** Given up for a while, or asked to wait. */
function pauseOf(own: ReturnType<Limits['of']>, now: number): Pick<SourceView, 'paused'> {
  const pause = own.paused(now);
  if (pause) return { paused: { until: pause.until, why: pause.reason } };
  for (const [name, { breaker }] of own.lanes) {
    const until = breaker.openUntil(now);
    if (until) return { paused: { until, why: `${name ? `${name}: ` : ''}${breaker.why}` } };
  }
  return {};
}
