/** What the pages and the trigger may call of schedules. */
import { startParts } from '../app';
import { HOURLY_SILENCE_MS } from '../engine/control';
import { readStored } from '../engine/checkpoint';
import { documentProperties } from '../engine/store';
import { isEnabled, makeTrigger, SCHEDULE_HANDLER, triggersOf } from '../engine/triggers';
import { runnableNames, titleOf } from '../stages';
import { doneIn, dropSchedule, dropTick, keepSchedule, schedulesIn, tickIn } from './book';
import { hourly, isDue } from './hourly';
import { resultNow } from './results';
import { readSchedule, rhythmOf, sameTimes, type Schedule } from './schedule';
import { nextTime, type WallClock } from './times';

const MOST = 20;

/** A schedule as the dialog shows it. */
interface ListedSchedule extends Pick<
  Schedule,
  'id' | 'step' | 'every' | 'hours' | 'weekday' | 'hour' | 'on' | 'notify'
> {
  title: string;
  /** ISO time of the hour in which it is started next; empty if it is off. */
  nextRun: string;
  lastResult: string;
}

interface Answer {
  ok: boolean;
  message: string;
}

const stepNames = () => runnableNames().filter(({ kind, id }) => kind !== 'other' || id === 'quality');

function zone(): { name: string; wall: WallClock; stamp(ms: number): string } {
  const name = SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
  const shown = (ms: number, pattern: string) => Utilities.formatDate(new Date(ms), name, pattern);
  return {
    name,
    wall: (ms) => Date.parse(shown(ms, "yyyy-MM-dd'T'HH:mm:ss'Z'")),
    stamp: (ms) => shown(ms, 'yyyy-MM-dd HH:mm'),
  };
}

const bookId = (): string => SpreadsheetApp.getActiveSpreadsheet().getId();

/** Handler of the hourly trigger. */
export function runSchedules(event?: { triggerUid?: string }): void {
  const engine = startParts();
  const { wall, stamp } = zone();
  hourly({
    ...{ engine, wall, stamp, title: titleOf, properties: engine.properties },
    book: bookId(),
    trigger: event?.triggerUid ?? '',
    removeTrigger: removeTriggers,
  });
}

function removeTriggers(id?: string): void {
  for (const trigger of triggersOf(SCHEDULE_HANDLER))
    if (id === undefined || trigger.getUniqueId() === id) ScriptApp.deleteTrigger(trigger);
}

/** `{isCopy, timeZone, schedules}`. */
export function listSchedulesJson(): string {
  const properties = documentProperties().getProperties();
  const schedules = schedulesIn(properties);
  const book = bookId();
  const strange = schedules.some((schedule) => schedule.book !== book);
  return JSON.stringify({
    isCopy: strange || (schedules.length === 0 && isWorkedOnElsewhere(properties)),
    timeZone: zone().name,
    schedules: schedules.map((schedule) => listed(schedule, properties, book)),
  });
}

/** A copy takes the tabs along but no properties: it has a log of runs that this script knows nothing of. */
function isWorkedOnElsewhere(properties: Readonly<Record<string, string>>): boolean {
  if (readStored(properties).record) return false;
  return (SpreadsheetApp.getActiveSpreadsheet().getSheetByName('Run Log')?.getLastRow() ?? 0) > 1;
}

function listed(
  schedule: Schedule,
  properties: Readonly<Record<string, string>>,
  book: string,
): ListedSchedule {
  const { id, step, every, hours, weekday, hour, notify, since } = schedule;
  const shown = { id, step, title: titleOf(step), every, hours, weekday, hour, notify };
  if (schedule.book !== book) {
    const lastResult =
      'This workbook is a copy: the schedule does not run here. Switch it on to run it here.';
    return { ...shown, on: false, nextRun: '', lastResult };
  }
  const { wall, stamp } = zone();
  const now = Date.now();
  const last = resultNow(
    { properties: documentProperties(), stamp, title: titleOf },
    doneIn(properties, schedule),
    readStored(properties).record,
  );
  if (!schedule.on) return { ...shown, on: false, nextRun: '', lastResult: last };
  const due = isDue({ engine: { now: () => now }, wall }, schedule, properties);
  const tick = tickIn(properties, book);
  const silent = now - Math.max(since, tick?.at ?? 0) > HOURLY_SILENCE_MS;
  const trouble = silent
    ? 'Google has not woken it for hours: switch it off and on again.'
    : due
      ? tick?.waiting[id]
      : '';
  return {
    ...{ ...shown, on: true },
    nextRun: new Date(due ? now : nextTime(rhythmOf(schedule), now, wall)).toISOString(),
    lastResult: [trouble, last].filter(Boolean).join(' '),
  };
}

