/** Executions killed at every point of a run at which it makes a difference. */
import type { Fault } from '../../local/faults/plan';
import { play } from '../../local/fuzz/play';
import { killPoints, type KillPoint } from '../../local/fuzz/points';
import type { Scenario } from '../../local/fuzz/scenarios';
import { BUNDLE } from './support';

export const kill = ({ call, landed }: KillPoint): Fault => ({ kind: 'kill', call, landed });
export const isLater = ({ name }: Scenario): boolean => name.endsWith('later');
export const onlyKilled = ({ landed }: KillPoint): boolean => landed === 0;

/** Plays the plan at each of the chosen points. @returns those after which the tabs are not what they should be */
export async function wrongAt(
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
