/** The report of `--report` (local-host.md, "The command line"): a contract with scripts outside the repository. */
import type { RunReport, StepReport } from '../../src/engine/report';
import type { HostCount, Meter } from './meter';

type ReportedStep = Omit<StepReport, 'retries' | 'cacheHits'>;

export interface PipelineReport {
  ok: boolean;
  step: string;
  dryRun: boolean;
  account: string;
  sources: string;
  virtualMs: number;
  wallMs: number;
  jsMs: number;
  executions: number;
  longestExecutionMs: number;
  calls: Record<string, number>;
  http: { total: number; byHost: Record<string, HostCount>; cacheHits: number };
  quotas: {
    urlFetchPerDay: number[];
    triggerMinutesPerDay: number[];
    propertyCallsPerDay: number[];
    violations: number;
  };
  largestPropertyBytes: number;
  parked: RunReport['parked'];
  stages: { stage: string; steps: ReportedStep[] }[];
  quality: RunReport['quality'];
  errors: RunReport['errors'];
}

export interface ReportParts {
  ok: boolean;
  step: string;
  dryRun: boolean;
  account: string;
  sources: string;
  wallMs: number;
  meter: Meter;
  violations: number;
  largestPropertyBytes: number;
  /** Absent when the run did not get so far. */
  run: RunReport | null;
}

function reportedStep(step: StepReport): ReportedStep {
  const { retries: _, cacheHits: __, ...reported } = step;
  return reported;
}

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const minutes = (ms: number): number => Math.round(ms / 600) / 100;

export function buildReport(parts: ReportParts): PipelineReport {
  const { ok, step, dryRun, account, sources, meter, run } = parts;
  const steps = (run?.stages ?? []).flatMap((stage) => stage.steps);
  return {
    ok,
    step,
    dryRun,
    account,
    sources,
    virtualMs: Math.round(meter.virtualMs),
    wallMs: Math.round(parts.wallMs),
    jsMs: Math.round(meter.jsMs),
    executions: meter.executions,
    longestExecutionMs: Math.round(meter.longestExecutionMs),
    calls: sorted(meter.calls),
    http: {
      total: meter.requestCount,
      byHost: sorted(meter.http),
      cacheHits: steps.reduce((sum, { cacheHits }) => sum + cacheHits, 0),
    },
    quotas: {
      urlFetchPerDay: meter.urlFetchPerDay,
      triggerMinutesPerDay: meter.triggerMsPerDay.map(minutes),
      propertyCallsPerDay: meter.propertyCallsPerDay,
      violations: parts.violations,
    },
    largestPropertyBytes: parts.largestPropertyBytes,
    parked: run?.parked ?? [],
    stages: (run?.stages ?? []).map((stage) => ({
      stage: stage.stage,
      steps: stage.steps.map(reportedStep),
    })),
    quality: run?.quality ?? [],
    errors: run?.errors ?? [],
  };
}
