/** When a key has to be looked at again (stages.md, "Due"). All times in ms since the epoch. */
import type { Question } from '../types';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Answers younger than this are used instead of asking again. */
const FRESH_MS = DAY_MS;
const HOLDS = { found: 180, absent: 30 };
/** Pauses after failures in a row. */
const BACKOFF_MS = [10 * MINUTE_MS, 60 * MINUTE_MS, 6 * 60 * MINUTE_MS, DAY_MS];
/** No outcome of a calendar of its own holds longer. */
const LONGEST_DAYS = 366;

export interface DueRules {
  now: number;
  runStarted: number;
  incremental: boolean;
  force: boolean;
}

/** When an outcome was last settled in the tabs, and until when that holds. */
export interface Look {
  at: number;
  dueAt: number;
}

export interface Failure {
  at: number;
  retryAt: number;
  /** Failures in a row. */
  attempts: number;
  error: string;
}

export function isDue(look: Look | undefined, failure: Failure | undefined, rules: DueRules): boolean {
  if (look && look.at >= rules.runStarted) return false;
  if (failure && failure.retryAt > rules.now && !(rules.force && failure.at < rules.runStarted)) return false;
  if (rules.force || !rules.incremental || !look) return true;
  return rules.now >= look.dueAt;
}

/** Whether an answer got at `at` serves a key that is due, so that it need not be asked. */
export function isFresh(at: number, look: Look | undefined, rules: DueRules): boolean {
  if (rules.force) return at >= rules.runStarted;
  if (rules.now - at >= FRESH_MS) return false;
  return !rules.incremental || !look || look.at < at;
}

/** @returns until when an outcome that is settled at `look` holds. */
export function dueAfter<T>(
  question: Question<T>,
  state: 'found' | 'absent',
  value: T | undefined,
  look: number,
): number {
  if (state === 'found' && question.due)
    return firstDue((now) => question.due?.(value, look, now) ?? true, look);
  return look + (question.holds ?? HOLDS)[state] * DAY_MS;
}

/** The first minute at which `due` is true; once true it stays so, whatever calendar it follows. */
function firstDue(due: (now: number) => boolean, look: number): number {
  let low = 0;
  let high = (LONGEST_DAYS * DAY_MS) / MINUTE_MS;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (due(look + middle * MINUTE_MS)) high = middle;
    else low = middle + 1;
  }
  return look + low * MINUTE_MS;
}

/** @param attempts failures in a row, this one included. */
export function backoffUntil(now: number, attempts: number): number {
  return now + (BACKOFF_MS[Math.min(attempts, BACKOFF_MS.length) - 1] ?? DAY_MS);
}
