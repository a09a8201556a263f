/**
 * Makes the simulated clock watchable: an execution is held back after each of its calls so that its
 * time passes `speed` times as fast as real time, and between executions the clock goes on by itself:
 * at that speed while a run is under way, else as a clock on the wall does.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, ExecutionResult, TriggerRecord } from '../host';
import type { Running } from '../host/host';

const TICK_MS = 100;
/** Shorter waits are saved up: no timer is that exact. */
const SHORTEST_WAIT_MS = 4;
/** An execution that could not keep up with its speed does not hurry on for longer than this afterwards. */
const MOST_DEBT_MS = 100;

interface Ticked {
  readonly options: { readonly clock: Clock };
  nextTrigger(): TriggerRecord | undefined;
  fire(trigger: TriggerRecord): Promise<ExecutionResult>;
}

export class Pace {
  /** Virtual time a real one; Infinity: nothing waits. */
  speed = 60;
  /** Whether a run is under way, so that the time to its next execution is of no interest. */
  underWay = false;
  /** Where the clock is being moved to. */
  private target = 0;
  private lastTick = Date.now();
  private timer: NodeJS.Timeout | undefined;
  private readonly places = new WeakMap<Running, { real: number; virtual: number }>();

  constructor(
    private readonly host: Ticked,
    private readonly isBusy: () => boolean,
    private readonly onFired: (result: Promise<ExecutionResult>) => void,
  ) {}

  private get clock(): Clock {
    return this.host.options.clock;
  }

  get isSimulated(): boolean {
    return this.clock.kind === 'simulated';
  }

  get isSkipping(): boolean {
    return this.target > this.clock.now();
  }

  start(): void {
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Holds an execution back as long as its clock is ahead; to be awaited after each of its calls. */
  hold(execution: Running): Promise<void> | undefined {
    if (!this.isSimulated || this.speed === Infinity) return undefined;
    const real = Date.now();
    const place = this.places.get(execution) ?? { real, virtual: execution.startedAt };
    const due = place.real + (execution.now() - place.virtual) / this.speed;
    if (due - real < SHORTEST_WAIT_MS) {
      if (real - due > MOST_DEBT_MS)
        this.places.set(execution, { real: real - MOST_DEBT_MS, virtual: execution.now() });
      else this.places.set(execution, place);
      return undefined;
    }
    this.places.set(execution, { real: due, virtual: execution.now() });
    return wait(due - real);
  }

  /** Moves the clock on by so much; the triggers that are due on the way fire at their time. */
  skip(ms: number): void {
    if (this.isSimulated) this.target = Math.max(this.target, this.clock.now()) + ms;
  }

  private tick(): void {
    const real = Date.now();
    const passed = real - this.lastTick;
    this.lastTick = real;
    const now = this.clock.now();
    const trigger = this.host.nextTrigger();
    if (trigger && trigger.nextAt <= now) return this.fire(trigger);
    // While an execution is at work it moves the clock.
    if (!this.isSimulated || this.isBusy()) return;
    const until = this.nextInstant(now, passed, trigger);
    if (trigger && trigger.nextAt <= until) return this.fire(trigger);
    void this.clock.pass(until - now);
  }

  private nextInstant(now: number, passed: number, trigger: TriggerRecord | undefined): number {
    if (this.isSkipping) return this.target;
    const speed = this.underWay ? this.speed : 1;
    return speed === Infinity ? Math.max(now + passed, trigger?.nextAt ?? 0) : now + passed * speed;
  }

  private fire(trigger: TriggerRecord): void {
    this.onFired(this.host.fire(trigger));
  }
}
