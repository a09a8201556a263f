/** The demo sources themselves, without a server: a request in, the reply of the host that was meant out. */
import { Hiccups } from './hiccups';
import { RateLimits, type Limit } from './limits';
import { famousBirthdays } from './sources/famous-birthdays';
import { fandom } from './sources/fandom';
import { gemini } from './sources/gemini';
import { imdbApi } from './sources/imdb-api';
import { imdbPages } from './sources/imdb-pages';
import { tmdb } from './sources/tmdb';
import { tvdb } from './sources/tvdb';
import { wikidata } from './sources/wikidata';
import { html, json, plain, type DemoReply, type DemoRequest } from './wire';
import type { World } from './world';

const HOSTS: Record<string, (request: DemoRequest, world: World) => DemoReply> = {
  'api.themoviedb.org': tmdb,
  'api.imdbapi.dev': imdbApi,
  'www.imdb.com': imdbPages,
  'query.wikidata.org': wikidata,
  'www.wikidata.org': wikidata,
  'www.famousbirthdays.com': famousBirthdays,
  'generativelanguage.googleapis.com': gemini,
  'api4.thetvdb.com': tvdb,
};

/** The caller's fetch fails as if the name did not resolve. */
const unresolved = (): DemoReply => ({ status: 599, headers: { 'x-sim-error': 'dns' }, body: '' });

function answer(request: DemoRequest, world: World): DemoReply {
  if (world.answers === 'today') {
    if (request.host === 'api.imdbapi.dev') return unresolved();
    if (request.host === 'www.imdb.com') return html('', 202, { 'x-amzn-waf-action': 'challenge' });
  }
  const source = HOSTS[request.host] ?? (request.host.endsWith('.fandom.com') ? fandom : undefined);
  return source ? source(request, world) : unresolved();
}

function safely(act: () => DemoReply): DemoReply {
  try {
    return act();
  } catch (error) {
    return plain(
      `The demo source failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      500,
    );
  }
}

export class DemoSources {
  private limits: RateLimits;
  private readonly requests: Record<string, number> = {};

  /**
   * @param world as it is at an instant
   * @param hiccups what fails now and then; without it nothing does
   * @param limits of hosts that allow something else than usual
   */
  constructor(
    private readonly world: { at(now: number): World },
    private readonly hiccups?: Hiccups,
    limits: Readonly<Record<string, Limit[]>> = {},
  ) {
    this.limits = new RateLimits(limits);
  }

  /** Sources that go on from here by themselves. */
  copy(): DemoSources {
    const copy = new DemoSources(this.world, this.hiccups?.copy());
    Object.assign(copy.requests, this.requests);
    copy.limits = this.limits.copy();
    return copy;
  }

  reply(request: DemoRequest): DemoReply {
    if (request.host === '__demo')
      return json({ requests: this.requests, violations: this.limits.violations });
    this.requests[request.host] = (this.requests[request.host] ?? 0) + 1;
    const refusal = this.limits.check(request) ?? this.hiccups?.check(request);
    return refusal ?? safely(() => answer(request, this.world.at(request.now)));
  }
}
