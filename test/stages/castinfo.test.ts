/** Who is in the cast, with how many episodes and which seasons: each rule of stages.md §2 as a row of a table. */
import type { ImdbCredit, TmdbCastFact, TmdbShowFacts } from '../../src/services/facts';
import { imdbCredits } from '../../src/services/imdb';
import { tmdbShow } from '../../src/services/tmdb';
import type { Answer } from '../../src/services/types';
import { wikidataPersonByTmdb } from '../../src/services/wikidata';
import { appearances } from '../../src/stages/castinfo/appearances';
import { members } from '../../src/stages/castinfo/members';
import { prune } from '../../src/stages/castinfo/prune';
import { castInfo } from '../../src/workbook/tabs';
import { FakeContext, runStep, type FakeOptions, type RowGiven } from './fakeContext';

const SHOW = { Show: 'Alpha', IMDbSeriesID: 'tt0000001', TMDbSeriesID: '1' };
const ROW = { Name: 'Ann Reed', ShowName: 'Alpha', IMDbSeriesID: 'tt0000001', TMDbSeriesID: '1' };
const FAILED: Answer<never> = { kind: 'failed', error: 'IMDb: answered 500', retryAt: 0 };

const fact = (id: string, name: string, more: Partial<TmdbCastFact> = {}): TmdbCastFact => ({
  id,
  name,
  gender: 0,
  image: '',
  order: 0,
  episodes: 9,
  self: true,
  uncredited: false,
  seasons: [1],
  ...more,
});
const credit = (id: number, name: string, more: Partial<ImdbCredit> = {}): ImdbCredit => ({
  id: `nm000000${id}`,
  name,
  episodes: 9,
  credited: true,
  ...more,
});
const entry = (cast: TmdbCastFact[], more: Partial<TmdbShowFacts> = {}): TmdbShowFacts => ({
  id: '1',
  name: 'Alpha',
  originalName: '',
  firstAired: '2010-01-01',
  status: 'Returning Series',
  network: '',
  genres: [],
  reality: false,
  seasons: 3,
  episodes: 30,
  airDates: [],
  nextAirs: '',
  imdbId: 'tt0000001',
  tvdbId: '',
  wikidataId: '',
  cast,
  ...more,
});

interface Given {
  tmdb?: TmdbShowFacts | null;
  imdb?: ImdbCredit[] | null | Answer<never>;
  rows?: (RowGiven | RowGiven['values'])[];
  show?: Record<string, string | number>;
  options?: FakeOptions['options'];
}

function contextOf({
  tmdb = null,
  imdb = { kind: 'off' },
  rows = [],
  show = {},
  options = {},
}: Given): FakeContext {
  const context = new FakeContext({
    rows: { ShowInfo: [{ ...SHOW, ...show }], CastInfo: rows },
    settings: { IMDB: Array.isArray(imdb) || imdb === null || imdb.kind !== 'off' ? 'yes' : 'no' },
    options,
  });
  const said = Array.isArray(imdb) ? (imdb.length > 0 ? { credits: imdb } : null) : imdb;
  return context.answer(tmdbShow, '1', tmdb).answer(imdbCredits, 'tt0000001', said as never);
}

const names = (context: FakeContext) => context.valuesOf(castInfo).map((row) => String(row['Name']));
const row = (more: object, ours = true): RowGiven => ({ values: { ...ROW, ...more }, ours });

