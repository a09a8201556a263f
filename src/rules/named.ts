/** Which shows a text names, and of which of their seasons it speaks. */
import { normaliseName } from './names';

/** Season numbers that stand with a show's name; empty if none do. */
export type NamedShows = Map<string, Set<number>>;

/** A version for another country, or one with another cast, is another show. */
const ABROAD =
  'uk|united kingdom|au|aus|australia|ca|canada|nz|new zealand|south africa|ireland|india|france|germany|israel|brasil|brazil|mexico';
const OTHER_BEFORE = /\b(?:celebrity|junior|kids|australian|british|canadian|new zealand|south african) $/;
const OTHER_AFTER = new RegExp(`^ (?:\\d{1,2} )?(?:${ABROAD})\\b`);
const SEASON_AFTER = /^ (?:usa? )?(?:(?:season|series) )?(\d{1,2})\b/;
const SEASON_BEFORE = /\b(?:(?:season|series) (\d{1,2})|(\d{1,2})(?:st|nd|rd|th) (?:season|series)) of (?:the )?$/; // prettier-ignore

/** Ways in which a text may write a show's name, normalised. */
function spellings(show: string): string[] {
  const whole = normaliseName(show);
  const short = whole.replace(/ usa?$/, '');
  const bare = short.split(' ').length > 3 ? short.replace(/^the /, '') : short;
  return [...new Set([whole, short, bare])].filter(Boolean);
}

/** `RHOSLC` of `The Real Housewives of Salt Lake City`; '' for what is too short to be sure of. */
function initials(show: string): string {
  const words = normaliseName(show).replace(/^the /, '').split(' ');
  return words.length < 4 ? '' : words.map((word) => word.charAt(0).toUpperCase()).join('');
}

interface Way {
  show: string;
  way: string;
}

/** Ways to write the shows of a list, by their first two words, and the shows by their initials. */
interface Ways {
  written: Map<string, Way[]>;
  short: Map<string, string[]>;
}

/** Made once for a list: whole tabs of shows are looked for in page after page. */
const known = new WeakMap<readonly string[], Ways>();

function waysOf(shows: readonly string[]): Ways {
  const made = known.get(shows);
  if (made) return made;
  const ways: Ways = { written: new Map(), short: new Map() };
  const put = <T>(map: Map<string, T[]>, key: string, value: T) =>
    map.set(key, [...(map.get(key) ?? []), value]);
  for (const show of new Set(shows)) {
    for (const way of spellings(show)) put(ways.written, way.split(' ', 2).join(' '), { show, way });
    if (initials(show)) put(ways.short, initials(show), show);
  }
  known.set(shows, ways);
  return ways;
}

/**
 * The shows whose names stand in a text. A name within a longer one (`Survivor` in `Survivor: Fiji`, where both
 * are shows) does not count, nor a word of everyday language that is no name there.
 * @param more further shows
 */
export function showsNamed(shows: readonly string[], text: string, more: readonly string[] = []): NamedShows {
  const found: NamedShows = new Map();
  const add = (show: string, seasons: readonly number[]) =>
    found.set(show, new Set([...(found.get(show) ?? []), ...seasons]));
  const written = new Set(text.normalize('NFKC').match(/[\p{L}\p{N}]+/gu) ?? []);
  const capitals = new Set([...written].filter((word) => /^[\p{Lu}\p{N}]/u.test(word)).map(normaliseName));
  let rest = ` ${normaliseName(text)} `;
  const words = rest.trim().split(' ');
  // Hundreds of shows may begin with one word.
  const starts = new Set(words.flatMap((word, i) => [word, `${word} ${words[i + 1] ?? ''}`]));
  const lists = [waysOf(shows), waysOf(more)];
  const likely = lists.flatMap((ways) => [...starts].flatMap((start) => ways.written.get(start) ?? []));
  for (const { show, way } of likely.sort((a, b) => b.way.length - a.way.length)) {
    if (!way.includes(' ') && !capitals.has(way)) continue;
    const seasons = take(rest, way);
    if (!seasons) continue;
    add(show, seasons);
    rest = rest.split(` ${way} `).join(' | ');
  }
  for (const ways of lists)
    for (const word of written) for (const show of ways.short.get(word) ?? []) add(show, []);
  return found;
}

/** Seasons of all places where the name stands; null if it stands nowhere. */
function take(text: string, way: string): number[] | null {
  let seasons: number[] | null = null;
  for (let at = text.indexOf(` ${way} `); at >= 0; at = text.indexOf(` ${way} `, at + 1)) {
    const [before, after] = [text.slice(Math.max(0, at - 40), at + 1), text.slice(at + way.length + 1)];
    if (OTHER_BEFORE.test(before) || OTHER_AFTER.test(after)) continue;
    const stated = SEASON_AFTER.exec(after)?.[1] ?? SEASON_BEFORE.exec(before)?.slice(1).find(Boolean);
    seasons = [...(seasons ?? []), ...(stated ? [Number(stated)] : [])];
  }
  return seasons;
}
