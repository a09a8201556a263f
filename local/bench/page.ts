/** The page docs/bench.md, from what was measured. */
import { execFileSync } from 'node:child_process';
import type { Cells, Measured } from './measure';
import type { Phase } from './phase';

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const sizeOf = ({ shows, people, imdb }: Measured): string =>
  `${number(shows)} / ${number(people)}, IMDb ${imdb ? 'on' : 'off'}`;

const phaseOf = (measured: Measured, name: string): Phase | undefined =>
  measured.phases.find((phase) => phase.name === name);

/** Minutes of the days after the one on which all but the slow sources was done. */
const tailMinutes = ({ triggerMinutes }: Phase): number => Math.max(0, ...triggerMinutes.slice(1));

interface Target {
  what: string;
  target: string;
  reached: string;
  met: boolean;
}

function targetsOf(measured: Measured): Target[] {
  const { imdb } = measured;
  const cold = phaseOf(measured, 'cold fill');
  const second = phaseOf(measured, 'second run');
  const day = phaseOf(measured, 'normal day');
  if (!cold?.core || !second || !day) return [];
  const most = (what: string, value: number, limit: number, unit = '', digits = 0): Target => ({
    what,
    target: `at most ${number(limit, digits)}${unit}`,
    reached: `${number(value, digits)}${unit}`,
    met: value <= limit,
  });
  const { core } = cold;
  const rowsAnHour = 'rows' in core ? (core.rows / core.minutes) * 60 : 0;
  return [
    most('cold fill, core', core.minutes, 65, ' min', 1),
    most('tails, the fullest day', tailMinutes(cold), imdb ? 22 : 15, ' min', 1),
    most('all requests', cold.totalRequests, imdb ? 19_000 : 14_500),
    most('second run, cells changed', second.changedCells, 0),
    most('second run, requests', second.totalRequests, cold.totalRequests * 0.02),
    most('second run', second.minutes, 3, ' min', 1),
    most('normal day, requests', day.totalRequests, 350),
    most('normal day', day.minutes, 4, ' min', 1),
    {
      what: 'rows an hour of execution, cold, core',
      target: 'at least 35,000',
      reached: number(rowsAnHour),
      met: rowsAnHour >= 35_000,
    },
  ];
}

function costs(measured: Measured): string[] {
  const { phases } = measured;
  return phases.map((phase) => [
    sizeOf(measured),
    phase.name,
    number(phase.minutes, 1) + (phase.core ? ` (core ${number(phase.core.minutes, 1)})` : ''),
    number(phase.days, 1),
    number(phase.executions),
    number(phase.totalRequests),
    number(phase.rows),
    number(phase.sheet.reads + phase.sheet.flushes),
    number(phase.batches > 0 ? (phase.sheet.reads + phase.sheet.flushes) / phase.batches : 0, 1),
    number(phase.sheet.cellsRead + phase.sheet.cellsWritten),
    number(phase.propertyCalls),
    number(phase.cacheCalls),
    number(phase.changedCells),
    number(phase.violations),
    number(phase.triggersLeft),
  ]).map((cells) => `| ${cells.join(' | ')} |`); // prettier-ignore
}

const COSTS = [
  'shows / people',
  'phase',
  'minutes of execution',
  'calendar days',
  'executions',
  'requests',
  'rows',
  'calls that reach the sheet',
  'a batch',
  'cells read or written',
  'property calls',
  'cache calls',
  'cells changed',
  'limits broken',
  'triggers left',
];

const cellsRow = (measured: Measured, { compared, wrong, blank }: Cells): string[] => [
  sizeOf(measured),
  number(compared),
  number(compared - wrong - blank),
  number(wrong),
  number(blank),
];

function sources(results: readonly Measured[]): string {
  const names = [
    ...new Set(results.flatMap(({ phases }) => phases.flatMap(({ requests }) => Object.keys(requests)))),
  ].sort();
  return table(
    ['shows / people', 'phase', ...names, 'asked again'],
    results.flatMap((measured) =>
      measured.phases.map((phase) => [
        sizeOf(measured),
        phase.name,
        ...names.map((name) => number(phase.requests[name] ?? 0)),
        number(phase.retries),
      ]),
    ),
  );
}

