/**
 * Runs the lookups of several sources together. Each wave is one `fetchAll` with as many requests as
 * every source's limits allow at that instant; lookups go on reply by reply; what failed waits for its
 * next attempt while the others go on.
 */
import { NeedsPerson, OutOfTime, StopRequested } from '../../engine/backend';
import type { Answer, HttpCall, Lookup, SourceId } from '../types';
import { AnswerCache } from './answerCache';
import { dress } from './dress';
import type { HttpParts } from './fetchAll';
import { judgeThrown } from './judge';
import type { PortReply } from './port';
import { JobQueue, newJob, type Job } from './queue';
import { Replies, REST_MS } from './replies';

/** A stop request is noticed, and a sign of life given, at least this often. */
const NAP_MS = 20_000;
/** State that allows for this much asking is stored ahead, so that a kill leaves nothing uncounted. */
const RESERVE_MS = 25_000;

export class Waves {
  private readonly queue: JobQueue;
  private readonly cache: AnswerCache;
  private readonly replies: Replies;
  private readonly onAnswer: (index: number, answer: Answer<unknown>) => void;
  /** Lookups that have no answer yet. */
  private awaited: number;
  private nextWaveAt = 0;

  constructor(
    private readonly parts: HttpParts,
    private readonly lookups: readonly Lookup<unknown>[],
    onAnswer: (index: number, answer: Answer<unknown>) => void,
    /** Go along while others have to wait; nobody waits for them. Their indexes follow those of `lookups`. */
    private readonly riders: readonly Lookup<unknown>[] = [],
  ) {
    this.awaited = lookups.length;
    this.onAnswer = (index, answer) => {
      if (this.isAwaited(index)) this.awaited--;
      onAnswer(index, answer);
    };
    this.queue = new JobQueue(parts.limits, parts.trust, parts.delay > 0);
    this.cache = new AnswerCache(parts);
    this.replies = new Replies(parts, this.queue, this.cache, this.onAnswer);
  }

  run(): void {
    const all = [...this.lookups, ...this.riders];
    const cached = this.cache.load(all);
    for (const [index, lookup] of leadingFirst(all)) {
      const known = cached.get(index);
      if (known) {
        this.parts.counters.count(lookup.source, 'cacheHits');
        this.onAnswer(index, known);
      } else this.enqueue(lookup, index);
    }
    try {
      for (;;) {
        this.answerHopeless();
        if (this.queue.empty || this.awaited === 0) return;
        this.step();
      }
    } finally {
      this.keepBegun();
      this.cache.store();
    }
  }

  /**
   * One wave of riders; nothing is waited for, and what fails is not asked again.
   * @returns the positions of those that went out and do not go on: further pages are the next wave's
   */
  ride(): number[] {
    const now = this.now;
    if (now > this.parts.budget.askUntil) return [];
    // What was told to an execution that was killed need not be asked again.
    const cached = this.parts.limits.afterKill ? this.cache.load(this.riders) : null;
    for (const [index, lookup] of leadingFirst(this.riders)) {
      const known = cached?.get(index);
      if (known) this.onAnswer(index, known);
      else this.enqueue(lookup, index);
    }
    this.answerHopeless();
    const wave = this.queue.takeWave(now, this.eligible());
    if (wave.length === 0) return [];
    let goOn = new Set<number>();
    try {
      this.reserve(wave);
      this.send(wave);
    } catch (error) {
      // Whoever really asks is told.
      if (!(error instanceof OutOfTime || error instanceof NeedsPerson)) throw error;
    } finally {
      goOn = this.keepBegun();
      this.cache.store();
    }
    return wave.flatMap(({ index }) => (goOn.has(index) ? [] : [index]));
  }

  /**
   * Lookups that nobody waits for any more and that have told a part: whoever asks them next goes on from there.
   * @returns their positions
   */
  private keepBegun(): Set<number> {
    const kept = new Set<number>();
    for (const id of this.queue.sources()) {
      for (const job of this.queue.takeOut(
        id,
        ({ lookup, soFar }) => lookup !== null && soFar !== undefined,
      )) {
        this.parts.begun.set(sameLookup(job.lookup), job);
        kept.add(job.index);
      }
    }
    return kept;
  }

  private get now(): number {
    return this.parts.port.now();
  }

  private enqueue(lookup: Lookup<unknown>, index: number): void {
    const source = this.parts.sources[lookup.source];
    if (!source.ready(this.parts.settings).on) return this.onAnswer(index, { kind: 'off' });
    const same = sameLookup(lookup);
    const begun = this.parts.begun.get(same);
    this.parts.begun.delete(same);
    if (begun) return this.queue.add({ ...begun, index, lookup });
    const job = newJob(source, this.parts.settings, lookup.call, { index, lookup, label: lookup.label });
    if (typeof job !== 'string') return this.queue.add(job);
    this.onAnswer(index, {
      kind: 'failed',
      error: `${source.title}: ${lookup.label}: ${job}`,
      retryAt: this.now + REST_MS,
    });
  }

