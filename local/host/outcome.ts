/** What becomes of an execution: how it ended and what it left. */
import type { Execution } from './execution';
import { ServiceError, type Kill, type KillReason } from './errors';
import type { ExecutionResult } from './host';
import type { EndMessage } from './protocol';
import type { Wire } from './wire';

/** How an execution starts. */
export interface Start {
  bundleDir: string;
  timeZone: string;
  seed: number | undefined;
  /** Arguments of the entry function. */
  values: unknown[];
}

const DEATH: Record<KillReason, { status: ExecutionResult['status']; message?: string }> = {
  timeout: { status: 'timeout', message: 'Exceeded maximum execution time' },
  killed: { status: 'killed' },
  quota: { status: 'error', message: 'Service using too much computer time for one day' },
};

/** The result of a script that came to its end; what it had buffered reaches the sheet. */
export function finished(
  execution: Execution,
  handler: string,
  log: string[],
  end: EndMessage,
): ExecutionResult {
  const outcome = JSON.parse(end.outcome) as { value?: Wire; error?: ExecutionResult['error'] };
  let { error } = outcome;
  try {
    execution.sheets.flush();
  } catch (refused) {
    if (!(refused instanceof ServiceError)) throw refused;
    error ??= { name: refused.name, message: refused.message, stack: '' };
  }
  const measured = { jsMs: end.jsMs, loadMs: end.loadMs, heapBytes: end.heapBytes };
  if (error) return { ...basics(execution, handler, log, 'error'), ...measured, error };
  const value = execution.decodeValue(outcome.value ?? null);
  return { ...basics(execution, handler, log, 'ok'), ...measured, value };
}

/** The result of an execution that was ended from outside. */
export function ended(execution: Execution, handler: string, log: string[], kill: Kill): ExecutionResult {
  execution.sheets.drop(kill.landed);
  if (kill.reason !== 'killed') execution.host.violated();
  const { status, message } = DEATH[kill.reason];
  const error = message && { error: { name: 'Exception', message, stack: '' } };
  return { ...basics(execution, handler, log, status), ...error };
}

function basics(
  execution: Execution,
  handler: string,
  log: string[],
  status: ExecutionResult['status'],
): ExecutionResult {
  const { kind, startedAt } = execution;
  const virtualMs = execution.now() - startedAt;
  return { handler, kind, status, startedAt, virtualMs, jsMs: 0, loadMs: 0, heapBytes: 0, log };
}
