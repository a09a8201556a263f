/** What one phase of the bench came to, in numbers. */
import type { RunReport } from '../../src/engine/report';
import type { Meter } from '../cli/meter';
import type { ExecutionResult, Host, SheetTraffic } from '../host';
import { cellsOf, changedCells, rowCount, tabsOf, type Tabs } from './workbook';

const DAY_MS = 86_400_000;

export interface Phase {
  name: string;
  /** First attempts, by source. */
  requests: Record<string, number>;
  totalRequests: number;
  retries: number;
  minutes: number;
  /** Until nothing was left but what slow sources alone can tell. */
  core?:
    | { minutes: number; executions: number; rows: number }
    | { minutes: number; executions: number; tabs: Tabs };
  executions: number;
  longestSeconds: number;
  days: number;
  /** Trigger minutes of each day, the first with the core left out. */
  triggerMinutes: number[];
  sheet: SheetTraffic;
  batches: number;
  propertyCalls: number;
  cacheCalls: number;
  violations: number;
  rows: number;
  changedCells: number;
  gridCells: number;
  filledCells: number;
  largestPropertyBytes: number;
  propertyBytes: number;
  triggersLeft: number;
  failed: number;
  jsSeconds: number;
  heapMb: number;
  loadMs: number;
}

interface Given {
  host: Host;
  meter: Meter;
  results: readonly ExecutionResult[];
  from: number;
  before: Tabs;
  traffic: SheetTraffic;
  violations: number;
  core: Phase['core'];
  run: RunReport;
}

const SOURCES: [host: RegExp, title: string][] = [
  [/themoviedb/, 'TMDb'],
  [/imdbapi/, 'IMDb API'],
  [/imdb\.com/, 'IMDb pages'],
  [/wikidata/, 'Wikidata'],
  [/fandom/, 'Fandom'],
  [/famousbirthdays/, 'Famous Birthdays'],
  [/googleapis/, 'Gemini'],
  [/thetvdb/, 'TheTVDB'],
];

const titleOf = (host: string): string => SOURCES.find(([pattern]) => pattern.test(host))?.[1] ?? host;
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export function phaseOf(name: string, given: Given): Phase {
  const { host, meter, results, from, before, traffic, run, core } = given;
  const requests: Record<string, number> = {};
  for (const [of, count] of Object.entries(meter.http)) {
    const title = titleOf(of);
    requests[title] = (requests[title] ?? 0) + count.requests;
  }
  const after = tabsOf(host.workbook);
  const { grid, filled } = cellsOf(host.workbook);
  const calls = (prefix: string) =>
    sumOf(Object.entries(meter.calls).flatMap(([call, count]) => (call.startsWith(prefix) ? [count] : [])));
  const steps = run.stages.flatMap((stage) => stage.steps);
  const stored = host.state.properties.document;
  return {
    name,
    requests,
    totalRequests: sumOf(Object.values(requests)),
    retries: sumOf(Object.values(meter.http).map((count) => count.retries)),
    minutes: meter.virtualMs / 60_000,
    ...(core && 'tabs' in core
      ? { core: { minutes: core.minutes, executions: core.executions, rows: rowCount(core.tabs) } }
      : {}),
    executions: meter.executions,
    longestSeconds: meter.longestExecutionMs / 1000,
    days: (host.options.clock.now() - from) / DAY_MS,
    triggerMinutes: meter.triggerMsPerDay.map((ms) => ms / 60_000),
    sheet: {
      reads: host.sheet.reads - traffic.reads,
      flushes: host.sheet.flushes - traffic.flushes,
      cellsRead: host.sheet.cellsRead - traffic.cellsRead,
      cellsWritten: host.sheet.cellsWritten - traffic.cellsWritten,
    },
    batches: sumOf(steps.map((step) => step.batches)),
    propertyCalls: calls('Properties.'),
    cacheCalls: calls('Cache.'),
    violations: host.violations - given.violations,
    rows: rowCount(after),
    changedCells: changedCells(before, after),
    gridCells: grid,
    filledCells: filled,
    largestPropertyBytes: host.largestPropertyBytes,
    propertyBytes: sumOf(Object.entries(stored).map(([key, value]) => key.length + value.length)),
    triggersLeft: host.state.triggers.filter(({ disabled }) => !disabled).length,
    failed: sumOf(steps.map((step) => step.failed)),
    jsSeconds: meter.jsMs / 1000,
    heapMb: Math.max(0, ...results.map(({ heapBytes }) => heapBytes)) / 1_000_000,
    loadMs: median(results.map(({ loadMs }) => loadMs)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
