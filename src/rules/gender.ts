/** Gender as sources state it. */
import { normaliseName } from './names';

export type Gender = 'M' | 'F' | 'X' | '';

/** TMDb: 0 unset, 1 female, 2 male, 3 non-binary (sources.md §1). */
export function genderFromTmdb(code: number): Gender {
  return code === 1 ? 'F' : code === 2 ? 'M' : code === 3 ? 'X' : '';
}

const WIKIDATA: Record<string, Gender> = {
  Q6581097: 'M',
  Q2449503: 'M',
  Q6581072: 'F',
  Q1052281: 'F',
  Q48270: 'X',
  Q505371: 'X',
  Q18116794: 'X',
};

/** P21 of Wikidata (sources.md §3). */
export function genderFromWikidata(item: string): Gender {
  return WIKIDATA[item] ?? '';
}

const WORDS: Record<string, Gender> = {
  male: 'M',
  man: 'M',
  m: 'M',
  'trans man': 'M',
  'transgender man': 'M',
  female: 'F',
  woman: 'F',
  f: 'F',
  'trans woman': 'F',
  'transgender woman': 'F',
  nonbinary: 'X',
  'non binary': 'X',
  genderqueer: 'X',
  'gender fluid': 'X',
  genderfluid: 'X',
};

/** The value of an infobox field. */
export function genderFromField(value: string): Gender {
  return WORDS[normaliseName(value.replace(/\([^)]*\)/g, ''))] ?? '';
}

/**
 * Gender from running text, only where the text states it: it says "non-binary" of a person, or at least
 * two pronouns, all of one kind, in a text that names the person.
 */
export function genderFromText(text: string, name: string): Gender {
  const field = genderFromField(text);
  if (field) return field;
  const first = normaliseName(name).split(' ')[0] ?? '';
  if (!first || !` ${normaliseName(text)} `.includes(` ${first} `)) return '';
  const count = (pattern: RegExp) => (text.match(pattern) ?? []).length;
  if (count(/\bnon-?binary\b/gi) > 0) return 'X';
  const he = count(/\b(?:he|his|him|himself)\b/gi);
  const she = count(/\b(?:she|her|hers|herself)\b/gi);
  if (he >= 2 && she === 0) return 'M';
  return she >= 2 && he === 0 ? 'F' : '';
}
