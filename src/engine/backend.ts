/** What the engine needs of the workbook and the sources, without knowing a tab or a source. */
import type { Change } from '../workbook/types';
import type { Forecast, QualityReport, SheetTraffic } from './report';
import type { GivenUp, ParkedItems } from './state';
import type { Step, StepContext } from './types';

/** Thrown by an ask or a writing that cannot go on before the execution must end; what was done is kept. */
export class OutOfTime extends Error {
  constructor() {
    super('out of time');
    this.name = 'OutOfTime';
  }
}

/** Thrown when a person asked the run to stop while it waited. */
export class StopRequested extends Error {
  constructor() {
    super('stop requested');
    this.name = 'StopRequested';
  }
}

/** An error in the workbook or the settings that a person has to mend; stops the step, says what to do. */
export class NeedsPerson extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NeedsPerson';
  }
}

/** A change that a person must allow first; nothing of the batch was written. */
export class NeedsConfirm extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NeedsConfirm';
  }
}

export interface Applied {
  added: number;
  updated: number;
  removed: number;
  conflicts: number;
}

export interface Traffic {
  requests: number;
  retries: number;
  cacheHits: number;
  sheet: SheetTraffic;
}

/** Time and signals of the execution, handed to whatever waits. */
export interface AskBudget {
  /** No new wave of requests starts after this, ms since the epoch. */
  readonly askUntil: number;
  /** Called now and then while waiting; `stop` ends the ask. */
  onWait(): 'go on' | 'stop';
  /** Stores the state of limits and quotas before requests that a kill must not leave uncounted. */
  reserve(limits: unknown): void;
}

export interface Budget extends AskBudget {
  /** Rows that keep moving while they are written are left to the next execution after this, ms since the epoch. */
  readonly writeUntil: number;
}

export interface Backend {
  /** Once per execution, after the lock is held: finishes what a killed execution left half-written. */
  open(journal: unknown): void;
  /** Makes missing tabs and columns, takes the snapshots that the step needs. */
  prepare(step: Step): void;
  context(step: Step, looked: number): StepContext;
  apply(step: Step, changes: readonly Change[]): Applied;
  /** After the cells of a batch stand: stamps looks, writes the Run Log. Buffered. */
  afterBatch(): void;
  /**
   * Asks ahead what the step was found to wait for, a lot at a time, and keeps it for an execution that writes. No tab
   * is looked at.
   */
  collect(step: Step, afterLot: () => void): void;
  /** Keeps answers that no batch has used yet. */
  keepAnswers(): void;
  /** Sums since the last call. */
  takeTraffic(): Traffic;
  /** How long it takes at least to ask as much of this as may be asked now, ms; 0: nothing may. */
  needs(parked: readonly ParkedItems[]): number;
  /** What was parked since the last call, by source. */
  takeParked(): ParkedItems[];
  givenUp(): GivenUp[];
  limits(): unknown;
  /** Nothing whatever can be asked before this, ms since the epoch; 0: something can. */
  shutUntil(): number;
  /** What the job will cost beyond what was asked so far; null while there is nothing to go by. */
  foresee(job: readonly string[]): Forecast | null;
  /** The forecast in words. */
  words(forecast: Forecast): string;
  /** Runs the quality rules and writes their tab (not in a dry run). */
  quality(): QualityReport[];
  /** A line of the Run Log. */
  log(level: 'info' | 'warning' | 'error', message: string, key?: string): void;
  /** At the end of a step: what it buffered reaches the sheet. */
  settle(): void;
  /** At the end of every execution: the same, and the state of limits is complete. */
  flush(): void;
  /** At the end of the run. */
  tidy(): void;
}
