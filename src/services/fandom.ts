/** Fandom by api.php (sources.md §4): wikitext of many pages a request. */
import * as z from 'zod/mini';
import { parseWrittenDate } from '../rules/dates';
import { genderFromField } from '../rules/gender';
import type { Settings } from '../settings/settings';
import type { FandomPage } from './facts';
import { bad, jsonReader, queryOf } from './json';
import { parsers } from './parse';
import type { HttpCall, Progress, Question } from './types';

const TITLES_PER_REQUEST = 50;
const LEAD = 3000;
const MOST_CONTINUES = 20;

const BIRTH_FIELDS = ['birthdate', 'born', 'dateofbirth', 'dob', 'birthday', 'birth'];
const DEATH_FIELDS = ['died', 'deathdate', 'dateofdeath', 'death', 'dod'];
const GENDER_FIELDS = ['gender', 'sex'];
const ABOUT = 2000;
/** Characters that no title may have. */
const NO_TITLE = /[#<>[\]|{}]/;

const pair = z.object({ from: z.string(), to: z.string(), tofragment: z.nullish(z.string()) });
const page = z.object({
  title: z.string(),
  missing: z.nullish(z.unknown()),
  invalid: z.nullish(z.unknown()),
  pageprops: z.nullish(z.record(z.string(), z.unknown())),
  revisions: z.nullish(z.array(z.object({ slots: z.object({ main: z.object({ content: z.string() }) }) }))),
});
const answer = z.object({
  continue: z.nullish(z.record(z.string(), z.union([z.string(), z.number()]))),
  error: z.nullish(z.object({ code: z.string(), info: z.nullish(z.string()) })),
  query: z.nullish(
    z.object({
      normalized: z.nullish(z.array(pair)),
      redirects: z.nullish(z.array(pair)),
      pages: z.nullish(z.array(page)),
    }),
  ),
});

interface SoFar {
  /** Title that was asked → title that it leads to; '' for a part of a page. */
  ways: Record<string, string>;
  /** Wikitext by title. */
  texts: Record<string, string>;
  /** Titles that are no page about one thing. */
  none: string[];
  rounds: number;
}

/** The wiki of a show, by the first rule whose text stands in its name; null if it has none. */
export function wikiOf(showName: string, settings: Settings): string | null {
  const name = showName.toLowerCase();
  return settings.FANDOM_WIKIS.find((rule) => name.includes(rule.contains.toLowerCase()))?.value ?? null;
}

const wikiIn = (key: string): string => key.slice(0, key.indexOf('|'));
const titleIn = (key: string): string => key.slice(key.indexOf('|') + 1).trim();

/** A person's page. Key: `wiki|Name`. */
export const fandomPage: Question<FandomPage> = {
  id: 'fandom.page',
  source: 'fandom',
  perLookup: TITLES_PER_REQUEST,
  keeps: 'value',
  group: wikiIn,
  lookup: (keys, settings) => {
    const wiki = wikiIn(keys[0] ?? '');
    const asked = keys.filter((key) => titleIn(key) !== '' && !NO_TITLE.test(titleIn(key)));
    const titles = asked.map(titleIn);
    return {
      source: 'fandom',
      label: `${titles.length} pages of ${wiki} from ${titles[0] ?? ''} on`,
      call: pagesCall(settings, wiki, titles, {}),
      read: jsonReader(
        answer,
        (body, soFar): Progress<Record<string, FandomPage>> => {
          if (body.error) return bad(`refused: ${body.error.info ?? body.error.code}`, true);
          if (!body.query) return bad('gave an answer without pages', true);
          const state = take(body.query, soFar as SoFar | null);
          if (body.continue && state.rounds < MOST_CONTINUES)
            return { kind: 'more', call: pagesCall(settings, wiki, titles, body.continue), soFar: state };
          const left = titles.find((title) => isLeftOut(title, state));
          if (left !== undefined) return bad(`left out the page ${left}`, true);
          return { kind: 'done', value: found(wiki, asked, state) };
        },
        () => false,
      ),
    };
  },
};

function pagesCall(
  settings: Settings,
  wiki: string,
  titles: readonly string[],
  more: Readonly<Record<string, string | number>>,
): HttpCall {
  return {
    url: `${settings.FANDOM_BASE.replace('{wiki}', wiki)}/api.php`,
    method: 'post',
    contentType: 'application/x-www-form-urlencoded',
    payload: queryOf({
      action: 'query',
      format: 'json',
      formatversion: 2,
      redirects: 1,
      prop: 'revisions|pageprops',
      rvprop: 'content',
      rvslots: 'main',
      titles: titles.join('|'),
      ...more,
    }),
  };
}

function take(query: NonNullable<z.infer<typeof answer>['query']>, before: SoFar | null): SoFar {
  const state = before ?? { ways: {}, texts: {}, none: [], rounds: 0 };
  state.rounds++;
  for (const { from, to } of query.normalized ?? []) state.ways[from] = to;
  for (const { from, to, tofragment } of query.redirects ?? []) state.ways[from] = tofragment ? '' : to;
  for (const { title, missing, invalid, pageprops, revisions } of query.pages ?? []) {
    const content = revisions?.[0]?.slots.main.content;
    const absent = (missing ?? false) !== false || (invalid ?? false) !== false;
    const ambiguous = pageprops !== null && pageprops !== undefined && 'disambiguation' in pageprops;
    // Properties and text of a page may come in different parts of the answer.
    if (absent || ambiguous) state.none.push(canonical(title));
    if (content !== undefined) state.texts[canonical(title)] = content;
  }
  return state;
}

/** The title that a title leads to; '' for a part of a page. */
function goalOf(title: string, ways: Readonly<Record<string, string>>): string {
  let goal = title;
  for (let step = 0; step < 5 && ways[goal] !== undefined; step++) goal = ways[goal] ?? '';
  return canonical(goal);
}

/** As the wiki writes titles, whether or not it says that it changed one. */
function canonical(title: string): string {
  const plain = title.replace(/[\s_]+/g, ' ').trim();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** Nothing at all was said of the page: neither its text nor that there is none. */
function isLeftOut(title: string, { ways, texts, none }: SoFar): boolean {
  const goal = goalOf(title, ways);
  return goal !== '' && texts[goal] === undefined && !none.includes(goal);
}

function found(wiki: string, keys: readonly string[], state: SoFar): Record<string, FandomPage> {
  const pages: Record<string, FandomPage> = {};
  for (const key of keys) {
    const title = goalOf(titleIn(key), state.ways);
    const wikitext = state.none.includes(title) ? undefined : state.texts[title];
    const read = title && wikitext !== undefined ? readPage(wiki, title, wikitext) : null;
    if (read) pages[key] = read;
  }
  return pages;
}

/** What a person's page needs stands at its top. */
const LONGEST_TEXT = 80_000;
/** Templates, links and tables within each other; infoboxes have a handful. */
const MOST_LEVELS = 40;

/** The text as far as it can be read in time: that grows with the square of what is nested, or never closed. */
function readable(wikitext: string): string {
  const text = wikitext.slice(0, LONGEST_TEXT);
  let level = 0;
  let begun = 0;
  for (const { 0: mark, index } of text.matchAll(/\{\{|\[\[|\{\||\}\}|\]\]|\|\}/g)) {
    if (level === 0) begun = index;
    level = Math.max(0, level + (OPENING.has(mark) ? 1 : -1));
    if (level > MOST_LEVELS) return text.slice(0, begun);
  }
  return text;
}

const OPENING = new Set(['{{', '[[', '{|']);

/** Null for a page that only tells pages of the same name apart. */
function readPage(wiki: string, title: string, whole: string): FandomPage | null {
  const wikitext = readable(whole);
  const doc = parsers().wtf(wikitext.replace(/\{\{\s*PAGENAME\s*\}\}/gi, title), { title });
  if (doc.isDisambiguation()) return null;
  const boxes = [
    ...doc.infoboxes().map((box) => box.json({})),
    ...doc.templates().map((template) => template.json({})),
  ];
  const fields = boxes.map((box) => fieldsOf(box as Record<string, unknown>));
  const written = fields.map((box) => firstOf(box, BIRTH_FIELDS)).find(Boolean) ?? '';
  const gender = fields.map((box) => firstOf(box, GENDER_FIELDS)).find(Boolean) ?? '';
  const death = fields.map((box) => firstOf(box, DEATH_FIELDS)).find(Boolean) ?? '';
  const lead = wikitext.split(/\n==/, 1)[0] ?? '';
  const links = [...lead.matchAll(/\[\[:?([^\]|#]{1,200})/g)].map((match) => match[1] ?? '');
  const values = fields.flatMap((box) => [...box.values()]);
  return {
    wiki,
    title,
    birthday: parseWrittenDate(written) ?? '',
    birthYear: yearIn(written),
    deathYear: yearIn(death),
    gender: genderFromField(gender),
    text: (doc.sections()[0]?.text({}) ?? '').slice(0, LEAD),
    about: [...values, ...links, ...doc.categories()].join(' | ').slice(0, ABOUT),
  };
}

const yearIn = (text: string): number => Number(/\b(?:1[89]|20)\d\d\b/.exec(text)?.[0] ?? 0);

/** Fields by their name without case, spaces and signs. */
function fieldsOf(box: Record<string, unknown>): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(box)) {
    const text = typeof value === 'string' ? value : ((value as { text?: unknown } | null)?.text ?? '');
    if (typeof text === 'string' && text.trim() !== '')
      fields.set(name.toLowerCase().replace(/[^a-z]/g, ''), text);
  }
  return fields;
}

function firstOf(fields: ReadonlyMap<string, string>, names: readonly string[]): string {
  for (const name of names) {
    const value = fields.get(name);
    if (value) return value;
  }
  return '';
}
