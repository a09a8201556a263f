/** What a source may answer instead of an answer. */
import type { HostHttpRequest, HttpAnswer } from '../host/host';
import { HttpError } from '../host/http/transport';

export const REPLY_FAULTS = [
  'tooMany',
  'serverError',
  'challenge',
  'page',
  'cutShort',
  'empty',
  'doubled',
  'endless',
  'huge',
  'deep',
  'wrongType',
  'otherPerson',
  'elsewhere',
  'unresolved',
  'silent',
] as const;

export type ReplyFault = (typeof REPLY_FAULTS)[number];

/** In words, for a reader of reports. */
export const REPLY_WORDS: Record<ReplyFault, string> = {
  tooMany: '429 with no hint when to come back',
  serverError: '500',
  challenge: '403 with a challenge page',
  page: 'a page of HTML with 200',
  cutShort: 'the answer cut in the middle',
  empty: 'an empty body with 200',
  doubled: 'every entry of a list twice',
  endless: 'a page that repeats for ever',
  huge: 'ten megabytes',
  deep: 'JSON nested a hundred thousand deep',
  wrongType: 'the answer as image/png',
  otherPerson: 'another person of the same name',
  elsewhere: 'a redirect to another host',
  unresolved: 'a name that does not resolve',
  silent: 'no answer within a minute',
};

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Sources = (request: HostHttpRequest) => HttpAnswer;

const HTML = 'text/html; charset=utf-8';
/** Made once: it is asked for again and again. */
const HUGE = Buffer.alloc(10 * 1024 * 1024 + 1, 0x20);
const DEPTH = 100_000;
const CHALLENGE =
  '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser.</body></html>';

function make(status: number, type: string, body: string | Uint8Array): HttpAnswer {
  return {
    status,
    headers: [['content-type', type]],
    body: typeof body === 'string' ? Buffer.from(body) : body,
  };
}

const textOf = ({ body }: HttpAnswer): string => Buffer.from(body).toString('utf8');

function jsonOf(answer: HttpAnswer): Json | undefined {
  try {
    return JSON.parse(textOf(answer)) as Json;
  } catch {
    return undefined;
  }
}

/** The answer with its JSON changed; one that is no JSON stays. */
function withJson(answer: HttpAnswer, change: (json: Json) => Json): HttpAnswer {
  const json = jsonOf(answer);
  return json === undefined ? answer : { ...answer, body: Buffer.from(JSON.stringify(change(json))) };
}

/** Every list of objects holds each of them twice. */
function doubled(json: Json): Json {
  if (Array.isArray(json)) {
    const items = json.map(doubled);
    const isList = items.length > 0 && items.every((item) => typeof item === 'object' && item !== null);
    return isList ? [...items, ...items] : items;
  }
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, doubled(value)])) as Json;
}

/** There is always one more page, and it is this one. */
function endless(json: Json): Json {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const more: Fields = { ...json };
  if ('total_pages' in more) more['total_pages'] = 1_000_000;
  if ('names' in more || 'credits' in more || 'episodes' in more || 'nextPageToken' in more)
    more['nextPageToken'] = 'again';
  if ('query' in more) more['continue'] = { continue: '-||', rvcontinue: 'again' };
  return more;
}

const OTHER_TMDB = 999_999_001;
const OTHER_IMDB = 'nm9990001';

type Fields = { [key: string]: Json };

const isRecord = (json: Json | undefined): json is Fields =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

const stranger = (person: Json): Json =>
  isRecord(person)
    ? { ...person, id: OTHER_TMDB, birthday: '1931-03-03', gender: 2, imdb_id: OTHER_IMDB }
    : person;

