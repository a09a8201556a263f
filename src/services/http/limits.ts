/**
 * What may be asked when: rate windows, daily quotas and breakers of all sources, kept across
 * executions as a small JSON value.
 */
import type { Settings } from '../../settings/settings';
import type { Source } from '../sources';
import type { SourceId } from '../types';
import { Breaker, type BreakerState } from './breaker';
import { DailyQuota, type QuotaState } from './quota';
import { SlidingWindow, type Stamps } from './window';

interface LaneState {
  w?: Stamps[];
  b?: BreakerState;
}

interface SourceState {
  /** Stamps of the windows, in the order declared. */
  w?: Stamps[];
  q?: QuotaState;
  l?: Record<string, LaneState>;
  /** Asked to wait until (ms), and why. */
  p?: [number, string];
}

export interface LimiterState {
  version: 1;
  /** The execution ended in good order, so that the stamps are complete. */
  clean: boolean;
  all: QuotaState;
  sources: Partial<Record<SourceId, SourceState>>;
}

/** Apps Script lets nothing through for a day or so after this; asked again after some hours. */
const BANDWIDTH_PAUSE_MS = 6 * 3_600_000;

/** The rest of a quota is small if it is used up so soon, and so many times as much is to be asked. */
const REST_MS = 60_000;
const REST = 10;

/** A part of a source with windows and a breaker of its own; most sources have one lane, ''. */
export class Lane {
  readonly windows: SlidingWindow[];
  readonly breaker: Breaker;
  /** Nothing is sent before this (a short Retry-After), ms. */
  holdUntil = 0;

  constructor(source: Source, settings: Settings) {
    this.windows = source
      .windows(settings)
      .filter((window) => window.perLane)
      .map((window) => new SlidingWindow(window.limit));
    this.breaker = new Breaker(source.breaker);
  }
}

export class SourceLimits {
  readonly windows: SlidingWindow[];
  readonly quota: DailyQuota;
  readonly lanes = new Map<string, Lane>();
  private pause: { until: number; reason: string } = { until: 0, reason: '' };
  private bodySize: number;

  constructor(
    private readonly source: Source,
    private readonly settings: Settings,
  ) {
    this.windows = source
      .windows(settings)
      .filter((window) => !window.perLane)
      .map((window) => new SlidingWindow(window.limit));
    this.quota = new DailyQuota(source.daily(settings));
    this.bodySize = source.typicalBytes;
  }

  lane(name: string): Lane {
    let lane = this.lanes.get(name);
    if (!lane) this.lanes.set(name, (lane = new Lane(this.source, this.settings)));
    return lane;
  }

  /** What a body of this source may weigh: follows large ones at once and forgets them slowly. */
  get expectedBytes(): number {
    return this.bodySize;
  }

  sawBody(bytes: number): void {
    this.bodySize = Math.max(1000, bytes, this.bodySize * 0.95);
  }

  pauseUntil(until: number, reason: string): void {
    if (until > this.pause.until) this.pause = { until, reason };
  }

  paused(now: number): { until: number; reason: string } | null {
    return this.pause.until > now ? this.pause : null;
  }

  /** Whether at least half of what may be asked at once may be asked now. */
  idle(now: number): boolean {
    const lanes = [...this.lanes.values()];
    return (
      !this.paused(now) &&
      this.windows.every((window) => window.free(now) * 2 >= window.most(0)) &&
      lanes.every((lane) => lane.holdUntil <= now && lane.breaker.openUntil(now) === 0)
    );
  }

  /** Requests that may go out now. */
  free(now: number): number {
    return this.windows.reduce((least, window) => Math.min(least, window.free(now)), this.quota.left(now));
  }

  /** Requests at most in the next `ms`, however many are wanted. */
  most(ms: number, now: number): number {
    return Math.min(this.mostByRate(ms), this.quota.left(now));
  }

  /** The same, whatever is left of the quota. */
  mostByRate(ms: number): number {
    return this.windows.reduce((least, window) => Math.min(least, window.most(ms)), 200);
  }

  /**
   * How long so many requests take at least, or as many as are left of the quota, ms; 0 as well where that is a small
   * rest of a day's quota: it is not worth going through everything once more.
   */
  needs(requests: number, now: number): number {
    const most = Math.min(requests, this.quota.left(now));
    const ms = this.windows.reduce((longest, window) => Math.max(longest, window.needs(most)), 0);
    return ms < REST_MS && most * REST < requests ? 0 : ms;
  }

