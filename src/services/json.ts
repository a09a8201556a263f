/** Replies are read at the edge: what does not have the expected shape is a failure of that request, never an empty answer. */
import * as z from 'zod/mini';
import type { HttpReply, Lookup, Progress } from './types';

/** A reply that is no answer. `retry`: worth repeating at once. */
export function bad(error: string, retry = false): Extract<Progress<never>, { kind: 'bad' }> {
  return { kind: 'bad', error, retry };
}

/** Thrown where a part of an answer cannot be read; the HTTP layer fails the request with its words. */
export class Unreadable extends Error {}

/** A number; some services write it as a text now and then. */
export const numeric = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^-?\d+(?:\.\d+)?$/))]),
  z.transform(Number),
);

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Unreadable('its JSON is cut off or broken');
  }
}

/** @throws Unreadable naming the first field that is not as expected */
export function shaped<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Unreadable(`the answer has changed its shape at ${issue?.path.join('.') || 'its top'}`);
}

/**
 * A reader of JSON replies: 404 is what `absent` makes of it, everything else must have the shape.
 * @param absent whether a reply with 404 says that there is no such thing
 * @param retryCut whether a body that cannot be read is worth another try as it is
 */
export function jsonReader<J, T>(
  schema: z.ZodMiniType<J>,
  make: (json: J, soFar: unknown) => Progress<T>,
  absent: (body: unknown) => boolean,
  retryCut = true,
): Lookup<T>['read'] {
  return (reply: HttpReply, soFar: unknown): Progress<T> => {
    try {
      const body = parseJson(reply.text);
      if (reply.status === 404)
        return absent(body) ? { kind: 'absent' } : bad('answered 404 without saying what is missing');
      return make(shaped(schema, body), soFar);
    } catch (error) {
      // A cut or foreign body is often gone at the next try.
      if (error instanceof Unreadable)
        return bad(`gave an answer that cannot be used: ${error.message}`, retryCut);
      throw error;
    }
  };
}

/** `a=1&b=2`, encoded. */
export function queryOf(fields: Readonly<Record<string, string | number>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
}
