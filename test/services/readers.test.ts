/** Readers of the sources: each gotcha of their formats as a row of a table. */
import { famousBirthdaysPage } from '../../src/services/famousBirthdays';
import { fandomPage } from '../../src/services/fandom';
import { geminiBio, geminiGuests } from '../../src/services/gemini';
import { imdbCredits, imdbEpisodes, imdbName } from '../../src/services/imdb';
import { imdbListPage } from '../../src/services/imdbPages';
import { tmdbList, tmdbShow } from '../../src/services/tmdb';
import { tvdbSeries } from '../../src/services/tvdb';
import type { Progress, Question } from '../../src/services/types';
import { wikidataPersonByImdb } from '../../src/services/wikidata';
import { readSettings } from '../../src/settings/settings';

const { settings } = readSettings({
  TMDB_BEARER: 'b',
  GEMINI_API_KEY: 'g',
  CONTACT: 'a@b.example',
  IMDB: 'on',
});

interface Page {
  status?: number;
  json?: unknown;
  text?: string;
  headers?: Record<string, string>;
}

/** Reads the pages one after the other, as long as the reader wants more. */
function read(
  question: Question<never>,
  keys: string[],
  ...pages: Page[]
): Progress<Record<string, unknown>> {
  const lookup = question.lookup(keys, settings);
  let soFar: unknown = null;
  for (const { status = 200, json, text, headers = {} } of pages) {
    const progress = lookup.read({ status, headers, url: '', text: text ?? JSON.stringify(json) }, soFar);
    if (progress.kind !== 'more') return progress;
    soFar = JSON.parse(JSON.stringify(progress.soFar));
  }
  throw new Error('more pages are wanted');
}

const value = (progress: Progress<Record<string, unknown>>, key: string): unknown =>
  progress.kind === 'done' ? progress.value[key] : progress;

/** Lists as their lengths. */
const sizes = (of: unknown): unknown =>
  Object.fromEntries(
    Object.entries(of as object).map(([name, field]) => [name, Array.isArray(field) ? field.length : field]),
  );

