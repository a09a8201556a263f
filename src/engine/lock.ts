/**
 * One execution works on a workbook at a time. The document lock is taken once and held until the
 * execution ends: Apps Script lets go of it even when the execution is killed, so whoever gets it
 * knows that nobody else is at work, however the last one ended.
 */
export interface LockPort {
  /** False if another execution holds it. */
  take(): boolean;
  release(): void;
}

export function documentLock(): LockPort {
  let lock: GoogleAppsScript.Lock.Lock | null = null;
  return {
    take() {
      lock = LockService.getDocumentLock();
      if (!lock)
        throw new Error('This script is not bound to a spreadsheet: install it from the spreadsheet itself.');
      return lock.tryLock(0);
    },
    release() {
      lock?.releaseLock();
      lock = null;
    },
  };
}
