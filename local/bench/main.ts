/**
 * The `bench` command: how much a workbook of some size costs, in requests and minutes, and whether its cells
 * are right. Prints a table and writes docs/bench.md; what an earlier call measured of other sizes is kept.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { format } from 'prettier';
import { UsageError } from '../cli/usage';
import { measure, type Extent, type Measured } from './measure';
import { renderPage } from './page';

const ROOT = path.resolve(__dirname, '../..');
const KEPT = path.join(ROOT, 'build/bench.json');
const PAGE = path.join(ROOT, 'docs/bench.md');
const NOTES = path.join(ROOT, 'docs/bench-notes.md');
const SIZES = [100, 300, 1000, 3000];

interface Options {
  shows: string;
  imdb: string;
  days: string;
  seed: string;
  extent: Extent;
  heap: boolean;
  set: Record<string, string>;
}

const EXTENTS: readonly Extent[] = ['life', 'fill', 'core'];

function extentOf(text: string): Extent {
  const extent = EXTENTS.find((one) => one === text);
  if (!extent) throw new UsageError(`--extent ${text}: one of ${EXTENTS.join(', ')}.`);
  return extent;
}

function withSetting(text: string, known: Record<string, string>): Record<string, string> {
  const [, name, value] = /^(\w+)=(.*)$/.exec(text) ?? [];
  if (!name || value === undefined) throw new UsageError(`--set ${text}: NAME=VALUE.`);
  return { ...known, [name]: value };
}

function kept(): Measured[] {
  try {
    return JSON.parse(readFileSync(KEPT, 'utf8')) as Measured[];
  } catch {
    return [];
  }
}

function version(): string {
  try {
    return execFileSync('git', ['log', '-1', '--format=%h'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** What a person wrote about the numbers: it stays. */
function notes(): string {
  return existsSync(NOTES) ? readFileSync(NOTES, 'utf8').trim() : '';
}

function numbers(option: string, text: string): number[] {
  const list = text.split(',').map(Number);
  if (list.some((n) => !Number.isInteger(n) || n < 0))
    throw new UsageError(`${option} ${text}: whole numbers.`);
  return list;
}

/** @returns the exit code: 1 if a cell is wrong or a limit was broken */
export async function runBench(argv: string[], bundleDir: string): Promise<number> {
  const command = new Command('npm run bench --')
    .description('Measures whole lives of workbooks of several sizes on the demo sources.')
    .option(
      '--shows <list>',
      'sizes, in shows (ten people each); none: only writes the page',
      SIZES.join(','),
    )
    .option('--imdb <on|off|both>', 'with the IMDb API or without', 'both')
    .option('--days <n>', 'scheduled days after that, for sizes up to 1,000 shows', '30')
    .option('--seed <n>', 'of the made-up world', '1')
    .option('--extent <life|fill|core>', 'all phases, the cold fill, or its core only', extentOf, 'life')
    .option('--set <NAME=VALUE>', 'a setting that differs from its default; may be repeated', withSetting, {})
    .option('--no-heap', 'does not look at the memory that the bundle uses, which makes it faster');
  command.parse(argv, { from: 'user' });
  const options = command.opts<Options>();
  const [seed = 1] = numbers('--seed', options.seed);
  const [days = 0] = numbers('--days', options.days);
  const results = kept();
  const commit = version();
  const sizes = options.shows === 'none' ? [] : numbers('--shows', options.shows);
  for (const shows of sizes) {
    for (const imdb of options.imdb === 'both' ? [false, true] : [options.imdb === 'on']) {
      const size = { shows, people: shows * 10, seed };
      const say = (line: string) => process.stderr.write(`${line}\n`);
      const parts = await measure(
        { size, imdb, bundleDir, say, set: options.set, measureHeap: options.heap },
        shows <= 1000 ? days : 0,
        options.extent,
      );
      const measured = { ...parts, commit };
      const at = results.findIndex((one) => one.id === measured.id);
      if (at >= 0) results[at] = measured;
      else results.push(measured);
      mkdirSync(path.dirname(KEPT), { recursive: true });
      writeFileSync(KEPT, JSON.stringify(results, null, 1));
    }
  }
  const page = await format(renderPage(results, notes()), { parser: 'markdown', printWidth: 110 });
  writeFileSync(PAGE, page);
  process.stdout.write(page);
  const isRight = ({ cells, cellsLater, violations }: Measured): boolean =>
    (cells?.wrong ?? 0) + (cellsLater?.wrong ?? 0) + (cellsLater?.overdue ?? 0) + violations === 0;
  return results.every(isRight) ? 0 : 1;
}
