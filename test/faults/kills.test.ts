/** An execution killed at every service call of a run, with and without a person at work in between. */
import { killPoints, type KillPoint } from '../../local/fuzz/points';
import { play } from '../../local/fuzz/play';
import type { Scenario } from '../../local/fuzz/scenarios';
import type { Fault } from '../../local/faults/plan';
import { BUNDLE, stageScenarios } from './support';

jest.setTimeout(900_000);

let scenarios: Scenario[];
beforeAll(async () => {
  scenarios = await stageScenarios();
});

const kill = ({ call, landed }: KillPoint): Fault => ({ kind: 'kill', call, landed });

/** A person at work right before and right after the kill. */
function atWork({ tab }: Scenario, { call }: KillPoint): Fault[] {
  const at = (afterCall: number) => ({ afterCall, tab });
  return [
    {
      kind: 'edit',
      edit: { ...at(Math.max(1, call - 2)), op: 'sort', column: 1 + (call % 5), descending: call % 2 === 0 },
    },
    { kind: 'edit', edit: { ...at(Math.max(1, call - 1)), op: 'insert', row: 2 + (call % 4) } },
    {
      kind: 'edit',
      edit: { ...at(call + 1), op: 'set', row: 2 + (call % 6), column: 'Remarks', value: 'typed' },
    },
    {
      kind: 'edit',
      edit: { ...at(call + 2), op: 'sort', column: 1 + (call % 3), descending: call % 2 === 1 },
    },
  ];
}

async function wrongAt(
  scenario: Scenario,
  chosen: (point: KillPoint) => boolean,
  planOf: (point: KillPoint) => Fault[],
): Promise<unknown[]> {
  const { calls, points } = await killPoints(scenario, BUNDLE);
  expect(calls).toBeGreaterThan(100);
  expect(points.filter(chosen).length).toBeGreaterThan(10);
  const wrong: unknown[] = [];
  for (const point of points.filter(chosen)) {
    const { outcome, problems, said } = await play(scenario, planOf(point), { bundleDir: BUNDLE });
    // Nothing failed but the execution: the run itself has to come to the same tabs.
    if (outcome !== 'same') wrong.push([point, said, problems]);
  }
  return wrong;
}

const isLater = ({ name }: Scenario): boolean => name.endsWith('later');
const onlyKilled = ({ landed }: KillPoint): boolean => landed === 0;

test('every stage ends the same, killed before any of its calls, whichever of its buffered writes reached the sheet', async () => {
  for (const scenario of scenarios) {
    const chosen = isLater(scenario) ? () => true : onlyKilled;
    const wrong = await wrongAt(scenario, chosen, (point) => [kill(point)]);
    expect([scenario.name, wrong]).toEqual([scenario.name, []]);
  }
});

test('and while a person sorts, inserts and types around the kill', async () => {
  for (const scenario of scenarios.filter(isLater)) {
    const plan = (point: KillPoint) => [...atWork(scenario, point), kill(point)];
    expect([scenario.name, await wrongAt(scenario, onlyKilled, plan)]).toEqual([scenario.name, []]);
  }
});
