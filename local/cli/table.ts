/** The summary that a person reads on stdout. */
import type { RunReport, StepReport } from '../../src/engine/report';

const COLUMNS: [keyof StepReport, string][] = [
  ['looked', 'looked'],
  ['added', 'added'],
  ['updated', 'updated'],
  ['removed', 'removed'],
  ['unchanged', 'unchanged'],
  ['failed', 'failed'],
  ['parked', 'parked'],
  ['conflicts', 'conflicts'],
  ['requests', 'requests'],
];

/** `3725000` → `1h 02m`, `65000` → `1m 05s`, `900` → `0.9s`. */
export function formatDuration(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h ${two((seconds % 3600) / 60)}m`;
  return `${Math.floor(seconds / 86_400)}d ${two((seconds % 86_400) / 3600)}h`;
}

function layOut(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = rows;
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}

const sumOf = (steps: StepReport[], key: keyof StepReport): number =>
  steps.reduce((sum, step) => sum + Number(step[key]), 0);

/** One line a step and a line of totals, then what waits, failed or was given up. */
export function summaryTable(run: RunReport): string {
  const steps = run.stages.flatMap(({ stage, steps: ofStage }) =>
    ofStage.map((step) => ({ name: step.step.includes('.') ? step.step : `${stage}.${step.step}`, step })),
  );
  const rows = [
    ['step', ...COLUMNS.map(([, title]) => title), 'time'],
    ...steps.map(({ name, step }) => [
      name,
      ...COLUMNS.map(([key]) => String(step[key])),
      formatDuration(step.virtualMs),
    ]),
  ];
  const all = steps.map(({ step }) => step);
  rows.push([
    'total',
    ...COLUMNS.map(([key]) => String(sumOf(all, key))),
    formatDuration(sumOf(all, 'virtualMs')),
  ]);
  const notes = [
    ...run.parked.map(({ source, items, until }) => `Parked: ${items} for ${source} until ${until}`),
    ...run.givenUp.map(({ source, until, reason }) => `Given up: ${source} until ${until} (${reason})`),
    ...run.quality
      .filter(({ failed }) => failed > 0)
      .map((q) => `Quality: ${q.rule}: ${q.failed} of ${q.checked} fail`),
  ];
  return [layOut(rows), ...(notes.length ? ['', ...notes] : [])].join('\n');
}
