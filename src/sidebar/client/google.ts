/** Calls of the script's functions: JSON text both ways, one promise each, errors in words. */
import { plainly } from '../../engine/plainWords';

interface Runner {
  withSuccessHandler(act: (value: unknown) => void): Runner;
  withFailureHandler(act: (error: unknown) => void): Runner;
  [name: string]: unknown;
}

declare const google: { script: { run: Runner } };

/** @throws an Error whose message a person can act on */
export function call<T>(name: string, request: object = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const runner = google.script.run
      .withSuccessHandler((value) => {
        try {
          resolve(JSON.parse(String(value)) as T);
        } catch {
          reject(new Error('The script gave no answer that can be read. Try again.'));
        }
      })
      .withFailureHandler((error) => reject(new Error(inWords(error))));
    const act = runner[name];
    if (typeof act === 'function') (act as (json: string) => void).call(runner, JSON.stringify(request));
    else reject(new Error('This version of the script cannot do that.'));
  });
}

/** What Google itself said, by the words that people are given for it. */
const originals = new Map<string, string>();

/** What stands behind such words; undefined if they are all there is. */
export const detailsOf = (words: string): string | undefined => originals.get(words);

function inWords(error: unknown): string {
  const said = String((error as { message?: unknown } | null)?.message ?? error ?? '')
    .replace(/^(?:Script)?Error: /, '')
    .replace(/^Exception: /, '');
  const plain = plainly(said);
  if (!plain) return said || 'Google did not carry out the call. Try again.';
  const words = `${plain.what} ${plain.todo}`;
  originals.set(words, said);
  return words;
}
