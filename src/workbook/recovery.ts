/** The workbook's own records, as the steps that carry out a person's word see them. */
import type { ConflictsTab } from './conflictsTab';
import type { DryRun } from './dryRun';
import { extraColumns, readExtra } from './extraColumns';
import type { Gateway } from './gateway';
import type { OpenTab } from './openTabs';
import type { Provenance } from './provenance';
import { holds } from './provenanceLine';
import type { AnyTab } from './schema';
import { readSnapshot } from './snapshots';
import type { ViewRow } from './tableView';
import type { Recovery } from './types';
import { doneBy, type RunIdentity, type UndoLog } from './undoLog';

export interface RecoveryParts {
  gateway: Gateway;
  conflicts: ConflictsTab;
  dry: DryRun;
  undoLog: UndoLog;
  provenance: Provenance;
  run: RunIdentity;
  tab(tab: AnyTab): OpenTab;
  formatDay(date: Date): string;
}

export function recoveryOf(parts: RecoveryParts): Recovery {
  const { gateway, conflicts, dry, undoLog, provenance, run, tab: opened, formatDay } = parts;
  return {
    decisions: () => conflicts.decisions(),
    question: (id) => conflicts.list().find((question) => question.id === id),
    dryLines: () => dry.lines(),
    lastRun: () => undoLog.rows(),
    snapshot: (name) => readSnapshot(gateway, name, formatDay),
    holdsOwn: (tab, row, column) => {
      const { values } = row as ViewRow;
      const cell = provenance.row(tab, values)?.cells.get(column);
      return cell !== undefined && holds(cell, values[column] ?? '');
    },
    beside: (tab) => {
      const { bound, view } = opened(tab);
      const all = bound ? readExtra(bound, extraColumns(gateway, bound), view.rows) : [];
      const filled = [...all].filter(([, cells]) => Object.keys(cells).length > 0);
      return new Map(filled.map(([{ handle }, cells]) => [handle, cells]));
    },
    addedBefore: (tab) => {
      const { view } = opened(tab);
      const added = [...doneBy(gateway, run.id, 'add')].flat();
      const own = added.flatMap((row) => (row.what === 'add' && row.tab === tab.name ? [row.keys] : []));
      const matches = own.map((keys) => view.match(keys));
      return new Set(matches.flatMap((match) => (match.kind === 'row' ? [match.row.handle] : [])));
    },
  };
}
