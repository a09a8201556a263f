/**
 * Every source, declared once: where it answers, what it needs, how it is authenticated, how fast it may
 * be asked, and what to do when it does not answer. The HTTP layer follows these declarations and
 * knows no source by name. Facts: sources.md.
 */
import type { Limit } from '../settings/declare';
import type { Settings } from '../settings/settings';
import { jsonIn, nestedQuota, nextPacificMidnight, tvdbToken } from './http/bodies';
import type { HttpCall, HttpReply, SourceId } from './types';

export type Ready = { on: true } | { on: false; why: string };

/** A rate limit: so many requests in any stretch of so many ms, of the whole source or of each lane. */
interface RateWindow {
  limit: Limit;
  perLane?: boolean;
}

/** What a reply with 429 (or a quota error of another status) says beyond its headers. */
export interface Busy {
  /** The day's quota is used up; nothing more until `until` (ms), if the source has a fixed hour for that. */
  usedUp?: { until?: number };
  waitMs?: number;
}

export interface Login {
  call(settings: Settings): HttpCall;
  /** The token in the reply; null if there is none. */
  token(reply: HttpReply): string | null;
}

export interface Source {
  readonly id: SourceId;
  /** As curators know it. */
  readonly title: string;
  /** Base address; `{wiki}` in it stands for the lane: a part with limits and a breaker of its own. */
  base(settings: Settings): string;
  ready(settings: Settings): Ready;
  headers(settings: Settings): Record<string, string>;
  /** Added to every address (a key that has no header). */
  query?(settings: Settings): Record<string, string>;
  /** The source wants a token first; it is sent as a bearer and renewed on 401. */
  login?: Login;
  /** What must never be shown: keys as they are in use. */
  secrets(settings: Settings): string[];
  /** Names of the settings that hold the key, for the message when it is refused. */
  readonly keySettings: string;
  /**
   * Asked one by one and slowly, for what nobody else knows: it never holds up the rest of a run, goes along
   * with other sources' waves, and what is left is asked when all else is done.
   */
  readonly tail?: boolean;
  /**
   * Its limit is what a run waits for: what will be asked of it later goes out while the run is busy with
   * something else.
   */
  readonly ahead?: boolean;
  /** It takes one request and the next only after a while: what will be asked of it later goes out between writes, too. */
  readonly between?: boolean;
  /** How long it usually thinks, ms, where that is long: what the run waits for (`ahead`) is not kept waiting for it. */
  readonly thinksMs?: number;
  /** Nothing works without this source, so a refused key stops the step. */
  readonly indispensable?: boolean;
  windows(settings: Settings): RateWindow[];
  /** Most requests at the same time. */
  readonly together: number;
  /** Requests in any 24 hours; 0 for no limit. */
  daily(settings: Settings): number;
  readonly retry: { attempts: number; baseMs: number; maxMs: number };
  /** Statuses worth another attempt besides 408, 429 and 5xx. */
  readonly retryAlso: readonly number[];
  /** Failed waves in a row until the source (or lane) is given up, and for how long. */
  readonly breaker: { failures: number; forMs: number };
  /** Statuses that the reader understands, besides 2xx, 404 and (where not followed) 3xx. */
  readonly readable: readonly number[];
  readonly expects: 'json' | 'html';
  /** How long whole answers are kept in CacheService, for batches that were killed; 0: not. */
  readonly cacheSeconds: number;
  /** First guess at the size of a body, characters. */
  readonly typicalBytes: number;
  /** Whether a refusal is about the key (and not about this one item). */
  refusesKey(reply: HttpReply): boolean;
  busy?(reply: HttpReply, now: number): Busy;
}

const HOUR_MS = 3_600_000;
const HOURS_6 = 21_600;
const ON: Ready = { on: true };

const off = (why: string): Ready => ({ on: false, why });
const AGENT = 'Realitease/1.0';
const plainAgent = (): Record<string, string> => ({ 'User-Agent': AGENT });

/** Wikimedia and Fandom want to know who runs a program (sources.md §0). */
const namedAgent = (settings: Settings): Record<string, string> => {
  const agent = `${AGENT} (${settings.CONTACT})`;
  return { 'User-Agent': agent, 'Api-User-Agent': agent };
};

const unauthorised = (reply: HttpReply): boolean => reply.status === 401;
const never = (): boolean => false;
const noKeys = (): string[] => [];
const noLimit = (): number => 0;
const present = (values: string[]): string[] => values.filter((value) => value !== '');

const usual = {
  retry: { attempts: 4, baseMs: 1000, maxMs: 30_000 },
  retryAlso: [],
  breaker: { failures: 5, forMs: HOUR_MS },
  readable: [],
  expects: 'json',
  together: 100,
  cacheSeconds: 0,
  keySettings: '',
} as const;

