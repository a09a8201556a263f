/** Names of people and shows: tidy for show, normalised for comparison (stages.md, "Normalised name"). */

const LETTERS: Record<string, string> = { ø: 'o', ł: 'l', đ: 'd', ß: 'ss', Ø: 'o', Ł: 'l', Đ: 'd', ẞ: 'ss' };
const SUFFIXES = new Set(['jr', 'sr', 'ii', 'iii', 'iv']);

/** Odd spaces become plain ones, once, and none at the ends. */
export function tidyName(name: string): string {
  return name.replace(/[\s\u200b]+/g, ' ').trim();
}

/** As most names are: all that is to be done is to lower their case. */
const PLAIN = /^[a-z0-9]+(?: [a-z0-9]+)*$/i;

/** Equal for two spellings of one name; letters of other scripts stay as they are. */
export function normaliseName(name: string): string {
  if (PLAIN.test(name)) return name.toLowerCase();
  return (
    name
      // Before NFKD, which makes a space and a mark of `´`.
      .replace(/['’‘‛ʼʻ`´′]/g, '')
      .replace(/[øłđßẞ]/gi, (letter) => LETTERS[letter] ?? letter)
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase()
      .replace(/&/g, ' and ')
      .replace(/['.]/g, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  );
}

/** First and last word of the normalised name, without a nickname, Jr, Sr, II, III, IV; null for fewer than two words. */
export function firstAndLast(name: string): { first: string; last: string } | null {
  const parts = normaliseName(withoutNickname(name)).split(' ').filter(Boolean);
  while (parts.length > 1 && SUFFIXES.has(parts[parts.length - 1] ?? '')) parts.pop();
  const first = parts[0];
  const last = parts[parts.length - 1];
  return first && last && parts.length > 1 ? { first, last } : null;
}

/** Without a nickname in quotes or brackets: `Robert 'Bob' Crowley`, or `Robert Crowley "Bob"`, is also listed as `Robert Crowley`. */
export function withoutNickname(name: string): string {
  return tidyName(name.replace(/\s["'“”‘’(][^"'“”‘’()]+["'“”‘’)](?=\s|$)/g, ''));
}

export function sameFirstAndLast(a: string, b: string): boolean {
  const x = firstAndLast(a);
  const y = firstAndLast(b);
  if (x && y) return x.first === y.first && x.last === y.last;
  return !x && !y && normaliseName(a) !== '' && normaliseName(a) === normaliseName(b);
}