describe('who is added', () => {
  const at = (episodes: number, more: object = {}) => credit(1, 'Ann Reed', { episodes, ...more });
  it.each<[string, Given, number]>([
    ['blank: 4 episodes', { imdb: [at(4)] }, 1],
    ['blank: 3 are too few', { imdb: [at(3)] }, 0],
    ['Y: 2 episodes', { imdb: [at(2)], show: { OVERRIDE: 'y' } }, 1],
    ['Y: 1 is too few', { imdb: [at(1)], show: { OVERRIDE: 'Y' } }, 0],
    ['a number is that number', { imdb: [at(7)], show: { OVERRIDE: '7' } }, 1],
    ['one less is too few', { imdb: [at(6)], show: { OVERRIDE: '7' } }, 0],
    ['SKIP has no cast at all', { imdb: [at(99)], show: { OVERRIDE: 'skip' } }, 0],
    ['X Factor: 5 are too few', { imdb: [at(5)], show: { Show: 'The X Factor (US)' } }, 0],
    ['X Factor: 6 do', { imdb: [at(6)], show: { Show: 'The X Factor (US)' } }, 1],
    ['OVERRIDE comes before the rule by name', { imdb: [at(2)], show: { Show: 'X Factor', OVERRIDE: 'Y' } }, 1],
    ['uncredited does not count', { imdb: [at(9, { credited: false })] }, 0],
    ['a role that counts beside one that does not', { imdb: [at(9, { credited: false }), at(5)] }, 1],
    ['IMDb without a count: that of TMDb', { imdb: [at(0, { episodes: null })], tmdb: entry([fact('11', 'Ann Reed')]) }, 1],
    ['IMDb without a count, and TMDb too', { imdb: [at(0, { episodes: null })] }, 0],
    ['IMDb has no credits: TMDb decides', { imdb: [], tmdb: entry([fact('11', 'Ann Reed')]) }, 1],
    ['TMDb alone: as themselves', { tmdb: entry([fact('11', 'Ann Reed')]) }, 1],
    ['TMDb alone: in a part', { tmdb: entry([fact('11', 'Ann Reed', { self: false })]) }, 0],
    ['TMDb alone: any role of a reality show', { tmdb: entry([fact('11', 'Ann Reed', { self: false })], { reality: true }) }, 1],
    ['TMDb alone: uncredited', { tmdb: entry([fact('11', 'Ann Reed', { uncredited: true })]) }, 0],
    ['who is in one list only is added by what IMDb says', { imdb: [at(9)], tmdb: entry([fact('12', 'Bo Dee')]) }, 1],
  ])('%s', (_name, given, added) => {
    const context = contextOf(given);
    runStep(members, context);
    expect(names(context)).toHaveLength(added);
  }); // prettier-ignore

  it('takes the TMDb id from the name where it is the only one on both sides', () => {
    const context = contextOf({
      imdb: [credit(1, 'José Núñez'), credit(2, 'Ann Lee'), credit(3, 'Ann Lee')],
      tmdb: entry([fact('11', 'Jose Nunez'), fact('12', 'Ann Lee')]),
    });
    runStep(members, context);
    expect(context.valuesOf(castInfo).map((one) => one['TMDbCastID'])).toEqual(['11', '', '']);
  });

  it('takes the IMDb id from Wikidata while IMDb is off, and none that two people would have', () => {
    const people = ['11', '12', '13'].map((id) => fact(id, `Person ${id}`));
    const context = contextOf({ tmdb: entry(people) });
    const item = (imdbId: string, ambiguous = false) => ({ wikidataId: 'Q1', imdbId, tmdbId: '', name: '', gender: '' as const, birthday: '', birthYear: 0, otherBirthdays: [], ambiguous }); // prettier-ignore
    context.answer(wikidataPersonByTmdb, '11', item('nm0000011'));
    context.answer(wikidataPersonByTmdb, '12', item('nm0000012')).answer(wikidataPersonByTmdb, '13', item('nm0000012')); // prettier-ignore
    runStep(members, context);
    expect(context.valuesOf(castInfo).map((one) => one['IMDbCastID'])).toEqual(['nm0000011', '', '']);
  });
});

