/** Questions in Conflicts that nobody has to answer any more, because their cause is gone. */
import type { StepContext } from '../engine/types';
import { normaliseName } from '../rules/names';
import { keyColumns } from '../workbook/identity';
import { castInfo } from '../workbook/tabs';
import type { ConflictNote } from '../workbook/types';
import { peopleOf } from '../stages/realitease/cast';
import { allRows, rowsOfKey, tabNamed, type AnyRow } from './rows';

/** @returns says why a question is closed; null if it stands */
export function closing(context: StepContext): (question: ConflictNote) => string | null {
  let clashes: ConflictNote[] | null = null;
  return (question) => {
    const tab = tabNamed(question.tab);
    if (!tab) return null;
    if (question.kind === 'same' && tab === castInfo && !question.key.includes('|')) {
      clashes ??= peopleOf(context).conflicts;
      const stands = clashes.some(({ key, column }) => key === question.key && column === question.column);
      return stands ? null : 'The rows agree now.';
    }
    const [row] = rowsOfKey(context, tab, question.key);
    // A show of a list may get its row later.
    if (!row) return question.kind === 'entry' ? null : 'The row is gone.';
    if (question.kind === 'row') return null;
    if (question.kind === 'same') {
      const others = question.others.flatMap(({ value }) => rowsOfKey(context, tab, value)[0] ?? []);
      const open = others.filter((other) => other.handle !== row.handle);
      if (open.length === 0) return 'One of the rows is gone.';
      return open.some((other) => looksAlike(row, other, keyColumns(tab), tab === castInfo ? 'Name' : Object.keys(tab.columns)[0] ?? '')) // prettier-ignore
        ? null
        : 'The rows have nothing in common any more.';
    }
    const value = String(row.values[question.column] ?? '');
    if (value !== '' && question.others.some((other) => other.value === value))
      return 'The tab has this value now.';
    if (question.kind !== 'held') return null;
    const held = allRows(context, tab).some(
      (other) =>
        other.handle !== row.handle &&
        question.others.some((o) => o.value === String(other.values[question.column])),
    );
    return held ? null : 'No other row has this id any more.';
  };
}

function looksAlike(a: AnyRow, b: AnyRow, ids: readonly string[], name: string): boolean {
  const sameId = ids.some(
    (column) => (a.values[column] ?? '') !== '' && a.values[column] === b.values[column],
  );
  return (
    sameId || normaliseName(String(a.values[name] ?? '')) === normaliseName(String(b.values[name] ?? ''))
  );
}
