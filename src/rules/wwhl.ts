/** Guests of Watch What Happens Live: from titles, and the REALITEASE status (stages.md §4). */
import { normaliseName, tidyName } from './names';

/** The comma of `Sammy Davis, Jr.` parts nobody. */
const SEPARATORS = /\s*(?:,\s*and\s|,\s*&|,(?!\s*(?:Jr|Sr)\b)|[&/]|\sand\s)\s*/i;

export interface TitleRules {
  isKnown(name: string): boolean;
  stopWords: readonly string[];
}

/**
 * A part of the title counts if it is a known person, or two to four capitalised words none of which is
 * a stop word; a title without a separator only if it is a known person.
 */
export function guestsFromTitle(title: string, rules: TitleRules): string[] {
  // What stands in brackets says who somebody is: `Ann Lee (RHOA)`.
  const tidy = tidyName(title.replace(/\s*\([^()]*\)(?=\s*(?:[,&/]|and\b|$))/gi, ''));
  if (tidy !== '' && rules.isKnown(tidy)) return [tidy];
  const parts = tidy.split(SEPARATORS).map(tidyName).filter(Boolean);
  if (parts.length < 2) return [];
  const stop = new Set(rules.stopWords.map(normaliseName));
  return parts.filter((part) => rules.isKnown(part) || looksLikeName(part, stop));
}

function looksLikeName(part: string, stop: ReadonlySet<string>): boolean {
  const words = part.split(' ');
  return (
    words.length >= 2 &&
    words.length <= 4 &&
    words.every((word) => /^["'“‘(]?\p{Lu}/u.test(word) && !/\d/.test(word) && !stop.has(normaliseName(word)))
  );
}

export type WwhlStatus = 'REALITEASE' | 'ALMOST' | 'SOLO' | 'NONE' | '';

/** Guests are counted by name, whether or not they have an id. */
export function wwhlStatus(guests: readonly { inRealitease: boolean }[]): WwhlStatus {
  if (guests.length === 0) return '';
  const known = guests.filter((guest) => guest.inRealitease).length;
  if (known === 0) return 'NONE';
  if (guests.length === 1) return 'SOLO';
  return known >= 2 ? 'REALITEASE' : 'ALMOST';
}

/** Roles that make nobody a guest. */
export function isStaff(role: string): boolean {
  return (
    /\b(?:announcer|producer|director|writer|editor|crew|staff|bartender|house band)\b/i.test(role) &&
    !/guest/i.test(role)
  );
}
