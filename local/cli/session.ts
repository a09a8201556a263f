/**
 * A workbook file with its state folder, opened in the local host: what every command that works
 * on a workbook starts from.
 */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  createHost,
  emptyState,
  newWorkbook,
  type Host,
  type HostOptions,
  type WorkbookModel,
} from '../host';
import { keptOf, readWorkbook, writeWorkbook } from '../xlsx';
import { loadState, lockState, NotedClock, saveState, type SavedState } from './state';

export interface SessionOptions {
  /** The .xlsx file; made at the first save if it is not there. */
  workbook: string;
  /** Folder with properties, cache and triggers. */
  state: string;
}

/** What the host needs beyond the workbook and the state. */
export type HostSetup = Omit<HostOptions, 'workbook' | 'state'>;

export interface Session {
  host: Host;
  /** Writes the workbook and the state. The workbook comes first: the bundle can do a batch again, but not undo one. */
  save(): Promise<void>;
  /** Lets go of the files; does not save. */
  close(): Promise<void>;
}

/** A new workbook comes with an empty tab; once there are others it is of no use. */
function dropEmptyTab(workbook: WorkbookModel, name: string | undefined): void {
  const index = workbook.sheets.findIndex((sheet) => sheet.name === name && sheet.cells.length === 0);
  if (index >= 0 && workbook.sheets.some((sheet, at) => at !== index && !sheet.hidden)) {
    workbook.sheets.splice(index, 1);
  }
}

async function openWorkbook(file: string, saved: SavedState): Promise<WorkbookModel> {
  const fresh = newWorkbook(path.basename(file, path.extname(file)));
  const kept = saved.workbook ?? { ...keptOf(fresh), sheets: [] };
  if (existsSync(file)) return readWorkbook(file, kept);
  const { id, timeZone, locale } = kept;
  return { ...fresh, id, timeZone, locale };
}

/**
 * Opens the workbook; `setup` is asked for the host's settings with the last instant that the saved
 * state has seen (0 without one). Throws WorkbookFileError, UsageError.
 */
export async function openSession(
  options: SessionOptions,
  setup: (clock: number) => HostSetup,
): Promise<Session> {
  const unlock = lockState(options.state);
  try {
    const saved = loadState(options.state);
    const workbook = await openWorkbook(options.workbook, saved);
    const emptyTab = existsSync(options.workbook) ? undefined : workbook.sheets[0]?.name;
    const state = saved.host ?? emptyState();
    const settings = setup(Math.max(state.clock, NotedClock.lastSeen(options.state)));
    const clock = new NotedClock(settings.clock, options.state);
    const onRequest: HostSetup['onRequest'] = (exchange) => {
      clock.asked();
      settings.onRequest?.(exchange);
    };
    const host = await createHost({ ...settings, clock, onRequest, workbook, state });
    return {
      host,
      async save() {
        dropEmptyTab(workbook, emptyTab);
        mkdirSync(path.dirname(path.resolve(options.workbook)), { recursive: true });
        await writeWorkbook(workbook, options.workbook);
        state.clock = Math.max(state.clock, host.options.clock.now());
        await saveState(options.state, { host: state, workbook: keptOf(workbook) });
        clock.saved();
      },
      async close() {
        await host.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
