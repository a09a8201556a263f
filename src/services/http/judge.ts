/** What a reply, or the lack of one, means before its content is read. */
import type { Source } from '../sources';
import type { HttpReply } from '../types';
import { retryAfterMs } from './retry';

/** Larger bodies are no answer to anything that we ask. */
export const LARGEST_BODY = 10 * 1024 * 1024;

export type Verdict =
  | { kind: 'read' }
  | { kind: 'redirect' }
  /** Worth another attempt. `holdMs`: the whole source asked for a pause. */
  | { kind: 'again'; error: string; holdMs: number | null; busy: boolean }
  | { kind: 'fail'; error: string; blocked: boolean }
  | { kind: 'keyRefused'; error: string }
  | { kind: 'usedUp'; until: number | undefined };

/** @param mayRead3xx the reader asked for redirects as they are. */
export function judge(source: Source, reply: HttpReply, now: number, mayRead3xx: boolean): Verdict {
  const { status } = reply;
  if (reply.text.length > LARGEST_BODY) return failed('answered with far more than was asked', false);
  if (status >= 300 && status < 400) return mayRead3xx ? { kind: 'read' } : { kind: 'redirect' };
  if (source.refusesKey(reply)) return refused(source);
  if (status === 429) return tooMany(source, reply, now);
  if (source.readable.includes(status)) return { kind: 'read' };
  if (status === 408 || status >= 500 || source.retryAlso.includes(status)) {
    return again(`answered ${status}`, retryAfterMs(reply.headers['retry-after'], now), false);
  }
  if (status === 404) return shape(source, reply);
  if (status >= 200 && status < 300)
    return status === 202 ? failed('answered 202 instead of the page', true) : shape(source, reply);
  return failed(`answered ${status}`, status === 403);
}

/** An empty body, or a page where data is expected, is no answer: a proxy or a challenge speaks. */
function shape(source: Source, reply: HttpReply): Verdict {
  if (reply.status !== 404 && reply.text.trim() === '') return again('answered with nothing', null, false);
  if (source.expects === 'json') {
    const type = (reply.headers['content-type'] ?? '').toLowerCase();
    if (/html|image|pdf/.test(type) || /^\s*</.test(reply.text))
      return again('answered with a page instead of data', null, false);
  }
  return { kind: 'read' };
}

function tooMany(source: Source, reply: HttpReply, now: number): Verdict {
  const said = source.busy?.(reply, now) ?? {};
  const wait = retryAfterMs(reply.headers['retry-after'], now) ?? said.waitMs ?? null;
  if (said.usedUp)
    return { kind: 'usedUp', until: said.usedUp.until ?? (wait === null ? undefined : now + wait) };
  return again('answered 429 (too many requests)', wait, true);
}

function again(error: string, holdMs: number | null, busy: boolean): Verdict {
  return { kind: 'again', error, holdMs, busy };
}

function failed(error: string, blocked: boolean): Verdict {
  return { kind: 'fail', error, blocked };
}

function refused({ title, keySettings }: Source): Verdict {
  const names = keySettings && ` (${keySettings})`;
  return { kind: 'keyRefused', error: `${title} refuses the key; check it in Settings › Keys${names}.` };
}

/** What an exception of UrlFetch means, by its words (apps-script.md §3; they may be in any language). */
export function judgeThrown(message: string): 'day' | 'bandwidth' | 'tooLong' | 'network' {
  if (/too many times for one day|: ?urlfetch\.?$/i.test(message)) return 'day';
  if (/bandwidth quota exceeded/i.test(message)) return 'bandwidth';
  if (/URLFetch (?:URL Length|POST Size)|Invalid argument|invalid value/i.test(message)) return 'tooLong';
  return 'network';
}

/** A host whose name does not resolve is not there, as far as anybody can tell. */
export const UNRESOLVED = 'its name does not resolve';
export const NO_NAMES = 'no name resolves at the moment';

/** Words for a person; the message itself may hold an address. */
export function networkWords(message: string): string {
  if (/^DNS error/i.test(message)) return UNRESOLVED;
  if (/^SSL/i.test(message)) return 'no safe connection could be made';
  if (/timed? ?out/i.test(message)) return 'did not answer in time';
  return 'cannot be reached';
}
