/** The five stages over a server that is not the demo's and a workbook that people had begun: every cell, by hand. */
import { spawn } from 'node:child_process';
import type { Server } from 'node:http';
import path from 'node:path';
import { Workbook } from 'exceljs';
import { readTabs, Scratch } from '../demo/book';
import type { Row, Tabs } from '../demo/truth';
import { asked, down, serve } from './server';

const ROOT = path.join(__dirname, '../..');
const scratch = new Scratch();
const BOOK = scratch.file('book.xlsx');
let origin = '';
let server: Server;

/** As a curator had it before the first run: other headers, columns of their own, rows half filled in. */
async function typedBook(file: string): Promise<void> {
  const book = new Workbook();
  const tab = (name: string, ...rows: (string | number)[][]) => book.addWorksheet(name).addRows(rows);
  tab(
    'ShowInfo',
    ['My note', 'ShowName', 'OVERRIDE', 'TMDb ID', 'IMDb ID'],
    ['keep me', 'Hidden Cove', 2, 5000005, ''],
    ['', 'the long road', 'y', '', ''],
    ['', 'Left Alone', 'skip', 5000007, ''],
    ['', 'Girls, Guns & Gold', '', '', 'tt9000001'],
  );
  tab(
    'CastInfo',
    ['CastName', 'CastID', 'Cast IMDbID', 'ShowName', 'Show IMDbID', 'ShowID', 'Episodes', 'Seasons', 'Mine'],
    ['José Núñez', 880001, '', '', '', 5000001, '', '', 'a'],
    ['Ann Lee', '', 'nm9000003', '', 'tt9000001', '', '', '', 'b'],
    ['Few Times', '', 'nm9999999', '', 'tt9000001', '', 9, '', 'c'],
  );
  await book.xlsx.writeFile(file);
}

function run(file: string, ...options: string[]): Promise<{ status: number | null; output: string }> {
  const all = ['pipeline', '--workbook', file, '--sources', origin, '--clock', 'simulated', '--set', 'FANDOM_WIKIS=Girls=gold-rush;Sum of Us=sum', ...options]; // prettier-ignore
  const child = spawn('node', [path.join(ROOT, 'build/local/cli.cjs'), ...all], { cwd: ROOT });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })));
}

const FIRST = ['--now', '2026-11-24T12:00:00Z'];
const LATER = ['--now', '2026-11-24T15:00:00Z'];

/** Rows as lists of cells in the order of `columns`, sorted. */
function cells(tabs: Tabs, tab: string, columns: string[]): string[][] {
  const rows = (tabs[tab] ?? []).filter((row: Row) => Object.values(row).some(Boolean));
  return rows
    .map((row) => columns.map((column) => row[column] ?? ''))
    .sort((a, b) => (a.join() < b.join() ? -1 : 1));
}

const SHOW_COLUMNS = ['ShowName', 'Network', 'ShowTotalSeasons', 'ShowTotalEpisodes', 'IMDb ID', 'TMDb ID', 'Most Recent Episode', 'OVERRIDE', 'TheTVDB ID', 'Wikidata ID', 'Genres', 'My note']; // prettier-ignore
const SHOWS = [
  ['=Sum of Us', '', '1', '2', 'tt9000002', '5000002', '2020-02-29', '', '772', 'Q200', 'Talk', ''],
  [
    'Girls, Guns & Gold',
    'Bravo',
    '12',
    '25',
    'tt9000001',
    '5000001',
    '2022-03-02',
    '',
    '771',
    'Q111',
    'Reality',
    '',
  ],
  ['Hidden Cove', '', '1', '2', 'tt9000005', '5000005', '2019-05-05', '2', '', '', 'Reality', 'keep me'],
  ['Left Alone', '', '1', '2', 'tt9000007', '5000007', '2017-01-01', 'skip', '', '', 'Reality', ''],
  ['Love Shack', '', '1', '1', 'tt9000003', '5000003', '2015-06-01', '', '', '', 'Reality', ''],
  ['Near Miss', '', '', '', 'tt9000004', '', '', '', '', '', '', ''],
  ['the long road', '', '1', '2', '', '5000006', '2018-01-01', 'y', '', '', 'Drama', ''],
];

