import { parsePipeline, pipelineCommand, type PipelineOptions } from '../../local/cli/options';
import { UsageError } from '../../local/cli/usage';

const parse = (...argv: string[]): PipelineOptions =>
  parsePipeline(argv, pipelineCommand('pipeline', 'test')) as PipelineOptions;

test('the defaults are those of the contract', () => {
  expect(parse()).toEqual({
    step: 'all',
    workbook: '.realitease/Realitease2025Data.xlsx',
    sources: { kind: 'demo' },
    sourcesName: 'demo',
    set: {},
    dryRun: false,
    verbose: false,
    force: false,
    confirm: false,
    incremental: true,
    resume: true,
    account: 'consumer',
    clock: 'simulated',
    world: 'before',
    state: '.realitease/Realitease2025Data.xlsx.state',
    maxDays: 30,
  });
});

test('every option is read', () => {
  const options = parse(
    ...[
      '--step',
      'castinfo.members',
      '--workbook',
      'w.xlsx',
      '--sources',
      'http://127.0.0.1:8900/',
      '--env',
      'e',
    ],
    ...['--imdb', 'off', '--set', 'A=1', '--set', 'B=x=y', '--dry-run', '--limit', '5', '--start-row', '2'],
    ...['--end-row', '9', '--batch-size', '3', '--delay', '0.5', '--verbose', '--force', '--confirm'],
    ...[
      '--no-incremental',
      '--no-resume',
      '--account',
      'workspace',
      '--clock',
      'real',
      '--now',
      '2026-01-02',
    ],
    ...['--world', '10,20,3', '--edits', 'f', '--state', 's', '--max-days', '2', '--kill-after-calls', '7'],
    ...['--report', 'r.json'],
  );
  expect(options).toMatchObject({
    step: 'castinfo.members',
    sources: { kind: 'origin', origin: 'http://127.0.0.1:8900' },
    sourcesName: 'http://127.0.0.1:8900',
    set: { A: '1', B: 'x=y' },
    imdb: 'off',
    dryRun: true,
    limit: 5,
    startRow: 2,
    endRow: 9,
    batchSize: 3,
    delay: 0.5,
    incremental: false,
    resume: false,
    account: 'workspace',
    clock: 'real',
    now: Date.UTC(2026, 0, 2),
    world: '10,20,3',
    state: 's',
    maxDays: 2,
    killAfterCalls: 7,
    report: 'r.json',
  });
});

test('live sources wait as the real thing does', () => {
  expect(parse('--sources', 'live').clock).toBe('real');
  expect(parse('--sources', 'live', '--clock', 'simulated').clock).toBe('simulated');
});

test.each([
  [['--limit', '-1'], /--limit/],
  [['--limit', '0'], /--limit/],
  [['--limit', 'ten'], /--limit/],
  [['--limit'], /--limit/],
  [['--batch-size', '1.5'], /--batch-size/],
  [['--delay', '-2'], /--delay/],
  [['--start-row', '9', '--end-row', '3'], /--end-row/],
  [['--max-days', '0'], /--max-days/],
  [['--kill-after-calls', 'x'], /--kill-after-calls/],
  [['--imdb', 'maybe'], /--imdb/],
  [['--account', 'free'], /--account/],
  [['--clock', 'none'], /--clock/],
  [['--now', 'tomorrow'], /--now/],
  [['--now', '2026-13-45'], /--now/],
  [['--sources', 'demoo'], /--sources/],
  [['--sources', 'ftp://x'], /--sources/],
  [['--world', 'tomorrow'], /--world/],
  [['--set', 'novalue'], /--set/],
  [['--workbook', 'data.csv'], /--workbook data\.csv/],
  [['--no-such-option'], /--no-such-option/],
  [['stray'], /argument/],
])('%j is wrong usage, said in one line', (argv, message) => {
  let caught: unknown;
  try {
    parse(...argv);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(UsageError);
  expect((caught as Error).message).toMatch(message);
  expect((caught as Error).message).not.toContain('\n');
});
