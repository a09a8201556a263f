/** The fuzzer's scenarios over the built bundle. */
import path from 'node:path';
import { prepareScenarios, type Scenario } from '../../local/fuzz/scenarios';

export const ROOT = path.join(__dirname, '../..');
export const BUNDLE = process.env['BUNDLE'] ?? path.join(ROOT, 'dist');

/** Played once a test file; `when` leaves only those at first, or some weeks later. */
export async function stageScenarios(when = '', bundleDir = BUNDLE): Promise<Scenario[]> {
  const all = await prepareScenarios(bundleDir);
  return all.filter(({ name, tab }) => tab !== '' && name.endsWith(when));
}
