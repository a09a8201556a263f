import { duplicates } from '../../src/stages/realitease/duplicates';
import { realiteaseInfo } from '../../src/workbook/tabs';
import { FakeContext, runStep, type RowGiven } from './fakeContext';

const BY_IMDB = '1984-01-01';
const BY_TMDB = '1984-08-19';

/** Two rows of one person: the first has more shows and stays. */
function merged(first: { day: string; from?: string }, second: { day: string; from?: string }) {
  const rowOf = ({ day, from }: typeof first, more: RowGiven['values']): RowGiven => ({
    values: { CastName: 'Ann Reed', CastTMDbID: '11', Birthday: day, ...more },
    ours: true,
    origins: from ? { Birthday: from } : {},
  });
  const stays = rowOf(first, {
    CastIMDbID: 'nm0000001',
    TotalShows: 2,
    Zodiac: first.day ? 'Capricorn' : '',
  });
  const goes = rowOf(second, { TotalShows: 1, Gender: 'F' });
  const context = new FakeContext({ rows: { RealiteaseInfo: [stays, goes] } });
  runStep(duplicates, context);
  const [row = {}, ...others] = context.valuesOf(realiteaseInfo);
  expect(others).toEqual([]);
  const asked = context.conflicts.map((note) => [note.kept, ...note.others.map(({ value }) => value)]);
  return [row['Birthday'], row['Zodiac'], row['Gender'], ...asked.flat()];
}

it.each([
  ['the more trusted one goes', { day: BY_IMDB, from: 'IMDb' }, { day: BY_TMDB, from: 'TMDb · also IMDb: none' }, [BY_TMDB, 'Leo', 'F', BY_TMDB, BY_IMDB]],
  ['the more trusted one stays', { day: BY_IMDB, from: 'IMDb' }, { day: BY_TMDB, from: 'Fandom (Ann Reed)' }, [BY_IMDB, 'Capricorn', 'F', BY_IMDB, BY_TMDB]],
  ['a person typed one', { day: BY_IMDB }, { day: BY_TMDB, from: 'TMDb' }, [BY_IMDB, 'Capricorn', 'F', BY_IMDB, BY_TMDB]],
  ['a person typed the one that goes', { day: BY_IMDB, from: 'TMDb' }, { day: BY_TMDB }, [BY_TMDB, 'Leo', 'F', BY_TMDB, BY_IMDB]],
  ['only the one that goes has any', { day: '' }, { day: BY_TMDB, from: 'Gemini' }, [BY_TMDB, 'Leo', 'F']],
  ['they agree', { day: BY_IMDB, from: 'IMDb' }, { day: BY_IMDB, from: 'TMDb' }, [BY_IMDB, 'Capricorn', 'F']],
])('birthdays of two rows that are merged: %s', (_, first, second, expected) =>
  expect(merged(first, second)).toEqual(expected)); // prettier-ignore
