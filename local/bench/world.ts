/** A workbook of some size and what happens to it: one host, one demo server, one simulated clock. */
import { Driver } from '../cli/drive';
import { describeSettings, runStatus, saveSettings, valueOf, type RunStatus } from '../cli/bundle';
import { Meter } from '../cli/meter';
import { routeTo } from '../cli/route';
import { effectiveSettings } from '../cli/settings';
import { startDemoServer } from '../demo/server';
import {
  createHost,
  emptyState,
  newWorkbook,
  simulatedClock,
  type ExecutionResult,
  type Host,
} from '../host';
import { phaseOf, type Phase } from './phase';
import { tabsOf } from './workbook';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The morning after the worlds begin to live. */
export const START = Date.UTC(2026, 10, 21, 13);

export interface Size {
  shows: number;
  people: number;
  seed: number;
}

export const specOf = ({ shows, people, seed }: Size): string => `${shows},${people},${seed}`;

export interface Conditions {
  size: Size;
  imdb: boolean;
  bundleDir: string;
  measureHeap?: boolean;
  /** Settings that differ from their defaults. */
  set?: Record<string, string>;
  say(line: string): void;
}

export class BenchWorld {
  private meter = new Meter();
  private readonly results: ExecutionResult[] = [];

  private constructor(
    private readonly host: Host,
    private readonly conditions: Conditions,
    private readonly stop: () => Promise<void>,
  ) {}

  static async open(conditions: Conditions): Promise<BenchWorld> {
    const server = await startDemoServer({ world: specOf(conditions.size) });
    const opened: { world?: BenchWorld } = {};
    const host = await createHost({
      bundleDir: conditions.bundleDir,
      workbook: newWorkbook('Bench'),
      state: emptyState(),
      clock: simulatedClock(START),
      account: 'consumer',
      measureHeap: conditions.measureHeap ?? false,
      route: routeTo(server.origin),
      onRequest: (exchange) => opened.world?.meter.request(exchange),
      beforeCall: (_n, call) => {
        const meter = opened.world?.meter;
        if (meter?.counting) meter.call(call);
      },
    });
    const world = new BenchWorld(host, conditions, async () => {
      await host.close();
      await server.close();
    });
    opened.world = world;
    const { settings } = await describeSettings(host);
    const { values } = effectiveSettings({
      settings,
      env: {},
      set: conditions.set ?? {},
      imdb: conditions.imdb ? 'on' : 'off',
      madeUp: true,
    });
    await saveSettings(host, values);
    return world;
  }

  close(): Promise<void> {
    return this.stop();
  }

  get workbook(): Host['workbook'] {
    return this.host.workbook;
  }

  get now(): number {
    return this.host.options.clock.now();
  }

  private begin(): void {
    this.meter = new Meter();
    this.meter.start(this.host.options.clock);
    this.results.length = 0;
  }

  /** A run of all stages that a person starts, until nothing of it is left to do. */
  async run(name: string): Promise<Phase> {
    this.begin();
    const from = this.now;
    const before = tabsOf(this.host.workbook);
    const traffic = { ...this.host.sheet };
    const violations = this.host.violations;
    let core: Phase['core'] | undefined;
    const rows = () => tabsOf(this.host.workbook);
    const driver = new Driver(this.host, {
      maxDays: 60,
      onExecution: (result, status) => {
        this.meter.execution(result);
        this.results.push(result);
        this.tell(name, status);
        if (!core && status?.report.state !== 'running')
          core = { minutes: this.meter.virtualMs / 60_000, executions: this.meter.executions, tabs: rows() };
      },
      setCounting: (on) => (this.meter.counting = on),
      say: (line) => this.conditions.say(line),
    });
    const options = {
      dryRun: false,
      verbose: false,
      force: false,
      confirm: false,
      incremental: true,
      resume: true,
    };
    const outcome = await driver.drive({ step: 'all', options, by: 'person' });
    if (outcome.run?.state !== 'done') throw new Error(`${name}: ${outcome.message || outcome.run?.state}`);
    return phaseOf(name, {
      ...{ host: this.host, meter: this.meter, results: this.results, from, before, traffic, violations },
      core,
      run: outcome.run,
    });
  }

  /** Lets time pass without anything happening. */
  async wait(ms: number): Promise<void> {
    await this.host.options.clock.pass(ms);
  }

  /** Days on which only the schedule's trigger is at work. */
  async schedule(name: string, days: number): Promise<Phase> {
    const saved = await this.host.run('saveSchedule', [
      JSON.stringify({ step: 'all', every: 'day', hour: 9, on: true, notify: false }),
    ]);
    const answer = valueOf<{ ok: boolean; message: string }>(saved);
    if (!answer.ok) throw new Error(answer.message);
    this.begin();
    const from = this.now;
    const before = tabsOf(this.host.workbook);
    const traffic = { ...this.host.sheet };
    const violations = this.host.violations;
    let status: RunStatus | null = null;
    for (;;) {
      const trigger = this.host.nextTrigger();
      if (!trigger || trigger.nextAt > from + days * DAY_MS) break;
      this.meter.counting = true;
      const result = await this.host.fire(trigger);
      this.meter.counting = false;
      this.meter.execution(result);
      this.results.push(result);
      if (result.status !== 'ok') throw new Error(`${name}: ${result.error?.message ?? result.status}`);
      if (result.virtualMs > HOUR_MS / 60) this.tell(name, (status = await runStatus(this.host)));
    }
    status = await runStatus(this.host);
    const list = valueOf<{ schedules: { id: string }[] }>(await this.host.run('listSchedules', []));
    for (const { id } of list.schedules) await this.host.run('removeSchedule', [JSON.stringify({ id })]);
    if (!status) throw new Error(`${name}: no run was started`);
    return phaseOf(name, {
      ...{ host: this.host, meter: this.meter, results: this.results, from, before, traffic, violations },
      core: undefined,
      run: status.report,
    });
  }

  private tell(name: string, status: RunStatus | null): void {
    const { executions, virtualMs, requestCount } = this.meter;
    const minutes = (virtualMs / 60_000).toFixed(1);
    const state = status?.report.state ?? '';
    this.conditions.say(`${specOf(this.conditions.size)} ${name}: execution ${executions}, ${minutes} min, ${requestCount} requests ${state}`); // prettier-ignore
  }
}
