/**
 * Runs the lookups of several sources together. Each wave is one `fetchAll` with as many requests as
 * every source's limits allow at that instant; lookups go on reply by reply; what failed waits for its
 * next attempt while the others go on.
 */
import { NeedsPerson, OutOfTime, StopRequested } from '../../engine/backend';
import type { Answer, HttpCall, HttpReply, Lookup, Progress } from '../types';
import { redirectTarget, withQuery } from './address';
import { AnswerCache } from './answerCache';
import type { HttpParts } from './fetchAll';
import { judge, judgeThrown, networkWords, type Verdict } from './judge';
import type { PortCall, PortReply } from './port';
import { JobQueue, newJob, type Job } from './queue';
import { backoffMs, LONGEST_WAIT_MS } from './retry';
import { scrub } from './scrub';

/** A stop request is noticed, and a sign of life given, at least this often. */
const NAP_MS = 20_000;
/** State that allows for this much asking is stored ahead, so that a kill leaves nothing uncounted. */
const RESERVE_MS = 25_000;
/** Items that failed are left alone for at least this long. */
const REST_MS = 600_000;
/** A pause of this length that a source with a daily quota asks for means that the quota is used up. */
const QUOTA_PAUSE_MS = 3_600_000;
const MOST_REDIRECTS = 3;

/** How a wave went, by lane: one good answer is enough to know that the source is there. */
type Weather = Map<string, { job: Job; ok: boolean; error: string }>;

export class Waves {
  private readonly queue: JobQueue;
  private readonly cache: AnswerCache;
  private nextWaveAt = 0;

  constructor(
    private readonly parts: HttpParts,
    private readonly lookups: readonly Lookup<unknown>[],
    private readonly onAnswer: (index: number, answer: Answer<unknown>) => void,
  ) {
    this.queue = new JobQueue(parts.limits, parts.trust, parts.delay > 0);
    this.cache = new AnswerCache(parts);
  }

  run(): void {
    const cached = this.cache.load(this.lookups);
    this.lookups.forEach((lookup, index) => {
      const known = cached.get(index);
      if (!known) return this.enqueue(lookup, index);
      this.parts.counters.count(lookup.source, 'cacheHits');
      this.onAnswer(index, known);
    });
    try {
      for (;;) {
        this.answerHopeless();
        if (this.queue.empty) return;
        this.step();
      }
    } finally {
      this.cache.store();
    }
  }

  private get now(): number {
    return this.parts.port.now();
  }

  private enqueue(lookup: Lookup<unknown>, index: number): void {
    const source = this.parts.sources[lookup.source];
    if (!source.ready(this.parts.settings).on) return this.onAnswer(index, { kind: 'off' });
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
      return this.waitUntil(Math.max(this.nextWaveAt, this.queue.nextInstant(now, eligible)));
    if (now > this.parts.budget.askUntil) throw new OutOfTime();
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
    return (job) => job.index < 0 || !job.source.login || this.parts.tokens.has(job.source.id);
  }

  private waitUntil(instant: number): void {
    const { budget, port } = this.parts;
    if (instant > budget.askUntil) throw new OutOfTime();
    for (;;) {
      const left = instant - this.now;
      if (left <= 0) return;
      port.sleep(Math.min(left, NAP_MS));
      if (budget.onWait() === 'stop') throw new StopRequested();
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
      if (refused) this.endAll(id, () => true, { kind: 'failed', error: refused, retryAt: now + REST_MS });
      else if (limits.all.left(now) <= 0) {
        const reason = "Google's daily number of requests is used up";
        this.endAll(id, () => true, { kind: 'parked', until: limits.all.opensAt(now), reason });
      } else if (own.quota.left(now) <= 0) {
        const reason = `the daily quota of ${title} is used up`;
        this.endAll(id, () => true, { kind: 'parked', until: own.quota.opensAt(now), reason });
      } else if (pause) {
        const error = `${title} ${pause.reason}; asked again after ${port.clock(pause.until)}.`;
        this.endAll(id, () => true, { kind: 'failed', error, retryAt: pause.until });
      }
      for (const [name, lane] of own.lanes) {
        const until = lane.breaker.openUntil(now);
        if (!until) continue;
        const who = name ? `${title} (${name})` : title;
        const error = `${who} is unavailable (${lane.breaker.why}); given up until ${port.clock(until)}.`;
        this.endAll(id, (job) => job.lane === name, { kind: 'failed', error, retryAt: until });
      }
    }
  }

  private endAll(id: Job['source']['id'], fits: (job: Job) => boolean, answer: Answer<unknown>): void {
    for (const job of this.queue.takeOut(id, fits)) if (job.index >= 0) this.onAnswer(job.index, answer);
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
    const weather: Weather = new Map();
    const lists = [...groups.values()];
    lists.forEach((group, i) => {
      if (i > 0 && this.now > this.parts.budget.askUntil) {
        this.queue.addFirst(lists.slice(i).flat());
        throw new OutOfTime();
      }
      this.sendGroup(group, weather);
    });
    this.settleWeather(weather);
  }

