/** The ways in which a run comes to rest, and what its record says then. */
import { NeedsPerson } from './backend';
import { plainly, saidBy } from './plainWords';
import { addError, emptyStep, parkedBySource, type LogLevel, type RunRecord } from './state';

/** A line for people, about a key or the run. */
export type Say = (level: LogLevel, message: string, key?: string) => void;

/** Executions in a row that may end in the same unexpected error before the run is given up. */
const MOST_STUMBLES = 3;

const HOW_TO_ALLOW = 'If that is right, allow it in the sidebar (on the command line: --confirm).';

/**
 * All steps were gone through, and something waits for a source.
 * @param shutUntil before this Google itself lets nothing through: nothing goes on, whatever its source allows
 * @returns whether it is so
 */
export function parks(record: RunRecord, shutUntil: number, say: Say): boolean {
  for (const entry of Object.values(record.parked).flat()) entry.until = Math.max(entry.until, shutUntil);
  const parked = parkedBySource(record);
  if (parked.length === 0) return false;
  record.state = 'parked';
  record.shut = shutUntil > 0;
  const words = parked.map(({ items, source }) => `${items} wait for ${source}`).join(', ');
  record.message = `${words}; goes on by itself.`;
  say('info', record.message);
  return true;
}

/** All steps were gone through, and nothing waits. */
export function ends(record: RunRecord, now: number): void {
  const failed = record.errors.some(({ key }) => key === '');
  record.state = failed ? 'failed' : 'done';
  if (!failed) record.message = '';
  record.endedAt = now;
}

export function stops(record: RunRecord, now: number, say: Say): void {
  record.state = 'stopped';
  record.message = 'Stopped. What was done is kept; Resume goes on from there.';
  record.endedAt = now;
  say('info', record.message);
}

/** More would be changed than goes without a person's word. */
export function waitsForWord(record: RunRecord, question: string, say: Say): void {
  record.state = 'confirm';
  record.message = `${question} ${HOW_TO_ALLOW}`;
  say('warning', record.message);
}

/** A step cannot be done, and says why; the others go on. */
export function stepFails(record: RunRecord, stepId: string, message: string): void {
  addError(record, stepId, '', message);
  record.message ||= message;
  (record.steps[stepId] ??= emptyStep(stepId)).failed++;
}

/** Something nobody foresaw: the run goes on by trigger a few times, then it is given up. */
export function stumbles(record: RunRecord, error: unknown, now: number): void {
  const message = error instanceof Error ? error.message : String(error);
  const plain = error instanceof NeedsPerson ? null : plainly(saidBy(error));
  if (!(error instanceof NeedsPerson) && ++record.stumbles < MOST_STUMBLES) {
    record.message = `${plain?.what ?? message} What was done is kept; it goes on by itself.`;
    return;
  }
  stepFails(record, record.job[record.at] ?? record.step, message);
  record.state = 'failed';
  record.message = plain ? `${plain.what} What was done is kept. ${plain.todo}` : message;
  record.endedAt = now;
}
