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
  return slower(run.state === 'parked' ? 60 * SECOND : 15 * SECOND, unchangedMs);
}

/** An idle workbook is asked less and less, once in two minutes at least. */
function slower(base: number, unchangedMs: number): number {
  return Math.min(120 * SECOND, Math.max(base, unchangedMs / 10));
}