  private sendGroup(group: Job[], weather: Weather): void {
    const { limits, port, trust } = this.parts;
    const now = this.now;
    for (const job of group) {
      limits.of(job.source.id).stamp(job.lane, now);
      limits.all.add(now, 1);
      this.parts.counters.count(job.source.id, job.sent ? 'retries' : 'requests');
      job.sent = true;
    }
    let replies: (PortReply | null)[];
    try {
      replies = port.fetchAll(group.map((job) => this.dress(job)));
    } catch (error) {
      this.thrown(group, error instanceof Error ? error.message : String(error), weather);
      return;
    }
    const again: Job[] = [];
    group.forEach((job, i) => {
      const reply = replies[i];
      replies[i] = null;
      trust.set(job.host, 'proven');
      if (reply) this.receive(job, reply, weather, again);
    });
    this.queue.addFirst(again);
  }

  /** The call with what its source adds. A key never follows a redirect, so keyed calls do not. */
  private dress(job: Job): PortCall {
    const { settings, tokens } = this.parts;
    const { call, source } = job;
    const headers: Record<string, string> = { ...source.headers(settings), ...call.headers };
    const token = tokens.get(source.id);
    if (token !== undefined && job.index >= 0) headers['Authorization'] = `Bearer ${token}`;
    const dressed: PortCall = {
      url: withQuery(call.url, source.query?.(settings) ?? {}),
      method: call.method ?? 'get',
      headers,
      followRedirects: source.secrets(settings).length === 0 && call.followRedirects !== false,
    };
    if (call.payload !== undefined) dressed.payload = call.payload;
    if (call.contentType !== undefined) dressed.contentType = call.contentType;
    return dressed;
  }

  /** `fetchAll` failed as a whole: the hosts are asked again one request at a time, until each has answered or failed alone. */
  private thrown(group: readonly Job[], message: string, weather: Weather): void {
    const { limits, trust } = this.parts;
    const what = judgeThrown(message);
    if (what === 'day' || what === 'bandwidth') {
      limits.stopAll(this.now, what);
      return this.queue.addFirst(group);
    }
    for (const job of group) trust.set(job.host, 'suspect');
    const [only] = group;
    if (group.length > 1 || !only) return this.queue.addFirst(group);
    if (what === 'tooLong')
      return this.end(only, 'cannot be asked this: the request is too long or malformed');
    const error = networkWords(message);
    this.note(weather, only, false, error);
    const again: Job[] = [];
    this.retry(only, { error, holdMs: null, busy: false }, again);
    this.queue.addFirst(again);
  }

  private receive(job: Job, raw: PortReply, weather: Weather, again: Job[]): void {
    const reply: HttpReply = {
      status: raw.status,
      headers: raw.headers,
      text: raw.text(),
      url: job.call.url,
    };
    const now = this.now;
    this.parts.limits.of(job.source.id).sawBody(reply.text.length);
    const verdict = judge(job.source, reply, now, job.call.followRedirects === false);
    switch (verdict.kind) {
      case 'read':
        return this.read(job, reply, weather, again);
      case 'again':
        this.note(weather, job, false, verdict.error);
        return this.retry(job, verdict, again);
      case 'fail':
        this.note(weather, job, !verdict.blocked, verdict.error);
        return this.end(job, verdict.error);
      case 'redirect':
        return this.redirect(job, reply, again);
      default:
        return this.refused(job, verdict, again);
    }
  }

  private refused(
    job: Job,
    verdict: Extract<Verdict, { kind: 'keyRefused' | 'usedUp' }>,
    again: Job[],
  ): void {
    const { limits, refused, tokens } = this.parts;
    const { id, indispensable } = job.source;
    if (verdict.kind === 'usedUp') {
      limits.of(id).quota.sayUsedUp(this.now, verdict.until);
      again.push(job);
    } else if (job.source.login && job.index >= 0 && !job.renewed) {
      tokens.delete(id);
      this.parts.tokenStore?.set(id, '');
      job.renewed = true;
      again.push(job);
    } else {
      refused.set(id, verdict.error);
      again.push(job);
      if (indispensable) throw new NeedsPerson(verdict.error);
    }
  }

  private redirect(job: Job, reply: HttpReply, again: Job[]): void {
    const url = redirectTarget(job.call.url, reply.headers['location']);
    const next = url === null ? '' : newJob(job.source, this.parts.settings, { ...job.call, url }, job);
    if (typeof next === 'string' || job.redirects >= MOST_REDIRECTS) {
      return this.end(job, 'sends to another place, which is not followed');
    }
    again.push({ ...next, soFar: job.soFar, redirects: job.redirects + 1 });
  }

