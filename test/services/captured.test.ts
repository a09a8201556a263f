/** Readers over answers as the services sent them; needs the folder ../shared/fixtures and is skipped without it. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { nestedQuota } from '../../src/services/http/bodies';
import { fandomPage } from '../../src/services/fandom';
import { geminiBio } from '../../src/services/gemini';
import { imdbListPage } from '../../src/services/imdbPages';
import {
  tmdbFindShow,
  tmdbList,
  tmdbPerson,
  tmdbSearchPerson,
  tmdbSearchShow,
} from '../../src/services/tmdb';
import type { Progress, Question } from '../../src/services/types';
import { sources } from '../../src/services/sources';
import { readSettings } from '../../src/settings/settings';
import { zodiacOf } from '../../src/rules/zodiac';

const FOLDER = path.join(__dirname, '../../../shared/fixtures');
const captured = existsSync(FOLDER) ? describe : describe.skip;
const { settings } = readSettings({
  TMDB_BEARER: 'b',
  GEMINI_API_KEY: 'g',
  CONTACT: 'a@b.example',
  IMDB: 'on',
});

const text = (file: string): string => readFileSync(path.join(FOLDER, file), 'utf8');
interface Listed {
  files: Record<string, { expect: Record<string, unknown> }>;
}
const expected = (file: string) => (JSON.parse(text('expected.json')) as Listed).files[file]?.expect ?? {};

function read(
  question: Question<never>,
  key: string,
  body: string,
  status = 200,
): Progress<Record<string, unknown>> {
  return question.lookup([key], settings).read({ status, headers: {}, url: '', text: body }, null);
}

function found(question: Question<never>, key: string, body: string): unknown {
  const progress = read(question, key, body);
  return progress.kind === 'done' ? progress.value[key] : progress;
}

captured('captured answers (../shared/fixtures)', () => {
  it.each([
    ['tmdb/adamayoung__person.json', 287, 'Brad Pitt', '1963-12-18', 'nm0000093'],
    ['tmdb/adamayoung__person-details-append-response.json', 287, 'Brad Pitt', '1963-12-18', 'nm0000093'],
    ['tmdb/tdle94__PersonDetailFixture.json', 287, 'Brad Pitt', '1963-12-18', 'nm0000093'],
  ])('a person at TMDb: %s', (file, id, name, birthday, imdbId) => {
    expect(found(tmdbPerson as never, String(id), text(file))).toMatchObject({
      name,
      birthday,
      imdbId,
      gender: 2,
    });
  });

  it('a list at TMDb: what is of television, and on to the next page', () => {
    const list = found(tmdbList as never, '1', text('tmdb/adamayoung__media-pageable-list.json'));
    expect(list).toEqual({
      entries: [expect.objectContaining({ tmdbId: '11366', name: 'Big Brother' })],
      complete: true,
    });
    expect(read(tmdbList as never, '1', text('tmdb/adamayoung__media-list.json'))).toMatchObject({
      kind: 'more',
      call: { url: expect.stringContaining('page=2') },
      soFar: { entries: [expect.objectContaining({ tmdbId: '200875' })] },
    });
  });

  it.each([
    ['tmdb/subliminal-vcr__get_series_id.json', ['1418', '280440']],
    ['tmdb/subliminal-vcr__refine_episode_with_country_hoc_us_0.json', ['1425', '21720', '77041', '13868']],
  ])('shows by name: %s', (file, ids) => {
    const shows = found(tmdbSearchShow as never, 'x', text(file)) as { tmdbId: string }[];
    expect(shows.map(({ tmdbId }) => tmdbId)).toEqual(ids);
  });

  it('people by name, and a show by its id', () => {
    expect(found(tmdbSearchPerson as never, 'x', text('tmdb/adamayoung__person-pageable-list.json'))).toEqual(
      [{ tmdbId: '115440', name: 'Sydney Sweeney' }],
    );
    expect(found(tmdbFindShow as never, 'tt1', text('tmdb/adamayoung__find-tvdb-id-tvshow.json'))).toMatchObject([{ tmdbId: '1396' }]); // prettier-ignore
    expect(read(tmdbFindShow as never, 'tt1', text('tmdb/adamayoung__find-imdb-id-movie.json'))).toEqual({ kind: 'absent' }); // prettier-ignore
  });

  it('404 with code 34 is absent, a refused key is a refused key', () => {
    expect(read(tmdbPerson as never, '1', text('tmdb/adamayoung__error-status-response.json'), 404)).toEqual({ kind: 'absent' }); // prettier-ignore
    const reply = { status: 401, headers: {}, url: '', text: text('tmdb/adamayoung__error-status-401.json') };
    expect(sources.tmdb.refusesKey(reply)).toBe(true);
    const gemini = { ...reply, status: 400, text: text('gemini/googleai__unary-failure-api-key.json') };
    expect(sources.gemini.refusesKey(gemini)).toBe(true);
  });

  it("IMDb's list page, by linked data", () => {
    const list = found(
      imdbListPage as never,
      'ls1',
      `<html>${text('imdb/trr-backend__list_jsonld_sample.html')}</html>`,
    );
    const more = read(
      imdbListPage as never,
      'ls1',
      `<html>${text('imdb/trr-backend__list_jsonld_sample.html')}</html>`,
    );
    const entries = more.kind === 'more' ? (more.soFar as { entries: { imdbId: string }[] }).entries : (list as { entries: { imdbId: string }[] }).entries; // prettier-ignore
    expect(entries.map(({ imdbId }) => imdbId)).toEqual(
      expected('imdb/trr-backend__list_jsonld_sample.html')['items'],
    );
  });

  it('birthdays in wikitext of Big Brother', () => {
    const file = 'fandom/bb26_houseguests_wikitext.json';
    const people = expected(file) as Record<string, { birthday: string }>;
    const pages = Object.entries(JSON.parse(text(file)) as Record<string, { lead: string }>);
    expect(pages.length).toBeGreaterThan(3);
    for (const [name, { lead }] of pages)
      expect([name, birthdayIn(name, lead)]).toEqual([name, people[name]?.birthday]);
  });

  it.each([
    'googleai__unary-failure-finish-reason-safety',
    'googleai__unary-failure-only-prompt-feedback',
    'vertexai__unary-failure-empty-content',
    'vertexai__unary-failure-invalid-response',
    'vertexai__unary-failure-malformed-content',
    'vertexai__unary-failure-prompt-blocked-safety',
    'vertexai__unary-failure-unknown-enum-finish-reason',
    'vertexai__unary-success-empty-text-part',
    'googleai__unary-success-basic-reply-short',
  ])('no answer of Gemini: %s', (name) => {
    const key = JSON.stringify({ name: 'A', text: 'b', model: 'm' });
    let outcome: string;
    try {
      outcome = read(geminiBio as never, key, text(`gemini/${name}.json`)).kind;
    } catch {
      outcome = 'bad';
    }
    expect(outcome).toBe('bad');
  });

  it('a 429 of Gemini that is nested in a string', () => {
    expect(nestedQuota(text('gemini/issue_429_nested.json'))).toEqual({ perDay: false, waitMs: null });
  });

  it('signs of the zodiac', () => {
    const days = expected('misc/zodiac_boundaries.json') as Record<string, string>;
    for (const [day, sign] of Object.entries(days))
      expect([day, zodiacOf(`1988-${day}`)]).toEqual([day, sign]);
  });
});

/** The birthday that the reader finds in a page of that name with that text. */
function birthdayIn(name: string, content: string): string {
  const body = JSON.stringify({
    query: { pages: [{ title: name, revisions: [{ slots: { main: { content } } }] }] },
  });
  return (found(fandomPage as never, `bigbrother|${name}`, body) as { birthday?: string }).birthday ?? '';
}
