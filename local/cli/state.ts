/** The folder beside a workbook: what Google keeps for a script, and what an .xlsx file cannot. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Clock, HostState } from '../host/host';
import { writeAtomically, type KeptWorkbook } from '../xlsx';
import { UsageError } from './usage';

export interface SavedState {
  host?: HostState;
  workbook?: KeptWorkbook;
}

const HOST_FILE = 'host.json';
const WORKBOOK_FILE = 'workbook.json';
const LOCK_FILE = 'lock';
const CLOCK_FILE = 'clock';
/** So far ahead the clock is noted: once a minute of it. */
const AHEAD_MS = 60_000;

function readJson<T>(file: string): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    throw new UsageError(`${file} is damaged. Delete its folder to start with a clean state.`);
  }
}

/** What an earlier run left in the folder. Throws UsageError when it cannot be read. */
export function loadState(folder: string): SavedState {
  return {
    host: readJson<HostState>(path.join(folder, HOST_FILE)),
    workbook: readJson<KeptWorkbook>(path.join(folder, WORKBOOK_FILE)),
  };
}

export async function saveState(folder: string, saved: Required<SavedState>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await writeAtomically(path.join(folder, WORKBOOK_FILE), JSON.stringify(saved.workbook));
  await writeAtomically(path.join(folder, HOST_FILE), JSON.stringify(saved.host));
}

/**
 * The clock with a note in the folder of how far it has got: a process that is killed saves nothing, but what
 * it asked of the sources it did ask, and the next one must not be at the same instants again.
 */
export class NotedClock implements Clock {
  readonly kind: Clock['kind'];
  private noted = 0;
  private hasAsked = false;

  constructor(
    private readonly clock: Clock,
    private readonly folder: string,
  ) {
    this.kind = clock.kind;
  }

  /** The last instant that a process which saved nothing may have seen; 0 if all was saved. */
  static lastSeen(folder: string): number {
    const file = path.join(folder, CLOCK_FILE);
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) || 0 : 0;
  }

  now(): number {
    return this.clock.now();
  }

  async pass(ms: number): Promise<void> {
    await this.clock.pass(ms);
    this.note();
  }

  /** To be told of every request: before the first one there is nothing to note. */
  asked(): void {
    this.hasAsked = true;
    this.note();
  }

  private note(): void {
    if (!this.hasAsked || this.kind === 'real' || this.now() <= this.noted) return;
    this.noted = this.now() + AHEAD_MS;
    writeFileSync(path.join(this.folder, CLOCK_FILE), String(this.noted));
  }

  /** All is saved, the instant too. */
  saved(): void {
    this.noted = 0;
    rmSync(path.join(this.folder, CLOCK_FILE), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Keeps a second command off the same folder; gives the function that lets go of it. A lock whose
 * process is gone is taken over.
 */
export function lockState(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, LOCK_FILE);
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : NaN;
  if (holder !== process.pid && holder > 0 && isRunning(holder)) {
    throw new UsageError(`${folder} is in use by another run (process ${holder}).`);
  }
  rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    throw new UsageError(`${folder} is in use by another run.`);
  }
  return () => {
    rmSync(file, { force: true });
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  };
}
