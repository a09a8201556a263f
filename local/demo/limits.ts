/** What the demo sources allow in a time, by the client's clock; what goes over is answered 429 and counted. */
import { json, plain, type DemoReply, type DemoRequest } from './wire';

export interface Limit {
  requests: number;
  perMs: number;
}

/** A little more than a careful client uses, as the real ones are said to allow (sources.md). */
const LIMITS: Record<string, Limit[]> = {
  'api.themoviedb.org': [{ requests: 50, perMs: 10_000 }],
  'api.imdbapi.dev': [
    { requests: 2, perMs: 1000 },
    { requests: 1000, perMs: 86_400_000 },
  ],
  'www.imdb.com': [{ requests: 2, perMs: 1000 }],
  'query.wikidata.org': [{ requests: 20, perMs: 60_000 }],
  'www.famousbirthdays.com': [{ requests: 2, perMs: 2000 }],
  'generativelanguage.googleapis.com': [{ requests: 1000, perMs: 60_000 }],
  'api4.thetvdb.com': [{ requests: 6, perMs: 1000 }],
};
const WIKI: Limit[] = [{ requests: 2, perMs: 1000 }];

export class RateLimits {
  private readonly stamps = new Map<string, number[]>();
  /** Requests over a limit, by host. */
  readonly violations: Record<string, number> = {};

  /** @param others limits of hosts that allow something else */
  constructor(private readonly others: Readonly<Record<string, Limit[]>> = {}) {}

  copy(): RateLimits {
    const copy = new RateLimits(this.others);
    for (const [host, stamps] of this.stamps) copy.stamps.set(host, [...stamps]);
    Object.assign(copy.violations, this.violations);
    return copy;
  }

  /** The refusal, if the request is one too many. */
  check(request: DemoRequest): DemoReply | null {
    const limits =
      this.others[request.host] ?? LIMITS[request.host] ?? (request.host.endsWith('.fandom.com') ? WIKI : []);
    const stamps = this.stamps.get(request.host) ?? [];
    const longest = Math.max(0, ...limits.map((limit) => limit.perMs));
    const kept = stamps.filter((stamp) => stamp > request.now - longest);
    const over = limits.find(
      (limit) => kept.filter((stamp) => stamp > request.now - limit.perMs).length >= limit.requests,
    );
    if (!over) kept.push(request.now);
    this.stamps.set(request.host, kept);
    if (!over) return null;
    this.violations[request.host] = (this.violations[request.host] ?? 0) + 1;
    return refusal(request, Math.ceil(over.perMs / 1000));
  }
}

function refusal(request: DemoRequest, seconds: number): DemoReply {
  const headers = { 'retry-after': String(Math.min(seconds, 3600)) };
  if (request.host === 'api.themoviedb.org')
    return json(
      { success: false, status_code: 25, status_message: 'Your request count is over the allowed limit.' },
      429,
      headers,
    );
  const words = seconds >= 86_400 ? 'Daily limit exceeded' : 'Too many requests';
  return plain(words, 429, headers);
}
