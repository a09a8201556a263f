/** What the pages, the menu and the local host ask of the engine and the settings. */
import { startParts } from '../app';
import { goOn, start, stop, type StartAnswer, type StartRequest } from '../engine/control';
import { readOptions } from '../engine/options';
import { readStored } from '../engine/checkpoint';
import { reportOf } from '../engine/state';
import { documentProperties, userProperties } from '../engine/store';
import {
  describeSettings,
  saveSettings,
  storedSettings,
  type SettingDescription,
  type SettingError,
} from '../settings/stored';
import { runnableNames } from '../stages';
import { textIn, type Request } from './request';

/** Characters of what a step is given beside its options. */
const MOST_ARGS = 1000;

export function startRun(request: StartRequest): StartAnswer {
  return start(startParts(), request);
}

export function stopRun(): string {
  return stop(startParts());
}

/** Handler of the run's own triggers. */
export function continueRun(): void {
  goOn(startParts());
}

/** `{step, options, by, instead?}` → `{ok, message, runId}`; `usage: true` where the request itself is wrong. */
export function startRequested(request: Request): StartAnswer & { usage?: true } {
  const step = textIn(request, 'step');
  const known = runnableNames().map((name) => name.id);
  if (!known.includes(step)) return usage(`There is no step "${step}". There are: ${known.join(', ')}.`);
  const read = readOptions(request.options);
  if ('error' in read) return usage(read.error);
  const by = request.by === 'schedule' ? 'schedule' : 'person';
  const { args } = request;
  const wanted = { step, options: read.options, by, instead: request.instead === true } as const;
  if (args === undefined || args === null) return startRun(wanted);
  if (typeof args !== 'object' || JSON.stringify(args).length > MOST_ARGS)
    return usage('"args" must be a small object.');
  return startRun({ ...wanted, args: { ...args } });
}

function usage(message: string): StartAnswer & { usage: true } {
  return { ok: false, usage: true, message, runId: '' };
}

/** RunReport of the last run; `null` if there never was one. */
export function lastReport(): unknown {
  const { record } = readStored(documentProperties().getProperties());
  return record ? reportOf(record) : null;
}

export function currentSettings(): SettingDescription[] {
  return describeSettings(
    storedSettings(documentProperties().getProperties(), userProperties().getProperties()),
  );
}

/** `{NAME: value or null for the default}` → `{ok, errors: [{name, message}]}`; nothing is stored if one is wrong. */
export function keepSettings(typed: Request): { ok: boolean; errors: SettingError[] } {
  const errors = saveSettings({ document: documentProperties(), user: userProperties() }, typed);
  return { ok: errors.length === 0, errors };
}
