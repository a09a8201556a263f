import { useBooks } from './book';

const { filled, open } = useBooks();

interface Listed {
  snapshots: { name: string; tab: string; at: string; rows: number }[];
}

describe('restore of a snapshot', () => {
  it('makes the tab what it was: values, rows and whose they are; unknown columns stay', async () => {
    let book = await open(filled());
    book.addColumn('FinalList', 'Mine');
    const list = book.rows('FinalList');
    const people = list.map((row) => row.IMDbCastID);
    book.type('FinalList', book.place('FinalList', (row) => row.IMDbCastID === people[1]), 'Mine', 'note of the second'); // prettier-ignore
    const before = book.data();
    // A run that takes the copy: one person leaves the list.
    const leaving = people[1] ?? '';
    book.delete(
      'RealiteaseInfo',
      book.place('RealiteaseInfo', (row) => row.CastIMDbID === leaving),
    );
    await book.run('final.build', { confirm: true });
    expect(book.rows('FinalList').map((row) => row.IMDbCastID)).not.toContain(leaving);
    // What a person did since.
    book.type('FinalList', 2, 'Name', 'Somebody Else');
    book.delete('FinalList', 4);
    const { snapshots } = await book.call<Listed>('listSnapshots');
    const copy = snapshots.find(({ tab }) => tab === 'FinalList');
    expect(copy).toMatchObject({ rows: list.length });
    const disordered = book.data();
    const report = await book.run('restore', {}, { snapshot: copy?.name });
    expect(report).toMatchObject({ state: 'done', step: 'restore' });
    const final = (lines: string[]) => lines.filter((line) => line.startsWith('FinalList'));
    expect(final(book.data())).toEqual(final(before));
    // Undone, it is what it was before: rows that came back go, though a person's note came with one.
    const changed = book.save();
    await book.run('undo');
    expect(final(book.data())).toEqual(final(disordered));
    const kept = await open(changed);
    const noted = kept.place('FinalList', (row) => row.IMDbCastID === leaving);
    expect(kept.rows('FinalList')[noted - 2]).toMatchObject({ Mine: 'note of the second' });
    kept.type('FinalList', noted, 'Mine', 'another note');
    await kept.run('undo');
    // On that one somebody has worked since.
    expect(kept.rows('FinalList')).toHaveLength(book.rows('FinalList').length + 1);
    expect(kept.rows('FinalList')).toContainEqual(expect.objectContaining({ IMDbCastID: leaving, Mine: 'another note' })); // prettier-ignore
    book = await open(changed);
    // The state before the restore was copied, too, and nothing of a copy got into the tab.
    const after = await book.call<Listed>('listSnapshots');
    expect(after.snapshots.filter(({ tab }) => tab === 'FinalList')).toHaveLength(2);
    expect(Object.keys(book.rows('FinalList')[0] ?? {})).not.toContain('_Provenance');
    // The row that came back is the add-on's again: it leaves again.
    await book.run('final.build', { confirm: true });
    expect(book.rows('FinalList').map((row) => row.IMDbCastID)).not.toContain(leaving);
  });

  it('keeps a person’s value theirs', async () => {
    const book = await open(filled());
    const row = book.place('RealiteaseInfo', ({ Birthday }) => Birthday !== '');
    const { CastIMDbID } = book.rows('RealiteaseInfo')[row - 2] ?? {};
    const where = () => book.place('RealiteaseInfo', (one) => one.CastIMDbID === CastIMDbID);
    book.type('RealiteaseInfo', row, 'Birthday', '1980-02-03');
    // An id that CastInfo knows: filling it in takes a copy first.
    const other = book.place(
      'RealiteaseInfo',
      (one) => one.CastIMDbID !== CastIMDbID && one.CastTMDbID !== '',
    );
    book.type('RealiteaseInfo', other, 'CastTMDbID', '');
    await book.run('realitease.people');
    const { snapshots } = await book.call<Listed>('listSnapshots');
    book.type('RealiteaseInfo', where(), 'Birthday', '1999-09-09');
    await book.run('restore', {}, { snapshot: snapshots.find(({ tab }) => tab === 'RealiteaseInfo')?.name });
    expect(book.rows('RealiteaseInfo').find((one) => one.CastIMDbID === CastIMDbID)?.Birthday).toBe(
      '1980-02-03',
    );
    await book.run('realitease', { force: true });
    expect(book.rows('RealiteaseInfo').find((one) => one.CastIMDbID === CastIMDbID)?.Birthday).toBe(
      '1980-02-03',
    );
  });

  it('says what is wrong with a name that is none, and changes nothing', async () => {
    const book = await open(filled());
    const before = book.data();
    const report = await book.run('restore', {}, { snapshot: 'Nothing snapshot' });
    expect(report).toMatchObject({
      state: 'failed',
      message: 'There is no snapshot "Nothing snapshot". Nothing was changed.',
    });
    expect(book.data()).toEqual(before);
  });
});
