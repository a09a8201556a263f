/** Pages nested beyond all bounds, which would take minutes to read. */
import { famousBirthdaysPage } from '../../src/services/famousBirthdays';
import { fandomPage } from '../../src/services/fandom';
import { imdbListPage } from '../../src/services/imdbPages';
import type { Progress, Question } from '../../src/services/types';
import { readSettings } from '../../src/settings/settings';

const { settings } = readSettings({ TMDB_BEARER: 'b', CONTACT: 'a@b.example' });
const MANY = 100_000;

function read(question: Question<never>, keys: string[], text: string): Progress<Record<string, unknown>> {
  const reply = { status: 200, headers: { 'content-type': 'text/html' }, url: '', text };
  return question.lookup(keys, settings).read(reply, null);
}

test.each([
  ['Famous Birthdays', famousBirthdaysPage, 'ann-reed'],
  ["IMDb's list", imdbListPage, 'ls1'],
] as [string, Question<never>, string][])('a page of %s is not read', (_, question, key) => {
  const page = `<html><body>${'<div>'.repeat(MANY)}</body></html>`;
  expect(() => read(question, [key], page)).toThrow('a page nested too deeply');
});

test.each([
  ['templates', '{{'],
  ['templates with names', '{{a|'],
  ['links', '[['],
  ['tables', '{|\n'],
])('a page of Fandom is read as far as it is sound: %s', (_, mark) => {
  const content = `{{Infobox\n|birthdate = March 4, 1970\n}}\nShe is '''Ann'''.\n${mark.repeat(MANY)}`;
  const pages = [{ pageid: 1, title: 'Ann', revisions: [{ slots: { main: { content } } }] }];
  const progress = read(
    fandomPage as Question<never>,
    ['survivor|Ann'],
    JSON.stringify({ query: { pages } }),
  );
  expect(progress).toMatchObject({
    kind: 'done',
    value: { 'survivor|Ann': { title: 'Ann', birthday: '1970-03-04' } },
  });
});