const tmdb: Source = {
  ...usual,
  id: 'tmdb',
  title: 'TMDb',
  base: (settings) => settings.TMDB_BASE,
  ready: (settings) =>
    settings.TMDB_BEARER || settings.TMDB_API_KEY
      ? ON
      : off(
          'No TMDb key is set: enter the read access token (TMDB_BEARER) or the API key (TMDB_API_KEY) in Settings › Keys.',
        ),
  headers: (settings): Record<string, string> =>
    settings.TMDB_BEARER
      ? { ...plainAgent(), Accept: 'application/json', Authorization: `Bearer ${settings.TMDB_BEARER}` }
      : { ...plainAgent(), Accept: 'application/json' },
  query: (settings): Record<string, string> =>
    settings.TMDB_BEARER ? {} : { api_key: settings.TMDB_API_KEY },
  secrets: (settings) => present([settings.TMDB_BEARER, settings.TMDB_API_KEY]),
  keySettings: 'TMDB_BEARER, TMDB_API_KEY',
  indispensable: true,
  ahead: true,
  // 401 with code 3 is one list that this account may not see by v4; the reader goes on by v3.
  readable: [401],
  windows: (settings) => [{ limit: settings.TMDB_LIMIT }],
  daily: (settings) => settings.TMDB_DAILY,
  typicalBytes: 150_000,
  // Code 3 is one list that the account may not see, not a wrong key.
  refusesKey: (reply) =>
    reply.status === 401 && !reply.url.includes('/4/list/') && jsonIn(reply.text)?.['status_code'] !== 3,
};

