/**
 * An execution in this thread, many times faster than in a worker. No script can be stopped from within its own
 * thread: one that was ended is told an error by this and every further call, and no call is carried out any more,
 * so nothing that it still does can be seen from outside its context.
 */
import type { Execution } from './execution';
import { ScriptContext } from './context';
import { Kill } from './errors';
import type { ExecutionResult } from './host';
import { COST } from './limits';
import { ended, finished, type Start } from './outcome';
import type { EndMessage, FacadeSpec } from './protocol';
import { compiledScripts } from './scripts';

/** Runs to the end and gives the result. */
export function runInThread(
  execution: Execution,
  spec: FacadeSpec,
  handler: string,
  start: Start,
): ExecutionResult {
  const log: string[] = [];
  let over: unknown;
  const call = (target: number | string, method: string, args: string): string => {
    if (over !== undefined) throw new Error('the execution has been ended');
    try {
      return execution.callNow({ type: 'call', target, method, args });
    } catch (error) {
      over = error;
      throw error;
    }
  };
  const note = (text: string): void => {
    if (over === undefined) log.push(text);
  };
  execution.charge(COST.start);
  const end = execute(execution, spec, handler, start, { call, log: note });
  if (over === undefined) return finished(execution, handler, log, end);
  // Anything else is a fault of the host itself.
  if (!(over instanceof Kill)) throw over;
  return ended(execution, handler, log, over);
}

function execute(
  execution: Execution,
  spec: FacadeSpec,
  handler: string,
  start: Start,
  doors: { call(target: number | string, method: string, args: string): string; log(text: string): void },
): EndMessage {
  const { bundleDir, timeZone, seed, values } = start;
  const { kind } = execution;
  const now = execution.scriptNow();
  const args = execution.encodeArguments(values);
  const message = {
    bundleDir,
    handler,
    kind,
    args,
    now,
    simulated: true,
    seed,
    timeZone,
    measureHeap: false,
  };
  const began = performance.now();
  const context = new ScriptContext(spec, { ...doors, now: () => now }, message);
  const failure = context.loadCompiled(compiledScripts(bundleDir));
  const loadMs = performance.now() - began;
  if (failure !== undefined) return { type: 'end', outcome: failure, jsMs: 0, loadMs, heapBytes: 0 };
  const outcome = context.run(handler, kind, args);
  return { type: 'end', outcome, jsMs: performance.now() - began - loadMs, loadMs, heapBytes: 0 };
}
