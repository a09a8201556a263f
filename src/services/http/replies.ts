/** What becomes of a lookup with each reply: read on, ask again, wait, or end. */
import { NeedsPerson } from '../../engine/backend';
import type { Answer, HttpCall, HttpReply, Progress } from '../types';
import { redirectTarget } from './address';
import type { AnswerCache } from './answerCache';
import type { HttpParts } from './fetchAll';
import { judge, networkWords, NO_NAMES, UNRESOLVED, type Verdict } from './judge';
import type { PortReply } from './port';
import { newJob, type Job, type JobQueue } from './queue';
import { backoffMs, LONGEST_WAIT_MS } from './retry';
import { scrub } from './scrub';

/** Items that failed are left alone for at least this long. */
export const REST_MS = 600_000;
/** A pause of this length that a source with a daily quota asks for means that the quota is used up. */
const QUOTA_PAUSE_MS = 3_600_000;
const MOST_REDIRECTS = 3;

/** `holdMs`: the source asked for a pause; `busy`: it has too much to do, not too little sense. */
interface Trouble {
  error: string;
  holdMs: number | null;
  busy: boolean;
}

/** How a lane fared in a wave: one good answer is enough to know that the source is there. */
interface Weather {
  job: Job;
  ok: boolean;
  error: string;
}

export class Replies {
  /** Calls that go on or are asked again, in order. */
  private again: Job[] = [];
  private weather = new Map<string, Weather>();

  constructor(
    private readonly parts: HttpParts,
    private readonly queue: JobQueue,
    private readonly cache: AnswerCache,
    private readonly onAnswer: (index: number, answer: Answer<unknown>) => void,
  ) {}

  receive(job: Job, raw: PortReply): void {
    const reply: HttpReply = {
      status: raw.status,
      headers: raw.headers,
      text: raw.text(),
      url: job.call.url,
    };
    this.parts.limits.of(job.source.id).sawBody(reply.text.length);
    const verdict = judge(job.source, reply, this.now, job.call.followRedirects === false);
    switch (verdict.kind) {
      case 'read':
        return this.read(job, reply);
      case 'again':
        this.note(job, false, verdict.error);
        return this.retry(job, verdict);
      case 'fail':
        this.note(job, !verdict.blocked, verdict.error);
        return this.end(job, verdict.error);
      case 'redirect':
        return this.redirect(job, reply);
      default:
        return this.refused(job, verdict);
    }
  }

  /** A request that got no reply at all. */
  unreachable(job: Job, message: string): void {
    const words = networkWords(message);
    const error = words === UNRESOLVED && !this.isOnlyThisOne(job) ? NO_NAMES : words;
    this.note(job, false, error);
    this.retry(job, { error, holdMs: null, busy: false });
  }

  /** Where nobody has answered yet, names that do not resolve may be Google's own trouble: no host is gone for that. */
  private isOnlyThisOne({ source, lane }: Job): boolean {
    const { trust, limits } = this.parts;
    return (
      [...trust.values()].includes('proven') || limits.of(source.id).lane(lane).breaker.why === UNRESOLVED
    );
  }

  /** The end of a lookup without an answer; a login that fails ends all that waited for it. */
  end(job: Job, error: string): void {
    const words = scrub(`${job.source.title}: ${job.label}: ${error}`, this.secrets(job));
    const answer: Answer<unknown> = { kind: 'failed', error: words, retryAt: this.now + REST_MS };
    if (job.index >= 0) this.onAnswer(job.index, answer);
    else this.endAll(job.source.id, () => true, answer);
  }

  endAll(id: Job['source']['id'], fits: (job: Job) => boolean, answer: Answer<unknown>): void {
    for (const job of this.queue.takeOut(id, fits)) if (job.index >= 0) this.onAnswer(job.index, answer);
  }

  /** Puts what goes on back in front of the queue. */
  requeue(): void {
    this.queue.addFirst(this.again);
    this.again = [];
  }

  /** Tells the breakers how the wave went. */
  settleWave(): void {
    for (const { job, ok, error } of this.weather.values()) {
      const { breaker } = this.parts.limits.of(job.source.id).lane(job.lane);
      if (ok) breaker.success();
      else breaker.failure(this.now, scrub(error, this.secrets(job)));
    }
    this.weather = new Map();
  }

  private get now(): number {
    return this.parts.port.now();
  }

  private secrets({ source }: Job): string[] {
    const token = this.parts.tokens.get(source.id);
    return [...source.secrets(this.parts.settings), ...(token === undefined ? [] : [token])];
  }

