/** `[failures in a row, given up until (ms, 0: not), reason]`. */
export type BreakerState = [number, number, string];

/** Gives a source up for a while that fails again and again. */
export class Breaker {
  private failures = 0;
  private until = 0;
  private reason = '';

  constructor(private readonly rule: { failures: number; forMs: number }) {}

  /** Until when it is given up (ms); 0 if it may be asked. */
  openUntil(now: number): number {
    return this.until > now ? this.until : 0;
  }

  get why(): string {
    return this.reason;
  }

  success(): void {
    this.failures = 0;
    this.until = 0;
    this.reason = '';
  }

  /** After the pause the count stands as before, so that one more failure gives it up again. */
  failure(now: number, reason: string): void {
    this.failures++;
    this.reason = reason;
    if (this.failures >= this.rule.failures) this.until = now + this.rule.forMs;
  }

  giveUp(now: number, reason: string): void {
    this.failures = this.rule.failures;
    this.reason = reason;
    this.until = now + this.rule.forMs;
  }

  /** Null while nothing is wrong. */
  export(): BreakerState | null {
    return this.failures > 0 ? [this.failures, this.until, this.reason.slice(0, 60)] : null;
  }

  import([failures, until, reason]: BreakerState): void {
    this.failures = failures;
    this.until = until;
    this.reason = reason;
  }
}
