/** The five stages over the demo sources, by the command line and the built bundle, checked cell by cell. */
import { writeFileSync } from 'node:fs';
import { loadWorld } from '../../local/demo/worlds';
import { lines, Scratch, TABS, TODAY, type Ran } from './book';
import { compare } from './truth';

const WORLD = '8,90,5';
let scratch: Scratch;
beforeAll(() => (scratch = new Scratch()));
afterAll(() => scratch.remove());

const run = (name: string, ...options: string[]): Ran =>
  scratch.run(name, '--world', WORLD, '--imdb', 'on', ...options);

describe('every cell is what the sources say', () => {
  it.each([
    { world: 'before', imdb: 'on', atLeast: 15000 },
    { world: 'before', imdb: 'off', atLeast: 15000 },
    { world: '9,120,7', imdb: 'on', atLeast: 3000 },
    { world: '9,120,7', imdb: 'off', atLeast: 2800 },
  ])('world $world, IMDb $imdb', async ({ world, imdb, atLeast }) => {
    const name = `${world}-${imdb}`;
    expect(scratch.run(name, '--world', world, '--imdb', imdb).status).toBe(0);
    const compared = compare(loadWorld(world, TODAY), await scratch.tabs(name), {
      imdb: imdb === 'on',
      today: TODAY,
    });
    expect(compared.differences).toEqual([]);
    expect(compared.cells).toBeGreaterThan(atLeast);
  });
});

describe('the pipeline over the demo sources', () => {
  let reference: string[];
  let first: Ran;
  beforeAll(async () => {
    first = run('one');
    expect(first.status).toBe(0);
    const tabs = await scratch.tabs('one');
    expect(compare(loadWorld(WORLD, TODAY), tabs, { imdb: true, today: TODAY }).differences).toEqual([]);
    reference = lines(tabs);
  });

  it('breaks no limit', () => expect(first.report.quotas.violations).toBe(0));

  it('changes nothing the second time, with few requests', async () => {
    const second = run('one', '--now', '2026-11-24T15:00:00Z');
    expect(second.status).toBe(0);
    expect(lines(await scratch.tabs('one'))).toEqual(reference);
    expect(second.report.http.total).toBeLessThanOrEqual(Math.ceil(first.report.http.total * 0.03));
  });

  it.each([211, 640, 1207])('ends the same when killed after %i calls', async (calls) => {
    expect(run(`killed${calls}`, '--kill-after-calls', String(calls)).status).toBe(0);
    expect(lines(await scratch.tabs(`killed${calls}`))).toEqual(reference);
  });

  it('ends the same over several days, when a source allows few requests a day', async () => {
    const { status, report } = run('quota', '--set', 'IMDB_DAILY=20');
    expect(status).toBe(0);
    expect(report.executions).toBeGreaterThan(first.report.executions);
    expect(lines(await scratch.tabs('quota'))).toEqual(reference);
  });

  it('ends the same while a person sorts and inserts rows', async () => {
    const edits = Array.from({ length: 30 }, (_, i) => ({
      afterCall: 400 + i * 40,
      tab: TABS[i % 4],
      ...(i % 5 === 4
        ? { op: 'insert', row: 2 + i }
        : { op: 'sort', column: 1 + (i % 3), descending: i % 2 === 0 }),
    }));
    const file = scratch.file('edits.json');
    writeFileSync(file, JSON.stringify(edits));
    expect(run('edited', '--edits', file).status).toBe(0);
    expect(lines(await scratch.tabs('edited'))).toEqual(reference);
  });

  it('writes no data tab in a dry run, and lists what it would write', async () => {
    expect(run('dry', '--dry-run').status).toBe(0);
    const all = await scratch.tabs('dry');
    expect(lines(all)).toEqual([]);
    const listed = (all['Dry Run'] ?? []).filter((row) => row.Tab === 'CastInfo' && row.Column === 'Name');
    expect(listed).toHaveLength(reference.filter((line) => line.startsWith('CastInfo')).length);
  });
});
