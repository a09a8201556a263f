/** The rows behind the counts of a run: as many as its report says, and each leads to its cell. */
import type { ChangedRows, Said } from '../../src/sidebar/api';
import type { RunReport } from '../../src/engine/report';
import { useBooks, type Book } from './book';

const { filled, open } = useBooks();

const rowsOf = async (book: Book, tab: string, what: string, limit = 1000): Promise<ChangedRows> =>
  book.call<ChangedRows>('changedRows', { tab, what, offset: 0, limit });

const counted = ({ stages }: RunReport, stage: string, what: 'added' | 'updated' | 'removed'): number =>
  stages.find((one) => one.stage === stage)?.steps.reduce((sum, step) => sum + step[what], 0) ?? 0;

it('added rows are those that the report counts, by name, and part by part', async () => {
  const book = await open();
  const report = await book.run('showinfo');
  const { rows, more } = await rowsOf(book, 'ShowInfo', 'added');
  expect(rows.length).toBe(counted(report, 'showinfo', 'added'));
  expect(more).toBe(false);
  expect(rows.map(({ name }) => name)).toEqual(book.rows('ShowInfo').map(({ Show }) => Show));
  expect((await rowsOf(book, 'ShowInfo', 'added', 2)).rows).toEqual(rows.slice(0, 2));
  expect((await rowsOf(book, 'ShowInfo', 'added', 2)).more).toBe(true);
  for (const [i, { key }] of rows.entries())
    expect(await book.call<Said>('goTo', { tab: 'ShowInfo', key, column: 'Network' })).toEqual({
      ok: true,
      message: `ShowInfo!B${i + 2}`,
    });
});

it('updated rows come with the cells that were changed and what they held', async () => {
  const book = await open(filled());
  for (const row of [2, 4]) book.type('ShowInfo', row, 'ShowTotalEpisodes', 1);
  const report = await book.run('showinfo', { force: true });
  const { rows } = await rowsOf(book, 'ShowInfo', 'updated');
  expect(counted(report, 'showinfo', 'updated')).toBe(2);
  expect(rows.map(({ cells }) => cells)).toEqual([
    [{ column: 'ShowTotalEpisodes', old: '1' }],
    [{ column: 'ShowTotalEpisodes', old: '1' }],
  ]);
  expect((await rowsOf(book, 'ShowInfo', 'added')).rows).toEqual([]);
  expect((await rowsOf(book, 'CastInfo', 'updated')).rows).toEqual([]);
});

it('removed rows keep their names, and lead nowhere any more', async () => {
  const book = await open(filled());
  const show = book.rows('ShowInfo')[0]?.Show;
  book.type('ShowInfo', 2, 'OVERRIDE', 'SKIP');
  const people = book.rows('CastInfo').filter(({ ShowName }) => ShowName === show);
  const report = await book.run('castinfo.prune', { confirm: true });
  const { rows } = await rowsOf(book, 'CastInfo', 'removed');
  expect(rows.length).toBe(counted(report, 'castinfo', 'removed'));
  expect(rows.map(({ name }) => name).sort()).toEqual(people.map(({ Name }) => Name ?? '').sort());
  expect(await book.call<Said>('goTo', { tab: 'CastInfo', key: rows[0]?.key })).toMatchObject({ ok: false });
});

it('nothing of an earlier run is listed under a later one', async () => {
  const book = await open(filled());
  await book.run('quality');
  expect(await rowsOf(book, 'ShowInfo', 'added')).toEqual({ rows: [], more: false });
});