describe('TMDb', () => {
  const entry = (id: number, media_type = 'tv') => ({ id, media_type, name: `Show ${id}` });
  const list = (...pages: Page[]) => value(read(tmdbList as never, ['1'], ...pages), '1');

  it.each([
    ['one page without total_pages', [{ json: { items: [entry(1)] } }], 1, true],
    [
      'films and people left out',
      [{ json: { results: [entry(1), entry(2, 'movie'), entry(3, 'person')], total_results: 3 } }],
      1,
      true,
    ],
    [
      'two pages',
      [{ json: { results: [entry(1)], total_pages: 2 } }, { json: { results: [entry(2)], total_pages: 2 } }],
      2,
      true,
    ],
    ['fewer than it says', [{ json: { results: [entry(1)], total_pages: 1, total_results: 2 } }], 1, false],
    ['ids as texts', [{ json: { results: [{ ...entry(1), id: '1' }], total_pages: '1' } }], 1, true],
    ['an entry twice', [{ json: { results: [entry(1), entry(1)], total_results: 2 } }], 1, false],
    [
      'begun again where it changed while it was read',
      [
        { json: { results: [entry(1), entry(2)], total_pages: 2, total_results: 4 } },
        { json: { results: [entry(4)], total_pages: 2, total_results: 3 } },
        { json: { results: [entry(2), entry(3)], total_pages: 2, total_results: 3 } },
        { json: { results: [entry(4)], total_pages: 2, total_results: 3 } },
      ],
      3,
      true,
    ],
    [
      'the count stated once',
      [
        { json: { items: [entry(1)], total_pages: 2, item_count: 2 } },
        { json: { items: [entry(2)], total_pages: 2 } },
      ],
      2,
      true,
    ],
    [
      '401, then by the old version',
      [{ status: 401, json: { status_code: 3 } }, { json: { items: [entry(1)] } }],
      1,
      true,
    ],
  ])('list: %s', (_name, pages, entries, complete) => {
    expect(sizes(list(...(pages as Page[])))).toEqual({ entries, complete });
  });

  it.each([
    ['404 with code 34', { status: 404, json: { status_code: 34 } }, 'absent'],
    ['404 without a code', { status: 404, json: {} }, 'bad'],
    ['a list without entries', { json: { page: 1 } }, 'bad'],
    ['cut JSON', { text: '{"results":[' }, 'bad'],
  ])('list: %s', (_name, page, kind) => expect(list(page as Page)).toMatchObject({ kind }));

  it('list: the same page for ever is no list', () => {
    const page = { json: { results: [entry(1)], total_pages: 9 } };
    expect(list(page, page, page)).toMatchObject({ kind: 'bad', error: 'repeats its pages' });
  });

  const show = (more: object) => ({
    id: 5,
    name: 'S',
    seasons: [{ season_number: 0, episode_count: 9 }, { season_number: 1, episode_count: 2, air_date: '2020-01-01' }],
    external_ids: { imdb_id: '' },
    aggregate_credits: { cast: [{ id: 9, name: 'A', roles: [{ character: 'Self', episode_count: 2 }, { character: 'Self', episode_count: 3 }] }] },
    'season/1': { season_number: 1, episodes: [{ id: 1, episode_number: 1, air_date: null, guest_stars: [{ id: 9, name: 'A' }] }] },
    'season/1/credits': { cast: [] },
    ...more,
  }); // prettier-ignore

  it('show: counts without specials, dates of premieres, episodes from roles', () => {
    expect(value(read(tmdbShow as never, ['5'], { json: show({}) }), '5')).toMatchObject({
      seasons: 1,
      episodes: 2,
      imdbId: '',
      airDates: ['2020-01-01'],
      cast: [{ id: '9', episodes: 5, self: true, seasons: [1] }],
    });
  });

  it.each([
    ['a season that is listed with episodes is missing', { 'season/1': undefined }],
    ['no aggregate credits', { aggregate_credits: undefined }],
  ])('show: %s is a failure', (_name, more) => {
    expect(read(tmdbShow as never, ['5'], { json: show(more) })).toMatchObject({ kind: 'bad' });
  });
});

