/** Alternative names: no repeats ignoring case, never the person's own name. */
import { tidyName } from './names';

/** The existing ones first, in their order, then those found. */
export function mergeAlternativeNames(
  existing: readonly string[],
  found: readonly string[],
  ownName: string,
): string[] {
  const seen = new Set([tidyName(ownName).toLowerCase()]);
  const names: string[] = [];
  for (const raw of [...existing, ...found]) {
    const name = tidyName(raw);
    const key = name.toLowerCase();
    if (name === '' || seen.has(key)) continue;
    seen.add(key);
    names.push(name);
  }
  return names;
}
