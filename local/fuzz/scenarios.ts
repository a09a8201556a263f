/** The workbooks that schedules are played on: each stage, at first and some weeks later, and what it comes to undisturbed. */
import type { RunReport } from '../../src/engine/report';
import type { RunOptions } from '../../src/engine/types';
import { describeSettings, saveSettings, startRun, valueOf, type StartAnswer } from '../cli/bundle';
import { effectiveSettings } from '../cli/settings';
import { applyEdit } from '../cli/edits';
import { DemoSources } from '../demo/demo-sources';
import { sourcesHere } from '../demo/here';
import type { World } from '../demo/world';
import {
  createHost,
  emptyState,
  newWorkbook,
  simulatedClock,
  type Host,
  type HostOptions,
  type HostState,
  type WorkbookModel,
} from '../host';
import { newSheet } from '../host/state';
import { spoil } from '../faults/replies';
import { copied } from './copied';
import { firstWorld, FIRST_DAY, laterWorld, LATER_DAY } from './world';
import { recordsOf, type Records } from './records';
import { namesOf, REMARKS, rowAt, TABS, tabsOf, type Tabs } from './tabs';

const MINUTE_MS = 60_000;

/** What a step is given, as its request has it. */
export type Args = Readonly<Record<string, string>>;

export interface Saved {
  workbook: WorkbookModel;
  state: HostState;
  now: number;
}

export interface Scenario {
  name: string;
  step: string;
  args?: Args;
  /** The tab that the stage fills; empty if it is no stage. */
  tab: string;
  world: World;
  before: Saved;
  /** The five tabs as they are before, and as they are after an undisturbed run. */
  from: Tabs;
  to: Tabs;
  /** What it comes to while IMDb does not answer: TMDb stands in for it. */
  withoutImdb: Tabs;
  /** What the workbook says of its cells after it. */
  records: Records;
  /** Service calls of that run. */
  calls: number;
  /** Hosts that it asks. */
  hosts: string[];
  /** The run before, as {@link stampOf} tells it. */
  earlier: string;
}

/** Stages and the tab that each fills. */
export const STAGES: readonly (readonly [step: string, tab: string])[] = [
  ['showinfo', 'ShowInfo'],
  ['castinfo', 'CastInfo'],
  ['realitease', 'RealiteaseInfo'],
  ['wwhl', 'WWHLinfo'],
  ['final', 'FinalList'],
];

export const request = ({ step, args }: Pick<Scenario, 'step' | 'args'>, confirm = true) => ({
  step,
  args,
  options: { confirm } satisfies Partial<RunOptions>,
  by: 'person' as const,
});

/** What tells one ended run from another. */
export const stampOf = (told: Told | null): string => (told ? `${told.id} ${told.endedAt ?? ''}` : '');

/** What a run says of itself; as it is stored, so that looking takes no execution. */
export interface Told {
  id: string;
  state: RunReport['state'];
  message: string;
  endedAt: number | null;
  steps: Record<string, { failed: number }>;
  errors: { message: string }[];
  parked: Record<string, { source: string; items: number }[]>;
  givenUp: { source: string; reason: string }[];
}

/** The last run's own record; null if there is none. */
export function toldBy({ state }: Host): Told | null {
  const { document } = state.properties;
  const [, count = '0', first = ''] = /^(\d+):([\s\S]*)$/.exec(document['run'] ?? '') ?? [];
  const rest = Array.from(
    { length: Math.max(0, Number(count) - 1) },
    (_, i) => document[`run.${i + 1}`] ?? '',
  );
  return first === '' ? null : (JSON.parse([first, ...rest].join('')) as Told);
}

/** A host in this thread on a saved workbook. */
export function hostOn(
  bundleDir: string,
  { workbook, state, now }: Saved,
  sources: NonNullable<HostOptions['sources']>,
  more: Partial<HostOptions> = {},
): Promise<Host> {
  const clock = simulatedClock(now);
  return createHost({
    ...more,
    bundleDir,
    workbook,
    state,
    clock,
    account: 'consumer',
    inThread: true,
    sources,
  });
}

/** Tabs as a person may have made them before the add-on came: a column of their own in between, a show typed in. */
function handMade(): WorkbookModel {
  const workbook = newWorkbook('Fuzzed');
  const sheet = newSheet(workbook.nextSheetId++, 'ShowInfo', 60, 14);
  const header = ['Show', REMARKS, 'Network', 'OVERRIDE'].map((value) => ({ value }));
  sheet.cells = [header, [{ value: 'Typed In Show' }, { value: 'mine' }, { value: 'Own Network' }]];
  sheet.frozenRows = 1;
  workbook.sheets = [sheet];
  return workbook;
}

/** A remark in every row that has none: it has to stay with its row. */
function remark(workbook: WorkbookModel): void {
  for (const sheet of workbook.sheets) {
    if (!TABS.includes(sheet.name)) continue;
    const headers = sheet.cells[0] ?? [];
    let column = headers.findIndex((cell) => cell?.value === REMARKS);
    if (column < 0) {
      column = headers.length;
      headers[column] = { value: REMARKS };
    }
    sheet.cells.forEach((cells, index) => {
      const [name] = namesOf(sheet.name, rowAt(sheet, index + 1));
      if (index > 0 && name !== undefined) cells[column] ??= { value: `mine: ${name}` };
    });
  }
}

