import { useBooks } from './book';

const { filled, open } = useBooks();

interface Result {
  total: number;
  byTab: { tab: string; added: number; changed: number; removed: number }[];
  lines: { tab: string; key: string; column: string; old: string; next: string; what: string }[];
  rest: { tab: string; key: string; column: string; why: string }[];
}

describe('apply of a dry run', () => {
  it('writes exactly what was listed: the same tabs as a real run', async () => {
    const real = await open(filled());
    const book = await open();
    await book.run('all', { dryRun: true });
    expect(book.host.workbook.sheets.map(({ name }) => name)).not.toContain('ShowInfo');
    const result = await book.call<Result>('dryRunResult', { limit: 5 });
    expect(result.lines).toHaveLength(5);
    expect(result.byTab.find(({ tab }) => tab === 'ShowInfo')).toMatchObject({
      added: real.rows('ShowInfo').length,
    });
    const report = await book.run('apply');
    expect(report).toMatchObject({ state: 'done', step: 'apply' });
    expect(book.data()).toEqual(real.data());
    expect((await book.call<Result>('dryRunResult')).rest).toEqual([]);
    // Applied twice, it changes nothing.
    await book.run('apply');
    expect(book.data()).toEqual(real.data());
  });

  it('leaves out what does not stand any more, and says why', async () => {
    const book = await open(filled());
    const names = book.rows('ShowInfo').map((row) => row.Show);
    for (const row of [2, 3, 4]) book.type('ShowInfo', row, 'ShowTotalEpisodes', 1);
    await book.run('showinfo', { dryRun: true, force: true });
    expect(
      book
        .rows('ShowInfo')
        .slice(0, 3)
        .map((row) => row.ShowTotalEpisodes),
    ).toEqual(['1', '1', '1']);
    book.type('ShowInfo', 2, 'ShowTotalEpisodes', 99);
    book.delete('ShowInfo', 3);
    const expected = filled().workbook.sheets.find(({ name }) => name === 'ShowInfo');
    expect(expected).toBeDefined();
    await book.run('apply');
    const { rest } = await book.call<Result>('dryRunResult');
    expect(rest.map(({ column, why }) => [column, why])).toEqual([
      ['ShowTotalEpisodes', 'The cell holds "99" now.'],
      ['ShowTotalEpisodes', 'The row is gone.'],
    ]);
    const rows = book.rows('ShowInfo');
    expect(rows.map((row) => row.Show)).toEqual(names.filter((_, i) => i !== 1));
    expect(rows[0]?.ShowTotalEpisodes).toBe('99');
    expect(rows[1]?.ShowTotalEpisodes).not.toBe('1');
  });

  it('has no dry run of its own', async () => {
    const book = await open(filled());
    await expect(book.run('apply', { dryRun: true })).rejects.toThrow('has no dry run');
  });
});

describe('share limits', () => {
  it('stops before the batch that would replace too much, keeps what is done, and goes on with confirm', async () => {
    const book = await open(filled());
    const before = book.data();
    for (let row = 2; row < 2 + book.rows('ShowInfo').length; row++)
      for (const [column, value] of [
        ['ShowTotalSeasons', 99],
        ['ShowTotalEpisodes', 1],
        ['Most Recent Episode', '2001-01-01'],
        ['Genres', 'Cooking'],
      ] as const)
        // prettier-ignore
        book.type('ShowInfo', row, column, value);
    const typed = book.data();
    const report = await book.run('showinfo', { force: true });
    expect(report.state).toBe('confirm');
    expect(report.message).toMatch(/^ShowInfo: \d+ of \d+ values would be replaced, more than 20 %\. Nothing was changed\. If that is right, allow it/); // prettier-ignore
    expect(book.data()).toEqual(typed);
    expect((await book.run('showinfo', { force: true, confirm: true })).state).toBe('done');
    expect(book.data()).toEqual(before);
  });

  it('counts rows that go, not rows that come and blanks that are filled', async () => {
    const book = await open(filled());
    book.host.workbook.sheets.splice(
      book.host.workbook.sheets.findIndex(({ name }) => name === 'FinalList'),
      1,
    );
    expect((await book.run('final')).state).toBe('done');
    const many = [...new Set(book.rows('CastInfo').map((row) => row.ShowName))].slice(0, 2);
    for (const show of many)
      book.type(
        'ShowInfo',
        book.place('ShowInfo', (row) => row.Show === show),
        'OVERRIDE',
        'SKIP',
      );
    const rows = book.rows('CastInfo').length;
    const report = await book.run('castinfo.prune');
    expect(report.state).toBe('confirm');
    expect(report.message).toMatch(/^CastInfo: \d+ of \d+ rows would be removed, more than 20 %/);
    expect(book.rows('CastInfo')).toHaveLength(rows);
    expect((await book.run('castinfo.prune', { confirm: true })).state).toBe('done');
    expect(book.rows('CastInfo').some((row) => many.includes(row.ShowName))).toBe(false);
  });
});
