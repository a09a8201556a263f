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
