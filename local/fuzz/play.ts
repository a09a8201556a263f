/** Plays a plan of faults on a scenario, and judges what came of it. */
import type { RunReport } from '../../src/engine/report';
import { startRun, valueOf, type StartAnswer } from '../cli/bundle';
import type { Edit } from '../cli/edits';
import { DemoSources } from '../demo/demo-sources';
import { sourcesHere } from '../demo/here';
import { Injector } from '../faults/inject';
import type { Fault } from '../faults/plan';
import type { ExecutionResult, Host } from '../host';
import { copied } from './copied';
import { acceptable, findRow, type Done, type Fails } from './judge';
import type { Left } from './points';
import { hostOn, request, stampOf, toldBy, type Scenario, type Told } from './scenarios';
import { amiss, recordsOf, saysTheSame } from './records';
import { linesOf, namesOf, REMARKS, rowAt, tabsOf, type Tabs } from './tabs';

const DAY_MS = 86_400_000;
/** Firings after which a run goes on for ever: where the clock was put back by 25 hours, it may wait for 150. */
const MOST_FIRINGS = 200;
/** Starts that a person tries. */
const MOST_STARTS = 5;

export type Outcome = 'same' | 'told' | 'wrong';

export interface Verdict {
  outcome: Outcome;
  /** What is wrong, in lines; empty otherwise. */
  problems: string[];
  /** What the disturbed run said of itself. */
  said: string;
}

const OVER = new Set<RunReport['state']>(['done', 'failed', 'stopped', 'confirm']);

/** A run to its end, with the triggers that go on with it and the starts of a person where there is none. */
async function drive(
  host: Host,
  injector: Injector,
  asked: Pick<Scenario, 'step' | 'args' | 'earlier'>,
  errors: string[],
  { isBegun = false, isConfirmed = true } = {},
): Promise<Told | null> {
  let told: Told | null = null;
  let confirm = isConfirmed;
  const note = (result: ExecutionResult): void => {
    if (result.status === 'error') errors.push(result.error?.message ?? 'an error without words');
  };
  for (let starts = 0; starts < MOST_STARTS; starts++) {
    const started = isBegun && starts === 0 ? undefined : await startRun(host, request(asked, confirm));
    if (started) note(started);
    let firings = 0;
    for (let trigger = host.nextTrigger(); trigger; trigger = host.nextTrigger()) {
      if (++firings > MOST_FIRINGS) throw new Error(`the run does not end: ${told?.message ?? ''}`);
      note(await injector.fire(host, trigger));
    }
    // The record of an earlier run says nothing of this one.
    const last = toldBy(host);
    told = stampOf(last) === asked.earlier ? null : last;
    const refused = started?.status === 'ok' ? valueOf<StartAnswer>(started) : null;
    if (refused && !refused.ok) errors.push(refused.message);
    if (told?.state === 'confirm' && !confirm) confirm = true;
    else if (told && OVER.has(told.state)) break;
  }
  return told;
}

/** Whether the run says of itself that not all is done, and why. */
function confession(told: Told | null, errors: readonly string[]): string {
  if (!told) return errors[0] ?? '';
  const failed = Object.values(told.steps).some((step) => step.failed > 0);
  const said = [
    told.state === 'done' ? '' : told.message,
    failed ? (told.errors[0]?.message ?? '') : '',
    ...Object.values(told.parked)
      .flat()
      .map(({ source, items }) => `${items} wait for ${source}`),
    ...told.givenUp.map(({ source, reason }) => `${source}: ${reason}`),
    told.state === 'done' ? '' : (errors[0] ?? ''),
  ];
  return said.find((words) => words !== '') ?? '';
}

const LOOKS = /^(?:Range|Sheet)\.get(?:Value|Formula)|^SpreadsheetApp\.flush$/;
const WRITES = /^(?:Range|RangeList)\.set(?:Value|Formula)/;

/** Tells which edits fell between a reading and a writing. */
class Races {
  private isBuffered = false;
  private undecided: { raced?: boolean }[] = [];

