import type { SourceId } from '../types';

export interface SourceCount {
  /** First attempts. */
  requests: number;
  retries: number;
  /** Answers that needed no request. */
  cacheHits: number;
}

/** Requests by source since the last `take`, and how long each was waited for in this execution. */
export class Counters {
  private readonly waits = new Map<SourceId, number>();
  private counts = new Map<SourceId, SourceCount>();

  count(source: SourceId, what: keyof SourceCount, n = 1): void {
    const count = this.counts.get(source) ?? { requests: 0, retries: 0, cacheHits: 0 };
    count[what] += n;
    this.counts.set(source, count);
  }

  /** Nothing else was left to do meanwhile. */
  wait(source: SourceId, ms: number): void {
    this.waits.set(source, this.waited(source) + ms);
  }

  /** ms in all. */
  waited(source: SourceId): number {
    return this.waits.get(source) ?? 0;
  }

  take(): Map<SourceId, SourceCount> {
    const counts = this.counts;
    this.counts = new Map();
    return counts;
  }
}

export function sumOf(counts: ReadonlyMap<SourceId, SourceCount>): SourceCount {
  const sum: SourceCount = { requests: 0, retries: 0, cacheHits: 0 };
  for (const count of counts.values()) {
    sum.requests += count.requests;
    sum.retries += count.retries;
    sum.cacheHits += count.cacheHits;
  }
  return sum;
}
