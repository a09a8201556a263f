import { imdbName } from '../../src/services/imdb';
import { tmdbPerson } from '../../src/services/tmdb';
import { bio } from '../../src/stages/realitease/bio';
import { enrich } from '../../src/stages/final/enrich';
import { finalList, realiteaseInfo } from '../../src/workbook/tabs';
import { FakeContext, runStep } from './fakeContext';

const ID = 'nm0000001';

test('what IMDb tells after realitease.bio had to wait for it is still to be used there', () => {
  const context = new FakeContext({
    settings: { IMDB: 'on' },
    rows: {
      RealiteaseInfo: [{ CastName: 'Ann Reed', CastIMDbID: ID, CastTMDbID: '11' }],
      FinalList: [{ Name: 'Ann Reed', IMDbCastID: ID, TMDbCastID: '11' }],
    },
  });
  context.answer(imdbName, ID, { kind: 'parked', until: context.now + 1, reason: 'the quota' });
  runStep(bio, context);
  expect(context.valuesOf(realiteaseInfo)[0]).toMatchObject({ Birthday: '' });

  context.answer(imdbName, ID, {
    name: 'Ann Reed',
    alternativeNames: ['Annie Reed'],
    birthday: '1984-05-01',
    birthYear: 1984,
    image: '',
  });
  runStep(enrich, context);
  expect(context.valuesOf(finalList)[0]).toMatchObject({ AlternativeNames: 'Annie Reed' });
  expect([context.due(imdbName, ID), context.due(tmdbPerson, '11')]).toEqual([true, false]);

  runStep(bio, context);
  expect(context.valuesOf(realiteaseInfo)[0]).toMatchObject({ Birthday: '1984-05-01' });
});