const imdb: Source = {
  ...usual,
  id: 'imdb',
  title: 'IMDb',
  base: (settings) => settings.IMDB_API_BASE,
  ready: (settings) => (settings.IMDB ? ON : off('IMDb is switched off (IMDB).')),
  headers: (settings): Record<string, string> => ({
    ...plainAgent(),
    Accept: 'application/json',
    ...(settings.IMDB_API_KEY
      ? { Authorization: `Bearer ${settings.IMDB_API_KEY}`, 'x-api-key': settings.IMDB_API_KEY }
      : {}),
  }),
  secrets: (settings) => present([settings.IMDB_API_KEY]),
  keySettings: 'IMDB_API_KEY',
  between: true,
  windows: (settings) => [{ limit: settings.IMDB_LIMIT }],
  daily: (settings) => settings.IMDB_DAILY,
  cacheSeconds: HOURS_6,
  typicalBytes: 20_000,
  refusesKey: unauthorised,
  busy: (reply) => (/\b(?:daily|per day|day'?s)\b/i.test(reply.text) ? { usedUp: {} } : {}),
};

const imdbPages: Source = {
  ...usual,
  id: 'imdbPages',
  title: 'IMDb pages',
  base: (settings) => settings.IMDB_PAGES_BASE,
  ready: (settings) => {
    if (!settings.IMDB) return off('IMDb is switched off (IMDB).');
    return settings.IMDB_PAGES ? ON : off("Reading IMDb's pages is switched off (IMDB_PAGES).");
  },
  headers: () => ({ ...plainAgent(), Accept: 'text/html', 'Accept-Language': 'en-US' }),
  secrets: noKeys,
  windows: (settings) => [{ limit: settings.IMDB_PAGES_LIMIT }],
  daily: noLimit,
  breaker: { failures: 3, forMs: HOUR_MS },
  expects: 'html',
  typicalBytes: 1_500_000,
  refusesKey: never,
};

const wikidata: Source = {
  ...usual,
  id: 'wikidata',
  title: 'Wikidata',
  thinksMs: 3000,
  base: (settings) => settings.WIKIDATA_BASE,
  ready: (settings) => {
    if (!settings.WIKIDATA) return off('Wikidata is switched off (WIKIDATA).');
    return settings.CONTACT ? ON : off('Wikidata needs your contact address (CONTACT): Settings › Sources.');
  },
  headers: (settings) => ({ ...namedAgent(settings), Accept: 'application/sparql-results+json' }),
  secrets: noKeys,
  windows: (settings) => [{ limit: settings.WIKIDATA_LIMIT }],
  together: 1,
  daily: noLimit,
  retry: { attempts: 4, baseMs: 2000, maxMs: 30_000 },
  cacheSeconds: HOURS_6,
  typicalBytes: 150_000,
  refusesKey: never,
};

const fandom: Source = {
  ...usual,
  id: 'fandom',
  title: 'Fandom',
  base: (settings) => settings.FANDOM_BASE,
  ready: (settings) => {
    if (!settings.FANDOM) return off('Fandom is switched off (FANDOM).');
    return settings.CONTACT ? ON : off('Fandom needs your contact address (CONTACT): Settings › Sources.');
  },
  headers: (settings) => ({ ...namedAgent(settings), Accept: 'application/json' }),
  secrets: noKeys,
  windows: (settings) => [
    { limit: settings.FANDOM_LIMIT },
    { limit: settings.FANDOM_WIKI_LIMIT, perLane: true },
  ],
  daily: noLimit,
  // Sporadic 403s are gone when asked more slowly; three in a row are a block (sources.md §4).
  retry: { attempts: 4, baseMs: 4000, maxMs: 30_000 },
  retryAlso: [403],
  breaker: { failures: 3, forMs: HOUR_MS },
  cacheSeconds: HOURS_6,
  typicalBytes: 400_000,
  refusesKey: never,
};

const famousBirthdays: Source = {
  ...usual,
  id: 'famousBirthdays',
  title: 'Famous Birthdays',
  tail: true,
  between: true,
  base: (settings) => settings.FAMOUS_BIRTHDAYS_BASE,
  ready: (settings) =>
    settings.FAMOUS_BIRTHDAYS ? ON : off('Famous Birthdays is switched off (FAMOUS_BIRTHDAYS).'),
  headers: () => ({ ...plainAgent(), Accept: 'text/html' }),
  secrets: noKeys,
  windows: (settings) => [{ limit: settings.FAMOUS_BIRTHDAYS_LIMIT }],
  daily: (settings) => settings.FAMOUS_BIRTHDAYS_DAILY,
  breaker: { failures: 3, forMs: HOUR_MS },
  expects: 'html',
  typicalBytes: 100_000,
  refusesKey: never,
};

const gemini: Source = {
  ...usual,
  id: 'gemini',
  title: 'Gemini',
  thinksMs: 8000,
  base: (settings) => settings.GEMINI_BASE,
  ready: (settings) => {
    if (!settings.GEMINI) return off('Gemini is switched off (GEMINI).');
    return settings.GEMINI_API_KEY ? ON : off('No Gemini key is set (GEMINI_API_KEY): Settings › Keys.');
  },
  headers: (settings) => ({
    ...plainAgent(),
    Accept: 'application/json',
    'x-goog-api-key': settings.GEMINI_API_KEY,
  }),
  secrets: (settings) => present([settings.GEMINI_API_KEY]),
  keySettings: 'GEMINI_API_KEY',
  windows: (settings) => [{ limit: settings.GEMINI_LIMIT }],
  together: 20,
  daily: (settings) => settings.GEMINI_DAILY,
  retry: { attempts: 4, baseMs: 2000, maxMs: 30_000 },
  // 400 may be about a thinking option that the model does not know; the reader asks again without.
  readable: [400],
  cacheSeconds: HOURS_6,
  typicalBytes: 30_000,
  refusesKey: (reply) => {
    if (reply.status === 400) return /API_KEY_INVALID/.test(reply.text);
    return reply.status === 401 || reply.status === 403;
  },
  busy: (reply, now) => {
    const said = nestedQuota(reply.text);
    if (said.perDay) return { usedUp: { until: nextPacificMidnight(now) } };
    return said.waitMs === null ? {} : { waitMs: said.waitMs };
  },
};

const tvdb: Source = {
  ...usual,
  id: 'tvdb',
  title: 'TheTVDB',
  base: (settings) => settings.TVDB_BASE,
  ready: (settings) => {
    if (!settings.TVDB) return off('TheTVDB is switched off (TVDB).');
    return settings.TVDB_API_KEY ? ON : off('No TheTVDB key is set (TVDB_API_KEY): Settings › Keys.');
  },
  headers: () => ({ ...plainAgent(), Accept: 'application/json' }),
  login: {
    call: (settings) => ({
      url: `${settings.TVDB_BASE}/login`,
      method: 'post',
      contentType: 'application/json',
      payload: JSON.stringify(
        settings.TVDB_PIN
          ? { apikey: settings.TVDB_API_KEY, pin: settings.TVDB_PIN }
          : { apikey: settings.TVDB_API_KEY },
      ),
    }),
    token: (reply) => tvdbToken(reply.text),
  },
  secrets: (settings) => present([settings.TVDB_API_KEY, settings.TVDB_PIN]),
  keySettings: 'TVDB_API_KEY, TVDB_PIN',
  windows: (settings) => [{ limit: settings.TVDB_LIMIT }],
  daily: noLimit,
  cacheSeconds: HOURS_6,
  typicalBytes: 5000,
  refusesKey: unauthorised,
};

export const sources: Readonly<Record<SourceId, Source>> = {
  tmdb,
  imdb,
  imdbPages,
  wikidata,
  fandom,
  famousBirthdays,
  gemini,
  tvdb,
};