  private note(job: Job, ok: boolean, error: string): void {
    const key = `${job.source.id} ${job.lane}`;
    const noted = this.weather.get(key);
    if (!noted) this.weather.set(key, { job, ok, error });
    else if (ok) noted.ok = true;
    else noted.error = error;
  }

  private refused(job: Job, verdict: Extract<Verdict, { kind: 'keyRefused' | 'usedUp' }>): void {
    const { limits, refused, tokens, tokenStore } = this.parts;
    const { id, indispensable, login } = job.source;
    this.again.push(job);
    if (verdict.kind === 'usedUp') {
      limits.of(id).quota.sayUsedUp(this.now, verdict.until);
    } else if (login && job.index >= 0 && !job.renewed) {
      tokens.delete(id);
      tokenStore?.set(id, '');
      job.renewed = true;
    } else {
      refused.set(id, verdict.error);
      if (indispensable) throw new NeedsPerson(verdict.error);
    }
  }

  private redirect(job: Job, reply: HttpReply): void {
    const url = redirectTarget(job.call.url, reply.headers['location']);
    const next = url === null ? '' : newJob(job.source, this.parts.settings, { ...job.call, url }, job);
    if (typeof next === 'string' || job.redirects >= MOST_REDIRECTS) {
      return this.end(job, 'sends to another place, which is not followed');
    }
    this.again.push({ ...next, soFar: job.soFar, redirects: job.redirects + 1 });
  }

  private read(job: Job, reply: HttpReply): void {
    if (!job.lookup) return this.loggedIn(job, reply);
    let progress: Progress<unknown>;
    try {
      progress = job.lookup.read(reply, job.soFar);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      progress = { kind: 'bad', error: `answered what cannot be read: ${words}`, retry: false };
    }
    if (progress.kind === 'bad') return this.bad(job, progress);
    this.note(job, true, '');
    if (progress.kind === 'more') return this.goOn(job, progress.call, progress.soFar);
    const at = this.now;
    const answer: Answer<unknown> =
      progress.kind === 'done' ? { kind: 'found', value: progress.value, at } : { kind: 'absent', at };
    this.cache.keep(job.lookup, answer);
    this.onAnswer(job.index, answer);
  }

  private bad(job: Job, bad: Extract<Progress<unknown>, { kind: 'bad' }>): void {
    const holdMs = bad.waitSeconds === undefined ? null : bad.waitSeconds * 1000;
    if (bad.quotaUsedUp) {
      return this.refused(job, { kind: 'usedUp', until: holdMs === null ? undefined : this.now + holdMs });
    }
    this.note(job, false, bad.error);
    if (bad.retry || holdMs !== null) this.retry(job, { error: bad.error, holdMs, busy: false });
    else this.end(job, bad.error);
  }

  private goOn(job: Job, call: HttpCall, soFar: unknown): void {
    const next = newJob(job.source, this.parts.settings, call, job);
    if (typeof next === 'string') this.end(job, next);
    else this.again.push({ ...next, soFar });
  }

  private loggedIn(job: Job, reply: HttpReply): void {
    const { id, login } = job.source;
    const token = login?.token(reply);
    this.note(job, Boolean(token), 'gave no token');
    if (!token) return this.retry(job, { error: 'gave no token', holdMs: null, busy: false });
    this.parts.tokens.set(id, token);
    this.parts.tokenStore?.set(id, token);
  }

  private retry(job: Job, why: Trouble): void {
    const { source } = job;
    const own = this.parts.limits.of(source.id);
    const now = this.now;
    job.attempts++;
    const spent = job.attempts >= source.retry.attempts;
    if (why.busy && own.quota.limited && (spent || (why.holdMs ?? 0) >= QUOTA_PAUSE_MS)) {
      return this.refused(job, { kind: 'usedUp', until: why.holdMs === null ? undefined : now + why.holdMs });
    }
    if (why.holdMs !== null && why.holdMs > LONGEST_WAIT_MS) {
      own.pauseUntil(now + why.holdMs, why.error);
      this.again.push(job);
      return;
    }
    if (spent) {
      if (why.busy) own.pauseUntil(now + REST_MS, why.error);
      return this.end(job, job.attempts > 1 ? `${why.error}, ${job.attempts} times` : why.error);
    }
    const backoff = backoffMs(`${source.id} ${job.label}`, job.attempts, source.retry);
    job.notBefore = now + Math.max(why.holdMs ?? 0, backoff);
    if (why.holdMs !== null || why.busy) {
      const lane = own.lane(job.lane);
      lane.holdUntil = Math.max(lane.holdUntil, why.holdMs === null ? job.notBefore : now + why.holdMs);
    }
    this.again.push(job);
  }
}
