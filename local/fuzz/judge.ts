/** Whether the tabs are what an undisturbed run makes of them, with what a person did in between. */
import type { Scenario } from './scenarios';
import { linesOf, namesOf, TABS, type Row, type Tabs } from './tabs';

/** An edit of a person that changes what the tabs should hold. `row` is what stood there. */
export type Done =
  | { op: 'delete'; tab: string; row: Row }
  | { op: 'set'; tab: string; row: Row; column: string; value: string };

/** Values that a cell may have; the first is the expected one. */
type Choice = Record<string, Row[string][]>;

const shares = (a: readonly string[], b: readonly string[]): boolean => a.some((name) => b.includes(name));

const find = (rows: readonly Row[], tab: string, row: Row): Row | undefined =>
  rows.find((one) => shares(namesOf(tab, one), namesOf(tab, row)));

/**
 * What differs, in lines; none if the tabs are right. What a person typed has to stand there. The exception is a
 * cell that the run itself fills: typed into between its reading and its writing, it may hold either value.
 */
export function acceptable(scenario: Scenario, tabs: Tabs, done: readonly Done[]): string[] {
  const expected: Tabs = {};
  const optional = new Map<Row, true>();
  const choices = new Map<Row, Choice>();
  for (const tab of TABS) expected[tab] = (scenario.to[tab] ?? []).map((row) => ({ ...row }));
  for (const edit of done) {
    const row = find(expected[edit.tab] ?? [], edit.tab, edit.row);
    if (!row) continue;
    if (edit.op === 'delete') optional.set(row, true);
    else {
      const was = find(scenario.from[edit.tab] ?? [], edit.tab, row)?.[edit.column] ?? '';
      const written = row[edit.column] ?? '';
      const choice = choices.get(row) ?? {};
      choices.set(row, choice);
      const earlier = choice[edit.column] ?? (was === written ? [] : [written]);
      choice[edit.column] = [edit.value, ...(was === written ? [] : earlier)];
    }
  }
  return TABS.flatMap((tab) => compare(tab, expected[tab] ?? [], tabs[tab] ?? [], optional, choices));
}

function compare(
  tab: string,
  expected: readonly Row[],
  actual: readonly Row[],
  optional: ReadonlyMap<Row, true>,
  choices: ReadonlyMap<Row, Choice>,
): string[] {
  const left = [...actual];
  const missing: Row[] = [];
  for (const row of expected) {
    const at = left.findIndex((one) => fits(row, one, choices.get(row)));
    if (at >= 0) left.splice(at, 1);
    else if (!optional.has(row)) missing.push(row);
  }
  // Where a row was deleted, what was not yet in it may still be found for it.
  const over = left.filter((row) => ![...optional.keys()].some((gone) => isRest(tab, gone, row)));
  return [
    ...linesOf({ [tab]: missing }).map((line) => `- ${line}`),
    ...linesOf({ [tab]: over }).map((line) => `+ ${line}`),
  ];
}

const isRest = (tab: string, gone: Row, row: Row): boolean =>
  shares(namesOf(tab, gone), namesOf(tab, row)) &&
  Object.entries(row).every(([column, value]) => gone[column] === value);

function fits(expected: Row, actual: Row, choice: Choice = {}): boolean {
  const columns = new Set([...Object.keys(expected), ...Object.keys(actual), ...Object.keys(choice)]);
  return [...columns].every((column) => {
    const value = actual[column] ?? '';
    return (choice[column] ?? [expected[column] ?? '']).includes(value);
  });
}
