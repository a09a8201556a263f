/**
 * What the pages and the local host may call. Arguments and answers are JSON text: google.script.run
 * drops or mangles everything else (apps-script.md §8).
 */
import { startParts } from '../app';
import { goOn, start, stop, type StartAnswer, type StartRequest } from '../engine/control';
import { defaultOptions, readOptions } from '../engine/options';
import { readStored } from '../engine/run';
import { reportOf } from '../engine/state';
import { documentProperties, userProperties } from '../engine/store';
import {
  describeSettings,
  saveSettings,
  storedSettings,
  type SettingDescription,
  type SettingError,
} from '../settings/stored';
import { QUALITY, runnableNames } from '../stages';

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

export function checkQuality(): void {
  const answer = startRun({ step: QUALITY, options: defaultOptions, by: 'person' });
  SpreadsheetApp.getActiveSpreadsheet().toast(
    answer.message || 'The result stands in the tab Quality.',
    'Realitease',
    10,
  );
}

/** `{step, options, by}` → `{ok, message, runId}`; `usage: true` where the request itself is wrong. */
export function startRunJson(json: string): string {
  const given = parse(json);
  const step = String(given.step ?? '');
  const known = runnableNames().map((name) => name.id);
  if (!known.includes(step)) {
    return usage(`There is no step "${step}". There are: ${known.join(', ')}.`);
  }
  const read = readOptions(given.options);
  if ('error' in read) return usage(read.error);
  return JSON.stringify(
    startRun({ step, options: read.options, by: given.by === 'schedule' ? 'schedule' : 'person' }),
  );
}

function usage(message: string): string {
  return JSON.stringify({ ok: false, usage: true, message, runId: '' });
}

export function stopRunJson(): string {
  return JSON.stringify({ message: stopRun() });
}

/** The run as it is now; `null` if there never was one. Cheap: one read of the properties. */
export function runStatusJson(): string {
  const { record } = readStored(documentProperties().getProperties());
  if (!record) return 'null';
  return JSON.stringify({
    report: reportOf(record),
    step: record.job[record.at] ?? '',
    stepIndex: record.at,
    stepCount: record.job.length,
    progress: record.progress,
    beat: record.beat,
    log: record.log,
  });
}

/** RunReport of the last run as JSON; `null` if there never was one. */
export function runReportJson(): string {
  const { record } = readStored(documentProperties().getProperties());
  return JSON.stringify(record ? reportOf(record) : null);
}

export function describeStepsJson(): string {
  return JSON.stringify({ steps: runnableNames() });
}

export function currentSettings(): SettingDescription[] {
  return describeSettings(
    storedSettings(documentProperties().getProperties(), userProperties().getProperties()),
  );
}

/** @returns what is wrong; nothing is stored then */
export function keepSettings(typed: Readonly<Record<string, unknown>>): SettingError[] {
  return saveSettings({ document: documentProperties(), user: userProperties() }, typed);
}

export function describeSettingsJson(): string {
  return JSON.stringify({ settings: currentSettings() });
}

/** `{NAME: value or null for the default}` → `{ok, errors: [{name, message}]}`. */
export function saveSettingsJson(json: string): string {
  const errors = keepSettings(parse(json));
  return JSON.stringify({ ok: errors.length === 0, errors });
}

function parse(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('The request is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('The request is not an object.');
  return value as Record<string, unknown>;
}
