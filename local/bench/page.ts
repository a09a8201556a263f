/** The page docs/bench.md, from what was measured. */
import type { Cells, Measured } from './measure';
import type { Core, Phase } from './phase';

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const sizeOf = ({ shows, people, imdb, set }: Measured): string =>
  [
    `${number(shows)} / ${number(people)}, IMDb ${imdb ? 'on' : 'off'}`,
    ...Object.entries(set).map(([name, value]) => `${name} ${value}`),
  ].join(', ');

const phaseOf = (measured: Measured, name: string): Phase | undefined =>
  measured.phases.find((phase) => phase.name === name);

/** Minutes of the days after the one on which all but the slow sources was done. */
const tailMinutes = ({ triggerMinutes }: Phase): number => Math.max(0, ...triggerMinutes.slice(1));

const rowsAnHour = ({ core }: Phase): number => (core ? (core.rows / core.minutes) * 60 : 0);

const msARow = ({ core }: Phase): number => (core ? (core.jsSeconds / core.rows) * 1000 : 0);

interface Target {
  what: string;
  target: string;
  reached: string;
  met: boolean;
}

const most = (what: string, value: number, limit: number, unit = '', digits = 0): Target => ({
  what,
  target: `at most ${number(limit, digits)}${unit}`,
  reached: `${number(value, digits)}${unit}`,
  met: value <= limit,
});

function targetsOf(measured: Measured): Target[] {
  const { imdb, set } = measured;
  const cold = phaseOf(measured, 'cold fill');
  const second = phaseOf(measured, 'second run');
  const day = phaseOf(measured, 'normal day');
  if (!cold?.core) return [];
  const targets = [most('cold fill, core', cold.core.minutes, 'TMDB_LIMIT' in set ? 33 : 65, ' min', 1)];
  if ('TMDB_LIMIT' in set) return targets;
  targets.push({
    what: 'rows an hour of execution, cold, core',
    target: 'at least 35,000',
    reached: number(rowsAnHour(cold)),
    met: rowsAnHour(cold) >= 35_000,
  });
  if (measured.cells)
    targets.push(
      most('tails, the fullest day', tailMinutes(cold), imdb ? 22 : 15, ' min', 1),
      most('all requests', cold.totalRequests, imdb ? 19_000 : 14_500),
      most('cells wrong after the cold fill', measured.cells.wrong, 0),
    );
  if (second)
    targets.push(
      most('second run, cells changed', second.changedCells, 0),
      most('second run, requests', second.totalRequests, cold.totalRequests * 0.02),
      most('second run', second.minutes, 3, ' min', 1),
    );
  if (day)
    targets.push(
      most('normal day, requests', day.totalRequests, 350),
      most('normal day', day.minutes, 4, ' min', 1),
    );
  return targets;
}

function targetTable(measured: Measured): string {
  return table(
    ['what', 'target', 'reached', ''],
    targetsOf(measured).map(({ what, target, reached, met }) => [what, target, reached, met ? 'met' : '**not met**']), // prettier-ignore
  );
}

/** What was foreseen against what it came to. */
function forecasts(results: readonly Measured[]): string {
  const off = (foreseen: number, took: number): string =>
    `${foreseen > took ? '+' : ''}${number((foreseen / (took || 1) - 1) * 100)} %`;
  const rows = results.flatMap((measured) =>
    measured.phases.flatMap(({ name, forecast, totalRequests, retries, minutes }) => {
      // What was foreseen is the whole of a run.
      const isCut = name === 'cold fill' && !measured.cells;
      if (!forecast || isCut || name === 'scheduled days') return [];
      const asked = totalRequests + retries;
      return [
        [
          sizeOf(measured),
          name,
          number(forecast.requests),
          `${number(asked)} (${off(forecast.requests, asked)})`,
          number(forecast.minutes, 1),
          `${number(minutes, 1)} (${off(forecast.minutes, minutes)})`,
        ],
      ];
    }),
  );
  return table(['shows / people', 'phase', 'requests foreseen', 'asked', 'minutes foreseen', 'taken'], rows);
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
    number(phase.killed),
    number(phase.triggersLeft + phase.propertiesLeft.length),
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
  'executions killed',
  'triggers and properties left',
];

