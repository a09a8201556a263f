/** An execution killed at every service call of a run. */
import type { Scenario } from '../../local/fuzz/scenarios';
import { isLater, kill, onlyKilled, wrongAt } from './killing';
import { stageScenarios } from './support';

jest.setTimeout(900_000);

let scenarios: Scenario[];
beforeAll(async () => {
  scenarios = await stageScenarios();
});

test('every stage ends the same, killed before any of its calls, whichever of its buffered writes reached the sheet', async () => {
  for (const scenario of scenarios) {
    const chosen = isLater(scenario) ? () => true : onlyKilled;
    const wrong = await wrongAt(scenario, chosen, (point) => [kill(point)]);
    expect([scenario.name, wrong]).toEqual([scenario.name, []]);
  }
});
