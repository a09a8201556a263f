/** What the HTTP layer needs of its surroundings; Google's is in google.ts, tests bring their own. */

export interface PortCall {
  url: string;
  method: 'get' | 'post';
  headers: Record<string, string>;
  payload?: string;
  contentType?: string;
  followRedirects: boolean;
}

export interface PortReply {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Decodes the body; asked at most once. */
  text(): string;
}

export interface HttpPort {
  /** Sends all at once. Answers in the order asked, or throws as a whole (DNS, connection, quota). */
  fetchAll(calls: readonly PortCall[]): PortReply[];
  sleep(ms: number): void;
  /** ms since the epoch. */
  now(): number;
  /** A time of day for people, e.g. `14:10`. */
  clock(ms: number): string;
}

/** A cache that may lose anything at any time. */
export interface CachePort {
  getAll(keys: readonly string[]): Record<string, string>;
  putAll(values: Record<string, string>, seconds: number): void;
}

/** Where login tokens live between executions. */
export interface TokenPort {
  get(name: string): string | null;
  set(name: string, token: string): void;
}