  stamp(laneName: string, now: number): void {
    for (const window of this.windows) window.add(now, 1);
    for (const window of this.lane(laneName).windows) window.add(now, 1);
    this.quota.add(now, 1);
  }

  export(now: number): SourceState {
    const state: SourceState = {};
    const stamps = this.windows.map((window) => window.export(now));
    if (stamps.some((list) => list.length > 0)) state.w = stamps;
    const quota = this.quota.export(now);
    if (this.quota.limited || quota.u || quota.b.length > 0) state.q = quota;
    for (const [name, lane] of this.lanes) {
      const kept: LaneState = {};
      const w = lane.windows.map((window) => window.export(now));
      if (w.some((list) => list.length > 0)) kept.w = w;
      const b = lane.breaker.export();
      if (b) kept.b = b;
      if (kept.w || kept.b) (state.l ??= {})[name] = kept;
    }
    if (this.pause.until > now) state.p = [this.pause.until, this.pause.reason.slice(0, 80)];
    return state;
  }

  import(state: SourceState | undefined, now: number, clean: boolean): void {
    this.windows.forEach((window, i) => (clean ? window.import(state?.w?.[i] ?? []) : window.fill(now)));
    if (state?.q) this.quota.import(state.q, now, clean);
    for (const [name, kept] of Object.entries(state?.l ?? {})) {
      const lane = this.lane(name);
      lane.windows.forEach((window, i) => (clean ? window.import(kept.w?.[i] ?? []) : window.fill(now)));
      if (kept.b) lane.breaker.import(kept.b);
    }
    if (state?.p) this.pause = { until: state.p[0], reason: state.p[1] };
  }
}

export class Limits {
  /** All requests of the account (Google's own quota). */
  readonly all: DailyQuota;
  private readonly bySource = new Map<SourceId, SourceLimits>();
  private clean = false;
  private killed = false;

  constructor(
    private readonly sources: Readonly<Record<SourceId, Source>>,
    settings: Settings,
  ) {
    this.all = new DailyQuota(settings.FETCHES_DAILY);
    for (const source of Object.values(sources))
      this.bySource.set(source.id, new SourceLimits(source, settings));
  }

  of(id: SourceId): SourceLimits {
    const limits = this.bySource.get(id);
    if (!limits) throw new Error(`no source ${id}`);
    return limits;
  }

  /** UrlFetch itself refuses, for all sources alike. */
  stopAll(now: number, why: 'day' | 'bandwidth'): void {
    this.all.sayUsedUp(now, why === 'bandwidth' ? now + BANDWIDTH_PAUSE_MS : undefined);
  }

  /** Call when the execution ends in good order: the next one need not treat every window as full. */
  close(): void {
    this.clean = true;
  }

  /** Whether the last execution did not end in good order. */
  get afterKill(): boolean {
    return this.killed;
  }

  export(now: number): LimiterState {
    const state: LimiterState = { version: 1, clean: this.clean, all: this.all.export(now), sources: {} };
    for (const [id, limits] of this.bySource) {
      const kept = limits.export(now);
      if (Object.keys(kept).length > 0) state.sources[id] = kept;
    }
    return state;
  }

  /**
   * @param clean false: the last execution was killed; what it asked after it last stored its state is
   * unknown, so every window counts as full and what it had reserved of the quotas as used.
   */
  import(stored: unknown, now: number, clean?: boolean): void {
    const state = stored as LimiterState | null | undefined;
    if (!state || state.version !== 1) return;
    const ended = clean ?? state.clean;
    this.killed = !ended;
    this.all.import(state.all, now, ended);
    for (const [id, limits] of this.bySource) limits.import(state.sources[id], now, ended);
  }

  /** Sources and lanes that are given up for a while, in words. */
  givenUp(now: number): { source: string; until: number; reason: string }[] {
    const list: { source: string; until: number; reason: string }[] = [];
    for (const [id, limits] of this.bySource) {
      for (const [name, lane] of limits.lanes) {
        const until = lane.breaker.openUntil(now);
        const title = this.sources[id].title;
        if (until)
          list.push({ source: name ? `${title} (${name})` : title, until, reason: lane.breaker.why });
      }
    }
    return list;
  }
}
