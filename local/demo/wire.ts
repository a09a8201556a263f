/** Requests and replies as the sources of the demo see them. */

export interface DemoRequest {
  method: string;
  /** The host that was meant, in lower case. */
  host: string;
  /** Path as sent, with its leading slash. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** Milliseconds since the epoch, by X-Sim-Time or the wall clock. */
  now: number;
}

export interface DemoReply {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): DemoReply {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

export function html(body: string, status = 200, headers: Record<string, string> = {}): DemoReply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

export function plain(body: string, status: number, headers: Record<string, string> = {}): DemoReply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}

/** The day (UTC) of an instant. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** Lower case, marks dropped, words apart by one space: how the demo sources search. */
export const searchable = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What a form or an address carries, whichever way it was sent. */
export function parameters(request: DemoRequest): URLSearchParams {
  const all = new URLSearchParams(request.query);
  if (request.method === 'POST') {
    for (const [name, value] of new URLSearchParams(request.body)) all.set(name, value);
  }
  return all;
}
