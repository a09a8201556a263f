/** The `start` command: the workbook in the browser. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createHost, realClock, simulatedClock, type Clock, type HostOptions } from '../host';
import { describeSettings, saveSettings } from '../cli/bundle';
import { parseEnv } from '../cli/env';
import { openSession, type Session } from '../cli/session';
import { effectiveSettings } from '../cli/settings';
import { openSources } from '../cli/sources';
import { UsageError } from '../cli/usage';
import { Desk, type DeskParts } from './desk';
import { callableFunctions, Frames } from './frames';
import type { StartOptions } from './options';
import { WebServer } from './server';

/** The tabs that the stages fill; a show, once listed, stays in the first. */
const DATA_TABS = ['ShowInfo', 'CastInfo', 'RealiteaseInfo', 'WWHLinfo', 'FinalList'];
/** Writing a large workbook takes seconds: not after each execution. */
const SAVE_EVERY_MS = 20_000;

export interface StartContext {
  /** Folder with the built bundle. */
  bundleDir: string;
  /** Folder with the built page. */
  pageDir: string;
}

export interface Started {
  url: string;
  desk: Desk;
  /** Saves the workbook and ends the server. */
  close(): Promise<void>;
}

/** Saves at quiet moments, never twice at once. */
class Saver {
  private last = Date.now();
  private saving: Promise<void> | undefined;

  constructor(private readonly session: Session) {}

  soon(): void {
    if (Date.now() - this.last > SAVE_EVERY_MS && !this.saving) void this.now();
  }

  async now(): Promise<void> {
    while (this.saving) await this.saving;
    this.saving = this.session.save().finally(() => {
      this.saving = undefined;
      this.last = Date.now();
    });
    return this.saving;
  }
}

/** Keys and settings of the file and the command; with made-up sources what is missing is made up too. */
async function applySettings(session: Session, options: StartOptions): Promise<void> {
  const { settings } = await describeSettings(session.host);
  const file = options.env ?? (existsSync('.env') ? '.env' : undefined);
  const env = file === undefined ? {} : parseEnv(readFileSync(file, 'utf8')).values;
  const madeUp = options.sources.kind !== 'live' && options.keys;
  const { values } = effectiveSettings({ settings, env, set: options.set, imdb: options.imdb, madeUp });
  const named = new Set([...Object.keys(env), ...Object.keys(options.set)]);
  // What was typed into the settings at an earlier start stays.
  const isKept = (name: string): boolean => settings.some((one) => one.name === name && one.isSet);
  const changed = Object.entries(values).filter(
    ([name, value]) => value !== null && (named.has(name) || (madeUp && !isKept(name))),
  );
  const { ok, errors } = await saveSettings(session.host, Object.fromEntries(changed));
  if (!ok) throw new UsageError(errors.map(({ name, message }) => `${name}: ${message}`).join(' '));
}

type Setup = Pick<HostOptions, 'bundleDir' | 'account'>;

/** What the host tells the desk and asks of it. */
function hooksOf(deskOf: () => Desk | undefined, route: HostOptions['route']): Partial<HostOptions> {
  return {
    route: (url) => deskOf()?.breaker.spoil(url) ?? route?.(url) ?? url,
    beforeCall: (_n, call, execution) => deskOf()?.beforeCall(call, execution),
    afterCall: (_n, call, execution) => deskOf()?.afterCall(call, execution),
    onShown: (shown, person) => deskOf()?.onShown(shown, person),
    onChange: (sheet, box) => deskOf()?.onChange(sheet, box),
    answer: (question, person) => deskOf()?.answer(question, person) ?? { button: 'CLOSE' },
  };
}

function breakerParts(options: StartOptions, setup: Setup): DeskParts['breaker'] {
  return {
    tabs: DATA_TABS,
    keptTab: 'ShowInfo',
    async openCopy(workbook, state, now) {
      const { route, close } = await openSources(options.sources, options.world);
      const copy = await createHost({ ...setup, workbook, state, route, clock: simulatedClock(now) });
      const closeHost = copy.close.bind(copy);
      return Object.assign(copy, { close: () => closeHost().then(close) });
    },
  };
}

function clockFor({ clock, now }: StartOptions, lastSeen: number): Clock {
  return clock === 'real' ? realClock(lastSeen) : simulatedClock(Math.max(now ?? Date.now(), lastSeen));
}

/** Opens the workbook and serves it; throws UsageError, WorkbookFileError. */
export async function startWeb(
  options: StartOptions,
  { bundleDir, pageDir }: StartContext,
): Promise<Started> {
  const sources = await openSources(options.sources, options.world);
  const setup: Setup = { bundleDir, account: options.account };
  const at: { desk?: Desk } = {};
  const hooks = hooksOf(() => at.desk, sources.route);
  const session = await openSession(options, (lastSeen) => ({
    ...setup,
    ...hooks,
    clock: clockFor(options, lastSeen),
  }));
  await applySettings(session, options);
  const saver = new Saver(session);
  const frames = new Frames(
    readFileSync(path.join(pageDir, 'frame.js'), 'utf8'),
    callableFunctions(bundleDir),
  );
  const breaker = breakerParts(options, setup);
  const desk = (at.desk = new Desk(session.host, { frames, breaker, onQuiet: () => saver.soon() }));
  const fileName = path.basename(options.workbook);
  const download = async (): Promise<Buffer> => {
    await saver.now();
    return readFileSync(options.workbook);
  };
  const server = new WebServer({ desk, frames, pageDir, fileName, download });
  await server.listen(options.port);
  desk.start();
  return {
    url: server.url,
    desk,
    close: async () => {
      await desk.close();
      await server.close();
      await session.close();
      await saver.now();
      await sources.close();
    },
  };
}

/** Runs the command until it is interrupted. */
export async function runStart(options: StartOptions, context: StartContext): Promise<number> {
  const started = await startWeb(options, context);
  process.stdout.write(`\nThe workbook is open at ${started.url}\nPress Ctrl+C to end.\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  process.stderr.write('Saving the workbook.\n');
  await started.close();
  process.stdout.write(`The workbook: ${path.resolve(options.workbook)}\n`);
  return 0;
}
