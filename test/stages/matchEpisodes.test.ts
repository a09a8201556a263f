import { matchEpisodes, type EpisodeNumbers } from '../../src/stages/wwhl/matchEpisodes';
import type { ImdbEpisode } from '../../src/services/facts';

/** Mondays to Thursdays of two weeks. */
const DAYS = [1, 2, 3, 4, 8, 9, 10, 11].map((day) => `2020-06-${String(day).padStart(2, '0')}`);
const after = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

const rows = DAYS.map((airDate, i): EpisodeNumbers => ({ handle: i + 1, id: String(i), season: 1, episode: i + 1, airDate })); // prettier-ignore
const imdb = (of: (i: number) => { episode: number | null; airDate: string }, count = DAYS.length) =>
  Array.from({ length: count }, (_, i): ImdbEpisode => ({
    id: `tt000000${i + 1}`,
    season: 1,
    title: '',
    ...of(i),
  }));

/** IMDb's id for each row, by its last digit. */
const matched = (given: readonly EpisodeNumbers[], episodes: readonly ImdbEpisode[]) => {
  const found = matchEpisodes(given, episodes);
  return given.map(({ handle }) => found.get(handle)?.id.slice(-1) ?? '-').join('');
};

describe("IMDb's episodes and TMDb's", () => {
  it.each([
    ['agree', imdb((i) => ({ episode: i + 1, airDate: DAYS[i] ?? '' })), '12345678'],
    [
      'are dated a day later throughout',
      imdb((i) => ({ episode: i + 1, airDate: after(DAYS[i] ?? '') })),
      '12345678',
    ],
    [
      'are numbered one higher throughout',
      imdb((i) => ({ episode: i + 2, airDate: DAYS[i] ?? '' })),
      '12345678',
    ],
    ['have no dates', imdb((i) => ({ episode: i + 1, airDate: '' })), '12345678'],
    ['have no numbers', imdb((i) => ({ episode: null, airDate: DAYS[i] ?? '' })), '12345678'],
    ['are fewer', imdb((i) => ({ episode: i + 1, airDate: DAYS[i] ?? '' }), 3), '123-----'],
    ['are far apart', imdb((i) => ({ episode: i + 1, airDate: '2019-01-01' })), '--------'],
  ])('%s', (_name, episodes, expected) => expect(matched(rows, episodes)).toBe(expected));

  it('an id that stands counts before all else', () => {
    const own = rows.map((row) => (row.handle === 1 ? { ...row, id: 'tt0000002' } : row));
    expect(
      matched(
        own,
        imdb((i) => ({ episode: i + 1, airDate: DAYS[i] ?? '' })),
      ).startsWith('2'),
    ).toBe(true);
  });
});
