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

interface Ways {
  /** Longest first. */
  written: { show: string; way: string }[];
  short: { show: string; letters: string }[];
}

/** Of a list of shows, for as long as that list is there: many texts are held against the same one. */
const known = new WeakMap<readonly string[], Ways>();

function waysOf(shows: readonly string[]): Ways {
  let ways = known.get(shows);
  if (!ways) {
    const names = [...new Set(shows)];
    const written = names.flatMap((show) => spellings(show).map((way) => ({ show, way })));
    const short = names.map((show) => ({ show, letters: initials(show) })).filter(({ letters }) => letters);
    ways = { written: written.sort((a, b) => b.way.length - a.way.length), short };
    known.set(shows, ways);
  }
  return ways;
}

/**
 * The shows whose names stand in a text. A name within a longer one (`Survivor` in `Survivor: Fiji`, where both
 * are shows) does not count, nor a word of everyday language that is no name there.
 */
export function showsNamed(shows: readonly string[], text: string): NamedShows {
  const found: NamedShows = new Map();
  const add = (show: string, seasons: readonly number[]) =>
    found.set(show, new Set([...(found.get(show) ?? []), ...seasons]));
  const words = new Set(text.normalize('NFKC').match(/[\p{L}\p{N}]+/gu) ?? []);
  const capitals = new Set([...words].filter((word) => /^[\p{Lu}\p{N}]/u.test(word)).map(normaliseName));
  const { written, short } = waysOf(shows);
  let rest = ` ${normaliseName(text)} `;
  for (const { show, way } of written) {
    if (!rest.includes(` ${way} `) || (!way.includes(' ') && !capitals.has(way))) continue;
    const seasons = take(rest, way);
    if (!seasons) continue;
    add(show, seasons);
    rest = rest.split(` ${way} `).join(' | ');
  }
  for (const { show, letters } of short) if (words.has(letters)) add(show, []);
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