describe('rows that stand already', () => {
  const ANN = { IMDbCastID: 'nm0000009', TMDbCastID: '' };
  const BO = credit(2, 'Bo Dee');
  it.each<[string, Given, { left: string[]; conflicts?: string[] }]>([
    ['another id, one credit of the name: corrected', { imdb: [credit(1, 'Ann Reed')], rows: [row(ANN)] }, { left: ['nm0000001'] }],
    ['a person’s row is corrected, too', { imdb: [credit(1, 'Ann Reed')], rows: [row(ANN, false)] }, { left: ['nm0000001'] }],
    ['several credits of the name: asked', { imdb: [credit(1, 'Ann Reed'), credit(3, 'Ann Reed')], rows: [row(ANN)] }, { left: ['nm0000009', 'nm0000001', 'nm0000003'], conflicts: ['IMDbCastID'] }],
    ['no credit of the name: the add-on’s row goes', { imdb: [BO], rows: [row(ANN)] }, { left: ['nm0000002'] }],
    ['no credit of the name: a person’s row is asked about', { imdb: [BO], rows: [row(ANN, false)] }, { left: ['nm0000009', 'nm0000002'], conflicts: ['Name'] }],
    ['0 episodes: the add-on’s row goes', { imdb: [credit(9, 'Ann Reed', { episodes: 0 })], rows: [row(ANN)] }, { left: [] }],
    ['0 episodes: a person’s row is asked about', { imdb: [credit(9, 'Ann Reed', { episodes: 0 })], rows: [row(ANN, false)] }, { left: ['nm0000009'], conflicts: ['Name'] }],
    ['fewer than would be added: it stays', { imdb: [credit(9, 'Ann Reed', { episodes: 1 })], rows: [row(ANN)] }, { left: ['nm0000009'] }],
    ['a part of the rows: nothing goes', { imdb: [BO], rows: [row(ANN)], options: { limit: 1 } }, { left: ['nm0000009', 'nm0000002'] }],
    ['IMDb fails: nothing happens', { imdb: FAILED, tmdb: entry([fact('12', 'Bo Dee')]), rows: [row(ANN)] }, { left: ['nm0000009'] }],
    ['IMDb has no credits: nothing goes', { imdb: [], tmdb: entry([fact('12', 'Bo Dee')]), rows: [row(ANN)] }, { left: ['nm0000009', ''] }],
    ['TMDb’s silence about an IMDb id is none', { tmdb: entry([fact('12', 'Bo Dee')]), rows: [row({ IMDbCastID: 'nm0000009', TMDbCastID: '11' })] }, { left: ['nm0000009', ''] }],
    ['TMDb’s silence about its own id counts', { tmdb: entry([fact('12', 'Bo Dee')]), rows: [row({ TMDbCastID: '11' })] }, { left: [''] }],
    ['a TMDb cast that is empty says nothing', { tmdb: entry([]), rows: [row({ TMDbCastID: '11' })] }, { left: [''] }],
    ['the name under another TMDb id: asked, not added beside it', { tmdb: entry([fact('12', 'Ann Reed')]), rows: [row({ TMDbCastID: '11' })] }, { left: [''], conflicts: ['TMDbCastID'] }],
    ['the two ids find two rows: asked', { imdb: [credit(1, 'Ann Reed')], tmdb: entry([fact('11', 'Ann Reed')]), rows: [row({ IMDbCastID: 'nm0000001' }), row({ TMDbCastID: '11' })] }, { left: ['nm0000001', ''], conflicts: ['Name'] }],
    ['the other id differs: asked', { imdb: [credit(1, 'Ann Reed')], tmdb: entry([fact('11', 'Ann Reed')]), rows: [row({ IMDbCastID: 'nm0000001', TMDbCastID: '77' })] }, { left: ['nm0000001'], conflicts: ['TMDbCastID'] }],
  ])('%s', (_name, given, { left, conflicts = [] }) => {
    const context = contextOf(given);
    runStep(members, context);
    expect(context.valuesOf(castInfo).map((one) => one['IMDbCastID'])).toEqual(left);
    expect(context.conflicts.map(({ column }) => column)).toEqual(conflicts);
  }); // prettier-ignore

  it('fills in the id that a row lacks', () => {
    const context = contextOf({
      imdb: [credit(1, 'Ann Reed')],
      tmdb: entry([fact('11', 'Ann Reed')]),
      rows: [row({ TMDbCastID: '11' }, false)],
    });
    runStep(members, context);
    expect(context.valuesOf(castInfo)).toEqual([expect.objectContaining({ IMDbCastID: 'nm0000001', TMDbCastID: '11' })]); // prettier-ignore
  });

  it('fills in none by the name where TMDb has two of the name, of whom one has no row', () => {
    const context = contextOf({
      imdb: [credit(1, 'Ann Reed')],
      tmdb: entry([fact('11', 'Ann Reed'), fact('12', 'Ann Reed')]),
      rows: [row({ TMDbCastID: '11' }, false)],
    });
    runStep(members, context);
    expect(context.valuesOf(castInfo).map((one) => [one['IMDbCastID'], one['TMDbCastID']])).toEqual([['', '11'], ['nm0000001', '']]); // prettier-ignore
  });
});