  private step(): void {
    const now = this.now;
    const eligible = this.eligible();
    if (this.parts.refused.size > 0) this.answerHopeless();
    if (this.queue.empty) return;
    const wave = now < this.nextWaveAt ? [] : this.queue.takeWave(now, eligible);
    if (wave.length === 0)
      return this.waitUntil(Math.max(this.nextWaveAt, this.queue.nextInstant(now, eligible)), eligible);
    if (now > this.parts.budget.askUntil) {
      this.queue.addFirst(wave);
      return this.outOfTime();
    }
    this.reserve(wave);
    this.send(wave);
    if (this.parts.delay > 0) this.nextWaveAt = this.now + this.parts.delay * 1000;
    if (this.parts.budget.onWait() === 'stop') throw new StopRequested();
  }

  /** A source that wants a login is asked nothing else until it has given a token. */
  private eligible(): (job: Job) => boolean {
    for (const id of this.queue.sources()) {
      const source = this.parts.sources[id];
      if (!source.login || this.parts.tokens.has(id) || this.queue.some(id, (job) => job.index < 0)) continue;
      const known = this.parts.tokenStore?.get(id);
      if (known) {
        this.parts.tokens.set(id, known);
        continue;
      }
      const call = source.login.call(this.parts.settings);
      const job = newJob(source, this.parts.settings, call, { index: -1, lookup: null, label: 'login' });
      if (typeof job !== 'string') this.queue.addFirst([job]);
      else this.parts.refused.set(id, `${source.title} ${job}.`);
    }
    // While one answers, nothing else is sent: who thinks long goes out along with what the run waits for, or is back in time.
    const wait = this.queue.waitFor(this.now, ({ ahead }) => ahead === true);
    const thinks = this.thinksAnyway();
    return ({ index, source }) => {
      const { login, thinksMs = 0 } = source;
      if (index >= 0 && login && !this.parts.tokens.has(source.id)) return false;
      const isRider = index >= this.lookups.length;
      return wait >= thinksMs || (isRider ? thinks >= thinksMs : wait === 0);
    };
  }

  /** How long this wave may take at least: as long as those think who are asked in it because somebody waits for them. */
  private thinksAnyway(): number {
    const now = this.now;
    const asked = this.queue
      .sources()
      .filter((id) => this.parts.limits.of(id).free(now) > 0)
      .filter((id) =>
        this.queue.some(id, ({ index, notBefore }) => this.isAwaited(index) && notBefore <= now),
      );
    return Math.max(0, ...asked.map((id) => this.parts.sources[id].thinksMs ?? 0));
  }

  private waitUntil(instant: number, eligible: (job: Job) => boolean): void {
    const { budget, port } = this.parts;
    if (instant > budget.askUntil) return this.outOfTime();
    // What is held back meanwhile is not what is waited for.
    const [only, other] = this.awaitedSources(eligible);
    for (;;) {
      const left = instant - this.now;
      if (left <= 0) return;
      const nap = Math.min(left, NAP_MS);
      port.sleep(nap);
      if (only && !other) this.parts.counters.wait(only, nap);
      if (budget.onWait() === 'stop') throw new StopRequested();
    }
  }

  private awaitedSources(may: (job: Job) => boolean = () => true): SourceId[] {
    const isOpen = (job: Job): boolean => (job.index < 0 || this.isAwaited(job.index)) && may(job);
    return this.queue.sources().filter((id) => this.queue.some(id, isOpen));
  }

  private isAwaited(index: number): boolean {
    return index >= 0 && index < this.lookups.length;
  }

  /** Where only what a tail can tell is still open, the batch ends without it; it is asked next time. */
  private outOfTime(): void {
    const { sources, port } = this.parts;
    const open = this.awaitedSources();
    if (open.some((id) => !sources[id].tail)) throw new OutOfTime();
    for (const id of open) {
      const reason = `${sources[id].title} takes longer than one execution`;
      this.replies.endAll(id, () => true, { kind: 'parked', until: port.now(), reason });
    }
  }

