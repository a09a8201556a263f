/** When a request is repeated, and how long to wait before. */

/** Waits up to this happen in place; after longer ones the item is asked again another time. */
export const LONGEST_WAIT_MS = 30_000;

/** A number in [0, 1) that depends on the text alone (FNV-1a, mixed), so that a run can be repeated exactly. */
export function fractionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 0x1_0000_0000;
}

/** Doubles with every attempt up to `maxMs`; between half of it and all of it, by the label. */
export function backoffMs(label: string, attempt: number, rule: { baseMs: number; maxMs: number }): number {
  const full = Math.min(rule.maxMs, rule.baseMs * 2 ** (attempt - 1));
  return Math.round(full / 2 + (full / 2) * fractionOf(`${label}#${attempt}`));
}

/** Retry-After in ms: seconds or a date (RFC 9110 §10.2.3); null if there is none that can be read. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
