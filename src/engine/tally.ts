/** What a step asked, read, wrote and left waiting, added to the run's record. */
import type { Backend } from './backend';
import type { Say } from './endings';
import { addError, type ParkedItems, type RunRecord } from './state';

/** Adds what came since the last call to the counters of a step, and says which sources were given up. */
export function tally(record: RunRecord, stepId: string, backend: Backend, now: number, say: Say): void {
  const counted = record.steps[stepId];
  if (!counted) return;
  const traffic = backend.takeTraffic();
  counted.requests += traffic.requests;
  counted.retries += traffic.retries;
  counted.cacheHits += traffic.cacheHits;
  for (const key of ['reads', 'flushes', 'cellsRead', 'cellsWritten'] as const)
    counted.sheet[key] += traffic.sheet[key];
  for (const parked of backend.takeParked()) {
    park((record.parked[stepId] ??= []), parked);
    counted.parked += parked.items;
  }
  tallyGivenUp(record, stepId, backend.givenUp(), now, say);
}

function park(list: ParkedItems[], parked: ParkedItems): void {
  const same = list.find(({ source }) => source === parked.source);
  if (!same) {
    list.push({ ...parked });
    return;
  }
  same.items += parked.items;
  // What holds the source up now holds up all that waits for it.
  same.until = parked.until;
}

function tallyGivenUp(
  record: RunRecord,
  stepId: string,
  givenUp: ReturnType<Backend['givenUp']>,
  now: number,
  say: Say,
): void {
  const others = record.givenUp.filter(({ source }) => givenUp.every((one) => one.source !== source));
  const known = new Map(record.givenUp.map((one) => [one.source, one]));
  for (const { source, reason } of givenUp) {
    if (known.has(source)) continue;
    const message = `${source}: unavailable (${reason}), and left alone for a while; the rest goes on.`;
    addError(record, stepId, source, message);
    say('warning', message);
  }
  record.givenUp = [
    // It may be back: what it was not asked for is missing all the same.
    ...others.filter(({ until, missed }) => missed || until > now),
    ...givenUp.map((one) => ({ ...one, missed: one.missed || known.get(one.source)?.missed === true })),
  ];
}
