/** Addresses, read without URL, which Apps Script lacks. */

/** Longer ones are refused by UrlFetch (2,048 characters; the reader of the message sees the cause). */
export const LONGEST_URL = 2000;

interface Address {
  host: string;
  /** Lower case host and everything after it. */
  rest: string;
}

/** Of thousands of calls, each is asked for several times in a row, beside its source's base. */
const parsed = new Map<string, Address | null>();
const PARSED = 16;

function parse(url: string): Address | null {
  const known = parsed.get(url);
  if (known !== undefined) return known;
  const match = /^https:\/\/([a-z0-9.-]+(?::\d{1,5})?)((?:[/?#].*)?)$/i.exec(url);
  const address = match?.[1] ? { host: match[1].toLowerCase(), rest: match[2] ?? '' } : null;
  if (parsed.size >= PARSED) parsed.clear();
  parsed.set(url, address);
  return address;
}

export function hostOf(url: string): string | null {
  return parse(url)?.host ?? null;
}

/**
 * The lane of an address within a source: what stands for `{wiki}` in its base, '' where the base has
 * none. Null: the address is not the source's, and nothing is sent there.
 */
export function laneOf(url: string, base: string): string | null {
  const hole = base.indexOf('{');
  const end = base.indexOf('}');
  const asked = parse(url);
  if (!asked) return null;
  if (hole < 0 || end < hole) return asked.host === hostOf(base) ? '' : null;
  const text = `https://${asked.host}${asked.rest}`;
  const before = base.slice(0, hole).toLowerCase();
  const after = base.slice(end + 1).toLowerCase();
  if (!text.startsWith(before)) return null;
  const lane = /^[a-z0-9-]+/i.exec(text.slice(before.length))?.[0];
  if (!lane) return null;
  const left = text.slice(before.length + lane.length);
  return left.toLowerCase().startsWith(after) && /^(?:$|[/?#])/.test(left.slice(after.length)) ? lane : null;
}

/** Adds parameters to an address. */
export function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const parts = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  if (parts.length === 0) return url;
  return url + (url.includes('?') ? '&' : '?') + parts.join('&');
}

/** Where a redirect leads, as a whole address; null if that cannot be told. */
export function redirectTarget(from: string, location: string | undefined): string | null {
  if (!location) return null;
  if (/^https:\/\//i.test(location)) return location;
  const host = hostOf(from);
  return host && /^\/(?!\/)/.test(location) ? `https://${host}${location}` : null;
}