describe('IMDb', () => {
  const credit = (n: number, more: object = {}) => ({
    name: { id: `nm000000${n}`, displayName: `P${n}` },
    ...more,
  });
  const of = (...pages: unknown[]) => read(imdbCredits as never, ['tt1'], ...pages.map((json) => ({ json })));

  it.each([
    ['a blank token ends it', [{ credits: [credit(1)], nextPageToken: '' }], 1],
    [
      'two pages',
      [
        { credits: [credit(1)], nextPageToken: 'a', totalCount: 2 },
        { credits: [credit(2)], totalCount: 2 },
      ],
      2,
    ],
    [
      'a repeated token after all rows',
      [
        { credits: [credit(1)], nextPageToken: 'a', totalCount: 2 },
        { credits: [credit(2)], nextPageToken: 'a', totalCount: 2 },
      ],
      2,
    ],
    [
      'one person in two rows',
      [{ credits: [credit(1, { episodeCount: 2 }), credit(1, { episodeCount: 5 })], totalCount: 2 }],
      1,
    ],
  ])('credits: %s', (_name, pages, people) => {
    expect(sizes(value(of(...pages), 'tt1'))).toEqual({ credits: people });
  });

  it.each([
    ['fewer rows than totalCount', [{ credits: [credit(1)], totalCount: 2 }]],
    [
      'a repeated token without a total',
      [
        { credits: [credit(1)], nextPageToken: 'a' },
        { credits: [credit(2)], nextPageToken: 'a' },
      ],
    ],
    [
      'a repeated page',
      [
        { credits: [credit(1)], nextPageToken: 'a', totalCount: 2 },
        { credits: [credit(1)], nextPageToken: 'a', totalCount: 2 },
      ],
    ],
    [
      'a list that never stands still',
      [3, 4, 5, 6, 7, 8].map((totalCount) => ({
        credits: [credit(totalCount)],
        nextPageToken: `t${totalCount}`,
        totalCount,
      })),
    ],
  ])('credits: %s is a failure', (_name, pages) => expect(of(...pages)).toMatchObject({ kind: 'bad' }));

  it('begins again where rows went while they were read', () => {
    const pages = [
      { credits: [credit(1), credit(2)], nextPageToken: 'a', totalCount: 4 },
      { credits: [credit(4)], totalCount: 3 },
      { credits: [credit(2), credit(3)], nextPageToken: 'a', totalCount: 3 },
      { credits: [credit(4)], totalCount: 3 },
    ];
    expect(sizes(value(of(...pages), 'tt1'))).toEqual({ credits: 3 });
  });

  it('credits: an answer without anything counts if it comes twice', () => {
    expect(sizes(value(of({}, { credits: [credit(1)], totalCount: 1 }), 'tt1'))).toEqual({ credits: 1 });
    expect(sizes(value(of({}, {}), 'tt1'))).toEqual({ credits: 0 });
    expect(sizes(value(of({ totalCount: 0 }), 'tt1'))).toEqual({ credits: 0 });
  });

  it.each([{ error: { code: 14 } }, { code: 14, message: 'unavailable' }])(
    '%j with 200 is a failure',
    (json) => {
      expect(of(json)).toMatchObject({ kind: 'bad' });
      expect(read(imdbName as never, ['nm0000001'], { json })).toMatchObject({ kind: 'bad' });
    },
  );

  it('people: an answer without anything counts if it comes twice', () => {
    const people = (...pages: object[]) =>
      read(imdbName as never, ['nm0000001'], ...pages.map((json) => ({ json })));
    const ann = { id: 'nm0000001', displayName: 'Ann' };
    expect(value(people({}, { names: [ann] }), 'nm0000001')).toMatchObject({ name: 'Ann' });
    expect(people({}, {})).toEqual({ kind: 'done', value: {} });
  });

  it('of several rows of one person the credited one counts', () => {
    const rows = [
      credit(1, { episodeCount: 9, characters: ['Self (uncredited)'] }),
      credit(1, { episodeCount: '3' }),
    ];
    expect(value(of({ credits: rows }), 'tt1')).toEqual({ credits: [{ id: 'nm0000001', name: 'P1', episodes: 3, credited: true }] }); // prettier-ignore
  });

  it.each([
    ['nothing said', {}, null, true],
    ['no episode', { episodeCount: 0 }, 0, true],
    ['uncredited among the characters', { characters: ['Self (uncredited)'] }, null, false],
    ['uncredited among the attributes', { attributes: ['uncredited'] }, null, false],
    ['not credited', { isCredited: false }, null, false],
  ])('a credit: %s', (_name, more, episodes, credited) => {
    const { credits } = value(of({ credits: [credit(1, more)] }), 'tt1') as { credits: unknown[] };
    expect(credits).toEqual([{ id: 'nm0000001', name: 'P1', episodes, credited }]);
  });

  it('a season "Unknown" and a date without all parts are blank', () => {
    const json = {
      episodes: [{ id: 'tt0000009', season: 'Unknown', releaseDate: { year: 2020, month: 1 } }],
    };
    expect(value(read(imdbEpisodes as never, ['tt1'], { json }), 'tt1')).toEqual([
      { id: 'tt0000009', season: null, episode: null, airDate: '', title: '' },
    ]);
  });

  const listPage = (ids: string[], type = 'TVSeries', total?: number): Page => ({
    text: `<html><script type="application/ld+json">${JSON.stringify({ '@type': 'ItemList', itemListElement: ids.map((id) => ({ item: { '@type': type, name: 'A &amp; B', url: `/title/${id}/` } })) })}</script><script id="__NEXT_DATA__">${JSON.stringify(total === undefined ? {} : { titleListItemSearch: { total } })}</script></html>`,
  }); // prettier-ignore
  const listed = (...pages: Page[]) => value(read(imdbListPage as never, ['ls1'], ...pages), 'ls1');

  it.each([
    [
      'until nothing new comes',
      [listPage(['tt0000001']), listPage(['tt0000002']), listPage(['tt0000002'])],
      2,
      true,
    ],
    ['until a page is missing', [listPage(['tt0000001']), { status: 404, text: '' }], 1, true],
    ['up to the total', [listPage(['tt0000001'], 'TVSeries', 1)], 1, true],
    ['short of the total', [listPage(['tt0000001'], 'TVSeries', 3), listPage([], 'TVSeries', 3)], 1, false],
    ['without films', [listPage(['tt0000001'], 'Movie', 1)], 0, true],
  ])('list page: %s', (_name, pages, entries, complete) => {
    expect(sizes(listed(...pages))).toEqual({ entries, complete });
  });

  it('list page: an empty page of a script is no list', () => {
    expect(listed({ text: '<html><body></body></html>' })).toMatchObject({ kind: 'bad' });
  });
});