/** Asked for one person, a source tells of someone else of the name; asked who has the name, of them first. */
function otherPerson(json: Json, path: string): Json {
  if (!isRecord(json)) return json;
  if (path.includes('/person/')) return stranger(json);
  const list = ['results', 'person_results', 'names'].find((name) => Array.isArray(json[name]));
  if (!list) return json;
  const people = json[list] as Json[];
  if (list !== 'names') return { ...json, [list]: [...people.slice(0, 1).map(stranger), ...people] };
  const others = people.map((person) =>
    isRecord(person) ? { ...person, id: OTHER_IMDB, birthDate: { year: 1931, month: 3, day: 3 } } : person,
  );
  return { ...json, names: others };
}

/** A wiki's page of the name is somebody else's: older, and of no show that is named, or of another one. */
const NAMESAKES = [
  "{{Character|birthdate = {{Birth date|1931|3|3}}|gender = Male}}\n'''NAME''' ran the inn. He sold it. He died.",
  "{{Infobox|born = March 3, 1931}}\n'''NAME''' was a judge on [[Another Show Altogether]]. She, her sister and her aunt won.",
];

function otherPage(page: Json, index: number): Json {
  if (!isRecord(page) || !Array.isArray(page['revisions'])) return page;
  const content = (NAMESAKES[index % NAMESAKES.length] ?? '').replace('NAME', String(page['title']));
  return { ...page, revisions: [{ slots: { main: { content } } }] };
}

function otherPages(json: Json): Json {
  if (!isRecord(json) || !isRecord(json['query']) || !Array.isArray(json['query']['pages'])) return json;
  return { ...json, query: { ...json['query'], pages: json['query']['pages'].map(otherPage) } };
}

/** The same of a page of Famous Birthdays. */
const otherBirthday = (html: string): string =>
  html
    .replace(/"birthDate":"[^"]*"/g, '"birthDate":"1931-03-03"')
    .replace(/(<p><span>Birthday<\/span><span>)[^<]*/g, '$1March 3, 1931')
    .replace(/known for an appearance on [^<]*/g, 'who sang in the fifties.');

/** The requests whose answers are about a person that was named. */
const ABOUT_PEOPLE = /\/person\/|\/search\/person|\/find\/|\/names:batchGet/;

/** The reply to a request that is spoiled in this way. Throws HttpError where there is none. */
export function spoil(fault: ReplyFault, request: HostHttpRequest, sources: Sources): HttpAnswer {
  switch (fault) {
    case 'tooMany':
      return make(429, 'text/plain', 'Too many requests');
    case 'serverError':
      return make(500, 'text/plain', 'Internal Server Error');
    case 'challenge':
      return make(403, HTML, CHALLENGE);
    case 'page':
      return make(200, HTML, CHALLENGE);
    case 'empty':
      return { ...make(200, 'application/json', '') };
    case 'huge':
      return make(200, 'application/json', HUGE);
    case 'deep':
      return make(200, 'application/json', '['.repeat(DEPTH) + ']'.repeat(DEPTH));
    case 'elsewhere':
      return { ...make(302, 'text/plain', ''), headers: [['location', 'https://elsewhere.example/steal']] };
    case 'unresolved':
      throw new HttpError('dns');
    case 'silent':
      throw new HttpError('timeout');
    default:
      return twisted(fault, request, sources(request));
  }
}

function twisted(fault: ReplyFault, request: HostHttpRequest, answer: HttpAnswer): HttpAnswer {
  switch (fault) {
    case 'cutShort':
      return { ...answer, body: answer.body.subarray(0, Math.floor(answer.body.length / 2)) };
    case 'wrongType':
      return { ...answer, headers: [['content-type', 'image/png']] };
    case 'doubled':
      return withJson(answer, doubled);
    case 'endless':
      return withJson(answer, endless);
    default: {
      const { pathname, hostname } = new URL(request.url);
      if (hostname.endsWith('.fandom.com')) return withJson(answer, otherPages);
      if (pathname.startsWith('/people/'))
        return { ...answer, body: Buffer.from(otherBirthday(textOf(answer))) };
      return ABOUT_PEOPLE.test(pathname) ? withJson(answer, (json) => otherPerson(json, pathname)) : answer;
    }
  }
}
