/** A person who changes columns while a run is at work. */
import { useBooks, type Book, type Row } from './book';

const { filled, open } = useBooks();
const SHARES = [0.15, 0.35, 0.5, 0.65, 0.85];

const without = (rows: readonly Row[], header: string): string[] =>
  rows
    .map((row) => JSON.stringify(Object.entries(row).filter(([name]) => name !== header && name !== '')))
    .sort();

/** Casts are filled from nothing; `act` comes before the call of this number. */
async function castsWith(act?: { at: number; do(book: Book): void }): Promise<{ book: Book; calls: number }> {
  let calls = 0;
  const opened: { book?: Book } = {};
  const book = await open(filled(), {
    beforeCall: () => {
      calls += 1;
      if (calls === act?.at && opened.book) act.do(opened.book);
      return undefined;
    },
  });
  for (let row = book.rows('CastInfo').length + 1; row > 1; row--) book.delete('CastInfo', row);
  opened.book = book;
  calls = 0;
  const report = await book.run('castinfo', { confirm: true, force: true });
  expect(report.state).toBe('done');
  return { book, calls };
}

test('a column that is renamed stays as it is, and one of its name is made anew', async () => {
  const { book: calm, calls } = await castsWith();
  const expected = calm.rows('CastInfo');
  expect(expected.length).toBeGreaterThan(10);
  for (const share of SHARES) {
    const { book } = await castsWith({
      at: Math.round(calls * share),
      do: (now) => now.type('CastInfo', 1, 'TotalSeasons', 'My seasons'),
    });
    const rows = book.rows('CastInfo');
    expect(rows.every((row) => 'TotalSeasons' in row && 'My seasons' in row)).toBe(true);
    expect(without(rows, 'My seasons')).toEqual(without(expected, 'My seasons'));
    // What was on its way at that moment belongs to the same row.
    for (const row of rows) expect(['', row['TotalSeasons']]).toContain(row['My seasons']);
  }
});