describe('while IMDb does not answer', () => {
  const CREDITS = { credits: [credit(1, 'Ann Reed', { episodes: 7 })] };
  const TMDB = entry([fact('11', 'Ann Reed', { seasons: [1, 2] }), fact('12', 'Bo Dee')]);

  it('its last word stands: TMDb adds nobody, seasons go on, nothing goes, and the show stays due', () => {
    const rows = [row({ IMDbCastID: 'nm0000001', TMDbCastID: '11' }), row({ Name: 'Old One', IMDbCastID: 'nm0000009' })]; // prettier-ignore
    const context = contextOf({ imdb: FAILED, tmdb: TMDB, rows });
    context.keep(imdbCredits, 'tt0000001', CREDITS, context.now - 9 * 86_400_000);
    const ran = runStep(members, context);
    runStep(appearances, context);
    expect(ran.failed).toEqual([{ key: 'tmdb:1', message: 'IMDb: answered 500' }]);
    expect(names(context)).toEqual(['Ann Reed', 'Old One']);
    expect(context.valuesOf(castInfo)[0]).toMatchObject({ TotalEpisodes: 7, TotalSeasons: '1, 2' });
    expect(context.due(tmdbShow, '1', 'members')).toBe(true);
    expect(context.due(imdbCredits, 'tt0000001', 'members')).toBe(true);
  });

  it('its last word stands also where it is as good as off', () => {
    const context = contextOf({ imdb: [], tmdb: TMDB });
    context.keep(imdbCredits, 'tt0000001', CREDITS).answer(imdbCredits, 'tt0000001', { kind: 'off' });
    runStep(members, context);
    expect(names(context)).toEqual(['Ann Reed']);
  });

  it('a show of which it never said anything waits, until it is as good as off: then TMDb decides', () => {
    const waits = contextOf({ imdb: FAILED, tmdb: TMDB });
    runStep(members, waits);
    expect(names(waits)).toEqual([]);
    const off = contextOf({ imdb: [], tmdb: TMDB });
    off.answer(imdbCredits, 'tt0000001', { kind: 'off' });
    runStep(members, off);
    expect(names(off)).toEqual(['Ann Reed', 'Bo Dee']);
    off.answer(imdbCredits, 'tt0000001', CREDITS);
    off.later(1);
    runStep(members, off);
    runStep(appearances, off);
    expect(context_(off)).toEqual([['Ann Reed', 'nm0000001', '11', 7]]);
    off.later(8);
    off.answer(imdbCredits, 'tt0000001', FAILED);
    runStep(members, off);
    expect(names(off)).toEqual(['Ann Reed']);
  });

  it('a show that alone fails again and again is TMDb’s to decide, until IMDb says something of it', () => {
    const failing = (attempts: number): Answer<never> => ({ ...FAILED, attempts }) as Answer<never>;
    const context = contextOf({ imdb: failing(3), tmdb: TMDB });
    runStep(members, context);
    expect(names(context)).toEqual([]);
    context.answer(imdbCredits, 'tt0000001', failing(4));
    const ran = runStep(members, context);
    runStep(appearances, context);
    expect(ran.failed).toEqual([{ key: 'tmdb:1', message: 'IMDb: answered 500' }]);
    expect(context_(context)).toEqual([
      ['Ann Reed', '', '11', 9],
      ['Bo Dee', '', '12', 9],
    ]);
    expect(context.due(imdbCredits, 'tt0000001', 'members')).toBe(true);
    context.answer(imdbCredits, 'tt0000001', CREDITS);
    context.later(1);
    runStep(members, context);
    runStep(appearances, context);
    expect(context_(context)).toEqual([['Ann Reed', 'nm0000001', '11', 7]]);
  });

  const context_ = (context: FakeContext) =>
    context.valuesOf(castInfo).map((one) => [one['Name'], one['IMDbCastID'], one['TMDbCastID'], one['TotalEpisodes']]); // prettier-ignore
});