describe('Wikidata', () => {
  const row = (of: Record<string, string>) =>
    Object.fromEntries(
      Object.entries({ key: 'nm0000001', p: 'x/Q1', ...of }).map(([k, v]) => [k, { value: v }]),
    );
  const person = (...rows: Record<string, string>[]) =>
    value(read(wikidataPersonByImdb as never, ['nm0000001'], { json: { results: { bindings: rows.map(row) } } }), 'nm0000001'); // prettier-ignore
  const born = (dob: string, prec = '11', rank = 'x#NormalRank') => ({ dob: `${dob}T00:00:00Z`, prec, rank });

  it.each([
    [
      'rows that multiply',
      [
        { g: 'x/Q6581097', ...born('1980-02-29') },
        { g: 'x/Q2449503', ...born('1980-02-29') },
      ],
      { gender: 'M', birthday: '1980-02-29', otherBirthdays: [] },
    ],
    [
      'the preferred rank',
      [born('1980-01-02'), born('1981-01-02', '11', 'x#PreferredRank')],
      { birthday: '1981-01-02', otherBirthdays: [] },
    ],
    [
      'two of equal rank',
      [born('1980-01-02'), born('1981-01-02')],
      { birthday: '1980-01-02', otherBirthdays: ['1981-01-02'] },
    ],
    ['a year only', [born('1980-01-01', '9')], { birthday: '' }],
    ['two items', [{ p: 'x/Q1', ...born('1980-01-02') }, { p: 'x/Q2' }], { ambiguous: true, birthday: '' }],
    ['two genders', [{ g: 'x/Q6581097' }, { g: 'x/Q6581072' }], { gender: '' }],
  ])('%s', (_name, rows, expected) =>
    expect(person(...(rows as Record<string, string>[]))).toMatchObject(expected),
  );

  it('200 with a Java trace is a failure', () => {
    const text = '{"results":{"bindings":[java.util.concurrent.TimeoutException\n\tat java.util';
    expect(read(wikidataPersonByImdb as never, ['nm0000001'], { text })).toMatchObject({ kind: 'bad' });
  });
});

