/** Executions of an undo and a restore killed at every service call, and what is left to a run that comes after. */
import type { Fault } from '../../local/faults/plan';
import { playOn } from '../../local/fuzz/play';
import { prepareScenarios, type Scenario } from '../../local/fuzz/scenarios';
import { linesOf, type Tabs } from '../../local/fuzz/tabs';
import { onlyKilled, wrongAt } from './killing';
import { mergeScenarios } from './merging';
import { BUNDLE } from './support';

jest.setTimeout(900_000);

let all: Scenario[];
beforeAll(async () => {
  all = await prepareScenarios(BUNDLE);
});

test('what a run did is undone and a tab restored, killed before any of their calls', async () => {
  const ofTools = all.filter(({ step }) => step === 'undo' || step === 'restore');
  expect(ofTools.map(({ name }) => name)).toEqual([
    'undo of all at first',
    'undo of all some weeks later',
    'restore of CastInfo some weeks later',
  ]);
  for (const scenario of ofTools) {
    const chosen = scenario.step === 'restore' ? () => true : onlyKilled;
    const wrong = await wrongAt(scenario, chosen, ({ left }) =>
      playOn(scenario, left, { bundleDir: BUNDLE }),
    );
    expect([scenario.name, wrong]).toEqual([scenario.name, []]);
  }
});

test('two rows are merged and parted again, killed before any of the calls', async () => {
  const later = all.find(({ name }) => name === 'final some weeks later') as Scenario;
  const [decided, undone] = (await mergeScenarios(BUNDLE, later)) as [Scenario, Scenario];
  const people = ({ RealiteaseInfo }: Tabs) =>
    RealiteaseInfo?.filter((row) => row['CastName'] === 'Alex Stone');
  expect(people(decided.to)).toHaveLength(1);
  expect(people(undone.to)).toHaveLength(2);
  expect(linesOf(undone.to)).toEqual(linesOf(decided.from));
  for (const scenario of [decided, undone]) {
    const wrong = await wrongAt(scenario, onlyKilled, ({ left }) =>
      playOn(scenario, left, { bundleDir: BUNDLE }),
    );
    expect([scenario.name, wrong]).toEqual([scenario.name, []]);
  }
});

/** Google fails in the moment in which each of the next executions opens the workbook, until the run gives up. */
const neverOpens = [2, 11, 20].map((call): Fault => ({
  kind: 'service',
  call,
  on: 'sheet',
  says: 'failed',
  when: 'before',
}));

test('a run that fails before it could settle what a kill left leaves it to the next one', async () => {
  const scenario = all.find(({ name }) => name === 'castinfo some weeks later') as Scenario;
  let failed = 0;
  const wrong = await wrongAt(scenario, onlyKilled, async ({ left }) => {
    const verdict = await playOn(scenario, left, { bundleDir: BUNDLE }, neverOpens);
    if (verdict.said.startsWith('Google did not answer.')) failed++;
    return verdict.outcome === 'told' ? { ...verdict, outcome: 'same' } : verdict;
  });
  expect(wrong).toEqual([]);
  expect(failed).toBeGreaterThan(30);
});