const CAST_COLUMNS = ['CastName', 'CastID', 'Cast IMDbID', 'ShowName', 'Show IMDbID', 'ShowID', 'Episodes', 'Seasons', 'Mine']; // prettier-ignore
const GUNS = ['Girls, Guns & Gold', 'tt9000001', '5000001'];
const SUM = ['=Sum of Us', 'tt9000002', '5000002'];
const CAST = [
  ['=Cmd Person', '880008', 'nm9000008', ...GUNS, '5', '3', ''],
  ['Ann Lee', '', 'nm9000002', ...GUNS, '10', '**', ''],
  ['Ann Lee', '', 'nm9000003', ...GUNS, '8', '**', 'b'],
  ['Few Times', '', 'nm9000006', ...GUNS, '3', '**', 'c'],
  ['José Núñez', '880001', 'nm9000001', ...GUNS, '20', '1, 2, 11', 'a'],
  ['Lone Wolf', '', 'nm9000040', 'Near Miss', 'tt9000004', '', '5', '', ''],
  ['Mary O’Dowd', '880010', 'nm9000010', ...SUM, '4', '1', ''],
  ['Mary O’Dowd', '880010', 'nm9000010', 'the long road', '', '5000006', '2', '1', ''],
  ['No Count', '880007', 'nm9000007', ...GUNS, '6', '**', ''],
  ['Robert "Bob" Crow', '880004', 'nm9000004', ...GUNS, '7', '2', ''],
  ['Robert Crow', '', 'nm9000004', 'Love Shack', 'tt9000003', '5000003', '4', '**', ''],
  ['Solo Star', '880012', 'nm9000012', ...SUM, '5', '1', ''],
  ['Two Timer', '880020', 'nm9000020', 'Hidden Cove', 'tt9000005', '5000005', '2', '1', ''],
];

const PEOPLE_COLUMNS = ['CastName', 'CastIMDbID', 'CastTMDbID', 'ShowNames', 'ShowIMDbIDs', 'ShowTMDbIDs', 'TotalShows', 'TotalSeasons', 'TotalEpisodes', 'Gender', 'Birthday', 'Zodiac', 'Notes']; // prettier-ignore
const QUOTED = ['"Girls, Guns & Gold"', 'tt9000001', '5000001', '1'];
const PEOPLE = [
  ['=Cmd Person', 'nm9000008', '880008', ...QUOTED, '1', '5', '', '1975-01-01', 'Capricorn', ''],
  ['Ann Lee', 'nm9000002', '', ...QUOTED, '', '10', '', '1990-12-21', 'Sagittarius', ''],
  ['Ann Lee', 'nm9000003', '', ...QUOTED, '', '8', '', '', '', ''],
  ['José Núñez', 'nm9000001', '880001', ...QUOTED, '3', '20', 'M', '1988-02-29', 'Pisces', ''],
  ['Lone Wolf', 'nm9000040', '', 'Near Miss', 'tt9000004', '', '1', '', '5', '', '1991-06-03', 'Gemini', ''],
  ['Mary O’Dowd', 'nm9000010', '880010', '=Sum of Us, the long road', 'tt9000002', '5000002, 5000006', '2', '2', '6', 'X', '1970-05-05', 'Taurus', ''],
  ['No Count', 'nm9000007', '880007', ...QUOTED, '', '6', 'F', '', '', ''],
  ['Robert "Bob" Crow', 'nm9000004', '880004', '"Girls, Guns & Gold", Love Shack', 'tt9000001, tt9000003', '5000001, 5000003', '2', '1', '11', 'M', '1969-04-04', 'Aries', ''],
  ['Solo Star', 'nm9000012', '880012', '=Sum of Us', 'tt9000002', '5000002', '1', '1', '5', 'F', '1991-05-05', 'Taurus', ''],
]; // prettier-ignore