describe('Fandom', () => {
  const KEY = 'survivor|Ann Lee';
  const page = (title: string, content: string, more: object = {}) => ({
    title,
    revisions: [{ slots: { main: { content } } }],
    ...more,
  });
  const of = (...pages: object[]) =>
    value(read(fandomPage as never, [KEY], ...pages.map((json) => ({ json }))), KEY);
  const box = (field: string) => `{{Contestant|name=Ann Lee|${field}}}\n'''Ann Lee''' is from Ohio.`;

  it.each([
    ['birthdate = {{Birth date and age|1973|8|17|mf=yes}}', '1973-08-17'],
    ['birthdate = {{birth date and age|mf=yes|1973|08|17}}', '1973-08-17'],
    ['Born = {{Birth date|1988|2|29}}', '1988-02-29'],
    ['dob = {{birth-date and age|May 1, 1990}}', '1990-05-01'],
    ['birth date = November 10, 1998 (age 28)', '1998-11-10'],
    ['Birthday = 3 June 1991', '1991-06-03'],
    ['date of birth = {{Birth year and age|1973}}', ''],
    ['age = 41', ''],
  ])('%s is %s', (field, birthday) => {
    expect(of({ query: { pages: [page('Ann Lee', box(field))] } })).toMatchObject({ birthday });
  });

  it.each([
    [
      'follows normalised titles and redirects',
      [
        {
          query: {
            normalized: [{ from: 'Ann Lee', to: 'Ann lee' }],
            redirects: [{ from: 'Ann lee', to: 'Ann B. Lee' }],
            pages: [page('Ann B. Lee', 'x')],
          },
        },
      ],
      { title: 'Ann B. Lee' },
    ],
    [
      'waits for the rest of the answer',
      [
        { continue: { rvcontinue: '1' }, query: { pages: [{ title: 'Ann Lee' }] } },
        { query: { pages: [page('Ann Lee', 'x')] } },
      ],
      { title: 'Ann Lee' },
    ],
    ['fails if a page was left out', [{ query: { pages: [] } }], { kind: 'bad' }],
    ['fails with an error', [{ error: { code: 'ratelimited' } }], { kind: 'bad' }],
  ])('%s', (_name, pages, expected) => expect(of(...pages)).toMatchObject(expected));

  it.each([
    ['missing', [{ query: { pages: [{ title: 'Ann Lee', missing: true }] } }]],
    ['invalid', [{ query: { pages: [{ title: 'Ann Lee', invalid: true }] } }]],
    [
      'a part of a page',
      [
        {
          query: {
            redirects: [{ from: 'Ann Lee', to: 'Season 1', tofragment: 'Cast' }],
            pages: [page('Season 1', 'x')],
          },
        },
      ],
    ],
    ['ambiguous by template', [{ query: { pages: [page('Ann Lee', '{{Disambig}}\n* [[Ann Lee (S1)]]')] } }]],
    [
      'ambiguous by a property that comes later',
      [
        { continue: { c: 1 }, query: { pages: [page('Ann Lee', 'x')] } },
        { query: { pages: [{ title: 'Ann Lee', pageprops: { disambiguation: '' } }] } },
      ],
    ],
  ])('no page: %s', (_name, pages) => expect(of(...pages)).toBeUndefined());
});

describe('Famous Birthdays', () => {
  const of = (...pages: Page[]) => read(famousBirthdaysPage as never, ['Ann Lee'], ...pages);
  const html = (body: string): Page => ({ text: `<html><h1>Ann Lee</h1>${body}</html>` });
  it.each([
    ['spans side by side', '<span>Birthday</span><span>June 3, 1991</span>', '1991-06-03'],
    [
      'linked data in a graph',
      '<script type="application/ld+json">{"@graph":[{"birthDate":"1991-06-03"}]}</script>',
      '1991-06-03',
    ],
    ['no year', '<span>Birthday</span><span>June 3</span><p>35 Year Old Gemini</p>', ''],
  ])('%s', (_name, body, birthday) => expect(value(of(html(body)), 'Ann Lee')).toMatchObject({ birthday }));
  it.each([
    ['404', [{ status: 404, text: '' }], 'absent'],
    [
      'the start page',
      [{ status: 302, text: '', headers: { location: 'https://www.famousbirthdays.com/' } }],
      'absent',
    ],
    [
      'a page that moved',
      [{ status: 301, text: '', headers: { location: '/people/ann-lee-tv.html' } }, html('')],
      'done',
    ],
    ['the start page, as it calls itself', [{ status: 302, text: '', headers: { location: '/' } }], 'absent'],
    [
      'another site',
      [{ status: 302, text: '', headers: { location: 'https://consent.example/people/ann-lee.html?to=1' } }],
      'bad',
    ],
    ['nowhere', [{ status: 302, text: '' }], 'bad'],
    ['a challenge', [{ text: '<html><title>Just a moment…</title></html>' }], 'bad'],
  ])('%s', (_name, pages, kind) => expect(of(...pages)).toMatchObject({ kind }));
});