  private read(job: Job, reply: HttpReply, weather: Weather, again: Job[]): void {
    if (!job.lookup) return this.loggedIn(job, reply, weather, again);
    let progress: Progress<unknown>;
    try {
      progress = job.lookup.read(reply, job.soFar);
    } catch (error) {
      progress = {
        kind: 'bad',
        error: `answered what cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        retry: false,
      };
    }
    if (progress.kind === 'bad') return this.bad(job, progress, weather, again);
    this.note(weather, job, true, '');
    if (progress.kind === 'more') return this.goOn(job, progress.call, progress.soFar, again);
    const at = this.now;
    const answer: Answer<unknown> =
      progress.kind === 'done' ? { kind: 'found', value: progress.value, at } : { kind: 'absent', at };
    this.cache.keep(job.lookup, answer);
    this.onAnswer(job.index, answer);
  }

  private bad(
    job: Job,
    bad: Extract<Progress<unknown>, { kind: 'bad' }>,
    weather: Weather,
    again: Job[],
  ): void {
    if (bad.quotaUsedUp) {
      const until = bad.waitSeconds === undefined ? undefined : this.now + bad.waitSeconds * 1000;
      return this.refused(job, { kind: 'usedUp', until }, again);
    }
    this.note(weather, job, false, bad.error);
    const wait = bad.waitSeconds;
    if (bad.retry || wait !== undefined) {
      return this.retry(
        job,
        { error: bad.error, holdMs: wait === undefined ? null : wait * 1000, busy: false },
        again,
      );
    }
    this.end(job, bad.error);
  }

  private goOn(job: Job, call: HttpCall, soFar: unknown, again: Job[]): void {
    const next = newJob(job.source, this.parts.settings, call, job);
    if (typeof next === 'string') return this.end(job, next);
    again.push({ ...next, soFar });
  }

  private loggedIn(job: Job, reply: HttpReply, weather: Weather, again: Job[]): void {
    const { id, login } = job.source;
    const token = login?.token(reply);
    if (!token) {
      this.note(weather, job, false, 'gave no token');
      return this.retry(job, { error: 'gave no token', holdMs: null, busy: false }, again);
    }
    this.note(weather, job, true, '');
    this.parts.tokens.set(id, token);
    this.parts.tokenStore?.set(id, token);
  }

  private retry(job: Job, why: { error: string; holdMs: number | null; busy: boolean }, again: Job[]): void {
    const { limits } = this.parts;
    const { source } = job;
    const own = limits.of(source.id);
    const now = this.now;
    job.attempts++;
    const spent = job.attempts >= source.retry.attempts;
    if (why.busy && own.quota.limited && (spent || (why.holdMs ?? 0) >= QUOTA_PAUSE_MS)) {
      return this.refused(
        job,
        { kind: 'usedUp', until: why.holdMs === null ? undefined : now + why.holdMs },
        again,
      );
    }
    if (why.holdMs !== null && why.holdMs > LONGEST_WAIT_MS) {
      own.pauseUntil(now + why.holdMs, why.error);
      again.push(job);
      return;
    }
    if (spent) {
      if (why.busy) own.pauseUntil(now + REST_MS, why.error);
      return this.end(job, `${why.error}, ${job.attempts} times`);
    }
    job.notBefore =
      now + Math.max(why.holdMs ?? 0, backoffMs(`${source.id} ${job.label}`, job.attempts, source.retry));
    if (why.holdMs !== null || why.busy) {
      const lane = own.lane(job.lane);
      lane.holdUntil = Math.max(lane.holdUntil, why.holdMs === null ? job.notBefore : now + why.holdMs);
    }
    again.push(job);
  }

  /** The end of a lookup without an answer; a login that fails ends all that waited for it. */
  private end(job: Job, error: string): void {
    const { settings, tokens } = this.parts;
    const secrets = [
      ...job.source.secrets(settings),
      ...(tokens.has(job.source.id) ? [tokens.get(job.source.id) ?? ''] : []),
    ];
    const words = scrub(`${job.source.title}: ${job.label}: ${error}`, secrets);
    const answer: Answer<unknown> = { kind: 'failed', error: words, retryAt: this.now + REST_MS };
    if (job.index >= 0) this.onAnswer(job.index, answer);
    else this.endAll(job.source.id, () => true, answer);
  }

  private note(weather: Weather, job: Job, ok: boolean, error: string): void {
    const key = `${job.source.id} ${job.lane}`;
    const noted = weather.get(key);
    if (!noted) weather.set(key, { job, ok, error });
    else if (ok) noted.ok = true;
    else noted.error = error;
  }

  private settleWeather(weather: Weather): void {
    const now = this.now;
    for (const { job, ok, error } of weather.values()) {
      const { breaker } = this.parts.limits.of(job.source.id).lane(job.lane);
      if (ok) breaker.success();
      else breaker.failure(now, scrub(error, job.source.secrets(this.parts.settings)));
    }
  }
}
