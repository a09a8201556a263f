/** An execution killed at every service call of a run, while a person works in the workbook. */
import type { Fault } from '../../local/faults/plan';
import { play } from '../../local/fuzz/play';
import type { KillPoint } from '../../local/fuzz/points';
import type { Scenario } from '../../local/fuzz/scenarios';
import { isLater, kill, onlyKilled, wrongAt } from './killing';
import { BUNDLE, stageScenarios } from './support';

jest.setTimeout(900_000);

let scenarios: Scenario[];
beforeAll(async () => {
  scenarios = await stageScenarios();
});

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

test('every stage ends the same, killed while a person sorts, inserts and types around it', async () => {
  for (const scenario of scenarios.filter(isLater)) {
    const wrong = await wrongAt(scenario, onlyKilled, ({ point }) =>
      play(scenario, [...atWork(scenario, point), kill(point)], { bundleDir: BUNDLE }),
    );
    expect([scenario.name, wrong]).toEqual([scenario.name, []]);
  }
});
