/** Whether something really stands in a text. */
import { normaliseName } from './names';

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[“”„«»"]/g, '"')
    .replace(/[’‘`´]/g, "'")
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();

/** Tolerates spaces, quotation marks, dashes and case; nothing else. */
export function quoteStandsIn(quote: string, text: string): boolean {
  const wanted = plain(quote);
  return wanted.length >= 3 && plain(text).includes(wanted);
}

/** The whole name, as words of their own. */
export function nameStandsIn(name: string, text: string): boolean {
  const wanted = normaliseName(name);
  return wanted !== '' && ` ${normaliseName(text)} `.includes(` ${wanted} `);
}

interface Named {
  name: string;
  /** Normalised, between spaces. */
  wanted: string;
}

/** Names by their first word. Made once for a list: whole tabs of names are looked for in page after page. */
const indexes = new WeakMap<readonly string[], Map<string, Named[]>>();

function indexOf(names: readonly string[]): Map<string, Named[]> {
  const known = indexes.get(names);
  if (known) return known;
  const index = new Map<string, Named[]>();
  for (const name of new Set(names)) {
    const normal = normaliseName(name);
    if (normal === '') continue;
    const [first = ''] = normal.split(' ', 1);
    index.set(first, [...(index.get(first) ?? []), { name, wanted: ` ${normal} ` }]);
  }
  indexes.set(names, index);
  return index;
}

/**
 * Which of the names stand in a text. A name within a longer one (`Survivor` in `Survivor: Fiji`) does not count.
 * @param more further names
 */
export function namesIn(names: readonly string[], text: string, more: readonly string[] = []): Set<string> {
  const found = new Set<string>();
  let rest = ` ${normaliseName(text)} `;
  const words = new Set(rest.trim().split(' '));
  const known = new Map<string, Named>();
  for (const index of [indexOf(more), indexOf(names)])
    for (const word of words) for (const one of index.get(word) ?? []) known.set(one.name, one);
  const longestFirst = [...known.values()].sort((a, b) => b.name.length - a.name.length);
  for (const { name, wanted } of longestFirst) {
    if (!rest.includes(wanted)) continue;
    found.add(name);
    rest = rest.split(wanted).join(' | ');
  }
  return found;
}
