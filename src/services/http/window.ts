import type { Limit } from '../../settings/declare';

/** Requests reach a server a little later than they were sent, some sooner than others. */
const MARGIN_MS = 150;
/** Groups of stamps kept between executions. */
const KEPT = 4;

/** `[ms since the epoch, requests]`, oldest first. */
export type Stamps = [number, number][];

/** A sliding window: at most so many requests in any stretch of so many ms. */
export class SlidingWindow {
  private stamps: Stamps = [];

  constructor(private readonly limit: Limit) {}

  /** How many requests may go out now. */
  free(now: number): number {
    this.drop(now);
    return Math.max(0, this.limit.requests - this.count());
  }

  /** The next instant at which `free` is above 0. */
  opensAt(now: number): number {
    if (this.free(now) > 0) return now;
    let left = this.count();
    for (const [at, n] of this.stamps) {
      left -= n;
      if (left < this.limit.requests) return at + this.limit.perMs + MARGIN_MS;
    }
    return now;
  }

  add(now: number, requests: number): void {
    const last = this.stamps[this.stamps.length - 1];
    if (last && last[0] === now) last[1] += requests;
    else this.stamps.push([now, requests]);
  }

  /** As though the whole limit had just been used. */
  fill(now: number): void {
    this.stamps = [[now, this.limit.requests]];
  }

  /** Requests at most in a stretch of `ms`, starting with an empty window. */
  most(ms: number): number {
    return this.limit.requests * (1 + Math.ceil(ms / this.limit.perMs));
  }

  /** Requests that so many ms take, one stretch after the other. */
  pace(ms: number): number {
    return Math.floor((this.limit.requests * ms) / (this.limit.perMs + MARGIN_MS));
  }

  /** How long so many requests take at least, ms. */
  needs(requests: number): number {
    return Math.ceil(requests / this.limit.requests) * (this.limit.perMs + MARGIN_MS);
  }

  /** A summary in few groups: older requests count as made when younger ones were. */
  export(now: number): Stamps {
    this.drop(now);
    const kept = this.stamps.slice(-KEPT).map(([at, n]): [number, number] => [at, n]);
    const first = kept[0];
    if (first) for (const [, n] of this.stamps.slice(0, -KEPT)) first[1] += n;
    return kept;
  }

  import(stamps: Stamps): void {
    this.stamps = stamps.map(([at, n]): [number, number] => [at, n]);
  }

  private count(): number {
    return this.stamps.reduce((sum, [, n]) => sum + n, 0);
  }

  private drop(now: number): void {
    // The clock was put back: what is noted for later was made by now.
    for (const stamp of this.stamps) stamp[0] = Math.min(stamp[0], now);
    const from = now - this.limit.perMs - MARGIN_MS;
    let gone = 0;
    while ((this.stamps[gone]?.[0] ?? Infinity) <= from) gone++;
    if (gone > 0) this.stamps.splice(0, gone);
  }
}
