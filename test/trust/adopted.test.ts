/** A workbook that the old scripts filled: whose its rows are is the person's word (ADOPT_EXISTING_ROWS). */
import { emptyState } from '../../local/host';
import { useBooks, type Book, type Row, type Saved } from './book';

const { filled, open } = useBooks();
const TABS = ['ShowInfo', 'CastInfo', 'RealiteaseInfo', 'WWHLinfo', 'FinalList'];
const GONE = 'nm7777777';

/** The tabs of a filled workbook and nothing that the add-on knows of them, with somebody who is in no cast. */
async function old(): Promise<Book> {
  const { workbook } = structuredClone(filled());
  workbook.sheets = workbook.sheets.filter(({ name }) => TABS.includes(name));
  const saved: Saved = { workbook, state: emptyState() };
  const book = await open(saved);
  await book.settle();
  const [show] = book.rows('CastInfo').filter(({ IMDbSeriesID }) => IMDbSeriesID !== '');
  const { ShowName, IMDbSeriesID, TMDbSeriesID } = show ?? {};
  add(book, 'CastInfo', { Name: 'Old Hand', IMDbCastID: GONE, ShowName, IMDbSeriesID, TMDbSeriesID });
  add(book, 'FinalList', { Name: 'Old Hand', IMDbCastID: GONE });
  return book;
}

function add(book: Book, tab: string, row: Record<string, string | undefined>): void {
  const place = book.rows(tab).length + 2;
  for (const [column, value] of Object.entries(row)) book.type(tab, place, column, value ?? '');
}

const has = (book: Book, tab: string): boolean =>
  book.rows(tab).some(({ IMDbCastID }) => IMDbCastID === GONE);
const others = (book: Book): string[] => book.data().filter((line) => !line.includes(GONE));
const questions = (book: Book): Row[] =>
  book.rows('Conflicts').filter(({ Key, Status }) => Key?.includes(GONE) && Status === 'open');

interface Listed {
  lines: { tab: string; key: string; what: string }[];
}

describe('rows that were there before the add-on', () => {
  it('are nobody’s to remove but the person’s, unless the person says otherwise', async () => {
    const book = await old();
    const before = others(book);
    expect(await book.run('all')).toMatchObject({ state: 'done' });
    expect(has(book, 'CastInfo') && has(book, 'FinalList')).toBe(true);
    expect(questions(book).map(({ Tab, Question }) => [Tab, Question])).toEqual([
      ['CastInfo', 'Should this row stay?'],
    ]);
    expect(book.rows('Quality').map(({ Problem }) => Problem)).toContain('Old Hand no longer qualifies');
    // All else stands as the sources say, as before.
    expect(others(book)).toEqual(before);
  });

  it('are kept up and removed like the add-on’s own once the person says so; a dry run shows it', async () => {
    const book = await old();
    const before = others(book);
    await book.set({ ADOPT_EXISTING_ROWS: 'on' });
    expect(await book.run('all', { dryRun: true })).toMatchObject({ state: 'done' });
    expect(has(book, 'CastInfo') && has(book, 'FinalList')).toBe(true);
    const { lines } = await book.call<Listed>('dryRunResult', { offset: 0, limit: 500 });
    const removed = new Set(lines.flatMap(({ tab, what }) => (what === 'remove' ? [tab] : [])));
    expect([...removed].sort()).toEqual(['CastInfo', 'FinalList']);

    expect(await book.run('all')).toMatchObject({ state: 'done' });
    expect(has(book, 'CastInfo') || has(book, 'FinalList')).toBe(false);
    expect(book.host.workbook.sheets.map(({ name }) => name)).not.toContain('Conflicts');
    expect(others(book)).toEqual(before);
    const { snapshots } = await book.call<{ snapshots: { tab: string }[] }>('listSnapshots');
    expect(snapshots.map(({ tab }) => tab)).toEqual(expect.arrayContaining(['CastInfo', 'FinalList']));

    // What a person puts in afterwards is theirs.
    add(book, 'FinalList', { Name: 'New Hand', IMDbCastID: GONE });
    await book.run('final');
    expect(has(book, 'FinalList')).toBe(true);
  });
});
