/**
 * What a page sends is checked before anything is done with it: JSON text of bounded size, an object,
 * fields of the right kind.
 */

/** Enough for every setting at once. */
const MOST_CHARACTERS = 100_000;
const LONGEST_NAME = 300;

export type Request = Readonly<Record<string, unknown>>;

/** @throws an Error in words if it is not an object as JSON text, or too long */
export function readRequest(json: unknown, most = MOST_CHARACTERS): Request {
  if (json === undefined || json === null || json === '') return {};
  if (typeof json !== 'string') throw new Error('The request is not JSON text.');
  if (json.length > most) throw new Error(`The request is longer than ${most} characters.`);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('The request is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('The request is not an object.');
  return value as Request;
}

/** A text field; `''` if it was left out. */
export function textIn(request: Request, name: string, most = LONGEST_NAME): string {
  const value = request[name] ?? '';
  if (typeof value !== 'string' || value.length > most)
    throw new Error(`"${name}" must be a text of at most ${most} characters.`);
  return value;
}

/** A whole number from `least` on; null if it was left out. */
export function wholeIn(request: Request, name: string, least: number): number | null {
  const value = request[name] ?? null;
  if (value === null) return null;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > 10_000_000)
    throw new Error(`"${name}" must be a whole number from ${least} on.`);
  return value;
}

/** A function that a page may call: JSON text in, JSON text out. */
export function pageFunction(act: (request: Request) => unknown, most?: number): (json?: unknown) => string {
  return (json) => JSON.stringify(act(readRequest(json, most)));
}
