import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Workbook } from 'exceljs';
import { parsePipeline, pipelineCommand, type PipelineOptions } from '../../local/cli/options';
import { runPipeline } from '../../local/cli/pipeline';
import type { PipelineReport } from '../../local/cli/report';
import { useFolder } from '../xlsx/support';

const folder = useFolder();
const NAMES = Array.from({ length: 9 }, (_, index) => `=Name ${index + 1}`);

let server: Server;
let origin = '';
/** Paths asked, in order. */
let asked: string[] = [];
/** Names whose first request is answered with 503. */
let failing = new Set<string>();

beforeEach(async () => {
  asked = [];
  failing = new Set();
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const n = url.searchParams.get('n') ?? '';
    asked.push(request.url ?? '');
    response.statusCode = failing.delete(n) ? 503 : 200;
    response.end(`=Name ${n}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function bundleDir(): string {
  const dir = path.join(folder(), 'dist');
  mkdirSync(dir, { recursive: true });
  cpSync(path.join(__dirname, 'mini'), dir, { recursive: true });
  return dir;
}

interface Ran {
  code: number;
  report: PipelineReport;
  lines: string[];
}

async function pipeline(...argv: string[]): Promise<Ran> {
  const reportFile = path.join(folder(), 'report.json');
  const all = [
    '--workbook',
    path.join(folder(), 'book.xlsx'),
    '--sources',
    origin,
    '--report',
    reportFile,
    ...argv,
  ];
  const options = parsePipeline(all, pipelineCommand('pipeline', 'test')) as PipelineOptions;
  const lines: string[] = [];
  const progress = {
    update: () => undefined,
    tick: () => undefined,
    stop: () => undefined,
    line: (text: string) => lines.push(text),
  };
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const code = await runPipeline(options, { bundleDir: bundleDir(), progress });
    return { code, report: JSON.parse(readFileSync(reportFile, 'utf8')) as PipelineReport, lines };
  } finally {
    write.mockRestore();
  }
}

async function column(letter: string): Promise<unknown[]> {
  const workbook = new Workbook();
  await workbook.xlsx.readFile(path.join(folder(), 'book.xlsx'));
  const values = workbook.getWorksheet('Names')?.getColumn(letter).values as unknown[];
  return values.slice(2);
}

const START = ['--now', '2030-01-01T00:00:00Z'];

test('a run fills a workbook that was not there, and reports what it did', async () => {
  failing.add('4');
  const { code, report } = await pipeline(...START);
  expect(code).toBe(0);
  expect(await column('A')).toEqual(NAMES);
  expect(asked[0]).toBe('/names.example/name?n=1&token=dummy-token');
  const { wallMs, jsMs, calls, quotas, ...rest } = report;
  expect(wallMs).toBeGreaterThan(0);
  expect(jsMs).toBeGreaterThanOrEqual(0);
  expect(calls['UrlFetchApp.fetch']).toBe(10);
  expect(quotas).toMatchObject({ urlFetchPerDay: [10], violations: 0 });
  expect(quotas.propertyCallsPerDay[0]).toBeGreaterThan(9);
  expect(rest).toEqual({
    ok: true,
    step: 'all',
    dryRun: false,
    account: 'consumer',
    sources: origin,
    virtualMs: expect.any(Number) as number,
    executions: 3,
    longestExecutionMs: expect.any(Number) as number,
    http: {
      total: 10,
      byHost: { 'names.example': { requests: 9, retries: 1, status: { '200': 9, '503': 1 } } },
      cacheHits: 2,
    },
    largestPropertyBytes: expect.any(Number) as number,
    parked: [],
    stages: [
      {
        stage: 'names',
        steps: [
          {
            ...{
              step: 'names.add',
              looked: 9,
              added: 9,
              updated: 0,
              removed: 0,
              unchanged: 0,
              failed: 0,
              parked: 0,
            },
            ...{ conflicts: 0, batches: 1, requests: 9, virtualMs: 10 },
            sheet: { reads: 0, flushes: 0, cellsRead: 0, cellsWritten: 0 },
          },
        ],
      },
    ],
    quality: [],
    errors: [],
  });
  const workbook = new Workbook();
  await workbook.xlsx.readFile(path.join(folder(), 'book.xlsx'));
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Names']);
});

test('the same command on the same state gives the same report', async () => {
  const first = await pipeline(...START);
  const again = await pipeline(...START, '--workbook', path.join(folder(), 'other.xlsx'));
  const stable = ({ report: { wallMs: _, jsMs: __, ...report } }: Ran) => report;
  expect(stable(again)).toEqual(stable(first));
});

test('a second run finds all done; its clock goes on where the first ended', async () => {
  await pipeline(...START);
  const before = asked.length;
  const { report } = await pipeline(...START);
  expect(asked.length).toBe(before);
  expect(report.executions).toBe(1);
  const state = JSON.parse(readFileSync(path.join(folder(), 'book.xlsx.state/host.json'), 'utf8')) as {
    clock: number;
  };
  expect(state.clock).toBeGreaterThan(Date.UTC(2030, 0, 1, 0, 20));
});

test('killed before any service call, the run ends the same', async () => {
  const calls = Object.values((await pipeline(...START)).report.calls).reduce((sum, n) => sum + n, 0);
  for (let n = 1; n <= calls; n += 7) {
    const file = path.join(folder(), `killed-${n}.xlsx`);
    const { code } = await pipeline(...START, '--workbook', file, '--kill-after-calls', String(n));
    const workbook = new Workbook();
    await workbook.xlsx.readFile(file);
    const names = (workbook.getWorksheet('Names')?.getColumn('A').values as string[]).slice(2);
    expect([n, code, [...new Set(names)].sort()]).toEqual([n, 0, NAMES]);
  }
});

test('edits are done while the run goes on', async () => {
  const file = path.join(folder(), 'edits.json');
  const edits = [
    { afterCall: 70, tab: 'Names', op: 'set', row: 2, column: 'Note', value: 'mine' },
    { afterCall: 70, tab: 'Names', op: 'sort', column: 'Name', descending: true },
    { afterCall: 71, tab: 'Nowhere', op: 'sort', column: 'Name' },
  ];
  writeFileSync(file, JSON.stringify(edits));
  const { code, lines } = await pipeline(...START, '--edits', file);
  expect(code).toBe(0);
  expect(lines.join('\n')).toContain('no tab "Nowhere"');
  const names = (await column('A')) as string[];
  const notes = await column('B');
  expect([...names].sort()).toEqual(NAMES);
  expect(notes[names.indexOf('=Name 1')]).toBe('mine');
});

test('what a person set in one run goes back in the next', async () => {
  await pipeline(...START, '--set', 'COUNT=2', '--set', 'TOKEN=secret');
  expect(await column('A')).toEqual(NAMES.slice(0, 2));
  expect(asked[0]).toContain('token=secret');
  await pipeline(...START);
  expect(await column('A')).toEqual(NAMES);
  expect(asked.at(-1)).toContain('token=dummy-token');
});

test.each([
  [['--step', 'nothing'], /--step nothing: there is no such step. There are: all, names, names.add/],
  [['--step', 'deploy'], /--step deploy: not built yet/],
  [['--set', 'NOPE=1'], /--set NOPE/],
  [['--set', 'COUNT=many'], /COUNT: must be a number/],
  [['--edits', '/nowhere/edits.json'], /--edits \/nowhere\/edits.json: cannot be read/],
  [['--env', '/nowhere/.env'], /--env \/nowhere\/.env: cannot be read/],
])('%j is wrong usage and leaves nothing behind', async (argv, message) => {
  await expect(pipeline(...argv)).rejects.toThrow(message);
  expect(readdirSync(folder()).filter((name) => name !== 'dist')).toEqual([]);
});

test('a request that the bundle refuses is wrong usage', async () => {
  const { code, report, lines } = await pipeline('--limit', '13');
  expect([code, report.ok, report.stages, lines]).toEqual([2, false, [], ['13 is refused.']]);
});

test('a file that is no workbook stays as it is', async () => {
  const file = path.join(folder(), 'book.xlsx');
  writeFileSync(file, 'Show,Network');
  await expect(pipeline()).rejects.toThrow('not an .xlsx workbook');
  expect(readFileSync(file, 'utf8')).toBe('Show,Network');
  expect(existsSync(`${file}.state`)).toBe(false);
});

test('settings in the file are read; a name that is none is told', async () => {
  const env = path.join(folder(), 'keys.env');
  writeFileSync(env, 'TOKEN="from file"\nSTRAY=1\n');
  const { lines } = await pipeline(...START, '--env', env, '--set', 'COUNT=1');
  expect(lines).toEqual([`Warning: ${env}: there is no setting STRAY.`]);
  expect(asked[0]).toBe('/names.example/name?n=1&token=from%20file');
});
