/** A made-up internet with a clock of its own, for the HTTP layer. */
import { readSettings } from '../../src/settings/settings';
import { fetchAll, httpParts, type HttpParts } from '../../src/services/http/fetchAll';
import type { HttpPort, PortCall, PortReply } from '../../src/services/http/port';
import { sources } from '../../src/services/sources';
import type { Answer, HttpReply, Lookup, Progress, SourceId } from '../../src/services/types';

export const START = Date.UTC(2026, 10, 24, 12);

export interface Said {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

/** Answers a call, or throws as UrlFetch does. */
export type Handler = (call: PortCall, now: number, nth: number) => Said;

export class World implements HttpPort {
  clockMs = START;
  /** `[ms, host, url]` of every request that reached the wire. */
  readonly requests: { at: number; host: string; call: PortCall }[] = [];
  readonly waves: number[] = [];
  slept = 0;
  private readonly handlers = new Map<string, Handler>();
  private readonly counts = new Map<string, number>();

  on(host: string, handler: Handler): this {
    this.handlers.set(host, handler);
    return this;
  }

  now(): number {
    return this.clockMs;
  }

  sleep(ms: number): void {
    this.slept += ms;
    this.clockMs += ms;
  }

  clock(ms: number): string {
    return new Date(ms).toISOString().slice(11, 16);
  }

  /** All or nothing, as UrlFetch: one dead host loses the others' answers, although they were asked. */
  fetchAll(calls: readonly PortCall[]): PortReply[] {
    const at = this.clockMs;
    this.waves.push(calls.length);
    this.clockMs += 250 + 10 * calls.length;
    let thrown: unknown = null;
    const replies = calls.map((call): PortReply => {
      const host = /^https:\/\/([^/?]+)/.exec(call.url)?.[1] ?? '';
      const nth = (this.counts.get(host) ?? 0) + 1;
      this.counts.set(host, nth);
      this.requests.push({ at, host, call });
      try {
        const said = this.handlers.get(host)?.(call, at, nth);
        if (!said) throw new Error(`DNS error: ${call.url}`);
        return { status: said.status ?? 200, headers: said.headers ?? {}, text: () => said.body ?? '{}' };
      } catch (error) {
        thrown ??= error;
        return { status: 0, headers: {}, text: () => '' };
      }
    });
    if (thrown) throw thrown;
    return replies;
  }

  times(host: string): number[] {
    return this.requests.filter((request) => request.host === host).map((request) => request.at);
  }
}

/** The most requests in any stretch of `perMs`. */
export function densest(times: readonly number[], perMs: number): number {
  let most = 0;
  times.forEach((from) => {
    most = Math.max(most, times.filter((at) => at >= from && at < from + perMs).length);
  });
  return most;
}

export const HOSTS = {
  tmdb: 'api.themoviedb.org',
  imdb: 'api.imdbapi.dev',
  wikidata: 'query.wikidata.org',
  gemini: 'generativelanguage.googleapis.com',
  tvdb: 'api4.thetvdb.com',
  famousBirthdays: 'www.famousbirthdays.com',
} as const;

export const KEYS = {
  TMDB_BEARER: 'secret-bearer',
  GEMINI_API_KEY: 'secret-gemini',
  TVDB_API_KEY: 'secret-tvdb',
  CONTACT: 'curator@example.org',
  IMDB: 'on',
};

export interface Setup {
  settings?: Record<string, string>;
  minutes?: number;
  delay?: number;
  force?: boolean;
  stored?: unknown;
  onWait?: () => 'go on' | 'stop';
  reserved?: unknown[];
  cache?: HttpParts['cache'];
  tokenStore?: HttpParts['tokenStore'];
}

export function setUp(world: World, how: Setup = {}): HttpParts {
  return httpParts(
    {
      port: world,
      sources,
      settings: readSettings({ ...KEYS, ...how.settings }).settings,
      budget: {
        askUntil: world.now() + (how.minutes ?? 60) * 60_000,
        onWait: how.onWait ?? (() => 'go on'),
        reserve: (limits) => void how.reserved?.push(JSON.parse(JSON.stringify(limits))),
      },
      cache: how.cache ?? null,
      tokenStore: how.tokenStore ?? null,
      delay: how.delay ?? 0,
      force: how.force ?? false,
    },
    how.stored ?? null,
  );
}

const read = (reply: HttpReply): Progress<unknown> =>
  reply.status === 404 ? { kind: 'absent' } : { kind: 'done', value: JSON.parse(reply.text) as unknown };

export function lookup(source: SourceId, url: string, more: Partial<Lookup<unknown>> = {}): Lookup<unknown> {
  return { source, label: `thing ${url.slice(-8)}`, call: { url }, read, ...more };
}

export function many(source: SourceId, host: string, count: number): Lookup<unknown>[] {
  return Array.from({ length: count }, (_, i) =>
    lookup(source, `https://${host}/thing/${i}`, { label: `thing ${i}` }),
  );
}

export function ask(parts: HttpParts, lookups: Lookup<unknown>[]): Answer<unknown>[] {
  return fetchAll(parts, lookups);
}

export function kinds(answers: Answer<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer.kind] = (counts[answer.kind] ?? 0) + 1;
  return counts;
}