  edited(one: Done): void {
    if (one.op !== 'set') return;
    if (this.isBuffered) one.raced = true;
    else this.undecided.push(one);
  }

  /** To be told before each call: a look sees the edit, and lets earlier writes land; a write does not see it. */
  called(call: string): void {
    const writes = WRITES.test(call);
    if (!writes && !LOOKS.test(call)) return;
    if (writes) for (const one of this.undecided) one.raced = true;
    this.undecided = [];
    this.isBuffered = writes;
  }
}

export interface PlayOptions {
  bundleDir: string;
  /** Whether the run is undone in the end, if it did something: the tabs are what they were before it then. */
  undo?: boolean;
  /** Told of every service call, for traces. */
  trace?(line: string): void;
}

/** Runs the plan, then, if the tabs are not what they should be, once more with all faults over. */
export function play(scenario: Scenario, plan: readonly Fault[], options: PlayOptions): Promise<Verdict> {
  const sources = new DemoSources({ at: () => scenario.world });
  return playFrom({ ...scenario.before, sources }, scenario, plan, options);
}

/** The same for a run whose first execution was killed, from what that left. */
export function playOn(
  scenario: Scenario,
  left: Left,
  options: PlayOptions,
  plan: readonly Fault[] = [],
): Promise<Verdict> {
  return playFrom({ ...left, sources: left.sources.copy() }, scenario, plan, options, true);
}

async function playFrom(
  { sources, ...saved }: Left,
  scenario: Scenario,
  plan: readonly Fault[],
  options: PlayOptions,
  isBegun = false,
): Promise<Verdict> {
  const done: Done[] = [];
  const races = new Races();
  const injector = new Injector(plan, {
    beforeEdit: (edit, host) => {
      const before = done.length;
      const isDone = noteEdit(edit, host, scenario, done);
      for (const one of done.slice(before)) races.edited(one);
      return isDone;
    },
  });
  const hooks = injector.hooks();
  const host = await hostOn(options.bundleDir, copied(saved), injector.around(sourcesHere(sources)), {
    ...hooks,
    beforeCall: (n, call, execution) => {
      options.trace?.(`${injector.calls + 1} ${call}`);
      races.called(call);
      return hooks.beforeCall(n, call, execution);
    },
  });
  injector.attach(host);
  const errors: string[] = [];
  const isConfirmed = !plan.some(({ kind }) => kind === 'unconfirmed');
  const told = await drive(host, injector, scenario, errors, { isBegun, isConfirmed });
  if (options.trace) for (const line of runLog(host)) options.trace(line);
  const said = confession(told, errors);
  const fails = failsOf(plan);
  const tabs = tabsOf(host.workbook);
  const saidOfCells = () => amiss(plan, scenario.records, recordsOf(host.workbook));
  const differing = [...acceptable(scenario, tabs, done, fails, warnedOf(host)), ...saidOfCells()];
  // What a failure allows for is the same only if the run has nothing to say of it.
  const isSame =
    differing.length === 0 &&
    (said === '' || acceptable(scenario, tabs, done, undefined, warnedOf(host)).length === 0);
  if (isSame) {
    injector.end();
    const problems =
      options.undo && canBeUndone(scenario, plan, host) ? await undone(host, injector, scenario) : [];
    return { outcome: problems.length > 0 ? 'wrong' : 'same', problems, said };
  }
  const problems = said === '' ? ['The run calls itself done and is not:', ...differing] : [];
  injector.end();
  const after = await further(host, injector, scenario);
  const left = [...acceptable(scenario, after, done, fails, warnedOf(host)), ...saidOfCells()];
  if (left.length > 0) problems.push(`After a further run (${said}):`, ...left);
  return { outcome: problems.length > 0 ? 'wrong' : 'told', problems, said };
}

const BY_NAME = ['fandom.com', 'famousbirthdays.com'];

