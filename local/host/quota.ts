/** Use of a daily quota over a rolling window of 24 hours. */
import { DAY } from './limits';

/** Uses within one slot share an entry, stamped with the slot's end, so that none is forgotten early. */
const SLOT_MS = 10_000;

export class Quota {
  private sum: number;

  /** `entries` ([ms since the epoch, amount], oldest first) is the saved state and is kept up to date. */
  constructor(
    private readonly entries: [number, number][],
    readonly limit: number,
  ) {
    this.sum = entries.reduce((total, [, amount]) => total + amount, 0);
  }

  used(now: number): number {
    while (this.entries[0] && this.entries[0][0] <= now - DAY) {
      this.sum -= this.entries.shift()?.[1] ?? 0;
    }
    return this.sum;
  }

  left(now: number): number {
    return Math.max(0, this.limit - this.used(now));
  }

  /** Counts `amount`, whether or not it is within the limit. */
  add(now: number, amount: number): void {
    const slot = Math.floor(now / SLOT_MS) * SLOT_MS + SLOT_MS;
    const last = this.entries[this.entries.length - 1];
    if (last && last[0] >= slot) last[1] += amount;
    else this.entries.push([slot, amount]);
    this.sum += amount;
  }
}
