/** Credits: who counts as credited, as themselves, and which of two lists' people are the same. */
import { normaliseName } from './names';

export function isUncredited(credit: {
  characters?: readonly string[];
  attributes?: readonly string[];
  isCredited?: boolean;
}): boolean {
  if (credit.isCredited === false) return true;
  return [...(credit.characters ?? []), ...(credit.attributes ?? [])].some((text) =>
    /\buncredited\b/i.test(text),
  );
}

/** `Self`, `Self - Host`, `Herself`, … */
export function isSelfRole(character: string): boolean {
  return /^(?:self|himself|herself|themselves|themself)\b/i.test(character.trim());
}

export function isHostRole(character: string): boolean {
  return /\b(?:co-?)?host\b/i.test(character);
}

const KINDS = /\b(?:reality|talk|documentary|docu-?series)\b/i;
const KIND_IDS = new Set([10764, 10767, 99]);

/** Reality, talk or documentary, by TMDb's genres (ids or names) or its type. */
export function isRealityKind(genres: readonly (string | number)[], type = ''): boolean {
  return (
    KINDS.test(type) ||
    genres.some((genre) => (typeof genre === 'number' ? KIND_IDS.has(genre) : KINDS.test(genre)))
  );
}

/** Pairs of the same normalised name, unique on both sides. */
export function matchByName<A, B>(
  as: readonly A[],
  bs: readonly B[],
  nameOfA: (a: A) => string,
  nameOfB: (b: B) => string,
): Map<A, B> {
  const group = <T>(list: readonly T[], nameOf: (item: T) => string) => {
    const by = new Map<string, T[]>();
    for (const item of list) {
      const name = normaliseName(nameOf(item));
      if (name) by.set(name, [...(by.get(name) ?? []), item]);
    }
    return by;
  };
  const others = group(bs, nameOfB);
  const pairs = new Map<A, B>();
  for (const [name, [a, ...more]] of group(as, nameOfA)) {
    const [b, ...moreB] = others.get(name) ?? [];
    if (a !== undefined && b !== undefined && more.length === 0 && moreB.length === 0) pairs.set(a, b);
  }
  return pairs;
}
