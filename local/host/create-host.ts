/** The local host: executions of the bundle against a workbook, with the state Google would keep. */
import type { HostCore } from './core';
import { Kill } from './errors';
import { clockEvent, openEvent } from './events';
import { Execution } from './execution';
import { facadeSpec, globalServices } from './globals';
import type { ExecutionResult, Host, HostOptions, RunHow, TriggerRecord } from './host';
import { Transport } from './http/transport';
import { ACCOUNT_LIMITS } from './limits';
import { LockTable } from './locks';
import { runInThread } from './in-thread';
import { ended, type Start } from './outcome';
import { Selections, type Selection } from './people';
import { WorkerPool } from './pool';
import type { FacadeSpec } from './protocol';
import { Quota } from './quota';
import { Run } from './run';
import { readManifest, type Manifest } from './scopes';
import { nextTime } from './services/trigger-times';
import { hashOf, seededRandom } from './util/random';

const MAX_SIMULTANEOUS = 30;

class LocalHost implements Host, HostCore {
  readonly workbook;
  readonly state;
  readonly calls: Host['calls'] = {};
  readonly sheet: Host['sheet'] = { reads: 0, flushes: 0, cellsRead: 0, cellsWritten: 0 };
  readonly http: Host['http'] = {};
  readonly menus: Host['menus'] = [];
  readonly shown: Host['shown'] = [];
  readonly manifest: Manifest;
  readonly locks = new LockTable();
  readonly transport: Transport;
  readonly quotas;
  readonly random: () => number;
  largestPropertyBytes = 0;
  violations = 0;
  private readonly selections: Selections;
  private callCount = 0;
  private runCount = 0;
  private running = 0;
  private readonly spec: FacadeSpec = facadeSpec();
  private readonly pool: WorkerPool | undefined;

  constructor(readonly options: HostOptions) {
    this.workbook = options.workbook;
    this.state = options.state;
    this.manifest = readManifest(options.bundleDir);
    this.transport = new Transport(options.route);
    if (!options.inThread) this.pool = new WorkerPool(this.spec);
    else if (options.clock.kind !== 'simulated')
      throw new Error('in this thread only the simulated clock runs');
    const limits = ACCOUNT_LIMITS[options.account];
    const { urlFetch, triggerMs, propertyCalls } = this.state.quotas;
    this.quotas = {
      urlFetch: new Quota(urlFetch, limits.urlFetch),
      triggerMs: new Quota(triggerMs, limits.triggerMs),
      propertyCalls: new Quota(propertyCalls, limits.propertyCalls),
    };
    this.selections = new Selections(this.workbook);
    this.random =
      options.clock.kind === 'simulated' ? seededRandom(hashOf(`${options.clock.now()}`)) : Math.random;
    this.remember();
  }

  private remember(): void {
    this.state.clock = Math.max(this.state.clock, this.options.clock.now());
  }

  violated(): void {
    this.violations += 1;
  }

  advance(time: number): void {
    const { clock } = this.options;
    // The simulated clock moves at once; the promise is for those who wait for the real one.
    if (clock.kind === 'simulated' && time > clock.now()) void clock.pass(time - clock.now());
    this.remember();
  }

  countCall(name: string): number {
    this.calls[name] = (this.calls[name] ?? 0) + 1;
    return ++this.callCount;
  }

  async run(handler: string, args: unknown[] = [], how: RunHow = {}): Promise<ExecutionResult> {
    if (!this.pool) return this.runNow(handler, args, how);
    const execution = this.begin(handler, how);
    if (!(execution instanceof Execution)) return execution;
    try {
      return await this.inWorker(this.pool, execution, handler, this.startOf(execution, args, how));
    } finally {
      this.end(execution);
    }
  }

  runNow(handler: string, args: unknown[] = [], how: RunHow = {}): ExecutionResult {
    const execution = this.begin(handler, how);
    if (!(execution instanceof Execution)) return execution;
    try {
      return runInThread(execution, this.spec, handler, this.startOf(execution, args, how));
    } finally {
      this.end(execution);
    }
  }