describe('episodes and seasons', () => {
  const ANN = { IMDbCastID: 'nm0000001', TMDbCastID: '11' };
  const NM = { IMDbCastID: 'nm0000001', TMDbCastID: '' };
  const CREDITS = [credit(1, 'Ann Reed', { episodes: 7 })];
  it.each<[string, Given, [unknown, unknown]]>([
    ['IMDb’s count, TMDb’s seasons', { imdb: CREDITS, tmdb: entry([fact('11', 'Ann Reed', { seasons: [5, 1, 2] })]), rows: [row(ANN)] }, [7, '1, 2, 5']],
    ['TMDb’s count where IMDb says none', { imdb: [credit(1, 'Ann Reed', { episodes: null })], tmdb: entry([fact('11', 'Ann Reed')]), rows: [row(ANN)] }, [9, '1']],
    ['IMDb is off', { tmdb: entry([fact('11', 'Ann Reed')]), rows: [row(ANN)] }, [9, '1']],
    ['not in TMDb’s cast', { imdb: CREDITS, tmdb: entry([]), rows: [row(ANN)] }, [7, '**']],
    ['in neither', { imdb: [credit(2, 'Bo Dee')], tmdb: entry([]), rows: [row({ TMDbCastID: '11' }, false)] }, ['**', '**']],
    ['IMDb is off, and the row has its id only: who knows', { tmdb: entry([fact('12', 'Bo')]), rows: [row(NM)] }, ['', '**']],
    ['no TMDb entry: seasons stay unknown', { imdb: CREDITS, tmdb: null, rows: [row(NM)] }, [7, '']],
    ['no season stated', { tmdb: entry([fact('11', 'Ann Reed', { seasons: [] })]), rows: [row(ANN)] }, [9, '**']],
    ['IMDb fails: nothing is marked', { imdb: FAILED, tmdb: entry([]), rows: [row(ANN)] }, ['', '']],
    ['refreshed: the columns are the add-on’s', { imdb: CREDITS, tmdb: entry([fact('11', 'Ann Reed')]), rows: [row({ ...ANN, TotalEpisodes: 3, TotalSeasons: '9' }, false)] }, [7, '1']],
  ])('%s', (_name, given, expected) => {
    const context = contextOf(given);
    runStep(appearances, context);
    const [first] = context.valuesOf(castInfo);
    expect([first?.['TotalEpisodes'], first?.['TotalSeasons']]).toEqual(expected);
  }); // prettier-ignore

  it('follows a show that was renamed', () => {
    const context = contextOf({
      tmdb: entry([fact('11', 'Ann Reed')]),
      rows: [row({ ...ANN, ShowName: 'Old name' })],
    });
    runStep(appearances, context);
    expect(context.valuesOf(castInfo)[0]).toMatchObject({ ShowName: 'Alpha' });
  });
});

describe('the cast of a show that is marked SKIP', () => {
  const rows = () => [row({ IMDbCastID: 'nm0000001' }), row({ IMDbCastID: 'nm0000002' }, false)];
  it.each<[string, FakeOptions['options'], string[]]>([
    ['goes, but for a person’s rows', {}, ['nm0000002']],
    ['stays in a part of the rows', { startRow: 2 }, ['nm0000001', 'nm0000002']],
  ])('%s', (_name, options, left) => {
    const context = contextOf({ rows: rows(), show: { OVERRIDE: 'SKIP' }, ...(options && { options }) });
    runStep(prune, context);
    expect(context.valuesOf(castInfo).map((one) => one['IMDbCastID'])).toEqual(left);
  });
});