describe('Gemini', () => {
  const KEY = JSON.stringify({
    name: 'Ann Lee',
    text: 'Ann Lee was born on 5 May 1991. She cooks for him.',
    model: 'm',
  });
  const reply = (text: string, more: object = {}) => ({
    candidates: [
      { content: { parts: [{ text: 'hm', thought: true }, { text }] }, finishReason: 'STOP', ...more },
    ],
  });
  const of = (json: unknown, status = 200) => read(geminiBio as never, [KEY], { status, json });
  const said = (birthday: string, birthdayQuote: string) => value(of(reply(JSON.stringify([{ id: '1', birthday, birthdayQuote }]))), KEY); // prettier-ignore

  it.each([
    ['1991-05-05', 'born on 5 May 1991', '1991-05-05'],
    ['1991-05-06', 'born on 5 May 1991', undefined],
    ['1991-05-05', 'born on May 5, 1991', undefined],
    ['1991-05-05', 'May 1991', undefined],
    ['1991-02-30', 'born on 5 May 1991', undefined],
  ])('%s by "%s" is %s', (day, quote, expected) => {
    expect((said(day, quote) as { birthday: string } | undefined)?.birthday).toBe(expected);
  });

  it('takes fences and numbers for ids', () => {
    const text = '```json\n[{"id":1,"gender":"F","genderQuote":"She cooks"}]\n```';
    expect(value(of(reply(text)), KEY)).toEqual({ birthday: '', gender: 'F' });
  });

  it.each([
    ['F', 'She cooks', 'F'],
    ['M', 'She cooks', undefined],
    ['F', 'Ann Lee', undefined],
    ['F', 'She cooks for him', undefined],
  ])('%s by "%s" is %s', (gender, genderQuote, expected) => {
    const text = JSON.stringify([{ id: '1', gender, genderQuote }]);
    expect((value(of(reply(text)), KEY) as { gender: string } | undefined)?.gender).toBe(expected);
  });

  it.each([
    ['a row left out', reply('[]')],
    ['an empty content', { candidates: [{ content: {}, finishReason: 'STOP' }] }],
    ['an empty text', reply('')],
    [
      'a text that comes twice',
      {
        candidates: [
          { content: { parts: [{ text: '[{"id":"1"}]' }, { text: '[{"id":"1"}]' }] }, finishReason: 'STOP' },
        ],
      },
    ],
  ])('%s is a failure', (_name, json) => expect(of(json)).toMatchObject({ kind: 'bad' }));

  it.each([
    ['cut', reply('[{"id":"1"}]', { finishReason: 'MAX_TOKENS' })],
    ['unsafe', reply('[{"id":"1"}]', { finishReason: 'SAFETY' })],
    ['a reason nobody knows', reply('[{"id":"1"}]', { finishReason: 'NEW' })],
    ['a refused prompt', { promptFeedback: { blockReason: 'SAFETY' } }],
  ])('%s is a failure', (_name, json) => expect(() => of(json)).toThrow(/broke off|refused/));

  it('names the setting where the model is gone', () => {
    expect(of({ error: { code: 404 } }, 404)).toMatchObject({
      kind: 'bad',
      error: expect.stringContaining('GEMINI_MODEL'),
    });
  });

  it('keeps only guests whom the text names', () => {
    const key = JSON.stringify({ title: 'A', overview: 'With Mary O’Dowd.', model: 'm' });
    const json = reply('[{"id":"1","guests":["Mary O\'Dowd","Elvis Presley"]}]');
    expect(value(read(geminiGuests as never, [key], { json }), key)).toEqual({ guests: ["Mary O'Dowd"] });
  });
});

describe('TheTVDB', () => {
  it.each([
    ['null', { data: null }, 'absent'],
    ['nothing', { data: [] }, 'absent'],
    ['no data at all', { status: 'failure', message: 'try later' }, 'bad'],
    ['an episode', { data: [{ episode: { id: 5 } }] }, 'absent'],
    ['a series', { data: [{ people: { id: 4 } }, { series: { id: 5 } }] }, 'done'],
    ['two series', { data: [{ series: { id: 5 } }, { series: { id: 6 } }] }, 'absent'],
  ])('%s', (_name, json, kind) =>
    expect(read(tvdbSeries as never, ['tt1'], { json })).toMatchObject({ kind }),
  );
});
