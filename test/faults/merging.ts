/** Two rows of one person, of which each has another id: the curator has said to merge them, and that is undone. */
import { applyEdit } from '../../local/cli/edits';
import { DemoSources } from '../../local/demo/demo-sources';
import { sourcesHere } from '../../local/demo/here';
import { copied } from '../../local/fuzz/copied';
import { hostOn, played, save, undisturbed, type Saved, type Scenario } from '../../local/fuzz/scenarios';

const TAB = 'RealiteaseInfo';
const MINUTE_MS = 60_000;

type Column = 'CastName' | 'CastIMDbID' | 'CastTMDbID' | 'Decision';

function type({ workbook, now }: Saved, tab: string, row: number, column: Column, value: string): void {
  applyEdit(workbook, { afterCall: 1, tab, op: 'set', row, column, value }, now);
}

/** Rows of the sheet that fit, by header. */
function places({ workbook }: Saved, tab: string, fits: (row: Record<string, string>) => boolean): number[] {
  const [header = [], ...rows] = workbook.sheets.find(({ name }) => name === tab)?.cells ?? [];
  return rows.flatMap((cells, i) => {
    const row = header.map((cell, at) => [String(cell?.value ?? ''), String(cells?.[at]?.value ?? '')]);
    return fits(Object.fromEntries(row) as Record<string, string>) ? [i + 2] : [];
  });
}

/** @param scenario after which there are rows with both ids */
export async function mergeScenarios(bundleDir: string, scenario: Scenario): Promise<Scenario[]> {
  const { world } = scenario;
  const later = (saved: Saved): Saved => ({ ...saved, now: saved.now + MINUTE_MS });
  const before = copied(scenario.before);
  const [first = 0, second = 0] = places(
    before,
    TAB,
    (row) => row.CastIMDbID !== '' && row.CastTMDbID !== '',
  );
  for (const row of [first, second]) type(before, TAB, row, 'CastName', 'Alex Stone');
  const host = await hostOn(bundleDir, before, sourcesHere(new DemoSources({ at: () => world })));
  await undisturbed(host, { step: 'realitease.duplicates' });
  await host.close();
  const asked = later(save(host));
  type(asked, TAB, first, 'CastTMDbID', '');
  type(asked, TAB, second, 'CastIMDbID', '');
  const [question = 0] = places(asked, 'Conflicts', (row) =>
    /Alex Stone/.test(row['What speaks for it'] ?? ''),
  );
  type(asked, 'Conflicts', question, 'Decision', 'merge');
  const decided = await played(bundleDir, world, 'on two rows', asked, { step: 'decide' });
  const undone = await played(bundleDir, world, 'of a merge', later(decided.after), { step: 'undo' });
  return [decided.scenario, undone.scenario];
}
