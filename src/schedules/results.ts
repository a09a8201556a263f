/** How scheduled runs ended: noted once for each, in words for people. */
import { readStored } from '../engine/checkpoint';
import { isActive, totalsOf, type RunRecord } from '../engine/state';
import type { PropertyPort } from '../engine/store';
import { doneIn, keepDone, schedulesIn, type Done } from './book';
import type { Schedule } from './schedule';

export interface ResultParts {
  properties: PropertyPort;
  /** Day and time in the workbook's zone. */
  stamp(ms: number): string;
  title(step: string): string;
}

const LOST = 'It ran; how it ended stands in the tab Run Log.';

/**
 * Notes how runs ended that are over.
 * @returns what the owner is to be told, if a schedule that tells its owner has failed or needs a person
 */
export function settleResults(parts: ResultParts): string {
  const properties = parts.properties.getProperties();
  const { record } = readStored(properties);
  let trouble = '';
  for (const schedule of schedulesIn(properties)) {
    const done = doneIn(properties, schedule);
    const settled = settle(parts, done, record);
    if (!settled) continue;
    keepDone(parts.properties, schedule.id, settled);
    if (schedule.notify && record?.id === settled.run) trouble ||= troubleOf(parts, schedule, record);
  }
  return trouble;
}

/** How it stands with the schedule's last run, for people; empty if there was none. */
export function resultNow(parts: ResultParts, done: Done, record: RunRecord | null): string {
  const settled = settle(parts, done, record);
  if (settled || !done.run || done.result) return (settled ?? done).result;
  const since = `Running since ${parts.stamp(done.upTo)}.`;
  return record?.message ? `${since} ${record.message}` : since;
}

function settle(parts: ResultParts, done: Done, record: RunRecord | null): Done | null {
  if (!done.run || done.result) return null;
  if (record?.id === done.run) return isActive(record) ? null : { ...done, result: resultOf(parts, record) };
  // The record of a run that began would be younger: the execution was ended before it came to that.
  if (!record || record.startedAt < done.upTo) return { ...done, upTo: done.before, run: '' };
  return { ...done, result: LOST };
}

function resultOf({ stamp }: ResultParts, record: RunRecord): string {
  const at = stamp(record.endedAt ?? record.beat);
  switch (record.state) {
    case 'done':
      return `Done at ${at}: ${countsOf(record)}.`;
    case 'stopped':
      return `Stopped by a person at ${at}: ${countsOf(record)}.`;
    case 'confirm':
      return `Waits for a person since ${at}: ${record.message}`;
    default:
      return `Failed at ${at}: ${record.message}`;
  }
}

function countsOf(record: RunRecord): string {
  const sum = totalsOf(record);
  const words = [`${sum.added} added`, `${sum.updated} updated`];
  if (sum.removed > 0) words.push(`${sum.removed} removed`);
  if (sum.failed > 0) words.push(`${sum.failed} failed`);
  if (sum.conflicts > 0) words.push(`${sum.conflicts} new in the tab Conflicts`);
  return words.join(', ');
}

/** What Google is to mail to the owner; empty if there is nothing to tell. */
function troubleOf({ title }: ResultParts, { step }: Schedule, record: RunRecord): string {
  const run = `Realitease: the scheduled run "${title(step)}"`;
  const { conflicts } = totalsOf(record);
  if (record.state === 'confirm')
    return `${run} needs you: ${record.message} Nothing of that was written; what was done before it is kept.`;
  if (record.state === 'failed')
    return `${run} failed: ${record.message} What was done is kept; the tab Run Log has the details. It is tried again at its next time.`;
  if (record.state === 'done' && conflicts > 0)
    return `${run} is done and needs you: ${conflicts} new question${conflicts === 1 ? '' : 's'} in the tab Conflicts.`;
  return '';
}
