import { useBooks } from './book';

const { filled, open } = useBooks();

describe('what a person types', () => {
  it.each([
    // Filled when blank: a person's value stays, whatever the sources say.
    ['fill', 'ShowInfo', 'Network', 'My Network', 'showinfo', 'My Network'],
    ['fill', 'RealiteaseInfo', 'Birthday', '1980-02-03', 'realitease', '1980-02-03'],
    // A person's column: never written.
    ['manual', 'RealiteaseInfo', 'Notes', 'mine', 'realitease', 'mine'],
    ['manual', 'FinalList', 'CorrectDate', '2026-01-01', 'final', '2026-01-01'],
    // Owned by the add-on, but for what a person edited.
    ['own, edits kept', 'WWHLinfo', 'GuestNames', 'Only Me', 'wwhl', 'Only Me'],
    // Owned by the add-on: refreshed.
    ['own', 'ShowInfo', 'ShowTotalEpisodes', '1', 'showinfo', null],
    ['own', 'RealiteaseInfo', 'TotalShows', '77', 'realitease', null],
  ] as const)('%s: %s %s', async (_, tab, column, typed, stage, kept) => {
    const book = await open(filled());
    const row = book.place(
      tab,
      (one) => (one[column] ?? '') !== '' || column === 'Notes' || column === 'CorrectDate',
    );
    const before = book.rows(tab)[row - 2]?.[column];
    book.type(tab, row, column, typed);
    await book.run(stage, { incremental: false });
    expect(book.rows(tab)[row - 2]?.[column]).toBe(kept ?? before);
    book.select(tab, row, column);
    const { text } = await book.call<{ text: string }>('cellInfo');
    if (kept === null) expect(text).not.toContain('typed by a person');
    else expect(text).toBe(`${typed} · typed by a person, and kept`);
  });

  it('where a value comes from is told in one sentence', async () => {
    const book = await open(filled());
    const row = book.place('RealiteaseInfo', ({ Birthday }) => Birthday !== '');
    book.select('RealiteaseInfo', row, 'Birthday');
    const { text, value } = await book.call<{ text: string; value: string }>('cellInfo');
    expect(text).toMatch(new RegExp(`^${value} · [A-Z].+ · fetched 2026-11-24( · also .+: .+)?$`));
    book.select('RealiteaseInfo', 1, 'Birthday');
    expect(await book.call('cellInfo')).toBeNull();
  });

  it('and every run is told: what, by whom, how, and how it ended', async () => {
    const book = await open(filled());
    await book.run('showinfo.lists', { limit: 5, force: true });
    const lines = book.rows('Run Log').map((row) => row.Message);
    expect(lines).toContain('"showinfo.lists" was started by a person; options: limit 5, force.');
    expect(lines).toContain('Result: done; added 0, updated 0, removed 0, conflicts 0, failed 0.');
  });
});