  /** The execution, or the result of one that Google would not start at all. */
  private begin(handler: string, how: RunHow): Execution | ExecutionResult {
    const kind = how.kind ?? 'menu';
    const refusal = this.refusal(kind);
    if (refusal) return this.refused(handler, kind, refusal);
    this.running += 1;
    this.runCount += 1;
    const execution = new Execution(
      this,
      kind,
      globalServices,
      {
        user: how.user ?? '',
        window: how.window ?? '',
      },
      handler,
    );
    this.locks.join(execution);
    return execution;
  }

  private end(execution: Execution): void {
    this.locks.leave(execution);
    this.running -= 1;
    const now = execution.now();
    if (execution.kind === 'trigger') this.quotas.triggerMs.add(now, now - execution.startedAt);
    this.remember();
  }

  private startOf(execution: Execution, args: unknown[], how: RunHow): Start {
    const event = how.event ?? (execution.kind === 'simple' ? openEvent(execution) : undefined);
    return {
      bundleDir: this.options.bundleDir,
      timeZone: this.manifest.timeZone ?? this.workbook.timeZone,
      seed: execution.simulated ? hashOf(`${execution.startedAt}/${this.runCount}`) : undefined,
      values: event === undefined ? args : [event, ...args],
    };
  }

  private async inWorker(
    pool: WorkerPool,
    execution: Execution,
    handler: string,
    start: Start,
  ): Promise<ExecutionResult> {
    const worker = pool.take();
    const log: string[] = [];
    try {
      const result = await new Run(execution, worker, handler, log).finish(start);
      await pool.giveBack(worker);
      return result;
    } catch (error) {
      await pool.discard(worker);
      if (!(error instanceof Kill)) throw error;
      return ended(execution, handler, log, error);
    }
  }

  /** Why Google would not start the execution at all. */
  private refusal(kind: ExecutionResult['kind']): string | undefined {
    const { clock } = this.options;
    if (this.running >= MAX_SIMULTANEOUS) {
      return 'There are too many scripts running simultaneously for this Google user account.';
    }
    const outOfTime = kind === 'trigger' && this.quotas.triggerMs.left(clock.now()) <= 0;
    return outOfTime ? 'Service using too much computer time for one day' : undefined;
  }

  private refused(handler: string, kind: ExecutionResult['kind'], message: string): ExecutionResult {
    this.violated();
    const error = { name: 'Exception', message, stack: '' };
    const startedAt = this.options.clock.now();
    return {
      handler,
      kind,
      status: 'error',
      error,
      startedAt,
      virtualMs: 0,
      jsMs: 0,
      loadMs: 0,
      heapBytes: 0,
      log: [],
    };
  }

  selectionOf(user: string): Selection {
    return this.selections.of(user);
  }

  nextTrigger(): TriggerRecord | undefined {
    const waiting = this.state.triggers.filter((trigger) => !trigger.disabled && !trigger.fired);
    return waiting.sort((a, b) => a.nextAt - b.nextAt)[0];
  }

  async fire(trigger: TriggerRecord): Promise<ExecutionResult> {
    const { clock } = this.options;
    await clock.pass(trigger.nextAt - clock.now());
    this.remember();
    if (trigger.kind === 'after' || trigger.kind === 'at') trigger.fired = true;
    else trigger.nextAt = nextTime(trigger, Math.max(trigger.nextAt, clock.now()));
    const event = clockEvent(trigger, clock.now() + (this.options.clockError?.() ?? 0));
    return this.run(trigger.handler, [], { kind: 'trigger', event, user: trigger.creator });
  }

  async close(): Promise<void> {
    await this.pool?.close();
    await this.transport.close();
  }
}

/** Starts a host for one workbook, one script and one account. Close it when done. */
export function createHost(options: HostOptions): Promise<Host> {
  return Promise.resolve(new LocalHost(options));
}
