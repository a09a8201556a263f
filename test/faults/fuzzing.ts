/** Generated schedules of faults against the built bundle; `npm run fuzz` plays 20,000. */
import { fuzz } from '../../local/fuzz/fuzz';
import { prepareScenarios } from '../../local/fuzz/scenarios';
import { BUNDLE } from './support';

/** `FUZZ_SEED=7 npx jest test/faults/fuzz` plays those of that seed. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_125);

/** In both parts together; .ci/run asks for a thousand, which takes minutes. */
const SCHEDULES = Number(process.env['FUZZ_RUNS'] ?? 200);

/** Plays one of two parts of the schedules. Expects each to leave the tabs as an undisturbed run does. */
export async function playSchedules(part: 1 | 2): Promise<void> {
  const runs = Math.ceil(SCHEDULES / 2);
  const played = { same: 0, told: 0, wrong: 0 };
  const found = await fuzz(await prepareScenarios(BUNDLE), {
    bundleDir: BUNDLE,
    runs,
    seed: SEED + part,
    onPlayed: (_, outcome) => (played[outcome] += 1),
  });
  expect(found).toBeUndefined();
  expect(played.same + played.told).toBe(runs);
}
