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

/** Which of the names stand in a text. A name within a longer one (`Survivor` in `Survivor: Fiji`) does not count. */
export function namesIn(names: readonly string[], text: string): Set<string> {
  const found = new Set<string>();
  let rest = ` ${normaliseName(text)} `;
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  for (const name of longestFirst) {
    const wanted = ` ${normaliseName(name)} `;
    if (wanted.trim() === '' || !rest.includes(wanted)) continue;
    found.add(name);
    rest = rest.split(wanted).join(' | ');
  }
  return found;
}
