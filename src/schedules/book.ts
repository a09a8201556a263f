/**
 * What is stored of schedules, each under properties of its own, so that two people who save at once
 * do not undo each other's work: `schedule.ID` is written by the dialog, `scheduled.ID` by the trigger.
 */
import type { PropertyPort } from '../engine/store';
import type { Schedule } from './schedule';

const DECLARED = 'schedule.';
const DONE = 'scheduled.';
const TICK = 'schedules.tick';

/** What came of a schedule so far. */
export interface Done {
  /** Its times up to this one are dealt with, ms. */
  upTo: number;
  /** What `upTo` was before the run below. */
  before: number;
  /** The run that it started last. */
  run: string;
  /** How that run ended, for people; empty while it is under way. */
  result: string;
}

/** The last time that the trigger was at work. */
export interface Tick {
  at: number;
  /** The spreadsheet: in a copy of it the trigger does not exist. */
  book: string;
  /** Id of the trigger: a second one is not needed. */
  trigger: string;
  /** Why schedules that are due had to wait, by id. */
  waiting: Record<string, string>;
}

type Properties = Readonly<Record<string, string>>;

export function schedulesIn(properties: Properties): Schedule[] {
  return Object.keys(properties)
    .filter((key) => key.startsWith(DECLARED))
    .sort()
    .flatMap((key) => parsed<Schedule>(properties[key]) ?? []);
}

export function doneIn(properties: Properties, { id, since }: Schedule): Done {
  return parsed<Done>(properties[DONE + id]) ?? { upTo: since, before: since, run: '', result: '' };
}

export function tickIn(properties: Properties, book: string): Tick | null {
  const tick = parsed<Tick>(properties[TICK]);
  return tick?.book === book ? tick : null;
}

export function keepSchedule(store: PropertyPort, schedule: Schedule): void {
  store.setProperties({ [DECLARED + schedule.id]: JSON.stringify(schedule) });
}

export function keepDone(store: PropertyPort, id: string, done: Done): void {
  store.setProperties({ [DONE + id]: JSON.stringify(done) });
}

export function keepTick(store: PropertyPort, tick: Tick): void {
  store.setProperties({ [TICK]: JSON.stringify(tick) });
}

export function dropSchedule(store: PropertyPort, id: string): void {
  store.deleteProperty(DECLARED + id);
  store.deleteProperty(DONE + id);
}

export function dropTick(store: PropertyPort): void {
  store.deleteProperty(TICK);
}

function parsed<T>(text: string | undefined): T | null {
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
