/** How often the sidebar asks for the status: often while something moves, rarely while nothing does. */
import type { Status } from '../api';

/** What the page knows of itself. */
export interface Watching {
  hidden: boolean;
  /** A start or stop was asked for and its effect has not been seen yet. */
  expecting: boolean;
  /** Since when nothing has changed, ms. */
  unchangedMs: number;
}

const SECOND = 1000;

/** Time until the next poll, ms; null: none until the page is looked at again. */
export function nextPoll(status: Status | null, { hidden, expecting, unchangedMs }: Watching): number | null {
  if (hidden) return null;
  if (expecting) return 1.5 * SECOND;
  const run = status?.run;
  if (!run) return slower(10 * SECOND, unchangedMs);
  if (run.live) return unchangedMs > 60 * SECOND ? 6 * SECOND : 3 * SECOND;
  if (run.state === 'running') return 15 * SECOND;
  if (run.state !== 'parked') return slower(15 * SECOND, unchangedMs);
  const ahead = (status.due ?? Infinity) - status.now;
  // Once it is due a trigger may take it up at any moment.
  return ahead <= 0 ? 20 * SECOND : Math.max(20 * SECOND, Math.min(slower(60 * SECOND, unchangedMs), ahead));
}

/** An idle workbook is asked less and less, once in two minutes at least. */
function slower(base: number, unchangedMs: number): number {
  return Math.min(120 * SECOND, Math.max(base, unchangedMs / 10));
}
