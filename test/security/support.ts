/** Whole runs of the built bundle in the fuzzer's small world, with keys and sources of the test's choosing. */
import path from 'node:path';
import type { RunOptions } from '../../src/engine/types';
import { describeSettings, saveSettings, startRun } from '../../local/cli/bundle';
import { effectiveSettings } from '../../local/cli/settings';
import { DemoSources } from '../../local/demo/demo-sources';
import { sourcesHere } from '../../local/demo/here';
import type { World } from '../../local/demo/world';
import { hostOn } from '../../local/fuzz/scenarios';
import { FIRST_DAY } from '../../local/fuzz/world';
import {
  emptyState,
  newWorkbook,
  type ExecutionResult,
  type Host,
  type HostHttpRequest,
  type HttpAnswer,
} from '../../local/host';

export const BUNDLE = path.join(__dirname, '../../dist');

export type Sources = (request: HostHttpRequest) => HttpAnswer;

export interface Ran {
  host: Host;
  results: ExecutionResult[];
}

interface Setting {
  settings?: Record<string, string>;
  around?(sources: Sources): Sources;
  options?: Partial<RunOptions>;
}

/** A run of all stages, with every execution that follows. */
export async function runAll(
  world: World,
  { settings = {}, around = (s) => s, options }: Setting,
): Promise<Ran> {
  const sources = around(sourcesHere(new DemoSources({ at: () => world })));
  const saved = { workbook: newWorkbook('Secure'), state: emptyState(), now: FIRST_DAY };
  const host = await hostOn(BUNDLE, saved, sources);
  const declared = (await describeSettings(host)).settings;
  const { values } = effectiveSettings({
    settings: declared,
    env: {},
    set: settings,
    imdb: 'on',
    madeUp: true,
  });
  await saveSettings(host, values);
  const request = { step: 'all', options: { confirm: true, ...options }, by: 'person' as const };
  const results = [await startRun(host, request)];
  for (let trigger = host.nextTrigger(); trigger && results.length < 40; trigger = host.nextTrigger())
    results.push(await host.fire(trigger));
  return { host, results };
}
