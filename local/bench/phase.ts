/** What one phase of the bench came to, in numbers. */
import type { RunReport } from '../../src/engine/report';
import type { Meter } from '../cli/meter';
import type { ExecutionResult, Host, SheetTraffic } from '../host';
import type { WorkbookModel } from '../host/model';
import { cellsOf, changedCells, rowCount, tabsOf, type Tabs } from './workbook';

const DAY_MS = 86_400_000;

/** What a run had cost when nothing was left but what slow sources alone can tell. */
export interface Core {
  minutes: number;
  executions: number;
  rows: number;
  requests: number;
  cells: number;
  propertyCalls: number;
  jsSeconds: number;
}

export interface Phase {
  name: string;
  /** First attempts, by source. */
  requests: Record<string, number>;
  totalRequests: number;
  retries: number;
  minutes: number;
  /** Until nothing was left but what slow sources alone can tell. */
  core?: Core;
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
  /** Properties that came with the phase and stayed. */
  propertiesLeft: string[];
  /** Executions that were ended abruptly. */
  killed: number;
  /** What the run had foreseen of itself; null if it did not. */
  forecast: Forecast | null;
  failed: number;
  jsSeconds: number;
  heapMb: number;
  loadMs: number;
}

export interface Forecast {
  requests: number;
  minutes: number;
}

interface Given {
  host: Host;
  meter: Meter;
  results: readonly ExecutionResult[];
  from: number;
  before: Tabs;
  traffic: SheetTraffic;
  violations: number;
  core: Core | undefined;
  run: RunReport;
  propertiesLeft?: string[];
}

/** The last line of the Run Log in which the run says what it had foreseen. */
function forecastOf({ runId }: RunReport, workbook: WorkbookModel): Forecast | null {
  const rows = workbook.sheets.find(({ name }) => name === 'Run Log')?.cells ?? [];
  for (const row of rows) {
    const [, run, , , , message] = Array.from({ length: 6 }, (_, i) => String(row?.[i]?.value ?? ''));
    const [, requests, minutes] =
      /^Foreseen: about (\d+) requests.*?, ([\d.]+) minutes/.exec(message ?? '') ?? [];
    if (run === runId && requests) return { requests: Number(requests), minutes: Number(minutes) };
  }
  return null;
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
  const calls = (prefix: string) => callsOf(meter, prefix);
  const steps = run.stages.flatMap((stage) => stage.steps);
  const stored = host.state.properties.document;
  return {
    name,
    requests,
    totalRequests: sumOf(Object.values(requests)),
    retries: sumOf(Object.values(meter.http).map((count) => count.retries)),
    minutes: meter.virtualMs / 60_000,
    ...(core ? { core } : {}),
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
    propertiesLeft: given.propertiesLeft ?? [],
    killed: results.filter(({ status }) => status === 'killed').length,
    forecast: forecastOf(run, host.workbook),
    failed: sumOf(steps.map((step) => step.failed)),
    jsSeconds: meter.jsMs / 1000,
    heapMb: Math.max(0, ...results.map(({ heapBytes }) => heapBytes)) / 1_000_000,
    loadMs: median(results.map(({ loadMs }) => loadMs)),
  };
}

/** Calls of a service so far. */
function callsOf({ calls }: Meter, prefix: string): number {
  return sumOf(Object.entries(calls).flatMap(([call, count]) => (call.startsWith(prefix) ? [count] : [])));
}

export function coreOf(host: Host, meter: Meter, traffic: SheetTraffic): Core {
  const { cellsRead, cellsWritten } = host.sheet;
  return {
    minutes: meter.virtualMs / 60_000,
    executions: meter.executions,
    rows: rowCount(tabsOf(host.workbook)),
    requests: meter.requestCount,
    cells: cellsRead - traffic.cellsRead + cellsWritten - traffic.cellsWritten,
    propertyCalls: callsOf(meter, 'Properties.'),
    jsSeconds: meter.jsMs / 1000,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
