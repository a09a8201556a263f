/** How long this thread has computed: unlike the time on the wall, it is the same on a busy machine. */
import { readFileSync } from 'node:fs';

/** Its first number is the thread's time on a processor, ns (Linux). */
const STATISTICS = '/proc/thread-self/schedstat';

function statistics(): number | null {
  try {
    const ns = Number(readFileSync(STATISTICS, 'utf8').split(' ')[0]);
    return ns > 0 ? ns / 1e6 : null;
  } catch {
    return null;
  }
}

const MEASURED = statistics() !== null;

/**
 * @param waitedMs how long the thread has waited for others so far, for systems that do not tell
 * @returns ms; only differences mean anything
 */
export function computedMs(waitedMs: number): number {
  return (MEASURED ? statistics() : null) ?? performance.now() - waitedMs;
}
