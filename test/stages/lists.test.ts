import { tmdbList } from '../../src/services/tmdb';
import { lists } from '../../src/stages/showinfo/lists';
import { FakeContext, runStep } from './fakeContext';

it.each([
  ['whole', true, []],
  ['cut short', false, ['not all of its entries could be read']],
])('a list that is %s', (_, complete, failures) => {
  const context = new FakeContext({});
  const { TMDB_LIST_ID } = context.settings;
  context.answer(tmdbList, TMDB_LIST_ID, {
    entries: [{ tmdbId: '1', name: 'Alpha', firstAired: '' }],
    complete,
  });
  const { failed } = runStep(lists, context);
  expect(failed.map(({ message }) => message)).toEqual(
    failures.map((words) => expect.stringContaining(words)),
  );
});