function failsOf(plan: readonly Fault[]): Fails {
  const faults = plan.filter((fault) => fault.kind === 'source');
  return {
    imdb: faults.some(({ host }) => 'api.imdbapi.dev'.includes(host)),
    pages: faults.some(
      ({ host, reply }) => reply === 'otherPerson' && BY_NAME.some((name) => host.endsWith(name)),
    ),
  };
}

const MOVED = new RegExp(`Columns of (\\w+) were moved .* any cell of "${REMARKS}"`, 'g');

/** Tabs of which the run has said that cells of a person's column may be lost, because it was moved just then. */
const warnedOf = (host: Host): Set<string> =>
  new Set([...runLog(host).join('\n').matchAll(MOVED)].map(([, tab = '']) => tab));

/** The lines of the Run Log, oldest first. */
function runLog({ workbook }: Pick<Host, 'workbook'>): string[] {
  const rows = workbook.sheets.find(({ name }) => name === 'Run Log')?.cells.slice(1) ?? [];
  const lines = Array.from(rows, (row) => (row ?? []).map((cell) => String(cell?.value ?? '')));
  return lines
    .filter((line) => line.some((text) => text !== ''))
    .map((line) => line.join(' · '))
    .reverse();
}

/** One run, which did something, and nobody typed anything: undoing keeps what people typed since, and rows with it. */
const canBeUndone = ({ step, from, to, before }: Scenario, plan: readonly Fault[], host: Host): boolean =>
  step !== 'undo' &&
  plan.every((fault) => saysTheSame(fault) && !(fault.kind === 'edit' && fault.edit.op === 'set')) &&
  linesOf(from).join() !== linesOf(to).join() &&
  runsIn(host).size === runsIn(before).size + 1;

const runsIn = (book: Pick<Host, 'workbook'>): Set<string | undefined> =>
  new Set(runLog(book).map((line) => line.split(' · ')[1]));

async function undone(host: Host, injector: Injector, scenario: Scenario): Promise<string[]> {
  await another(host, injector, { step: 'undo' });
  const left = acceptable({ ...scenario, to: scenario.from }, tabsOf(host.workbook), []);
  return left.length > 0 ? ['After it was undone:', ...left] : [];
}

async function further(host: Host, injector: Injector, { step, args }: Scenario): Promise<Tabs> {
  await another(host, injector, { step, args });
  return tabsOf(host.workbook);
}

/** Another run the next day, with all faults over. */
async function another(
  host: Host,
  injector: Injector,
  asked: Pick<Scenario, 'step' | 'args'>,
): Promise<void> {
  await host.options.clock.pass(DAY_MS + 1);
  const before = toldBy(host);
  await drive(host, injector, { ...asked, earlier: stampOf(before) }, []);
  // A run whose end could not be stored is brought to it first.
  const after = toldBy(host);
  if (after && after.id === before?.id)
    await drive(host, injector, { ...asked, earlier: stampOf(after) }, []);
}

/**
 * What a person did to which row. A row without a key, or whose ids just stand in wrong columns, is not typed into and not
 * deleted: nobody could say which one it was.
 */
function noteEdit(edit: Edit, { workbook }: Host, scenario: Scenario, done: Done[]): boolean {
  const sheet = workbook.sheets.find(({ name }) => name === edit.tab);
  if (!sheet || edit.op === 'sort' || edit.op === 'insert') return true;
  if (edit.row < 2 || edit.row > sheet.maxRows) return false;
  const row = rowAt(sheet, edit.row);
  const known = [scenario.from, scenario.to, scenario.withoutImdb].map((tabs) =>
    findRow(tabs[edit.tab] ?? [], edit.tab, row),
  );
  const names = known.flatMap((one) => (one ? namesOf(edit.tab, one) : []));
  const own = namesOf(edit.tab, row);
  if (own.length === 0 || !own.every((name) => names.includes(name))) return false;
  if (edit.op === 'delete') done.push({ op: 'delete', tab: edit.tab, row });
  else if (!Object.values(rowAt(sheet, 1)).includes(String(edit.column))) return false;
  else done.push({ op: 'set', tab: edit.tab, row, column: String(edit.column), value: String(edit.value) });
  return true;
}
