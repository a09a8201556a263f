/** The five stages over the demo sources, by the command line and the built bundle, checked cell by cell. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Workbook as Book } from 'exceljs';
import { seasonsOf } from '../../local/demo/tmdb-model';
import { loadWorld } from '../../local/demo/worlds';

const ROOT = path.join(__dirname, '../..');
const CLI = path.join(ROOT, 'build/local/cli.cjs');
const TABS = ['ShowInfo', 'CastInfo', 'RealiteaseInfo', 'WWHLinfo', 'FinalList'];
const WORLD = '8,90,5';
let scratch = '';
const folder = () => scratch;

type Row = Record<string, string>;
type Tabs = Record<string, Row[]>;

interface Ran {
  status: number | null;
  output: string;
  report: { executions: number; http: { total: number }; quotas: { violations: number } };
}

function run(name: string, ...options: string[]): Ran {
  const reportFile = path.join(folder(), `${name}.json`);
  const book = path.join(folder(), `${name}.xlsx`);
  const all = ['pipeline', '--workbook', book, '--report', reportFile, '--world', WORLD, '--imdb', 'on'];
  const when = options.includes('--now') ? [] : ['--now', '2026-11-24T12:00:00Z'];
  const { status, stdout, stderr } = spawnSync('node', [CLI, ...all, ...when, ...options], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr, report: JSON.parse(readFileSync(reportFile, 'utf8')) };
}

async function tabs(name: string): Promise<Tabs> {
  const book = new Book();
  await book.xlsx.readFile(path.join(folder(), `${name}.xlsx`));
  const result: Tabs = {};
  for (const sheet of book.worksheets) {
    const header = (sheet.getRow(1).values as unknown[]).map((value) => String(value ?? ''));
    const rows: Row[] = [];
    sheet.eachRow((row, n) => {
      if (n > 1) rows.push(Object.fromEntries(header.slice(1).map((h, i) => [h, row.getCell(i + 1).text])));
    });
    result[sheet.name] = rows;
  }
  return result;
}

/** The five tabs as lines in a stable order: people sort rows as they like. */
function lines(all: Tabs): string[] {
  return TABS.flatMap((tab) =>
    (all[tab] ?? [])
      .filter((row) => Object.values(row).some((value) => value !== ''))
      .map((row) => `${tab} ${JSON.stringify(row)}`),
  ).sort();
}

describe('the pipeline over the demo sources', () => {
  let reference: string[];
  let first: Ran;
  beforeAll(async () => {
    scratch = mkdtempSync(path.join(tmpdir(), 'realitease-'));
    first = run('one');
    expect(first.status).toBe(0);
    reference = lines(await tabs('one'));
  });

  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it('fills all five tabs, with the seasons that TMDb credits', async () => {
    const all = await tabs('one');
    for (const tab of TABS) expect(all[tab]?.length).toBeGreaterThan(5);
    const world = loadWorld(WORLD);
    const cast = (all.CastInfo ?? []).filter((row) => row.TMDbCastID && row.TMDbSeriesID);
    const differing = cast.filter((row) => {
      const show = world.tmdb.shows.get(Number(row.TMDbSeriesID));
      const seasons = show ? seasonsOf(show, Number(row.TMDbCastID)) : [];
      return row.TotalSeasons !== (seasons.length > 0 ? seasons.join(', ') : '**');
    });
    expect(differing).toEqual([]);
    expect(cast.length).toBeGreaterThan(20);
  });

  it('gives every cast row the person, show and episodes that the sources name', async () => {
    const world = loadWorld(WORLD);
    let credited = 0;
    const wrong = ((await tabs('one')).CastInfo ?? []).filter((row) => {
      const person = world.tmdb.people.get(Number(row.TMDbCastID));
      const name = world.imdb.names.get(row.IMDbCastID ?? '')?.name ?? person?.name;
      const credits = world.imdb.titles.get(row.IMDbSeriesID ?? '')?.credits;
      const credit = credits?.find((one) => one.name === row.IMDbCastID && one.category === 'self');
      if (credit) credited++;
      return (
        row.Name !== name ||
        (row.TMDbCastID !== '' && person === undefined) ||
        row.ShowName !== world.tmdb.shows.get(Number(row.TMDbSeriesID))?.name ||
        (credit && credit.episodes !== null && row.TotalEpisodes !== String(credit.episodes))
      );
    });
    expect(wrong).toEqual([]);
    expect(credited).toBeGreaterThan(20);
  });

  it("states no birthday or gender against TMDb's", async () => {
    const world = loadWorld(WORLD);
    const people = (await tabs('one')).RealiteaseInfo ?? [];
    const told = people.filter((row) => world.tmdb.people.get(Number(row.CastTMDbID))?.birthday);
    const wrong = told.filter((row) => {
      const { birthday, gender } = world.tmdb.people.get(Number(row.CastTMDbID)) ?? {};
      const letter = ['', 'F', 'M', 'X'][gender ?? 0];
      return row.Birthday !== birthday || (letter !== '' && row.Gender !== letter);
    });
    expect(wrong.map(({ CastName, Birthday, Gender }) => [CastName, Birthday, Gender])).toEqual([]);
    expect(told.length).toBeGreaterThan(5);
  });

  it('breaks no limit', () => expect(first.report.quotas.violations).toBe(0));

  it('changes nothing the second time, with few requests', async () => {
    const second = run('one', '--now', '2026-11-24T15:00:00Z');
    expect(second.status).toBe(0);
    expect(lines(await tabs('one'))).toEqual(reference);
    expect(second.report.http.total).toBeLessThanOrEqual(Math.ceil(first.report.http.total * 0.03));
  });

  it.each([211, 640, 1207])('ends the same when killed after %i calls', async (calls) => {
    expect(run('killed', '--kill-after-calls', String(calls)).status).toBe(0);
    expect(lines(await tabs('killed'))).toEqual(reference);
  });

  it('ends the same over several days, when a source allows few requests a day', async () => {
    const { status, report } = run('quota', '--set', 'IMDB_DAILY=20');
    expect(status).toBe(0);
    expect(report.executions).toBeGreaterThan(first.report.executions);
    expect(lines(await tabs('quota'))).toEqual(reference);
  });

  it('ends the same while a person sorts and inserts rows', async () => {
    const edits = Array.from({ length: 30 }, (_, i) => ({
      afterCall: 400 + i * 40,
      tab: TABS[i % 4],
      ...(i % 5 === 4
        ? { op: 'insert', row: 2 + i }
        : { op: 'sort', column: 1 + (i % 3), descending: i % 2 === 0 }),
    }));
    const file = path.join(folder(), 'edits.json');
    writeFileSync(file, JSON.stringify(edits));
    expect(run('edited', '--edits', file).status).toBe(0);
    expect(lines(await tabs('edited'))).toEqual(reference);
  });

  it('writes no data tab in a dry run, and lists what it would write', async () => {
    expect(run('dry', '--dry-run').status).toBe(0);
    const all = await tabs('dry');
    expect(lines(all)).toEqual([]);
    const listed = (all['Dry Run'] ?? []).filter((row) => row.Tab === 'CastInfo' && row.Column === 'Name');
    expect(listed).toHaveLength(reference.filter((line) => line.startsWith('CastInfo')).length);
  });
});
