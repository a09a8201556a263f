/** Runs small scripts on the local host. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createHost, emptyState, newWorkbook, simulatedClock } from '../../local/host';
import type { ExecutionResult, Host, HostOptions } from '../../local/host';
import { useFolder } from '../xlsx/support';

export const START = Date.parse('2026-03-10T09:00:00Z');

export interface Script {
  host: Host;
  /** Runs a function of the script; throws what it threw. */
  call(handler: string, ...args: unknown[]): Promise<unknown>;
  /** The message of the error that a function of the script ends with. */
  failure(handler: string, ...args: unknown[]): Promise<string | undefined>;
  run: Host['run'];
}

interface Setting extends Partial<HostOptions> {
  /** The manifest, if it is not an empty one. */
  manifest?: object;
}

function failed({ status, error }: ExecutionResult): Error {
  return new Error(`${status}: ${error?.name}: ${error?.message}\n${error?.stack}`);
}

/** A maker of hosts for scripts given as text; all of them are closed after the test. */
export function useScripts(): (source: string, setting?: Setting) => Promise<Script> {
  const folder = useFolder();
  const open: Host[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((host) => host.close()));
  });
  return async (source, { manifest = {}, ...options } = {}) => {
    const bundleDir = path.join(folder(), `bundle-${open.length}`);
    mkdirSync(bundleDir, { recursive: true });
    writeFileSync(path.join(bundleDir, 'code.js'), source);
    writeFileSync(path.join(bundleDir, 'appsscript.json'), JSON.stringify(manifest));
    const host = await createHost({
      bundleDir,
      workbook: newWorkbook('Book'),
      state: emptyState(),
      clock: simulatedClock(START),
      account: 'consumer',
      ...options,
    });
    open.push(host);
    return {
      host,
      run: (...args) => host.run(...args),
      call: async (handler, ...args) => {
        const result = await host.run(handler, args);
        if (result.status !== 'ok') throw failed(result);
        return result.value;
      },
      failure: async (handler, ...args) => (await host.run(handler, args)).error?.message,
    };
  };
}

/**
 * A script whose function `t` runs the body given with the spreadsheet as `ss` and its first tab as
 * `sheet`.
 */
export const withSheet = (body: string): string => `
function t(arg) {
  var ss = SpreadsheetApp.getActiveSpreadsheet();
  var sheet = ss.getSheets()[0];
  ${body}
}`;

/** A function `message` for scripts: what a call throws. */
export const MESSAGE = `
function message(act) {
  try { act(); SpreadsheetApp.flush(); } catch (e) { return String(e); }
  return 'nothing';
}`;
