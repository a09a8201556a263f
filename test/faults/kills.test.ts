/** An execution killed at every service call of a run. */
import { startRun } from '../../local/cli/bundle';
import { DemoSources } from '../../local/demo/demo-sources';
import { sourcesHere } from '../../local/demo/here';
import { copied } from '../../local/fuzz/copied';
import { playOn } from '../../local/fuzz/play';
import { killPoints, type Killed, type KillPoint } from '../../local/fuzz/points';
import { hostOn, request, type Saved, type Scenario } from '../../local/fuzz/scenarios';
import { isLater, onlyKilled, wrongAt } from './killing';
import { BUNDLE, stageScenarios } from './support';

jest.setTimeout(900_000);

let scenarios: Scenario[];
beforeAll(async () => {
  scenarios = await stageScenarios();
});

test('every stage ends the same, killed before any of its calls, whichever of its buffered writes reached the sheet', async () => {
  for (const scenario of scenarios) {
    const chosen = isLater(scenario) ? () => true : onlyKilled;
    const wrong = await wrongAt(scenario, chosen, ({ left }) =>
      playOn(scenario, left, { bundleDir: BUNDLE }),
    );
    expect([scenario.name, wrong]).toEqual([scenario.name, []]);
  }
});

/** What is there after an execution that is really killed. */
async function leftBy({ before, world, step }: Scenario, { call, landed }: KillPoint): Promise<Saved> {
  let calls = 0;
  const sources = sourcesHere(new DemoSources({ at: () => world }));
  const host = await hostOn(BUNDLE, copied(before), sources, {
    beforeCall: () => (++calls === call ? { kill: true, landed } : undefined),
  });
  const { status } = await startRun(host, request({ step }));
  expect(status).toBe('killed');
  return { workbook: host.workbook, state: host.state, now: host.options.clock.now() };
}

test('what is taken down as left by a kill is what a kill leaves', async () => {
  for (const scenario of scenarios) {
    const { killed } = await killPoints(scenario, BUNDLE);
    const landed = killed.filter(({ point }) => point.landed > 0);
    for (const among of [killed, landed]) {
      for (const share of [0.3, 0.8]) {
        const { point, left } = among[Math.floor(among.length * share)] as Killed;
        const { sources: _, ...kept } = left;
        const isSame = JSON.stringify(kept) === JSON.stringify(await leftBy(scenario, point));
        expect([scenario.name, point, isSame]).toEqual([scenario.name, point, true]);
      }
    }
  }
});
