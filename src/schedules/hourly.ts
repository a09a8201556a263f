/**
 * What the one hourly trigger does: it goes on with a scheduled run that is under way, then starts what
 * is due. Each time of a schedule is dealt with once, however late, early or often the trigger fires; of
 * times that were missed only the last counts. Nothing here makes a trigger: one that is made in a
 * triggered execution may be born disabled (apps-script.md §7).
 */
import { goOn, HOURLY_SILENCE_MS, start, type StartParts } from '../engine/control';
import { defaultOptions } from '../engine/options';
import { readStored } from '../engine/checkpoint';
import { BATCH_MS } from '../engine/times';
import { isActive, isCoveredBy, type RunRecord } from '../engine/state';
import { doneIn, keepDone, keepTick, schedulesIn, tickIn } from './book';
import { settleResults, type ResultParts } from './results';
import { rhythmOf, type Schedule } from './schedule';
import { lastTime, type WallClock } from './times';

export interface HourlyParts extends ResultParts {
  engine: StartParts;
  wall: WallClock;
  /** Id of the spreadsheet. */
  book: string;
  /** Id of the trigger at work; empty if it is not one. */
  trigger: string;
  /** Removes that trigger, or without an id all that the person at work has made. */
  removeTrigger(id?: string): void;
}

/** With less time left than this, the next run waits for the next hour. */
const ENOUGH_MS = 180_000;
/** A clock that was so far ahead was wrong. */
const DAY_MS = 86_400_000;
/** A person's run that shows no sign of life for so long (a quota may take a day) is given up. */
const ABANDONED_MS = 36 * 3_600_000;

/** @throws Error with what the owner is to be told: Google mails it to the person whose trigger it is. */
export function hourly(parts: HourlyParts): void {
  const { engine } = parts;
  const properties = engine.properties.getProperties();
  if (running(properties, parts.book).length === 0) return parts.removeTrigger();
  const before = tickIn(properties, parts.book);
  const now = engine.now();
  // Two people's triggers do not see each other; one is enough.
  if (before && parts.trigger && before.trigger !== parts.trigger && now - before.at < HOURLY_SILENCE_MS)
    return parts.removeTrigger(parts.trigger);
  note(parts, {});
  let trouble = settleResults(parts);
  while (!trouble && proceed(parts)) trouble = settleResults(parts);
  if (trouble) throw new Error(trouble);
}

/** One run further. @returns whether there may be time for another. */
function proceed(parts: HourlyParts): boolean {
  const { engine } = parts;
  if (engine.startedAt + BATCH_MS - engine.now() < ENOUGH_MS) return false;
  const properties = engine.properties.getProperties();
  const { record } = readStored(properties);
  const due = running(properties, parts.book)
    .filter((schedule) => isDue(parts, schedule, properties))
    .sort((a, b) => doneIn(properties, a).upTo - doneIn(properties, b).upTo);
  const covering = due.find(({ step }) => record !== null && isCoveredBy(record, step));
  if (
    isActive(record) &&
    !covering &&
    (record.startedBy === 'schedule' || !isAbandoned(record, engine.now()))
  ) {
    wait(parts, due, record);
    if (record.startedBy === 'person') return false;
    goOn(engine);
    return !isActive(readStored(engine.properties.getProperties()).record);
  }
  const first = covering ?? due[0];
  if (!first) return false;
  const rest = due.filter((schedule) => schedule !== first);
  const answer = start(engine, {
    step: first.step,
    options: { ...defaultOptions, resume: false },
    by: 'schedule',
    claim: (fresh, begun) => claim(parts, first, fresh, begun),
    takesOver: (under) => isCoveredBy(under, first.step),
  });
  const after = readStored(engine.properties.getProperties()).record;
  if (!answer.ok && answer.message) wait(parts, due, after);
  if (!answer.ok) return false;
  if (isActive(after)) wait(parts, rest, after);
  return !isActive(after);
}

/** The schedules that are on; what stands in a copy of their workbook does not count. */
function running(properties: Readonly<Record<string, string>>, book: string): Schedule[] {
  return schedulesIn(properties).filter((schedule) => schedule.on && schedule.book === book);
}

export function isDue(
  { engine, wall }: Pick<HourlyParts, 'wall'> & { engine: Pick<StartParts, 'now'> },
  schedule: Schedule,
  properties: Readonly<Record<string, string>>,
): boolean {
  const now = engine.now();
  const upTo = Math.max(schedule.since, doneIn(properties, schedule).upTo);
  return lastTime(rhythmOf(schedule), now, wall) > (upTo > now + DAY_MS ? now - DAY_MS : upTo);
}

/** Under the engine's lock: two triggers that fire at once start one run. */
function claim(
  parts: HourlyParts,
  { id }: Schedule,
  properties: Readonly<Record<string, string>>,
  record: RunRecord,
): boolean {
  const fresh = running(properties, parts.book).find((schedule) => schedule.id === id);
  if (!fresh || !isDue(parts, fresh, properties)) return false;
  const { upTo } = doneIn(properties, fresh);
  noteTakenOver(parts, properties);
  keepDone(parts.engine.properties, id, { upTo: record.startedAt, before: upTo, run: record.id, result: '' });
  return true;
}

/** A run that waits for a quota goes on within this one: so much for how it ended. */
function noteTakenOver({ engine }: HourlyParts, properties: Readonly<Record<string, string>>): void {
  const { record } = readStored(properties);
  if (!isActive(record)) return;
  for (const { id, ...schedule } of schedulesIn(properties)) {
    const done = doneIn(properties, { id, ...schedule });
    if (done.run === record.id && !done.result)
      keepDone(engine.properties, id, { ...done, result: `Its next run went on with it: ${record.message}` });
  }
}

function isAbandoned(record: RunRecord, now: number): boolean {
  return now - record.beat > ABANDONED_MS;
}

function wait(parts: HourlyParts, due: readonly Schedule[], record: RunRecord | null): void {
  if (due.length === 0) return;
  const whose = isActive(record) && record.startedBy === 'person' ? "a person's run" : 'another run';
  const why = `Waits: ${whose} is under way. It is started in the first hour after that.`;
  note(parts, Object.fromEntries(due.map(({ id }) => [id, why])));
}

function note({ engine, book, trigger }: HourlyParts, waiting: Record<string, string>): void {
  keepTick(engine.properties, { at: engine.now(), book, trigger, waiting });
}