  /** Answers what need not wait: given up, parked, paused, refused. */
  private answerHopeless(): void {
    const { limits, sources, port } = this.parts;
    const now = this.now;
    for (const id of this.queue.sources()) {
      const { title } = sources[id];
      const own = limits.of(id);
      const refused = this.parts.refused.get(id);
      const pause = own.paused(now);
      if (refused)
        this.replies.endAll(id, () => true, { kind: 'failed', error: refused, retryAt: now + REST_MS });
      else if (limits.all.left(now) <= 0) {
        const reason = "Google's daily number of requests is used up";
        this.replies.endAll(id, () => true, { kind: 'parked', until: limits.all.opensAt(now), reason });
      } else if (own.quota.left(now) <= 0) {
        const reason = `the daily quota of ${title} is used up`;
        this.replies.endAll(id, () => true, { kind: 'parked', until: own.quota.opensAt(now), reason });
      } else if (pause) {
        const error = `${title} ${pause.reason}; asked again after ${port.clock(pause.until)}.`;
        this.replies.endAll(id, () => true, { kind: 'failed', error, retryAt: pause.until });
      }
      for (const [name, lane] of own.lanes) {
        const until = lane.breaker.openUntil(now);
        if (!until) continue;
        const who = name ? `${title} (${name})` : title;
        const error = `${who} is unavailable (${lane.breaker.why}); given up until ${port.clock(until)}.`;
        this.replies.endAll(id, (job) => job.lane === name, { kind: 'failed', error, retryAt: until });
      }
    }
  }

  /** Counts that a kill must not lose are stored before the requests, for some time ahead. */
  private reserve(wave: readonly Job[]): void {
    const { limits } = this.parts;
    const now = this.now;
    const ids = [...new Set(wave.map((job) => job.source.id))];
    const limited = ids.filter((id) => limits.of(id).quota.limited);
    const short = (quota: { covered: number }, needed: number): boolean => quota.covered < needed;
    const enough =
      !short(limits.all, wave.length) &&
      limited.every((id) => !short(limits.of(id).quota, wave.filter((job) => job.source.id === id).length));
    if (enough) return;
    let sum = 0;
    for (const id of new Set([...ids, ...this.queue.sources()])) {
      const most = Math.ceil(limits.of(id).most(RESERVE_MS, now));
      sum += most;
      if (limits.of(id).quota.limited) limits.of(id).quota.covered = most;
    }
    limits.all.covered = Math.min(Math.max(sum, wave.length), limits.all.left(now));
    this.parts.budget.reserve(limits.export(now));
  }

  /** Proven hosts go in one call, every other host in one of its own. */
  private send(wave: readonly Job[]): void {
    const groups = new Map<string, Job[]>();
    for (const job of wave) {
      const name = this.parts.trust.get(job.host) === 'proven' ? '' : job.host;
      groups.set(name, [...(groups.get(name) ?? []), job]);
    }
    // Who has not answered yet may be slow: nobody waits for that who need not.
    const lists = [groups.get(''), ...[...groups].map(([name, list]) => (name === '' ? undefined : list))].filter((list) => list !== undefined); // prettier-ignore
    try {
      lists.forEach((group, i) => {
        if (i > 0 && this.now > this.parts.budget.askUntil) throw new OutOfTime();
        this.sendGroup(group);
      });
    } finally {
      this.replies.settleWave();
    }
  }

  private sendGroup(group: readonly Job[]): void {
    const { limits, port, trust, counters } = this.parts;
    const now = this.now;
    for (const job of group) {
      limits.of(job.source.id).stamp(job.lane, now);
      limits.all.add(now, 1);
      counters.count(job.source.id, job.sent ? 'retries' : 'requests');
      job.sent = true;
    }
    let replies: (PortReply | null)[];
    try {
      replies = port.fetchAll(group.map((job) => dress(this.parts, job)));
    } catch (error) {
      this.thrown(group, error instanceof Error ? error.message : String(error));
      return this.replies.requeue();
    }
    group.forEach((job, i) => {
      const reply = replies[i];
      // Let go of a body as soon as it is read.
      replies[i] = null;
      trust.set(job.host, 'proven');
      if (reply) this.replies.receive(job, reply);
    });
    this.replies.requeue();
  }

  /** `fetchAll` failed as a whole: the hosts are asked again one request at a time, until each has answered or failed alone. */
  private thrown(group: readonly Job[], message: string): void {
    const { limits, trust } = this.parts;
    const what = judgeThrown(message);
    if (what === 'day' || what === 'bandwidth') {
      limits.stopAll(this.now, what);
      return this.queue.addFirst(group);
    }
    for (const job of group) trust.set(job.host, 'suspect');
    const [only] = group;
    if (group.length > 1 || !only) this.queue.addFirst(group);
    else if (what === 'tooLong')
      this.replies.end(only, 'cannot be asked this: the request is too long or malformed');
    else this.replies.unreachable(only, message);
  }
}

/** With their positions; those by whose answers others are asked come first. */
const leadingFirst = (all: readonly Lookup<unknown>[]): [number, Lookup<unknown>][] =>
  [...all.entries()].sort(([, a], [, b]) => Number(b.leads ?? false) - Number(a.leads ?? false));

function sameLookup(lookup: Lookup<unknown> | null): string {
  const { source, label, call } = lookup ?? { source: '', label: '', call: { url: '' } as HttpCall };
  return `${source} ${label} ${call.url} ${call.payload ?? ''}`;
}
