/** Where TMDb lets little through, most executions only ask: they read no tab, and the workbook is filled all the same. */
import path from 'node:path';
import { checkCells } from '../../local/bench/measure';
import { tabsOf } from '../../local/bench/workbook';
import { BenchWorld, START } from '../../local/bench/world';

const SIZE = { shows: 100, people: 1000, seed: 1 };

const open = (limit: string) =>
  BenchWorld.open({
    ...{ size: SIZE, imdb: false, set: { TMDB_LIMIT: limit }, say: () => undefined },
    bundleDir: path.join(__dirname, '../../dist'),
  });

const asking = ({ workbook }: BenchWorld): number =>
  (workbook.sheets.find(({ name }) => name === 'Run Log')?.cells ?? []).filter((row) =>
    String(row?.[5]?.value ?? '').startsWith('Only asks ahead'),
  ).length;

test('executions that only ask', async () => {
  const slow = await open('6/10s');
  const fast = await open('40/10s');
  try {
    const [few, many] = [await fast.run('cold fill', true), await slow.run('cold fill', true)];
    expect(asking(fast)).toBe(0);
    expect(asking(slow)).toBeGreaterThan(0);
    expect(checkCells('100,1000,1', tabsOf(slow.workbook), false, new Date(START).toISOString().slice(0, 10)).wrong).toBe(0); // prettier-ignore
    expect(many.rows).toBe(few.rows);
    // More executions do not read more by as much.
    expect((many.core?.cells ?? 0) / (few.core?.cells ?? 1)).toBeLessThan((many.core?.executions ?? 0) / (few.core?.executions ?? 1) / 2); // prettier-ignore
    expect(many.violations).toBe(0);
  } finally {
    await slow.close();
    await fast.close();
  }
}, 120_000);
