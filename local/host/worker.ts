/** Entry of the worker threads: runs executions, one at a time, each in a context of its own. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { ScriptContext } from './context';
import type { CallMessage, EndMessage, FromWorker, RunMessage, WorkerData } from './protocol';
import { computedMs } from './util/thread-time';

const { spec, signal, answers } = workerData as WorkerData;
const signalled = new Int32Array(signal);
const port = parentPort;

function send(message: FromWorker): void {
  port?.postMessage(message);
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Since the thread began: in calls of services, and in looking at the heap. */
let waitedMs = 0;
let watchedMs = 0;
let calls = 0;
let heapBytes = 0;

let collect: (() => void) | null = null;

/** Time in the script itself; only differences mean anything. */
const ownMs = (): number => computedMs(waitedMs) - watchedMs;

/** Looks at what is really in use: garbage is collected first. */
function watchHeap(): void {
  const start = computedMs(waitedMs);
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  heapBytes = Math.max(heapBytes, getHeapStatistics().used_heap_size);
  watchedMs += computedMs(waitedMs) - start;
}

/** How often the heap is looked at, if at all: it takes a while. */
const CALLS_BETWEEN = 700;
let measuresHeap = false;

/** Blocks until the host has answered; if it never does, it ends this thread. */
function call(target: CallMessage['target'], method: string, args: string): string {
  if (measuresHeap && ++calls % CALLS_BETWEEN === 0) watchHeap();
  const start = performance.now();
  send({ type: 'call', target, method, args });
  Atomics.wait(signalled, 0, 0);
  Atomics.store(signalled, 0, 0);
  let answer = receiveMessageOnPort(answers);
  // The signal may be seen before the message has arrived.
  while (!answer) {
    Atomics.wait(pause, 0, 0, 1);
    answer = receiveMessageOnPort(answers);
  }
  waitedMs += performance.now() - start;
  return answer.message as string;
}

function execute(message: RunMessage): EndMessage {
  heapBytes = 0;
  measuresHeap = message.measureHeap;
  // The host's clock may be ahead of the machine's.
  const ahead = message.now - Date.now();
  const context = new ScriptContext(
    spec,
    {
      call,
      log: (text) => send({ type: 'log', text }),
      now: () => (message.simulated ? message.now : Date.now() + ahead),
    },
    message,
  );
  const start = ownMs();
  const failure = context.load(message.bundleDir);
  const loadMs = ownMs() - start;
  if (failure !== undefined) return { type: 'end', outcome: failure, jsMs: 0, loadMs, heapBytes };
  const called = ownMs();
  const outcome = context.run(message.handler, message.kind, message.args);
  const jsMs = ownMs() - called;
  return { type: 'end', outcome, jsMs, loadMs, heapBytes };
}

// A rejection that nobody awaits vanishes in Apps Script; Node would end the thread.
process.on('unhandledRejection', () => undefined);

port?.on('message', (message: RunMessage) => send(execute(message)));
