const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Servers' clocks and ours differ a little. */
const MARGIN_MS = 5000;

/** `[hour since the epoch, requests, second of the last one within the hour]`. */
type Bucket = [number, number, number];

export interface QuotaState {
  b: Bucket[];
  /** Requests that were allowed ahead and may have been made. */
  r?: number;
  /** The source itself said that it is used up, until (ms). */
  u?: number;
}

/**
 * Requests of the last 24 hours, counted by hour. A bucket leaves the count 24 hours after its last
 * request, so the count is never below what the server counts.
 */
export class DailyQuota {
  private buckets: Bucket[] = [];
  private saidUntil = 0;
  /** Requests that the stored state already allows for. */
  covered = 0;

  /** @param limit requests in any 24 hours; 0 counts without limiting. */
  constructor(private readonly limit: number) {}

  get limited(): boolean {
    return this.limit > 0;
  }

  used(now: number): number {
    this.drop(now);
    return this.buckets.reduce((sum, [, n]) => sum + n, 0);
  }

  left(now: number): number {
    if (this.saidUntil > now) return 0;
    return this.limited ? Math.max(0, this.limit - this.used(now)) : Infinity;
  }

  /**
   * The next instant at which something is left.
   * @param more requests that are about to be made
   */
  opensAt(now: number, more = 0): number {
    let at = Math.max(now, this.saidUntil);
    let used = this.used(now) + more;
    for (const bucket of this.buckets) {
      if (!this.limited || used < this.limit) break;
      used -= bucket[1];
      at = Math.max(at, leavesAt(bucket));
    }
    return at;
  }

  add(now: number, requests: number): void {
    const hour = Math.floor(now / HOUR_MS);
    const second = Math.floor((now % HOUR_MS) / 1000);
    const last = this.buckets[this.buckets.length - 1];
    if (last && last[0] === hour) {
      last[1] += requests;
      last[2] = second;
    } else this.buckets.push([hour, requests, second]);
    this.covered = Math.max(0, this.covered - requests);
  }

  /**
   * The source says that its quota is used up, whatever our own count: other programs may share it. If
   * we made a good part of the requests, it opens when ours leave the window, else it is tried hourly.
   */
  sayUsedUp(now: number, until?: number): void {
    const oldest = this.buckets[0];
    const mostlyOurs = oldest !== undefined && this.limited && this.used(now) * 2 >= this.limit;
    this.saidUntil = Math.max(this.saidUntil, until ?? (mostlyOurs ? leavesAt(oldest) : now + HOUR_MS));
  }

  export(now: number): QuotaState {
    this.drop(now);
    const state: QuotaState = { b: this.buckets.map(([h, n, s]): Bucket => [h, n, s]) };
    if (this.covered > 0) state.r = this.covered;
    if (this.saidUntil > now) state.u = this.saidUntil;
    return state;
  }

  /** @param clean false: the execution was killed, and what it had reserved counts as used. */
  import(state: QuotaState, now: number, clean: boolean): void {
    this.buckets = state.b.map(([h, n, s]): Bucket => [h, n, s]);
    this.saidUntil = state.u ?? 0;
    if (!clean && state.r) this.add(now, state.r);
    this.covered = 0;
  }

  private drop(now: number): void {
    this.buckets = this.buckets.filter((bucket) => leavesAt(bucket) > now);
  }
}

function leavesAt([hour, , second]: Bucket): number {
  return hour * HOUR_MS + (second + 1) * 1000 + DAY_MS + MARGIN_MS;
}
