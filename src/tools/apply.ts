/**
 * apply: writes what the last dry run has listed, as far as the old value still stands, and says of every other
 * line why it was left out. Rows are found by their keys; a row that gets another key in the course of the list is
 * followed.
 */
import type { Plan, Step, StepContext } from '../engine/types';
import { displayKey } from '../workbook/identity';
import { rowText, typed } from '../workbook/dryRun';
import type { AnyTab } from '../workbook/schema';
import { dataTabs, realiteaseInfo } from '../workbook/tabs';
import type { CellChange, CellValue, Change, DryLine } from '../workbook/types';
import { allRows, tabNamed, type AnyRow } from './rows';

export const apply: Step = {
  id: 'apply',
  title: 'Apply the dry run',
  input: realiteaseInfo,
  tabs: dataTabs,
  rewrites: dataTabs,
  ordered: true,
  begin: (context) => plan(context),
};

/** The last item: says of every line what became of it. */
const END = 'end';
export const WRITTEN = 'written';
export const QUESTION = 'asked when the step runs';

/** A row that the list is about. */
interface Target {
  tab: AnyTab;
  /** Null: it is to be added. */
  row: AnyRow | null;
  /** As they are once all lines so far are written. */
  values: Record<string, CellValue>;
  cells: Record<string, CellChange>;
  removed: boolean;
  /** It is to be added, and is there already. */
  there: AnyRow | null;
}

export interface Listed {
  changes: Map<string, Change>;
  /** By place of the line. */
  results: Map<number, string>;
}

/** What is to be done of the list, and what becomes of each line. */
export function listed(context: StepContext, lines: readonly DryLine[]): Listed {
  const results = new Map<number, string>();
  const tabs = new Map<string, Targets>();
  lines.forEach((line, i) => {
    const tab = tabNamed(line.tab);
    if (line.what === 'question' || !tab) return results.set(i, QUESTION);
    let targets = tabs.get(tab.name);
    if (!targets) tabs.set(tab.name, (targets = new Targets(tab, allRows(context, tab))));
    return results.set(i, targets.take(line));
  });
  const changes = new Map<string, Change>();
  for (const [name, targets] of tabs)
    targets.changes().forEach((change, i) => changes.set(`${name} ${i}`, change));
  return { changes, results };
}

class Targets {
  private readonly byKey = new Map<string, Target>();
  private readonly doubled = new Set<string>();

  constructor(
    private readonly tab: AnyTab,
    rows: readonly AnyRow[],
  ) {
    for (const row of rows) {
      const key = displayKey(tab, row.values);
      if (this.byKey.has(key)) this.doubled.add(key);
      this.byKey.set(key, { tab, row, values: { ...row.values }, cells: {}, removed: false, there: null });
    }
  }

  /** @returns what becomes of the line */
  take(line: DryLine): string {
    if (this.doubled.has(line.key)) return 'Several rows have this key now.';
    const target = this.byKey.get(line.key);
    if (line.what === 'remove') return this.remove(target, line.old);
    if (line.what === 'add') return this.add(target, line);
    if (!target || target.removed) return 'The row is gone.';
    return this.write(target, line);
  }

  changes(): Change[] {
    return [...new Set(this.byKey.values())].flatMap((target): Change[] => {
      const { tab, row, cells, removed, there } = target;
      if (there || (!row && removed)) return [];
      if (!row) return [{ kind: 'add', tab, cells }];
      if (removed) return [{ kind: 'remove', tab, row, reason: 'as listed in the dry run' }];
      return Object.keys(cells).length > 0 ? [{ kind: 'write', tab, row, cells }] : [];
    });
  }

  private remove(target: Target | undefined, old: string): string {
    if (!target) return WRITTEN;
    if (target.row && rowText(this.tab, target.values) !== old) return 'The row was changed since.';
    target.removed = true;
    return WRITTEN;
  }

  private add(target: Target | undefined, { key, column, next, source }: DryLine): string {
    const value = typed(this.tab, column, next);
    if (target?.row) target.there = target.row;
    if (target?.there) return target.values[column] === value ? WRITTEN : 'A row with this key is there now.';
    const fresh = target ?? { tab: this.tab, row: null, values: {}, cells: {}, removed: false, there: null };
    fresh.values[column] = value;
    fresh.cells[column] = { value, source };
    this.byKey.set(key, fresh);
    return WRITTEN;
  }

  private write(target: Target, { column, old, next, source }: DryLine): string {
    const value = typed(this.tab, column, next);
    const now = target.values[column] ?? '';
    if (now !== value) {
      if (String(now) !== old) return `The cell holds "${String(now).slice(0, 80)}" now.`;
      target.cells[column] = { value, source, when: 'correct' };
    }
    target.values[column] = value;
    this.byKey.set(displayKey(this.tab, target.values), target);
    return WRITTEN;
  }
}

function plan(context: StepContext): Plan {
  const lines = context.recovery.dryLines();
  const { changes, results } = listed(context, lines);
  const left = [...results.values()].filter((result) => result !== WRITTEN && result !== QUESTION).length;
  return {
    items: [...changes.keys(), ...(lines.length > 0 ? [END] : [])],
    looked: changes.size,
    size: 250,
    batch: (items) => {
      if (items.includes(END) && left > 0)
        context.log('warning', `${left} of ${lines.length} listed changes were left out; Dry Run says why.`);
      return {
        changes: items.flatMap((item): Change[] =>
          item === END
            ? [{ kind: 'mark', mark: { of: 'dry run', results } }]
            : [changes.get(item) ?? []].flat(),
        ),
      };
    },
  };
}
