/**
 * The vocabulary between steps and sources. A step puts a {@link Question} for some keys and gets
 * an {@link Answer} for each; how answers are fetched, paced, retried, cached and remembered is not
 * its business.
 */
import type { Settings } from '../settings/settings';

export type SourceId =
  'tmdb' | 'imdb' | 'imdbPages' | 'wikidata' | 'fandom' | 'famousBirthdays' | 'gemini' | 'tvdb';

/**
 * What a source said of one key. `absent` is a fact; `failed` and `parked` are not, and nothing may
 * be concluded from them. Times are milliseconds since the epoch.
 */
export type Answer<T> =
  | { kind: 'found'; value: T; at: number }
  | { kind: 'absent'; at: number }
  /**
   * Not to be had now; asked again after `retryAt`. `error` is in words for a person, free of keys and addresses.
   * `attempts`: failures in a row of this key, where the source itself is well.
   */
  | { kind: 'failed'; error: string; retryAt: number; attempts?: number }
  /** The source's quota is used up; goes on by itself at `until`. */
  | { kind: 'parked'; until: number; reason: string }
  /** The source is switched off or has no key: not asked, and nothing is known. */
  | { kind: 'off' };

/** One HTTP request, without the authentication that its source adds. */
export interface HttpCall {
  url: string;
  method?: 'get' | 'post';
  headers?: Record<string, string>;
  /** Body as text; with `contentType`. */
  payload?: string;
  contentType?: string;
  /** False: a redirect is answered as it is (its status is 3xx). Default true. */
  followRedirects?: boolean;
}

export interface HttpReply {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  text: string;
  url: string;
}

/** What a lookup makes of a reply. `more` asks on (next page, next half); `soFar` is what it has until then. */
export type Progress<T> =
  | { kind: 'done'; value: T }
  | { kind: 'absent' }
  | { kind: 'more'; call: HttpCall; soFar: unknown }
  /** A reply that is no answer (an HTML page, cut JSON, a changed shape). `retry`: worth repeating at once. */
  | {
      kind: 'bad';
      error: string;
      retry: boolean;
      /** Seconds the source asked to wait, or a day's quota used up. */ waitSeconds?: number;
      quotaUsedUp?: boolean;
    };

/**
 * One thing to find out from a source: a first call and a reader that leads from reply to reply until
 * the answer is whole. The HTTP layer handles 429, 5xx and network failures before the reader sees a
 * reply, so `read` gets 2xx, 3xx (if not followed), 404 and whatever else the source's declaration
 * lists as `readable`.
 */
export interface Lookup<T> {
  source: SourceId;
  /** For messages: what is asked, e.g. `cast of show 123`. Never contains a key or an address. */
  label: string;
  call: HttpCall;
  /** Others are asked by what it tells: where it goes along, it goes first. */
  leads?: boolean;
  read(reply: HttpReply, soFar: unknown): Progress<T>;
}

/** A kind of question, declared once. `T` is plain JSON. */
export interface Question<T> {
  /** Name in `_Cache`, e.g. `tmdb.show`. */
  readonly id: string;
  readonly source: SourceId;
  /** Most keys that one lookup takes. */
  readonly perLookup: number;
  /** Keys of different groups never share a lookup (a wiki's pages, a show's seasons). Default: one group. */
  group?(key: string): string;
  /**
   * The lookup for up to `perLookup` keys. Its value maps a key to what was found; a key that it
   * lacks is absent. An `absent` lookup means that all its keys are.
   */
  lookup(keys: readonly string[], settings: Settings): Lookup<Record<string, T>>;
  /** A short name for a key that is itself a text (Gemini's rows), under which `_Cache` keeps its outcome. */
  cacheKey?(key: string): string;
  /** What is kept of a found value in `_Cache`: the whole of it, or only that it was found. */
  readonly keeps: 'value' | 'state';
  /** Days for which an outcome holds; the defaults are stages.md's 180 and 30. */
  readonly holds?: { found: number; absent: number };
  /**
   * For facts that follow a calendar of their own (shows): whether the key is due again although it
   * has been looked at. `look` and `now` in ms, `last` is the last found value, if kept.
   */
  due?(last: T | undefined, look: number, now: number): boolean;
}

/** Keys to ask of one question. */
export interface Ask<T = unknown> {
  question: Question<T>;
  keys: readonly string[];
  /**
   * Whose looks count: a show's one answer serves several steps, each of which must have looked at
   * it. Default: one look for all.
   */
  as?: string;
  /** False: the look is not stamped by this batch (another step settles the cells). Default true. */
  settle?: boolean;
  /**
   * True: the step knows from another key's calendar that these keys are due (a show's credits at
   * IMDb, when its TMDb entry is due), whatever their own looks say. Answers under 24 hours old are
   * used all the same, with `force` those of this run.
   */
  again?: boolean;
}

/** Answers of one round, by question and key. */
export interface Answers {
  get<T>(question: Question<T>, key: string): Answer<T>;
}
