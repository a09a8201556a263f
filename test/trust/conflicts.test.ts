import { useBooks, type Book, type Row } from './book';

const { filled, open } = useBooks();

interface Listed {
  open: number;
  conflicts: {
    id: string;
    tab: string;
    key: string;
    column: string;
    choices: string[];
    others: { value: string }[];
  }[];
}

/** Writes an answer into the dropdown of the question that fits. */
function answer(book: Book, fits: (row: Row) => boolean, text: string): void {
  book.type('Conflicts', book.place('Conflicts', fits), 'Decision', text);
}

const question = (book: Book, fits: (row: Row) => boolean): Row | undefined =>
  book.rows('Conflicts').find(fits);
const person = (book: Book, id: string): Row | undefined =>
  book.rows('RealiteaseInfo').find((row) => row.CastIMDbID === id);

const people = (book: Book, ids: readonly string[]): Row[] =>
  book.rows('RealiteaseInfo').filter((row) => ids.includes(row.CastIMDbID ?? ''));

/** A workbook in which a person has typed another birthday over one that TMDb knows. */
async function disagreeing(): Promise<{ book: Book; id: string; known: string }> {
  const book = await open(filled());
  const row = book.rows('RealiteaseInfo').find(({ Birthday, CastIMDbID }) => Birthday && CastIMDbID);
  const id = row?.CastIMDbID ?? '';
  book.type('RealiteaseInfo', book.place('RealiteaseInfo', (one) => one.CastIMDbID === id), 'Birthday', '1980-02-03'); // prettier-ignore
  await book.run('realitease.bio', { force: true });
  return { book, id, known: row?.Birthday ?? '' };
}

describe('a decision on a value', () => {
  it('take: the other value is written, is the person’s from then on, and is never asked again', async () => {
    const { book, id, known } = await disagreeing();
    const about = (row: Row) => row.Key === id && row.Column === 'Birthday';
    expect(question(book, about)).toMatchObject({ 'In the tab': '1980-02-03', Status: 'open' });
    expect(question(book, about)?.['Other values']).toContain(known);
    answer(book, about, `take ${known}`);
    await book.run('decide');
    expect(person(book, id)?.Birthday).toBe(known);
    expect(question(book, about)).toMatchObject({
      Status: 'decided',
      Decision: `take ${known}`,
      Result: `Taken: ${known}.`,
    });
    book.select(
      'RealiteaseInfo',
      book.place('RealiteaseInfo', (row) => row.CastIMDbID === id),
      'Birthday',
    );
    expect((await book.call<{ text: string }>('cellInfo')).text).toBe(
      `${known} · your decision, 2026-11-24, and kept`,
    );
    await book.run('realitease', { force: true });
    expect(question(book, about)?.Status).toBe('decided');
    expect(person(book, id)?.Birthday).toBe(known);
  });

  it('keep: carried out first thing by the next run, whatever it is', async () => {
    const { book, id } = await disagreeing();
    const about = (row: Row) => row.Key === id && row.Column === 'Birthday';
    answer(book, about, 'keep');
    await book.run('showinfo.lists');
    expect(question(book, about)).toMatchObject({ Status: 'decided', Result: 'Kept.' });
    await book.run('realitease', { force: true });
    expect(person(book, id)?.Birthday).toBe('1980-02-03');
    expect(question(book, about)?.Status).toBe('decided');
  });

  it('an answer that makes no sense stays open and is told what it may be', async () => {
    const { book, id } = await disagreeing();
    const about = (row: Row) => row.Key === id && row.Column === 'Birthday';
    answer(book, about, 'merge');
    await book.run('decide');
    expect(question(book, about)?.Status).toBe('open');
    expect(question(book, about)?.Result).toContain('This question takes: keep, take');
  });

  it('closes itself when the person types the other value', async () => {
    const { book, id, known } = await disagreeing();
    const about = (row: Row) => row.Key === id && row.Column === 'Birthday';
    book.type(
      'RealiteaseInfo',
      book.place('RealiteaseInfo', (row) => row.CastIMDbID === id),
      'Birthday',
      known,
    );
    await book.run('quality');
    expect(question(book, about)).toMatchObject({ Status: 'settled', Result: 'The tab has this value now.' });
  });

  it('closes itself when the row is gone, and no dry run carries out anything', async () => {
    const { book, id } = await disagreeing();
    const about = (row: Row) => row.Key === id && row.Column === 'Birthday';
    book.delete(
      'RealiteaseInfo',
      book.place('RealiteaseInfo', (row) => row.CastIMDbID === id),
    );
    await book.run('showinfo.lists', { dryRun: true });
    expect(question(book, about)?.Status).toBe('open');
    await book.run('quality');
    expect(question(book, about)).toMatchObject({ Status: 'settled', Result: 'The row is gone.' });
  });

  it('can be picked in a page', async () => {
    const { book, id, known } = await disagreeing();
    const { conflicts } = await book.call<Listed>('listConflicts');
    const one = conflicts.find(({ key, column }) => key === id && column === 'Birthday');
    expect(one?.choices[0]).toBe('keep');
    expect(await book.call('decideConflict', { id: one?.id, choice: 'merge' })).toMatchObject({ ok: false });
    expect(await book.call('decideConflict', { id: one?.id, choice: 'take', value: known })).toMatchObject({
      ok: true,
    });
    await book.run('decide');
    expect(person(book, id)?.Birthday).toBe(known);
  });
});

