/**
 * The properties that a run lives in between its executions. Everything is read in one call at the
 * start and written in one call per checkpoint. A value is cut into pieces, because Apps Script
 * takes 9 KB a value (apps-script.md §2).
 */

/** Well below 9 KB, in bytes; values are ASCII so that characters are bytes. */
const PIECE = 8000;

export interface PropertyPort {
  getProperties(): Record<string, string>;
  getProperty(key: string): string | null;
  setProperties(values: Record<string, string>): unknown;
  deleteProperty(key: string): unknown;
}

export function documentProperties(): PropertyPort {
  const store = PropertiesService.getDocumentProperties();
  if (!store)
    throw new Error('This script is not bound to a spreadsheet: install it from the spreadsheet itself.');
  return store;
}

export function userProperties(): PropertyPort {
  return PropertiesService.getUserProperties();
}

/** Cuts a JSON value into properties `name`, `name.1`, …; the first piece says how many there are. */
export function toPieces(name: string, value: unknown): Record<string, string> {
  const ascii = JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const pieces: Record<string, string> = {};
  const count = Math.max(1, Math.ceil(ascii.length / PIECE));
  for (let i = 0; i < count; i++) {
    const piece = ascii.slice(i * PIECE, (i + 1) * PIECE);
    pieces[i === 0 ? name : `${name}.${i}`] = i === 0 ? `${count}:${piece}` : piece;
  }
  return pieces;
}

/** The value that {@link toPieces} cut up; null if there is none or a piece is missing. */
export function fromPieces<T>(properties: Readonly<Record<string, string>>, name: string): T | null {
  const first = properties[name];
  if (!first) return null;
  const colon = first.indexOf(':');
  const count = Number(first.slice(0, colon));
  let text = first.slice(colon + 1);
  for (let i = 1; i < count; i++) {
    const piece = properties[`${name}.${i}`];
    if (piece === undefined) return null;
    text += piece;
  }
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}

/** Names of pieces beyond those that `current` uses: left over from a longer value. */
export function stalePieces(
  properties: Readonly<Record<string, string>>,
  name: string,
  current: Readonly<Record<string, string>>,
): string[] {
  return Object.keys(properties).filter(
    (key) =>
      (key === name || (key.startsWith(`${name}.`) && /^\d+$/.test(key.slice(name.length + 1)))) &&
      !(key in current),
  );
}
