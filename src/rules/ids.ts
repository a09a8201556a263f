/** Forms of ids (workbook.md) and what people paste in their place. */

export const isImdbTitleId = (id: string): boolean => /^tt\d{7,10}$/.test(id);
export const isImdbNameId = (id: string): boolean => /^nm\d{7,10}$/.test(id);
export const isTmdbId = (id: string): boolean => /^[1-9]\d{0,9}$/.test(id);
export const isTvdbId = (id: string): boolean => isTmdbId(id);
export const isWikidataId = (id: string): boolean => /^Q[1-9]\d{0,11}$/.test(id);

export type CleanKind = 'imdbTitle' | 'imdbName' | 'tmdb' | 'tvdb' | 'wikidata';

const FORMS: Record<CleanKind, { test: (id: string) => boolean; find: RegExp }> = {
  imdbTitle: { test: isImdbTitleId, find: /\btt\d{7,10}\b/i },
  imdbName: { test: isImdbNameId, find: /\bnm\d{7,10}\b/i },
  tmdb: { test: isTmdbId, find: /\/(?:tv|person|show)\/(\d{1,10})\b/i },
  tvdb: { test: isTvdbId, find: /\/(?:series|id)[/=](\d{1,10})\b/i },
  wikidata: { test: isWikidataId, find: /\bQ\d{1,12}\b/i },
};

/**
 * An id as it stands in a cell: a number that Sheets made of it, `1234.0`, or an address that a person
 * pasted, is read as the id that is meant.
 * @returns the id, blank if the cell is; `valid` is false for a text that is no id (which is given back)
 */
export function cleanId(kind: CleanKind, raw: unknown): { id: string; valid: boolean } {
  const text = String(raw ?? '').trim();
  if (text === '') return { id: '', valid: true };
  const form = FORMS[kind];
  if (form.test(text)) return { id: text, valid: true };
  const plain = text.replace(/^(\d+)\.0+$/, '$1');
  const cased = kind === 'wikidata' ? plain.toUpperCase() : plain.toLowerCase();
  if (form.test(cased)) return { id: cased, valid: true };
  const stripped = cased.replace(/^0+(?=\d)/, '');
  if ((kind === 'tmdb' || kind === 'tvdb') && form.test(stripped)) return { id: stripped, valid: true };
  const found = form.find.exec(text);
  const inside = found?.[1] ?? found?.[0] ?? '';
  const id = kind === 'wikidata' ? inside.toUpperCase() : inside.toLowerCase();
  return form.test(id) ? { id, valid: true } : { id: text, valid: false };
}