/** Two people of one name, as two rows. */
async function namesakes(): Promise<{ book: Book; ids: string[] }> {
  const book = await open(filled());
  const ids = book.rows('RealiteaseInfo').filter((row) => row.CastIMDbID && row.CastTMDbID).slice(0, 2).map((row) => row.CastIMDbID ?? ''); // prettier-ignore
  for (const id of ids)
    book.type(
      'RealiteaseInfo',
      book.place('RealiteaseInfo', (row) => row.CastIMDbID === id),
      'CastName',
      'Alex Stone',
    );
  await book.run('realitease.duplicates');
  return { book, ids };
}

describe('a decision on two rows', () => {
  const about = (row: Row) =>
    row.Tab === 'RealiteaseInfo' && (row['What speaks for it'] ?? '').includes('Alex Stone');

  it('merge: one row with the shows of both, which stays one, in all later runs', async () => {
    const { book, ids } = await namesakes();
    expect(question(book, about)).toMatchObject({ Status: 'open', Question: 'Are these one?' });
    const shows = new Set(ids.flatMap((id) => (person(book, id)?.ShowIMDbIDs ?? '').split(', ')));
    const rows = book.rows('RealiteaseInfo').length;
    answer(book, about, 'merge');
    await book.run('decide');
    expect(book.rows('RealiteaseInfo')).toHaveLength(rows - 1);
    const left = people(book, ids);
    expect(left).toHaveLength(1);
    expect(new Set((left[0]?.ShowIMDbIDs ?? '').split(', '))).toEqual(shows);
    await book.run('all', { force: false, incremental: false });
    expect(people(book, ids)).toHaveLength(1);
    expect(book.rows('RealiteaseInfo')).toHaveLength(rows - 1);
    const { quality } = await book.run('quality');
    expect(
      quality.filter(({ rule, failed }) => failed > 0 && /totals|everyone|stands in CastInfo/.test(rule)),
    ).toEqual([]);
  });

  it('merge, undone: both rows are back, each with its own ids', async () => {
    const { book, ids } = await namesakes();
    // One is known at IMDb only, the other at TMDb only: the merged row has an id of each.
    const [first = '', second = ''] = ids;
    const at = (id: string) => book.place('RealiteaseInfo', (row) => row.CastIMDbID === id);
    const tmdbId = person(book, second)?.CastTMDbID;
    book.type('RealiteaseInfo', at(first), 'CastTMDbID', '');
    book.type('RealiteaseInfo', at(second), 'CastIMDbID', '');
    const before = book.data();
    expect(question(book, about)?.Status).toBe('open');
    answer(book, about, 'merge');
    await book.run('decide');
    expect(people(book, [first])).toHaveLength(1);
    expect(book.data()).toHaveLength(before.length - 1);
    // What is known of the merged row does not go with the other one.
    book.select('RealiteaseInfo', at(first), 'ShowNames');
    expect((await book.call<{ text: string }>('cellInfo')).text).toContain('CastInfo');
    await book.run('undo');
    expect(book.data()).toEqual(before);
    for (const row of [at(first), book.place('RealiteaseInfo', (one) => one.CastTMDbID === tmdbId)]) {
      book.select('RealiteaseInfo', row, 'ShowNames');
      expect((await book.call<{ text: string }>('cellInfo')).text).toContain('CastInfo');
    }
    expect(question(book, about)?.Status).toBe('open');
  });

  it('merge, undone: they are two people again for later runs, too', async () => {
    const { book, ids } = await namesakes();
    answer(book, about, 'merge');
    await book.run('decide');
    expect(people(book, ids)).toHaveLength(1);
    await book.run('undo');
    await book.run('realitease', { incremental: false });
    expect(people(book, ids)).toHaveLength(2);
    const as = await open(filled());
    for (const id of ids) expect(person(book, id)?.ShowIMDbIDs).toBe(person(as, id)?.ShowIMDbIDs);
  });

  it('keep and "ignore for good": both rows stay, and nobody asks again', async () => {
    for (const text of ['keep', 'ignore for good']) {
      const { book, ids } = await namesakes();
      answer(book, about, text);
      await book.run('realitease', { incremental: false });
      expect(people(book, ids)).toHaveLength(2);
      expect(
        book
          .rows('Conflicts')
          .filter(about)
          .map((row) => row.Status),
      ).toEqual(['decided']);
    }
  });
});

describe('an id that another row has', () => {
  it('take moves it, and the other row is without it', async () => {
    const book = await open(filled());
    const [a, b] = book.rows('RealiteaseInfo').filter((row) => row.CastIMDbID && row.CastTMDbID);
    const at = (id: string | undefined) => book.place('RealiteaseInfo', (row) => row.CastIMDbID === id);
    // The row of A has lost its TMDb id to the row of B.
    book.type('RealiteaseInfo', at(a?.CastIMDbID), 'CastTMDbID', '');
    book.type('RealiteaseInfo', at(b?.CastIMDbID), 'CastTMDbID', a?.CastTMDbID ?? '');
    await book.run('realitease.ids', { force: true });
    const about = (row: Row) => row.Key === a?.CastIMDbID && row.Column === 'CastTMDbID';
    expect(question(book, about)).toMatchObject({ Question: 'Whose id is this?', Status: 'open' });
    answer(book, about, 'take');
    await book.run('decide');
    expect(person(book, a?.CastIMDbID ?? '')?.CastTMDbID).toBe(a?.CastTMDbID);
    expect(person(book, b?.CastIMDbID ?? '')?.CastTMDbID).not.toBe(a?.CastTMDbID);
  });
});