/** A schedule (without `id`: a new one) → `{ok, message}`. */
export function saveScheduleJson(json: string): string {
  return JSON.stringify(save(JSON.parse(json) as Record<string, unknown>));
}

function save(given: Readonly<Record<string, unknown>>): Answer {
  const asked = readSchedule(
    given,
    stepNames().map(({ id }) => id),
  );
  if (typeof asked === 'string') return { ok: false, message: asked };
  const store = documentProperties();
  const schedules = schedulesIn(store.getProperties());
  const known = schedules.find(({ id }) => id === asked.id);
  if (asked.id && !known) return { ok: false, message: 'This schedule has been removed meanwhile.' };
  if (!known && schedules.length >= MOST)
    return { ok: false, message: `There are ${MOST} schedules already.` };
  const now = Date.now();
  const schedule: Schedule = { ...asked, since: now, book: bookId() };
  if (!known) schedule.id = freeId(now, schedules);
  else if (known.on && known.book === schedule.book && sameTimes(known, schedule))
    schedule.since = known.since;
  if (schedule.on) {
    const refused = wake();
    if (refused) return { ok: false, message: refused };
  }
  keepSchedule(store, schedule);
  restIfNothingIsOn();
  return { ok: true, message: said(schedule) };
}

function freeId(now: number, schedules: readonly Schedule[]): string {
  let n = now;
  const name = () => `s${n.toString(36)}`;
  while (schedules.some(({ id }) => id === name())) n++;
  return name();
}

function said(schedule: Schedule): string {
  if (!schedule.on) return `"${titleOf(schedule.step)}" is kept and switched off.`;
  const { wall, stamp } = zone();
  const next = nextTime(rhythmOf(schedule), Date.now(), wall);
  return `"${titleOf(schedule.step)}" runs next within the hour after ${stamp(next)}.`;
}

/** `{id}` → `{ok, message}`. */
export function removeScheduleJson(json: string): string {
  const { id } = JSON.parse(json) as { id?: unknown };
  const store = documentProperties();
  const known = schedulesIn(store.getProperties()).find((schedule) => schedule.id === id);
  if (known) dropSchedule(store, known.id);
  restIfNothingIsOn();
  return JSON.stringify({ ok: true, message: 'The schedule is removed.' } satisfies Answer);
}

/**
 * Sees to it that there is the trigger; only ever called while a person is there.
 * @returns what Google says if it refuses one
 */
function wake(): string {
  const own = triggersOf(SCHEDULE_HANDLER);
  if (own.some(isEnabled)) return '';
  const store = documentProperties();
  const tick = tickIn(store.getProperties(), bookId());
  // Another person's, which cannot be seen from here, is at work.
  if (own.length === 0 && tick && Date.now() - tick.at < HOURLY_SILENCE_MS) return '';
  try {
    makeTrigger(SCHEDULE_HANDLER, (builder) => builder.everyHours(1));
  } catch (error) {
    return `Nothing was kept: Google refused the trigger (${(error as Error).message}). Try again in a while.`;
  }
  for (const stale of own) ScriptApp.deleteTrigger(stale);
  if (tick) dropTick(store);
  return '';
}

function restIfNothingIsOn(): void {
  const store = documentProperties();
  const properties = store.getProperties();
  const book = bookId();
  if (schedulesIn(properties).some((schedule) => schedule.on && schedule.book === book)) return;
  removeTriggers();
  if (tickIn(properties, book)) dropTick(store);
}