const WWHL_COLUMNS = ['EpisodeID', 'Season', 'Episode', 'AirDate', 'GuestNames', 'IMDbCastIDs', 'TMDbCastIDs', 'REALITEASE']; // prettier-ignore
const WWHL = [
  ['tt9100001', '1', '1', '06/01/2020', 'Jose Nunez', 'nm9000001', '880001', 'SOLO'],
  ['tt9100002', '1', '2', '06/02/2020', '"Robert ""Bob"" Crow", Jane Stranger', 'nm9000004, nm9000050', '880004', 'ALMOST'],
  ['tt9100003', '1', '3', '06/03/2020', 'Solo Star, Ann Lee', 'nm9000012', '880012', 'ALMOST'],
  ['tt9100004', '1', '4', '06/04/2020', '', '', '', ''],
  ['tt9100005', '1', '5', '06/05/2020', 'Mary O’Dowd', 'nm9000010', '880010', 'SOLO'],
]; // prettier-ignore

const FINAL_COLUMNS = ['Name', 'IMDbCastID', 'CorrectDate', 'AlternativeNames', 'IMDbSeriesIDs', 'ImageURL', 'TMDbCastID', 'TotalEpisodes', 'Gender', 'Birthday', 'WWHLEpisodes']; // prettier-ignore
const FINAL = [
  ['Ann Lee', 'nm9000002', '', '', 'tt9000001', '', '', '10', '', '1990-12-21', '0'],
  ['Ann Lee', 'nm9000003', '', '', 'tt9000001', '', '', '8', '', '', '0'],
  ['José Núñez', 'nm9000001', '', 'Joey N', 'tt9000001', 'https://m.media-amazon.com/images/M/abc._V1_.jpg', '880001', '20', 'M', '1988-02-29', '1'],
  ['Mary O’Dowd', 'nm9000010', '', '', 'tt9000002', 'https://image.tmdb.org/t/p/original/mary.jpg', '880010', '6', 'X', '1970-05-05', '1'],
  ['No Count', 'nm9000007', '', '', 'tt9000001', '', '880007', '6', 'F', '', '0'],
  ['Robert "Bob" Crow', 'nm9000004', '', 'Bobby C, R. Crow', 'tt9000001, tt9000003', '', '880004', '11', 'M', '1969-04-04', '1'],
  ['Solo Star', 'nm9000012', '', '', 'tt9000002', '', '880012', '5', 'F', '1991-05-05', '1'],
]; // prettier-ignore

/** Headers of the typed book → the columns' own names. */
const OWN_NAMES: Record<string, Record<string, string>> = {
  ShowInfo: { ShowName: 'Show', 'IMDb ID': 'IMDbSeriesID', 'TMDb ID': 'TMDbSeriesID' },
  CastInfo: {
    ...{ CastName: 'Name', CastID: 'TMDbCastID', 'Cast IMDbID': 'IMDbCastID', 'Show IMDbID': 'IMDbSeriesID' },
    ...{ ShowID: 'TMDbSeriesID', Episodes: 'TotalEpisodes', Seasons: 'TotalSeasons' },
  },
};
const ownName = (tab: string, header: string): string => OWN_NAMES[tab]?.[header] ?? header;

const DATA: [tab: string, columns: string[], rows: string[][]][] = [
  ['ShowInfo', SHOW_COLUMNS, SHOWS],
  ['CastInfo', CAST_COLUMNS, CAST],
  ['RealiteaseInfo', PEOPLE_COLUMNS, PEOPLE],
  ['WWHLinfo', WWHL_COLUMNS, WWHL],
  ['FinalList', FINAL_COLUMNS, FINAL],
];

function expectAll(tabs: Tabs): void {
  for (const [tab, columns, rows] of DATA)
    expect(cells(tabs, tab, columns)).toEqual([...rows].sort((a, b) => (a.join() < b.join() ? -1 : 1)));
}

beforeAll(async () => {
  ({ origin, server } = await serve());
  await typedBook(BOOK);
});
afterAll(async () => {
  scratch.remove();
  await new Promise((resolve) => server.close(resolve));
});