/** Rows of the grid are few, so that it ends now and then while rows are added. */
function tighten(workbook: WorkbookModel): void {
  for (const sheet of workbook.sheets) {
    if (TABS.includes(sheet.name)) sheet.maxRows = Math.min(sheet.maxRows, sheet.cells.length + 3);
  }
}

export const save = (host: Host): Saved =>
  copied({ workbook: host.workbook, state: host.state, now: host.options.clock.now() });

async function settle(host: Host): Promise<void> {
  const { settings } = await describeSettings(host);
  const { values } = effectiveSettings({ settings, env: {}, set: {}, imdb: 'on', madeUp: true });
  const { ok, errors } = await saveSettings(host, values);
  if (!ok) throw new Error(errors.map(({ message }) => message).join(' '));
}

/** Runs a step undisturbed to its end. */
export async function undisturbed(host: Host, asked: Pick<Scenario, 'step' | 'args'>): Promise<void> {
  const { step } = asked;
  const answer = valueOf<StartAnswer>(await startRun(host, request(asked)));
  if (!answer.ok) throw new Error(`${step}: ${answer.message}`);
  for (let trigger = host.nextTrigger(); trigger; trigger = host.nextTrigger()) await host.fire(trigger);
  const told = toldBy(host);
  if (told?.state !== 'done') throw new Error(`${step}: ${told?.state} ${told?.message}`);
}

export const callsOf = (host: Host): number => Object.values(host.calls).reduce((sum, n) => sum + n, 0);

/** IMDb's API, which says who is in a cast. */
const spoilt = (url: string): boolean => new URL(url).hostname === 'api.imdbapi.dev';

/** A run that nothing disturbs, as a scenario for others; and what it leaves. */
export async function played(
  bundleDir: string,
  world: World,
  when: string,
  before: Saved,
  { step, tab = '', args }: { step: string; tab?: string; args?: Args },
): Promise<{ scenario: Scenario; after: Saved }> {
  const saved = copied(before);
  remark(saved.workbook);
  tighten(saved.workbook);
  const sources = sourcesHere(new DemoSources({ at: () => world }));
  const without = await hostOn(bundleDir, copied(saved), (asked) =>
    spoilt(asked.url) ? spoil('serverError', asked, sources) : sources(asked),
  );
  await undisturbed(without, { step, args });
  const withoutImdb = tabsOf(without.workbook);
  await without.close();
  const hosts = new Set<string>();
  const host = await hostOn(bundleDir, copied(saved), (asked) => {
    hosts.add(new URL(asked.url).hostname);
    return sources(asked);
  });
  const earlier = stampOf(toldBy(host));
  const idle = callsOf(host);
  await undisturbed(host, { step, args });
  const to = tabsOf(host.workbook);
  const records = recordsOf(host.workbook);
  const from = tabsOf(saved.workbook);
  const calls = callsOf(host) - idle;
  await host.close();
  const after = save(host);
  return {
    scenario: {
      ...{ name: `${step} ${when}`, step, args, tab, world, before: saved, from, to },
      ...{ withoutImdb, records, calls, earlier, hosts: [...hosts].sort() },
    },
    after,
  };
}

/** The tab that is restored: of the later run it has a copy, and rows that came, changed and went. */
const RESTORED = 'CastInfo';
/** Rows of the sheet that a person has deleted since the copy was made. */
const DELETED = [3, 5];

/** The newest copy of a tab. */
const snapshotOf = (tab: string, { workbook }: Saved): string | undefined =>
  workbook.sheets
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${tab} snapshot `))
    .sort()
    .at(-1);

function withoutRows(tab: string, saved: Saved): Saved {
  const { workbook, ...rest } = copied(saved);
  for (const row of [...DELETED].reverse())
    applyEdit(workbook, { afterCall: 1, tab, op: 'delete', row }, rest.now);
  return { workbook, ...rest };
}

/** All scenarios, each stage on what the ones before it left; what all of them did is also undone, and a tab restored. */
export async function prepareScenarios(bundleDir: string): Promise<Scenario[]> {
  const worlds = [
    { world: firstWorld(), when: 'at first', now: FIRST_DAY },
    { world: laterWorld(), when: 'some weeks later', now: LATER_DAY },
  ];
  let saved: Saved = { workbook: handMade(), state: emptyState(), now: FIRST_DAY };
  const host = await hostOn(bundleDir, saved, sourcesHere(new DemoSources({ at: firstWorld })));
  await settle(host);
  saved = save(host);
  const scenarios: Scenario[] = [];
  for (const { world, when, now } of worlds) {
    saved = { ...saved, now: Math.max(saved.now, now) };
    const whole = await played(bundleDir, world, when, saved, { step: 'all' });
    const done = { ...whole.after, now: whole.after.now + MINUTE_MS };
    const undone = await played(bundleDir, world, `of all ${when}`, done, { step: 'undo' });
    scenarios.push(whole.scenario, undone.scenario);
    const snapshot = snapshotOf(RESTORED, done);
    if (snapshot) {
      const lost = withoutRows(RESTORED, done);
      const restored = await played(bundleDir, world, `of ${RESTORED} ${when}`, lost, { step: 'restore', args: { snapshot } }); // prettier-ignore
      scenarios.push(restored.scenario);
    }
    for (const [step, tab] of STAGES) {
      const { scenario, after } = await played(bundleDir, world, when, saved, { step, tab });
      scenarios.push(scenario);
      saved = after;
    }
  }
  return scenarios;
}
