/** The two clocks of the host. */
import type { Clock } from './host';

const LONGEST_TIMER_MS = 2_000_000_000;

/** A clock that moves only when told to; starts at `startMs` (ms since the epoch). */
export function simulatedClock(startMs: number): Clock {
  let now = startMs;
  return {
    kind: 'simulated',
    now: () => now,
    pass(ms) {
      now += Math.max(0, ms);
      return Promise.resolve();
    },
  };
}

/** The wall clock, never earlier than `notBefore` (ms since the epoch): saved state may lie in the future. */
export function realClock(notBefore = 0): Clock {
  const ahead = Math.max(0, notBefore - Date.now());
  return {
    kind: 'real',
    now: () => Date.now() + ahead,
    async pass(ms) {
      for (let left = ms; left > 0; left -= LONGEST_TIMER_MS) {
        await new Promise((resolve) => setTimeout(resolve, Math.min(left, LONGEST_TIMER_MS)));
      }
    },
  };
}
