/** The fuzzer finds what it is there for: each mistake of the old scripts, planted into the bundle. */
import path from 'node:path';
import { fuzz } from '../../local/fuzz/fuzz';
import { prepareScenarios, type Scenario } from '../../local/fuzz/scenarios';
import { useFolder } from '../xlsx/support';
import { BUGS, plant } from './plant';
import { BUNDLE } from './support';

jest.setTimeout(900_000);

const folder = useFolder();
const SEED = 1;
const RUNS = 400;

/** What the tabs should be comes from the bundle without the bug. */
let scenarios: Scenario[];
beforeAll(async () => {
  scenarios = (await prepareScenarios(BUNDLE)).filter(({ tab }) => tab !== '');
});

test.each(Object.keys(BUGS))('%s', async (name) => {
  const bug = BUGS[name];
  if (!bug) throw new Error(name);
  const bundleDir = plant(bug, path.join(folder(), 'planted'));
  const found = await fuzz(scenarios, { bundleDir, runs: RUNS, seed: SEED, shrink: false });
  expect(found?.problems.length).toBeGreaterThan(1);
});

test('and nothing in a bundle that is built the same way without one', async () => {
  const bundleDir = plant({ changes: [] }, path.join(folder(), 'sound'));
  expect(await fuzz(scenarios, { bundleDir, runs: 20, seed: SEED })).toBeUndefined();
});
