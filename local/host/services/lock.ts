/** LockService (apps-script.md §6): locks contend between executions and end with them. */
import type { Execution } from '../execution';
import { ServiceError } from '../errors';
import { COST } from '../limits';
import type { LockKind } from '../locks';
import { serviceClass } from '../registry';
import type { Served } from './served';

const TIMEOUT = 'Lock timeout: another process was holding the lock for too long.';

export class Lock implements Served<GoogleAppsScript.Lock.Lock, keyof GoogleAppsScript.Lock.Lock> {
  constructor(
    private readonly execution: Execution,
    private readonly kind: LockKind,
  ) {}

  private acquire(timeoutMs: number): boolean | Promise<boolean> {
    this.execution.charge(COST.lock);
    const acquired = this.execution.host.locks.acquire(this.kind, this.execution, timeoutMs);
    if (typeof acquired === 'boolean') return acquired;
    return acquired.then((value) => {
      // The wait counts as run time.
      this.execution.charge(0);
      return value;
    });
  }

  tryLock(timeoutInMillis: number): boolean | Promise<boolean> {
    return this.acquire(timeoutInMillis);
  }

  waitLock(timeoutInMillis: number): void | Promise<void> {
    const check = (acquired: boolean): void => {
      if (!acquired) throw new ServiceError(TIMEOUT);
    };
    const acquired = this.acquire(timeoutInMillis);
    return typeof acquired === 'boolean' ? check(acquired) : acquired.then(check);
  }

  hasLock(): boolean {
    this.execution.charge(COST.lock);
    return this.execution.host.locks.holds(this.kind, this.execution);
  }

  releaseLock(): void {
    this.execution.charge(COST.lock);
    this.execution.host.locks.release(this.kind, this.execution);
  }
}

serviceClass(Lock, 'LockService.Lock', { tryLock: 'int', waitLock: 'int', hasLock: '', releaseLock: '' });

export class LockService implements Record<keyof GoogleAppsScript.Lock.LockService, unknown> {
  constructor(private readonly execution: Execution) {}

  getDocumentLock(): Lock {
    return new Lock(this.execution, 'document');
  }

  getUserLock(): Lock {
    return new Lock(this.execution, `user ${this.execution.person.user}`);
  }

  getScriptLock(): Lock {
    return new Lock(this.execution, 'script');
  }
}

serviceClass(LockService, 'LockService', { getDocumentLock: '', getUserLock: '', getScriptLock: '' });
