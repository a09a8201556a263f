/**
 * The three locks of LockService, between executions that overlap. With the simulated clock every
 * execution has its own instant; a waiting one goes on when the holder's instant is past its deadline
 * or the lock has been given back.
 */
export type LockKind = 'document' | 'script' | `user ${string}`;

export interface LockHolder {
  readonly simulated: boolean;
  now(): number;
  /** Moves the execution's own simulated instant on to `time`. */
  waitUntil(time: number): void;
}

interface Waiter {
  kind: LockKind;
  holder: LockHolder;
  deadline: number;
  settle(acquired: boolean): void;
}

export class LockTable {
  private readonly holders = new Map<LockKind, LockHolder>();
  private readonly freeSince = new Map<LockKind, number>();
  private readonly running = new Set<LockHolder>();
  private waiters: Waiter[] = [];

  join(holder: LockHolder): void {
    this.running.add(holder);
  }

  /** Ends a holder: its locks are given back. */
  leave(holder: LockHolder): void {
    this.running.delete(holder);
    this.waiters = this.waiters.filter((waiter) => waiter.holder !== holder);
    for (const kind of [...this.holders.keys()]) this.release(kind, holder);
    this.review();
  }

  holds(kind: LockKind, holder: LockHolder): boolean {
    return this.holders.get(kind) === holder;
  }

  release(kind: LockKind, holder: LockHolder): void {
    if (!this.holds(kind, holder)) return;
    this.holders.delete(kind);
    this.freeSince.set(kind, holder.now());
    this.review();
  }

  /** True once the lock is held; false if `timeoutMs` passed without that. */
  acquire(kind: LockKind, holder: LockHolder, timeoutMs: number): boolean | Promise<boolean> {
    if (this.holds(kind, holder)) return true;
    if (timeoutMs < 0) return false;
    if (!this.holders.has(kind)) return this.takeFree(kind, holder, timeoutMs);
    if (timeoutMs === 0) return false;
    return new Promise((settle) => {
      const waiter = { kind, holder, deadline: holder.now() + timeoutMs, settle };
      this.waiters.push(waiter);
      if (holder.simulated) this.review();
      // The execution that waits keeps the process alive; nothing else is to wait for it.
      else setTimeout(() => this.giveUp(waiter), timeoutMs).unref();
    });
  }

  /** A lock that is free may have been held at this execution's own simulated instant. */
  private takeFree(kind: LockKind, holder: LockHolder, timeoutMs: number): boolean {
    const freeSince = holder.simulated ? (this.freeSince.get(kind) ?? 0) : 0;
    const deadline = holder.now() + timeoutMs;
    holder.waitUntil(Math.min(freeSince, deadline));
    return freeSince <= deadline && this.take(kind, holder);
  }

  private take(kind: LockKind, holder: LockHolder): boolean {
    this.holders.set(kind, holder);
    return true;
  }

  private giveUp(waiter: Waiter): void {
    if (!this.waiters.includes(waiter)) return;
    this.waiters = this.waiters.filter((other) => other !== waiter);
    if (waiter.holder.simulated) waiter.holder.waitUntil(waiter.deadline);
    waiter.settle(false);
  }

  /** Looks at those who wait; called whenever a lock is given back or a simulated instant moves on. */
  review(): void {
    for (const waiter of [...this.waiters]) {
      const owner = this.holders.get(waiter.kind);
      if (!owner) this.grant(waiter);
      else if (owner.simulated && owner.now() >= waiter.deadline) this.giveUp(waiter);
    }
    const allWait = [...this.running].every((one) => this.waiters.some(({ holder }) => holder === one));
    const first = [...this.waiters].sort((a, b) => a.deadline - b.deadline)[0];
    if (first?.holder.simulated && allWait) this.giveUp(first);
  }

  private grant(waiter: Waiter): void {
    const freeSince = this.freeSince.get(waiter.kind) ?? 0;
    if (waiter.holder.simulated && freeSince > waiter.deadline) return this.giveUp(waiter);
    this.waiters = this.waiters.filter((other) => other !== waiter);
    if (waiter.holder.simulated) waiter.holder.waitUntil(freeSince);
    waiter.settle(this.take(waiter.kind, waiter.holder));
  }
}
