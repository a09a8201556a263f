/** Worker threads that run the bundle; one is kept warm, so that an execution starts at once. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { FacadeSpec, FromWorker, RunMessage, WorkerData } from './protocol';

const MAX_IDLE = 2;

/** The compiled worker: beside the compiled command line, or built from these sources. */
function workerFile(): string {
  let folder = __dirname;
  for (;;) {
    for (const file of [path.join(folder, 'worker.cjs'), path.join(folder, 'build/local/worker.cjs')]) {
      if (existsSync(file)) return file;
    }
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('build/local/worker.cjs is missing: run npm run build');
    folder = parent;
  }
}

export interface WorkerListener {
  onMessage(message: FromWorker): void;
  /** The thread ended by itself: out of memory, or a fault of the host. */
  onCrash(error: Error): void;
}

export class ScriptWorker {
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly signal: Int32Array;
  private listener: WorkerListener | undefined;
  private ended = false;

  constructor(spec: FacadeSpec) {
    const { port1, port2 } = new MessageChannel();
    const signal = new SharedArrayBuffer(4);
    this.signal = new Int32Array(signal);
    this.port = port1;
    const workerData: WorkerData = { spec, signal, answers: port2 };
    this.worker = new Worker(workerFile(), { workerData, transferList: [port2] });
    this.worker.on('message', (message: FromWorker) => this.listener?.onMessage(message));
    this.worker.on('error', (error) => this.listener?.onCrash(error));
    this.worker.on('exit', () => {
      this.ended = true;
    });
    this.worker.unref();
    this.port.unref();
  }

  get alive(): boolean {
    return !this.ended;
  }

  start(message: RunMessage, listener: WorkerListener): void {
    this.listener = listener;
    this.worker.ref();
    this.worker.postMessage(message);
  }

  answer(text: string): void {
    this.port.postMessage(text);
    Atomics.store(this.signal, 0, 1);
    Atomics.notify(this.signal, 0);
  }

  rest(): void {
    this.listener = undefined;
    this.worker.unref();
  }

  /** Stops the thread wherever it is; none of its code runs after that. */
  async end(): Promise<void> {
    this.listener = undefined;
    await this.worker.terminate();
    this.port.close();
  }
}

export class WorkerPool {
  private readonly idle: ScriptWorker[] = [];
  private closed = false;

  constructor(private readonly spec: FacadeSpec) {
    this.warm();
  }

  private warm(): void {
    if (!this.closed && this.idle.length === 0) this.idle.push(new ScriptWorker(this.spec));
  }

  take(): ScriptWorker {
    const idle = this.idle.splice(0).filter(({ alive }) => alive);
    const worker = idle.pop();
    this.idle.push(...idle);
    return worker ?? new ScriptWorker(this.spec);
  }

  async giveBack(worker: ScriptWorker): Promise<void> {
    if (this.closed || this.idle.length >= MAX_IDLE) return worker.end();
    worker.rest();
    this.idle.push(worker);
  }

  async discard(worker: ScriptWorker): Promise<void> {
    await worker.end();
    this.warm();
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.idle.splice(0).map((worker) => worker.end()));
  }
}
