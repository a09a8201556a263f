/**
 * Drives a run to its end as Apps Script would: one execution after the other, as the triggers ask
 * for them, and a new start where a person would have to start again.
 */
import type { RunReport } from '../../src/engine/report';
import type { ExecutionResult, Host, TriggerRecord } from '../host/host';
import { runStatus, startRun, valueOf, type RunRequest, type RunStatus, type StartAnswer } from './bundle';

const DAY_MS = 86_400_000;
/** Starts in a row that a person would try before giving up. */
const MOST_RESTARTS = 5;
/** Executions in a row that may end in an error before the run counts as broken. */
const MOST_ERRORS = 10;
/** The platform itself says so when the day's trigger minutes are used up; the next trigger may find them back. */
const OUT_OF_TRIGGER_TIME = /too much computer time for one day/i;

export interface DriveOptions {
  maxDays: number;
  /** Told after each execution, with what the run says of itself then. */
  onExecution(result: ExecutionResult, status: RunStatus | null): Promise<void> | void;
  /** Whether what happens now belongs to the run (the polls between executions do not). */
  setCounting(on: boolean): void;
  say(line: string): void;
  /** Whether what was wanted is done already; looked at after each execution. */
  isEnough?(): boolean;
}

export interface DriveOutcome {
  run: RunReport | null;
  /** Why the run could not be started or went wrong, for a person; empty when it ran. */
  message: string;
  /** The request itself was wrong. */
  usage: boolean;
  /** Executions that ended in an error which the bundle did not catch. */
  errors: number;
}

const OVER = new Set<RunReport['state']>(['done', 'failed', 'stopped', 'confirm']);
const isLive = (trigger: TriggerRecord): boolean =>
  !trigger.disabled && !(trigger.fired && isOneShot(trigger));
const isOneShot = ({ kind }: TriggerRecord): boolean => kind === 'after' || kind === 'at';
const stampOf = (run: RunReport): string => `${run.runId} ${run.state} ${run.endedAt ?? ''}`;
const wasCut = ({ status }: ExecutionResult): boolean => status === 'killed' || status === 'timeout';

export class Driver {
  private status: RunStatus | null = null;
  private errors = 0;
  private errorsInRow = 0;
  private lastError = '';
  private readonly deadline: number;
  /** The run before this one, if it is over: until this one is on record, it is what the bundle reports. */
  private earlierRun = '';
  /** Triggers that were there before: schedules go on after the run. */
  private readonly earlier: Set<string>;

  constructor(
    private readonly host: Host,
    private readonly options: DriveOptions,
  ) {
    this.deadline = host.options.clock.now() + options.maxDays * DAY_MS;
    this.earlier = new Set(host.state.triggers.map(({ id }) => id));
  }

  private async counted(execute: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
    this.options.setCounting(true);
    let result: ExecutionResult;
    try {
      result = await execute();
    } finally {
      this.options.setCounting(false);
    }
    await this.note(result);
    return result;
  }

  private async note(result: ExecutionResult): Promise<void> {
    const refused = result.status === 'error' && OUT_OF_TRIGGER_TIME.test(result.error?.message ?? '');
    if (result.status === 'error' && !refused) {
      this.errors += 1;
      this.errorsInRow += 1;
      this.lastError = result.error?.message ?? 'unknown error';
      this.options.say(`${result.handler} failed: ${result.error?.stack || this.lastError}`);
    } else if (!refused) this.errorsInRow = 0;
    if (!refused) this.status = await this.poll();
    await this.options.onExecution(result, this.status);
  }

  private get run(): RunReport | null {
    return this.status?.report ?? null;
  }

  /** How far this run is; null while there is none but an earlier one. */
  private async poll(): Promise<RunStatus | null> {
    try {
      const status = await runStatus(this.host);
      return status && stampOf(status.report) !== this.earlierRun ? status : null;
    } catch (error) {
      this.options.say(`No report of the run: ${(error as Error).message}`);
      return this.status;
    }
  }

  /** Nothing is left to fire for this run. */
  private isOver(): boolean {
    const own = this.host.state.triggers.some((trigger) => isLive(trigger) && !this.earlier.has(trigger.id));
    if (own) return false;
    return !this.host.state.triggers.some(isLive) || !this.run || OVER.has(this.run.state);
  }

  /** Fires triggers until nothing is scheduled; gives the last execution. */
  private async fireAll(last: ExecutionResult): Promise<ExecutionResult> {
    let result = last;
    while (!this.isOver() && this.errorsInRow < MOST_ERRORS && !this.options.isEnough?.()) {
      const trigger = this.host.nextTrigger();
      if (!trigger || trigger.nextAt > this.deadline) break;
      result = await this.counted(() => this.host.fire(trigger));
    }
    return result;
  }

  /** A run of an earlier command may still be under way: its triggers finish it first. */
  private async finishEarlier(message: string): Promise<void> {
    this.options.say(message);
    this.options.say('Its triggers are let finish it first.');
    for (let status = await this.poll(); status; status = await this.poll()) {
      if (OVER.has(status.report.state)) {
        this.earlierRun = stampOf(status.report);
        return;
      }
      const trigger = this.host.nextTrigger();
      if (!trigger || trigger.nextAt > this.deadline) return;
      await this.host.fire(trigger);
    }
  }

  private outcome(message: string, usage = false): DriveOutcome {
    return { run: this.run, message, usage, errors: this.errors };
  }

  /** Starts the run and goes on until it is over, given up, or out of days. */
  async drive(request: RunRequest): Promise<DriveOutcome> {
    const before = (await this.poll())?.report;
    if (before && OVER.has(before.state)) this.earlierRun = stampOf(before);
    let asked = request;
    let waited = false;
    for (let restarts = 0; restarts <= MOST_RESTARTS; restarts += 1) {
      const started = await this.counted(() => startRun(this.host, asked));
      if (started.status === 'error') return this.outcome(this.lastError);
      if (started.status === 'ok') {
        const answer = valueOf<StartAnswer>(started);
        if (!answer.ok) {
          if (answer.usage || waited || !this.host.state.triggers.some(isLive)) return this.refused(answer);
          waited = true;
          await this.finishEarlier(answer.message);
          continue;
        }
      }
      const last = await this.fireAll(started);
      if (!wasCut(last) || !this.isOver() || (this.run && OVER.has(this.run.state))) break;
      asked = { ...request, options: { ...request.options, resume: true } };
    }
    return this.outcome(this.errors > 0 ? this.lastError : '');
  }

  /** What an earlier run reported is not this run's report. */
  private refused(answer: StartAnswer): DriveOutcome {
    this.status = null;
    return this.outcome(answer.message, Boolean(answer.usage));
  }
}