/** How much more each step in size costs than the rows it brings: 1 is linear. */
function growth(results: readonly Measured[]): string {
  const rows: string[][] = [];
  for (const imdb of [false, true]) {
    const own = results.filter((one) => one.imdb === imdb).sort((a, b) => a.shows - b.shows);
    own.slice(1).forEach((larger, i) => {
      const a = phaseOf(own[i] ?? larger, 'cold fill');
      const b = phaseOf(larger, 'cold fill');
      if (!a || !b) return;
      const by = b.rows / a.rows;
      const grown = (before: number, after: number): string => number(after / before / by, 2);
      rows.push([
        `${sizeOf(own[i] ?? larger)} → ${number(larger.shows)} / ${number(larger.people)}`,
        number(by, 2),
        grown(a.totalRequests, b.totalRequests),
        grown(a.core?.minutes ?? a.minutes, b.core?.minutes ?? b.minutes),
        grown(a.sheet.cellsRead + a.sheet.cellsWritten, b.sheet.cellsRead + b.sheet.cellsWritten),
        grown(a.propertyCalls, b.propertyCalls),
        grown(a.jsSeconds, b.jsSeconds),
      ]);
    });
  }
  return table(
    ['from → to', 'rows ×', 'requests', 'core minutes', 'cells', 'property calls', 'JavaScript time'],
    rows,
  );
}

const rooms = (measured: Measured): string[] => {
  const last = measured.phases[measured.phases.length - 1];
  const cold = phaseOf(measured, 'cold fill');
  return [
    sizeOf(measured),
    number(cold?.jsSeconds ?? 0, 1),
    number(((cold?.jsSeconds ?? 0) / Math.max(1, cold?.rows ?? 1)) * 1000, 2),
    number(Math.max(0, ...measured.phases.map(({ heapMb }) => heapMb))),
    number(cold?.loadMs ?? 0),
    number(last?.gridCells ?? 0),
    number(last?.largestPropertyBytes ?? 0),
    number(last?.propertyBytes ?? 0),
    number(Math.max(0, ...measured.phases.map(({ longestSeconds }) => longestSeconds))),
  ];
};

function version(): string {
  try {
    return execFileSync('git', ['log', '-1', '--format=%h'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

export function renderPage(given: readonly Measured[], notes: string): string {
  const results = [...given].sort((a, b) => Number(a.imdb) - Number(b.imdb) || a.shows - b.shows);
  const full = results.filter(({ shows }) => shows === 1000);
  const parts = [
    '# What it costs',
    '`npm run bench` makes worlds of several sizes (`local/demo/worlds/sized.ts`), fills an empty workbook from them, and keeps it up. ' +
      'Minutes are execution time by the cost model of the local host (`local/host/limits.ts`), so all but JavaScript time, memory and load time is the same in every call. ' +
      `Measured with Node.js ${process.version}, commit ${version()}.`,
    '*Core* is everything but what slow sources alone can still tell: that goes on by itself in later executions.',
    ...full.flatMap((measured) => [
      `## Targets at ${sizeOf(measured)}`,
      table(
        ['what', 'target', 'reached', ''],
        targetsOf(measured).map(({ what, target, reached, met }) => [
          what,
          target,
          reached,
          met ? 'met' : '**not met**',
        ]),
      ),
    ]),
    notes,
    '## Cells after the cold fill',
    'Every cell of the five tabs is compared with what the sources know by rules of their own (`test/demo/truth`).',
    table(
      ['shows / people', 'compared', 'right', 'wrong', 'blank'],
      results.map((one) => cellsRow(one, one.cells)),
    ),
    '## Time and calls',
    [`| ${COSTS.join(' | ')} |`, `|${COSTS.map(() => ' --- |').join('')}`, ...results.flatMap(costs)].join(
      '\n',
    ),
    '## Requests by source',
    sources(results),
    '## Growth',
    'Each number is the growth divided by that of the rows: 1 is linear, less is better.',
    growth(results),
    '## JavaScript, memory, room',
    table(
      [
        'shows / people',
        'JavaScript of the cold fill, s',
        'ms a row',
        'peak heap, MB',
        'loading the bundle, ms',
        'cells of the grid (of 10,000,000)',
        'largest property (of 9,216)',
        'properties in all (of 500,000)',
        'longest execution, s (of 360)',
      ],
      results.map(rooms),
    ),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
