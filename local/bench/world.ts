/** A workbook of some size and what happens to it: one host, one demo server, one simulated clock. */
import { Driver } from '../cli/drive';
import { describeSettings, runStatus, saveSettings, valueOf, type RunStatus } from '../cli/bundle';
import { Meter } from '../cli/meter';
import { effectiveSettings } from '../cli/settings';
import { DemoSources } from '../demo/demo-sources';
import { sourcesHere } from '../demo/here';
import type { DemoRequest } from '../demo/wire';
import { Hiccups } from '../demo/hiccups';
import { livingWorld } from '../demo/worlds';
import { Random } from '../demo/worlds/random';
import {
  createHost,
  emptyState,
  newWorkbook,
  simulatedClock,
  type ExecutionResult,
  type Host,
} from '../host';
import { coreOf, phaseOf, type Phase } from './phase';
import { Told } from './told';
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

/** So long a run may go on after the days that are measured. */
const MOST_DAYS_OVER = 2;
/** While faults are on, one service call in so many is the last of its execution. */
const CALLS_A_KILL = 3000;

/** What TMDb is said to allow today, for whoever sets its limit higher. */
const TMDB_TODAY = { 'api.themoviedb.org': [{ requests: 40, perMs: 1000 }] };

/** Sources that are asked slowly, or a few a day, for what nobody else knows. */
const SLOW = ['Famous Birthdays', 'IMDb'];

/** Whether nothing is left but what slow sources alone can tell. */
const isCoreDone = ({ report }: RunStatus): boolean =>
  report.state !== 'running' && report.parked.every(({ source }) => SLOW.includes(source));

export const specOf = ({ shows, people, seed }: Size): string => `${shows},${people},${seed}`;

export interface Conditions {
  size: Size;
  imdb: boolean;
  bundleDir: string;
  /** Looks at the memory that the bundle uses, in a thread of its own; else all runs in this one, which is faster. */
  measureHeap?: boolean;
  /** Settings that differ from their defaults. */
  set?: Record<string, string>;
  say(line: string): void;
}

export class BenchWorld {
  private meter = new Meter();
  private readonly results: ExecutionResult[] = [];
  private readonly random = new Random(1);
  /** Executions end abruptly now and then. The sources fail now and then in any case. */
  private faulty = false;
  /** When the last run began. */
  lastRun = 0;

  private constructor(
    private readonly host: Host,
    private readonly conditions: Conditions,
    /** What the sources have told so far. */
    readonly told: Told,
  ) {}

  static async open(conditions: Conditions): Promise<BenchWorld> {
    const limits = 'TMDB_LIMIT' in (conditions.set ?? {}) ? TMDB_TODAY : {};
    const demo = new DemoSources(livingWorld(specOf(conditions.size)), new Hiccups(), limits);
    const told = new Told();
    const reply = (request: DemoRequest) => {
      const answer = demo.reply(request);
      told.note(request, answer.status);
      return answer;
    };
    const opened: { world?: BenchWorld } = {};
    const host = await createHost({
      bundleDir: conditions.bundleDir,
      workbook: newWorkbook('Bench'),
      state: emptyState(),
      clock: simulatedClock(START),
      account: 'consumer',
      ...(conditions.measureHeap ? { measureHeap: true } : { inThread: true }),
      sources: sourcesHere({ reply }),
      onRequest: (exchange) => opened.world?.meter.request(exchange),
      beforeCall: (_n, call) => opened.world?.called(call),
    });
    const world = new BenchWorld(host, conditions, told);
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
    return this.host.close();
  }

  private called(call: string): 'kill' | undefined {
    if (!this.meter.counting) return undefined;
    this.meter.call(call);
    return this.faulty && this.random.chance(1 / CALLS_A_KILL) ? 'kill' : undefined;
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

  /**
   * A run of all stages that a person starts, until nothing of it is left to do.
   * @param onlyCore it ends once nothing is left but what slow sources alone can tell
   */
  async run(name: string, onlyCore = false): Promise<Phase> {
    this.begin();
    const from = this.now;
    const before = tabsOf(this.host.workbook);
    const traffic = { ...this.host.sheet };
    const violations = this.host.violations;
    let core: Phase['core'] | undefined;
    const driver = new Driver(this.host, {
      maxDays: 60,
      onExecution: (result, status) => {
        this.meter.execution(result);
        this.results.push(result);
        this.tell(name, status);
        if (!core && status && isCoreDone(status)) core = coreOf(this.host, this.meter, traffic);
      },
      setCounting: (on) => (this.meter.counting = on),
      say: (line) => this.conditions.say(line),
      isEnough: () => onlyCore && core !== undefined,
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
    const ended = outcome.run?.state === 'done' || (onlyCore && core !== undefined);
    if (!outcome.run || !ended) throw new Error(`${name}: ${outcome.message || outcome.run?.state}`);
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

  /**
   * Days on which only the schedule's trigger is at work.
   * @param faulty executions end abruptly now and then
   */
  async schedule(name: string, days: number, faulty = false): Promise<Phase> {
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
    const propertiesBefore = new Set(Object.keys(this.host.state.properties.document));
    let status: RunStatus | null = null;
    this.faulty = faulty;
    for (;;) {
      const trigger = this.host.nextTrigger();
      if (!trigger || trigger.nextAt > from + (days + MOST_DAYS_OVER) * DAY_MS) break;
      // The last of the runs is let end.
      if (trigger.nextAt > from + days * DAY_MS) {
        status = await runStatus(this.host);
        if (status?.report.state !== 'running' && status?.report.state !== 'parked') break;
      }
      this.meter.counting = true;
      const result = await this.host.fire(trigger);
      this.meter.counting = false;
      this.meter.execution(result);
      this.results.push(result);
      if (result.status !== 'ok' && !(faulty && result.status === 'killed'))
        throw new Error(`${name}: ${result.error?.message ?? result.status}`);
      if (result.virtualMs > HOUR_MS / 60) this.tell(name, (status = await runStatus(this.host)));
    }
    this.faulty = false;
    status = await runStatus(this.host);
    const list = valueOf<{ schedules: { id: string }[] }>(await this.host.run('listSchedules', []));
    for (const { id } of list.schedules) await this.host.run('removeSchedule', [JSON.stringify({ id })]);
    if (!status) throw new Error(`${name}: no run was started`);
    this.lastRun = Date.parse(status.report.startedAt);
    return phaseOf(name, {
      ...{ host: this.host, meter: this.meter, results: this.results, from, before, traffic, violations },
      core: undefined,
      run: status.report,
      propertiesLeft: Object.keys(this.host.state.properties.document).filter(
        (key) => !propertiesBefore.has(key),
      ),
    });
  }

  private tell(name: string, status: RunStatus | null): void {
    const { executions, virtualMs, requestCount } = this.meter;
    const minutes = (virtualMs / 60_000).toFixed(1);
    const state = status?.report.state ?? '';
    this.conditions.say(`${specOf(this.conditions.size)} ${name}: execution ${executions}, ${minutes} min, ${requestCount} requests ${state}`); // prettier-ignore
  }
}
