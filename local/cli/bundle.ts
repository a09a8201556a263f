/** Calls of the bundle's entry points that take and give JSON. */
import type { RunReport } from '../../src/engine/report';
import type { RunOptions } from '../../src/engine/types';
import type { ExecutionResult, Host } from '../host/host';

/** An entry point of the bundle failed; the message is the bundle's or the platform's own. */
export class BundleError extends Error {
  override name = 'BundleError';
}

export interface SettingInfo {
  name: string;
  group: string;
  label: string;
  help: string;
  default: string;
  /** Stands in for a missing value when the sources are made-up ones. */
  dummy: string | null;
  isSet?: boolean;
}

export interface StepInfo {
  id: string;
  title: string;
  kind: 'stage' | 'step' | 'all' | 'other';
}

/** What is asked of the bundle; an option that is left out is as usual. */
export interface RunRequest {
  step: string;
  options: Partial<RunOptions>;
  by: 'person';
}

export interface StartAnswer {
  ok: boolean;
  message: string;
  runId: string;
  /** The request itself is wrong. */
  usage?: boolean;
}

export interface SaveAnswer {
  ok: boolean;
  errors: { name: string; message: string }[];
}

/** What an execution gave, or a BundleError when it did not end well. */
export function valueOf<T>(result: ExecutionResult): T {
  if (result.status !== 'ok') {
    throw new BundleError(result.error?.message ?? `${result.handler} was ended (${result.status})`);
  }
  if (typeof result.value !== 'string') throw new BundleError(`${result.handler} gave no JSON`);
  return JSON.parse(result.value) as T;
}

async function ask<T>(host: Host, handler: string, ...args: unknown[]): Promise<T> {
  return valueOf<T>(await host.run(handler, args, { kind: 'page' }));
}

export const describeSettings = (host: Host) => ask<{ settings: SettingInfo[] }>(host, 'describeSettings');
export const describeSteps = (host: Host) => ask<{ steps: StepInfo[] }>(host, 'describeSteps');

/** How far the run is; null if there never was one. */
export interface RunStatus {
  report: RunReport;
  /** Index of the step at work, and how many there are. */
  stepIndex: number;
  stepCount: number;
  /** Items of the step at work. */
  progress: { done: number; total: number };
}

export async function runStatus(host: Host): Promise<RunStatus | null> {
  const { run } = await ask<{ run: (RunReport & Omit<RunStatus, 'report'>) | null }>(host, 'runStatus');
  return run && { report: run, stepIndex: run.stepIndex, stepCount: run.stepCount, progress: run.progress };
}

/** `null` for a name puts its default back. */
export const saveSettings = (host: Host, values: Record<string, string | null>) =>
  ask<SaveAnswer>(host, 'saveSettings', JSON.stringify(values));

/** Starts a run; the execution itself is of interest to the caller. */
export const startRun = (host: Host, request: RunRequest): Promise<ExecutionResult> =>
  host.run('startRun', [JSON.stringify(request)], { kind: 'page' });
