import { useBooks } from './book';

const { filled, open } = useBooks();

interface Undo {
  runId: string;
  step: string;
  added: number;
  updated: number;
  removed: number;
}

describe('undo of the last run', () => {
  it('takes back all that it added; the next run does it again', async () => {
    const book = await open(filled());
    const before = book.data();
    expect(await book.call<Undo>('undoInfo')).toMatchObject({ step: 'all', removed: 0 });
    const report = await book.run('undo');
    expect(report).toMatchObject({ state: 'done', step: 'undo' });
    expect(book.data()).toEqual([]);
    expect(await book.call('undoInfo')).toBeNull();
    await book.run('all');
    expect(book.data()).toEqual(before);
  });

  it('gives changed cells back what they held, and leaves alone what a person changed since', async () => {
    const book = await open(filled());
    const before = book.data();
    const rows = book.rows('ShowInfo').map((_, i) => i + 2);
    // Three shows with wrong figures, which the run puts right.
    for (const row of rows.slice(0, 3)) book.type('ShowInfo', row, 'ShowTotalEpisodes', 1);
    await book.run('showinfo', { force: true });
    expect(book.data()).toEqual(before);
    book.type('ShowInfo', rows[0] ?? 0, 'ShowTotalEpisodes', 77);
    await book.run('undo');
    expect(book.rows('ShowInfo').slice(0, 4).map((row) => row.ShowTotalEpisodes)).toEqual(['77', '1', '1', book.rows('ShowInfo')[3]?.ShowTotalEpisodes]); // prettier-ignore
  });

  it('keeps added rows on which a person has worked, in a column of theirs too', async () => {
    const book = await open();
    await book.run('showinfo');
    const [first, second, third] = book.rows('ShowInfo');
    book.type('ShowInfo', 2, 'OVERRIDE', 'Y');
    book.addColumn('ShowInfo', 'Mine');
    book.type('ShowInfo', 4, 'Mine', 'a note');
    await book.run('undo');
    expect(second).toBeDefined();
    expect(book.rows('ShowInfo').map((row) => row.Show)).toEqual([first?.Show, third?.Show]);
  });

  it('puts back rows that the run removed, with their values, origins and unknown columns', async () => {
    const book = await open(filled());
    const show = book.rows('ShowInfo')[0]?.Show ?? '';
    book.addColumn('CastInfo', 'Mine');
    const noted = book.place('CastInfo', (row) => row.ShowName === show);
    book.type('CastInfo', noted, 'Mine', 'my note');
    // Sheets makes a day of it.
    book.type('CastInfo', noted + 1, 'Mine', '5/1/2026');
    expect(book.rows('CastInfo')[noted - 1]).toMatchObject({
      ShowName: show,
      Mine: expect.stringMatching(/^Fri May 01 2026/) as unknown,
    });
    const before = book.data();
    const origins = book.rows('_Provenance').length;
    book.type(
      'ShowInfo',
      book.place('ShowInfo', (row) => row.Show === show),
      'OVERRIDE',
      'SKIP',
    );
    await book.run('castinfo.prune', { confirm: true });
    expect(book.rows('CastInfo').filter((row) => row.ShowName === show)).toEqual([]);
    expect(origins).toBeGreaterThan(0);
    await book.run('undo');
    book.type(
      'ShowInfo',
      book.place('ShowInfo', (row) => row.Show === show),
      'OVERRIDE',
      '',
    );
    expect(book.data()).toEqual(before);
    // The rows are the add-on's again: another prune may remove them.
    book.type(
      'ShowInfo',
      book.place('ShowInfo', (row) => row.Show === show),
      'OVERRIDE',
      'SKIP',
    );
    await book.run('castinfo.prune', { confirm: true });
    expect(book.rows('CastInfo').filter((row) => row.ShowName === show)).toEqual([]);
  });

  it('asks again what the run had decided', async () => {
    const book = await open(filled());
    const row = book.rows('RealiteaseInfo').find(({ Birthday, CastIMDbID }) => Birthday && CastIMDbID);
    const at = () => book.place('RealiteaseInfo', ({ CastIMDbID }) => CastIMDbID === row?.CastIMDbID);
    const question = () =>
      book.rows('Conflicts').find(({ Key, Column }) => Key === row?.CastIMDbID && Column === 'Birthday');
    book.type('RealiteaseInfo', at(), 'Birthday', '1980-02-03');
    await book.run('realitease.bio', { force: true });
    const place = book.place('Conflicts', ({ Key }) => Key === row?.CastIMDbID);
    book.type('Conflicts', place, 'Decision', `take ${row?.Birthday ?? ''}`);
    await book.run('decide');
    expect(question()).toMatchObject({ Status: 'decided' });
    expect(await book.call('undoInfo')).toMatchObject({ step: 'decide', decided: 1 });
    await book.run('undo');
    expect(book.rows('RealiteaseInfo')[at() - 2]?.Birthday).toBe('1980-02-03');
    expect(question()).toMatchObject({ Status: 'open', Decision: '' });
    // Nothing is carried out a second time.
    await book.run('showinfo.lists');
    expect(question()).toMatchObject({ Status: 'open' });
  });
});
