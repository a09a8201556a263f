/** Drives one execution: a worker's messages, the time limits, the result. */
import type { Execution } from './execution';
import { Kill } from './errors';
import type { ExecutionResult } from './host';
import { COST } from './limits';
import { finished, type Start } from './outcome';
import type { ScriptWorker } from './pool';
import type { CallMessage, EndMessage, FromWorker } from './protocol';

/** How often the limits that no service call meets are looked at. */
const WATCH_MS = 100;
/** JavaScript that runs longer than this while the simulated clock stands still never ends. */
const RUNAWAY_MS = 60_000;

export class Run {
  /** The script goes on by itself; false while it waits for a service. */
  private running = false;
  private lastNow = 0;
  private stillMs = 0;
  private settle: { resolve(end: EndMessage): void; reject(error: unknown): void } | undefined;
  private over = false;

  constructor(
    private readonly execution: Execution,
    private readonly worker: ScriptWorker,
    private readonly handler: string,
    private readonly log: string[],
  ) {}

  /** Runs to the end. Throws Kill if the execution is ended from outside; the caller stops the worker. */
  async finish(start: Start): Promise<ExecutionResult> {
    const { execution } = this;
    const watch = setInterval(() => this.watch(), WATCH_MS);
    try {
      execution.charge(COST.start);
      const end = await this.untilEnd(start);
      return finished(execution, this.handler, this.log, end);
    } finally {
      this.over = true;
      clearInterval(watch);
    }
  }

  private untilEnd(start: Start): Promise<EndMessage> {
    const { execution } = this;
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.running = true;
      this.worker.start(
        {
          bundleDir: start.bundleDir,
          handler: this.handler,
          kind: execution.kind,
          args: execution.encodeArguments(start.values),
          now: execution.scriptNow(),
          simulated: execution.simulated,
          seed: start.seed,
          timeZone: start.timeZone,
          measureHeap: execution.host.options.measureHeap === true,
        },
        { onMessage: (message) => this.onMessage(message), onCrash: (error) => reject(error) },
      );
    });
  }

  private onMessage(message: FromWorker): void {
    if (this.over) return;
    if (message.type === 'log') this.log.push(message.text);
    else if (message.type === 'end') this.settle?.resolve(message);
    else this.onCall(message).catch((error: unknown) => this.settle?.reject(error));
  }

  private async onCall(message: CallMessage): Promise<void> {
    this.running = false;
    const answer = await this.execution.call(message);
    if (this.over) return;
    this.running = true;
    this.worker.answer(answer);
  }

  /** Ends executions that no service call ends: loops that cost no time, and waits on the real clock. */
  private watch(): void {
    const { execution } = this;
    const now = execution.now();
    if (!execution.simulated) {
      if (now >= execution.endsAt) this.stop(new Kill(execution.endsFor));
      return;
    }
    if (now !== this.lastNow) this.stillMs = 0;
    else if (this.running) this.stillMs += WATCH_MS;
    this.lastNow = now;
    if (this.stillMs < RUNAWAY_MS) return;
    execution.waitUntil(execution.endsAt);
    this.stop(new Kill(execution.endsFor));
  }

  private stop(kill: Kill): void {
    this.over = true;
    this.settle?.reject(kill);
  }
}