const cellsRow = (measured: Measured, when: string, cells: Cells | null): string[][] => {
  if (!cells) return [];
  const { compared, wrong, blank, stale, overdue = 0 } = cells;
  const right = compared - wrong - blank - stale;
  const counts = [compared, right, stale, wrong, blank, overdue].map((count) => number(count));
  return [[sizeOf(measured), when, ...counts]];
};

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
    const own = results
      .filter((one) => one.imdb === imdb && Object.keys(one.set).length === 0)
      .sort((a, b) => a.shows - b.shows);
    own.slice(1).forEach((larger, i) => {
      const a = phaseOf(own[i] ?? larger, 'cold fill')?.core;
      const b = phaseOf(larger, 'cold fill')?.core;
      if (!a || !b) return;
      const by = b.rows / a.rows;
      const grown = (measure: (core: Core) => number): string => number(measure(b) / measure(a) / by, 2);
      rows.push([
        `${sizeOf(own[i] ?? larger)} → ${number(larger.shows)} / ${number(larger.people)}`,
        number(by, 2),
        grown(({ requests }) => requests),
        grown(({ minutes }) => minutes),
        grown(({ cells }) => cells),
        grown(({ propertyCalls }) => propertyCalls),
        grown(({ jsSeconds }) => jsSeconds),
      ]);
    });
  }
  return table(
    ['from → to', 'rows ×', 'requests', 'minutes', 'cells', 'property calls', 'JavaScript time'],
    rows,
  );
}

const rooms = (measured: Measured): string[] => {
  const last = measured.phases[measured.phases.length - 1];
  const cold = phaseOf(measured, 'cold fill');
  const heap = Math.max(0, ...measured.phases.map(({ heapMb }) => heapMb));
  // Without a thread of its own the script's time is not told from the host's.
  const own = (text: string): string => (heap > 0 ? text : 'not measured');
  return [
    sizeOf(measured),
    own(number(cold?.core?.jsSeconds ?? 0, 1)),
    own(number(cold ? msARow(cold) : 0, 2)),
    own(number(heap)),
    own(number(cold?.loadMs ?? 0)),
    number(last?.gridCells ?? 0),
    number(last?.largestPropertyBytes ?? 0),
    number(last?.propertyBytes ?? 0),
    number(Math.max(0, ...measured.phases.map(({ longestSeconds }) => longestSeconds))),
  ];
};

export function renderPage(given: readonly Measured[], notes: string): string {
  const results = [...given].sort(
    (a, b) =>
      Number(a.imdb) - Number(b.imdb) ||
      Object.keys(a.set).length - Object.keys(b.set).length ||
      a.shows - b.shows,
  );
  const full = results.filter(({ shows }) => shows === 1000);
  const parts = [
    '# What it costs',
    '`npm run bench` makes worlds of several sizes (`local/demo/worlds/sized.ts`), fills an empty workbook from them, and keeps it up. ' +
      'Minutes are execution time by the cost model of the local host (`local/host/limits.ts`), so all but JavaScript time, memory and load time is the same in every call. ' +
      `Measured with Node.js ${process.version}. JavaScript time is what the thread computed.`,
    '_Core_ is everything but what slow sources alone can still tell: that goes on by itself in later executions.',
    ...full.flatMap((measured) => [`## Targets at ${sizeOf(measured)}`, targetTable(measured)]),
    notes,
    '## What was measured',
    table(
      ['shows / people', 'commit', 'phases'],
      results.map((one) => [sizeOf(one), one.commit, one.phases.map(({ name }) => name).join(', ')]),
    ),
    '## Cells',
    'Every cell of the five tabs is compared with what the sources know by rules of their own (`test/demo/truth`). ' +
      '_As told_: what the source said when it was asked last, and not what it would say today. _Overdue_: what should have been asked again by then, by the rules of the stages (`test/demo/truth/due.ts`), and was not.',
    table(
      ['shows / people', 'after', 'compared', 'right', 'as told', 'wrong', 'blank', 'overdue'],
      results.flatMap((one) => [
        ...cellsRow(one, 'cold fill', one.cells),
        ...cellsRow(one, 'scheduled days', one.cellsLater),
      ]),
    ),
    '## Time and calls',
    'In the scheduled days executions are ended abruptly now and then, and at all times two addresses in a hundred fail when they are first asked on a day.',
    [`| ${COSTS.join(' | ')} |`, `|${COSTS.map(() => ' --- |').join('')}`, ...results.flatMap(costs)].join(
      '\n',
    ),
    '## Requests by source',
    sources(results),
    '## Foreseen and taken',
    'What the run itself foresees once it knows the shows, as it stands in the Run Log.',
    forecasts(results),
    '## Growth',
    'Of the core; each number is the growth divided by that of the rows: 1 is linear, less is better.',
    growth(results),
    '## JavaScript, memory, room',
    table(
      [
        'shows / people',
        'JavaScript of the core, s',
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
