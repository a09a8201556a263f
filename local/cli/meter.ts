/** Counts what a run does: service calls, requests, time. Only while it is told to. */
import type { Clock, ExecutionResult, HttpExchange } from '../host/host';

const DAY_MS = 86_400_000;

export interface HostCount {
  /** First attempts. */
  requests: number;
  /** Requests whose last answer was a failure, asked once more. */
  retries: number;
  status: Record<string, number>;
}

const isFailure = (status: number | 'error'): boolean =>
  status === 'error' || ((status < 200 || status > 299) && status !== 404);

const bump = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};

export class Meter {
  /** Whether what happens belongs to the run; off while the command line itself asks the bundle. */
  counting = false;
  /** Service calls so far. */
  callCount = 0;
  readonly calls: Record<string, number> = {};
  readonly http: Record<string, HostCount> = {};
  readonly urlFetchPerDay: number[] = [];
  readonly propertyCallsPerDay: number[] = [];
  readonly triggerMsPerDay: number[] = [];
  executions = 0;
  virtualMs = 0;
  longestExecutionMs = 0;
  jsMs = 0;
  private startedAt = 0;
  private now: () => number = () => 0;
  private readonly failed = new Set<string>();

  /** Days of the report are counted from here. */
  start(clock: Clock): void {
    this.now = () => clock.now();
    this.startedAt = clock.now();
  }

  private addToDay(days: number[], at: number, amount: number): void {
    const day = Math.max(0, Math.floor((at - this.startedAt) / DAY_MS));
    while (days.length <= day) days.push(0);
    days[day] = (days[day] ?? 0) + amount;
  }

  /** A service call is about to be made; its number in the run. */
  call(name: string): number {
    this.callCount += 1;
    bump(this.calls, name);
    if (name.startsWith('Properties.')) this.addToDay(this.propertyCallsPerDay, this.now(), 1);
    return this.callCount;
  }

  request(exchange: HttpExchange): void {
    if (!this.counting) return;
    const count = (this.http[exchange.host] ??= { requests: 0, retries: 0, status: {} });
    const key = `${exchange.method} ${exchange.url} ${exchange.bodyHash}`;
    if (this.failed.has(key)) count.retries += 1;
    else count.requests += 1;
    if (isFailure(exchange.status)) this.failed.add(key);
    else this.failed.delete(key);
    bump(count.status, String(exchange.status));
    this.addToDay(this.urlFetchPerDay, this.now(), 1);
  }

  execution(result: ExecutionResult): void {
    this.executions += 1;
    this.virtualMs += result.virtualMs;
    this.longestExecutionMs = Math.max(this.longestExecutionMs, result.virtualMs);
    this.jsMs += result.jsMs;
    if (result.kind === 'trigger') this.addToDay(this.triggerMsPerDay, result.startedAt, result.virtualMs);
  }

  get requestCount(): number {
    return Object.values(this.http).reduce((sum, { requests, retries }) => sum + requests + retries, 0);
  }
}
