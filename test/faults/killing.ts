/** Executions killed at every point of a run at which it makes a difference. */
import type { Fault } from '../../local/faults/plan';
import type { Verdict } from '../../local/fuzz/play';
import { killPoints, type Killed, type KillPoint } from '../../local/fuzz/points';
import type { Scenario } from '../../local/fuzz/scenarios';
import { BUNDLE } from './support';

export const kill = ({ call, landed }: KillPoint): Fault => ({ kind: 'kill', call, landed });
export const isLater = ({ name }: Scenario): boolean => name.endsWith('later');
export const onlyKilled = ({ landed }: KillPoint): boolean => landed === 0;

/** Plays on from each of the chosen points. @returns those after which the tabs are not what they should be */
export async function wrongAt(
  scenario: Scenario,
  chosen: (point: KillPoint) => boolean,
  playOne: (killed: Killed) => Promise<Verdict>,
): Promise<unknown[]> {
  const { calls, killed } = await killPoints(scenario, BUNDLE, chosen);
  expect(calls).toBeGreaterThan(100);
  expect(killed.length).toBeGreaterThan(10);
  const wrong: unknown[] = [];
  for (const one of killed) {
    const { outcome, problems, said } = await playOne(one);
    // Nothing failed but the execution: the run itself has to come to the same tabs.
    if (outcome !== 'same') wrong.push([one.point, said, problems]);
  }
  return wrong;
}
