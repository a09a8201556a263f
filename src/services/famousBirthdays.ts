/** Famous Birthdays: one page a person (sources.md §5). */
import { parseWrittenDate } from '../rules/dates';
import { famousBirthdaysSlug } from '../rules/slug';
import type { FamousBirthdaysPage } from './facts';
import { Page } from './html';
import { bad } from './json';
import type { HttpReply, Progress, Question } from './types';

const TEXT = 4000;
const CHALLENGE = /just a moment|attention required|verify you are human/i;

/** Key: the person's name. */
export const famousBirthdaysPage: Question<FamousBirthdaysPage> = {
  id: 'famousBirthdays.page',
  source: 'famousBirthdays',
  perLookup: 1,
  keeps: 'value',
  lookup: ([name = ''], settings) => {
    const slug = famousBirthdaysSlug(name);
    if (!slug) throw new Error(`no page can be named after "${name}"`);
    return {
      source: 'famousBirthdays',
      label: `page of ${name}`,
      // A page that is not there leads to the start page.
      call: { url: `${settings.FAMOUS_BIRTHDAYS_BASE}/people/${slug}.html`, followRedirects: false },
      read: (reply, soFar) => read(name, settings.FAMOUS_BIRTHDAYS_BASE, reply, soFar === 'sent on'),
    };
  },
};

function read(
  key: string,
  base: string,
  reply: HttpReply,
  sentOn: boolean,
): Progress<Record<string, FamousBirthdaysPage>> {
  if (reply.status === 404) return { kind: 'absent' };
  if (reply.status >= 300 && reply.status < 400) {
    // The page may have moved within the site; once is enough.
    const to = reply.headers['location'] ?? '';
    const page = /^(?:https?:\/\/[^/?#]+)?(\/people\/[\w.~%-]+)$/.exec(to)?.[1];
    if (page && !sentOn)
      return { kind: 'more', call: { url: base + page, followRedirects: false }, soFar: 'sent on' };
    const site = base.replace(/^https?:\/\/(?:www\.)?/, '');
    return /^\/(?!\/)/.test(to) || to.includes(site) ? { kind: 'absent' } : bad('sends to another place');
  }
  const page = new Page(reply.text);
  if (CHALLENGE.test(page.text('title'))) return bad('asks for a proof that no program can give');
  if (!/<\/html>\s*$/i.test(reply.text)) return bad('gave a page that is cut off', true);
  const name = page.text('h1');
  if (name === '') return bad('gave a page without a name', true);
  const text = page.visibleText();
  return {
    kind: 'done',
    value: { [key]: { name, birthday: birthdayOf(page, text), text: text.slice(0, TEXT) } },
  };
}

/** Only a full date; an age or a day without a year is no birthday. */
function birthdayOf(page: Page, text: string): string {
  const stated = page.json('script[type="application/ld+json"]').flatMap(birthDates)[0];
  if (stated) return stated;
  const after = /\bBirthday:?\s+([A-Z][a-z]+ \d{1,2},? \d{4}|\d{4}-\d{2}-\d{2})/.exec(text);
  return (after?.[1] && parseWrittenDate(after[1])) || '';
}

/** Every full `birthDate` in linked data, a list or a graph of things included. */
function birthDates(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return [];
  const { birthDate } = data as { birthDate?: unknown };
  const own = typeof birthDate === 'string' ? parseWrittenDate(birthDate) : null;
  return [...(own ? [own] : []), ...Object.values(data).flatMap(birthDates)];
}
