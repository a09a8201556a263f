/** Whether an execution that has gone through all steps waits for what slow sources still owe, instead of ending. */
import type { Backend } from './backend';
import { parkedBySource, type RunRecord } from './state';
import { ASK_MS } from './times';

/** What the steps take that follow once more when what was left has come. */
const AGAIN_MS = 30_000;

/**
 * Where little is left for slow sources, and time for it, no other execution has to read everything again. What takes
 * too long for that, and long enough to be worth an execution, is let go on with the next trigger (its `until`).
 * @param elapsed time of the execution at work, ms
 */
export function takesLastTurn(record: RunRecord, backend: Backend, now: number, elapsed: number): boolean {
  if (record.lastTurn || backend.shutUntil() > 0) return false;
  const parked = parkedBySource(record);
  if (!record.patient && parked.some(({ until }) => until > now)) return false;
  const needs = backend.needs(parked);
  if (needs === 0) return false;
  if (elapsed + needs + AGAIN_MS <= ASK_MS) return true;
  for (const entry of Object.values(record.parked).flat())
    if (backend.needs([entry]) > 2 * AGAIN_MS) entry.until = Math.min(entry.until, now);
  return false;
}
