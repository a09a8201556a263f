/** Messages between the host (main thread) and a worker that runs the bundle. */
import type { ExecutionResult } from './host';

/** What the script's context offers: classes with their methods, enums, and names of services that are not there. */
export interface FacadeSpec {
  classes: Record<string, string[]>;
  /** Global name → class. */
  globals: Record<string, string>;
  /** `Service.Enum` → its values. */
  enums: Record<string, readonly string[]>;
  /** Services that Apps Script has and the host does not. */
  missing: string[];
}

export interface RunMessage {
  bundleDir: string;
  handler: string;
  kind: ExecutionResult['kind'];
  /** JSON of the arguments (see wire.ts). */
  args: string;
  now: number;
  /** Simulated: the clock stands still between calls. Real: it goes on by itself. */
  simulated: boolean;
  /** Seed of Math.random; absent: really random. */
  seed?: number;
  /** Zone of the script, for the local methods of Date. */
  timeZone: string;
  /** Whether the memory in use is looked at now and then. */
  measureHeap: boolean;
}

export interface WorkerData {
  spec: FacadeSpec;
  /** One 32-bit integer: 1 when an answer is there. */
  signal: SharedArrayBuffer;
  /** Where answers arrive. */
  answers: import('node:worker_threads').MessagePort;
}

/** The answer is JSON: `[now, value]`, or `[now, message, true]` for an error of the service. */
export interface CallMessage {
  type: 'call';
  /** Id of an object, or the name of a global service. */
  target: number | string;
  method: string;
  /** JSON of the arguments. */
  args: string;
}

export interface EndMessage {
  type: 'end';
  /** JSON: `{ value }` (wire.ts) or `{ error: { name, message, stack } }`. */
  outcome: string;
  jsMs: number;
  loadMs: number;
  /** Most memory seen in use on the bundle's heap. */
  heapBytes: number;
}

export type FromWorker = CallMessage | EndMessage | { type: 'log'; text: string };