describe('sources of another make, and a workbook begun by hand', () => {
  it('gives every cell of the five tabs what the sources state', async () => {
    const { status, output } = await run(BOOK, ...FIRST);
    if (status !== 0) throw new Error(output);
    expectAll(await readTabs(BOOK));
  });

  it('asks the curator where sources or ids disagree', async () => {
    const open = cells(await readTabs(BOOK), 'Conflicts', [
      'Tab',
      'Key',
      'Column',
      'In the tab',
      'Other values',
    ]);
    expect(open).toEqual(
      expect.arrayContaining([
        ['RealiteaseInfo', 'nm9000001', 'Birthday', '1988-02-29', '1988-02-28 (IMDb)'],
        // Pages of people who have but the name in common.
        ['RealiteaseInfo', 'nm9000007', 'Birthday', '', '1931-04-04 (Fandom (No Count))'],
        ['RealiteaseInfo', 'nm9000012', 'Birthday', '1991-05-05', '1931-03-03 (Fandom (Solo Star))'],
        [
          'RealiteaseInfo',
          'nm9000003',
          'Birthday',
          '',
          expect.stringContaining('1977-04-04 (Fandom (Ann Lee))'),
        ],
        ['ShowInfo', 'tt9000004', 'TMDbSeriesID', '', '5000004 (TMDb: Near Miss, 2013)'],
      ]),
    );
  });

  it('fills again what a person cleared, without a request for it, and changes nothing else', async () => {
    const book = new Workbook();
    await book.xlsx.readFile(BOOK);
    const clear = (tab: string, column: string, where: string, is: string) => {
      const sheet = book.getWorksheet(tab);
      const headers = (sheet?.getRow(1).values ?? []) as unknown[];
      const [at, by] = [headers.indexOf(column), headers.indexOf(where)];
      sheet?.eachRow((row) => {
        if (row.getCell(by).text === is) row.getCell(at).value = null;
      });
    };
    clear('ShowInfo', 'Network', 'TMDb ID', '5000001');
    clear('ShowInfo', 'TheTVDB ID', 'TMDb ID', '5000001');
    clear('CastInfo', 'CastID', 'Cast IMDbID', 'nm9000007');
    clear('CastInfo', 'CastName', 'Cast IMDbID', 'nm9000012');
    clear('RealiteaseInfo', 'Birthday', 'CastIMDbID', 'nm9000012');
    clear('RealiteaseInfo', 'Gender', 'CastIMDbID', 'nm9000010');
    clear('WWHLinfo', 'GuestNames', 'EpisodeID', 'tt9100002');
    clear('WWHLinfo', 'AirDate', 'EpisodeID', 'tt9100003');
    clear('FinalList', 'ImageURL', 'IMDbCastID', 'nm9000001');
    await book.xlsx.writeFile(BOOK);
    asked.length = 0;
    expect((await run(BOOK, ...LATER)).status).toBe(0);
    expectAll(await readTabs(BOOK));
    // Lists and seasons are looked at in every run.
    expect(asked.filter((one) => !/\/list\/|\/3\/tv\/22980/.test(one))).toEqual([]);
  });

  it('lists in a dry run the very cells that a real run then writes', async () => {
    const book = scratch.file('dry.xlsx');
    await typedBook(book);
    const before = await readTabs(book);
    expect((await run(book, ...FIRST, '--dry-run')).status).toBe(0);
    const tabs = await readTabs(book);
    for (const [tab] of DATA) expect(tabs[tab] ?? []).toEqual(before[tab] ?? []);
    const lines = (tabs['Dry Run'] ?? []).filter(
      (line) => line.What !== 'question' && DATA.some(([tab]) => tab === line.Tab),
    );
    const typed = (tab: string, column: string, value: string) =>
      (before[tab] ?? []).some((row) => row[column] === value);
    // Keys are those that a row had when the line was written, so a line belongs to a row by any id in its key.
    const isOf = ({ Key = '' }: Row, row: readonly string[]) =>
      [Key, ...Key.split(/[|/ :]+/)].some((part) => part !== '' && row.includes(part));
    const untold: string[] = [];
    for (const [tab, columns, rows] of DATA)
      for (const row of rows)
        for (const [i, column] of columns.entries()) {
          const value = row[i] ?? '';
          const told = lines.filter((line) => line.Tab === tab && line.Column === ownName(tab, column) && isOf(line, row)); // prettier-ignore
          if (value !== '' && !typed(tab, column, value) && !told.some((line) => line.New === value))
            untold.push(`${tab} ${row.join(' ')} ${column}: ${value}`);
        }
    expect(untold).toEqual([]);
    // And nothing else is told than what stands there in the end.
    const last = new Map(lines.map((line) => [`${line.Tab} ${line.Key} ${line.Column}`, line]));
    const wrong = [...last.values()].filter((line) => {
      const [, columns = [], rows = []] = DATA.find(([tab]) => tab === line.Tab) ?? [];
      const at = columns.findIndex((column) => ownName(line.Tab ?? '', column) === line.Column);
      return at >= 0 && !rows.some((row) => isOf(line, row) && row[at] === line.New);
    });
    expect(wrong).toEqual([]);
  });

  it('goes on with what TMDb says while Wikidata does not answer, and completes it later', async () => {
    const book = scratch.file('late.xlsx');
    const cast = async () =>
      cells(await readTabs(book), 'CastInfo', [
        'Name',
        'TMDbCastID',
        'IMDbCastID',
        'ShowName',
        'TotalEpisodes',
      ]);
    down.set('query.wikidata.org', 'error');
    await run(book, ...FIRST, '--imdb', 'off', '--step', 'showinfo');
    await run(book, ...FIRST, '--imdb', 'off', '--step', 'castinfo');
    const [mary, solo] = [
      ['Mary O’Dowd', '880010', '', '=Sum of Us', '4'],
      ['Solo Star', '880012', '', '=Sum of Us', '5'],
    ];
    expect(await cast()).toEqual(expect.arrayContaining([mary, solo]));
    down.clear();
    await run(book, '--now', '2026-11-26T12:00:00Z', '--imdb', 'off', '--step', 'castinfo');
    expect(await cast()).toEqual(
      expect.arrayContaining([
        ['Mary O’Dowd', '880010', 'nm9000010', '=Sum of Us', '4'],
        ['Solo Star', '880012', 'nm9000012', '=Sum of Us', '5'],
      ]),
    );
  });

  it('lets TMDb stand in while IMDb does not answer, says so, and takes IMDb’s word as soon as it does', async () => {
    const book = scratch.file('stands-in.xlsx');
    const cast = async () => {
      const columns = ['Name', 'TMDbCastID', 'IMDbCastID', 'ShowName', 'TotalEpisodes', 'TotalSeasons'];
      const tabs = await readTabs(book);
      return cells(tabs, 'CastInfo', columns).filter((row) => row[3] === GUNS[0]);
    };
    await run(book, ...FIRST, '--step', 'showinfo');
    down.set('api.imdbapi.dev', 'page');
    expect((await run(book, ...FIRST, '--step', 'castinfo')).status).toBe(0);
    expect(await cast()).toEqual([
      ['=Cmd Person', '880008', '', GUNS[0], '5', '3'],
      ['Ann Lee', '880002', '', GUNS[0], '9', '**'],
      ['Jose Nunez', '880001', '', GUNS[0], '19', '1, 2, 11'],
      ['No Count', '880007', '', GUNS[0], '6', '**'],
      ['Robert "Bob" Crow', '880004', 'nm9000004', GUNS[0], '7', '2'],
    ]);
    const said = (await readTabs(book))['Run Log']?.map((line) => line.Message ?? '') ?? [];
    expect(said).toContainEqual(expect.stringMatching(/^IMDb: unavailable .*the rest goes on\.$/));
    down.clear();
    await run(book, '--now', '2026-11-25T13:00:00Z', '--step', 'castinfo');
    expect(await cast()).toEqual([
      ['=Cmd Person', '880008', 'nm9000008', GUNS[0], '5', '3'],
      ['Ann Lee', '', 'nm9000002', GUNS[0], '10', '**'],
      ['Ann Lee', '', 'nm9000003', GUNS[0], '8', '**'],
      ['José Núñez', '880001', 'nm9000001', GUNS[0], '20', '1, 2, 11'],
      ['No Count', '880007', 'nm9000007', GUNS[0], '6', '**'],
      ['Robert "Bob" Crow', '880004', 'nm9000004', GUNS[0], '7', '2'],
    ]);
  });
});
