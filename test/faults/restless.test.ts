/** A person who does not keep still while an execution is killed, or has no time left. */
import type { Edit } from '../../local/cli/edits';
import type { Fault } from '../../local/faults/plan';
import { play } from '../../local/fuzz/play';
import type { Scenario } from '../../local/fuzz/scenarios';
import { hashOf, seededRandom } from '../../local/host/util/random';
import { BUNDLE, stageScenarios } from './support';

jest.setTimeout(600_000);

let scenarios: Scenario[];
beforeAll(async () => {
  scenarios = await stageScenarios();
});

const TABS = ['ShowInfo', 'CastInfo', 'RealiteaseInfo', 'WWHLinfo', 'FinalList'];

/** Sorts, and now and then a row put in, every so many calls; half of them in the stage's own tab. */
function restless({ tab, calls }: Scenario, every: number, seed: string): Fault[] {
  const random = seededRandom(hashOf(seed));
  const pick = (count: number): number => Math.floor(random() * count);
  const acts: Fault[] = [];
  for (let afterCall = every; afterCall < calls * 2; afterCall += every) {
    const at = { afterCall, tab: pick(2) ? tab : (TABS[pick(TABS.length)] ?? tab) };
    const edit: Edit = pick(3)
      ? { ...at, op: 'sort', column: 1 + pick(6), descending: pick(2) === 0 }
      : { ...at, op: 'insert', row: 2 + pick(14) };
    acts.push({ kind: 'edit', edit });
  }
  return acts;
}

/** What went wrong, with what was done at so many places of each stage's run. */
async function wrongWith(places: number, faultAt: (call: number) => Fault): Promise<string[]> {
  const wrong: string[] = [];
  for (const scenario of scenarios) {
    for (let place = 1; place <= places; place++) {
      const call = Math.floor((scenario.calls * place) / (places + 1));
      const every = 3 + (place % 3);
      const plan = [faultAt(call), ...restless(scenario, every, `${scenario.name} ${place}`)];
      const { problems } = await play(scenario, plan, { bundleDir: BUNDLE });
      if (problems.length > 0) wrong.push(`${scenario.name}, call ${call}, every ${every}`, ...problems);
    }
  }
  return wrong;
}

test('rows that move every few calls come right after a kill', async () => {
  expect(await wrongWith(6, (call) => ({ kind: 'kill', call, landed: call % 4 }))).toEqual([]);
});

test('rows that still move when the time is up come right in the next execution', async () => {
  expect(await wrongWith(3, (call) => ({ kind: 'clock', call, ms: 3_600_000 }))).toEqual([]);
});
