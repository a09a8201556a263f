/** decide: carries out what the curator has decided in Conflicts. What was decided is theirs from then on. */
import type { Plan, Step, StepContext } from '../engine/types';
import { isRealDate } from '../rules/dates';
import { zodiacOf } from '../rules/zodiac';
import { choicesOf } from '../workbook/question';
import { DECIDED } from '../workbook/provenance';
import type { AnyTab } from '../workbook/schema';
import { castInfo, dataTabs, realiteaseInfo, showInfo } from '../workbook/tabs';
import type { CellChange, Change, Decision } from '../workbook/types';
import { REMOVE_ROW } from '../stages/common/changes';
import { rememberSame } from '../stages/common/same';
import { merged } from './merge';
import { allRows, rowsOfKey, tabNamed, type AnyRow } from './rows';

export const DECIDE = 'decide';

export const decide: Step = {
  id: DECIDE,
  title: 'Carry out decisions',
  input: realiteaseInfo,
  tabs: [],
  rewrites: dataTabs,
  ordered: true,
  begin: (context) => plan(context),
};

/** What a decision comes to; not done: the question stays open, and the result says why. */
interface Carried {
  changes: Change[];
  result: string;
  done: boolean;
}

const done = (result: string, changes: Change[] = []): Carried => ({ changes, result, done: true });
const open = (result: string): Carried => ({ changes: [], result, done: false });

function plan(context: StepContext): Plan {
  const decisions = new Map(context.recovery.decisions().map((decision) => [decision.id, decision]));
  return {
    items: [...decisions.keys()],
    size: 20,
    batch: (ids) => ({
      changes: ids.flatMap((id): Change[] => {
        const decision = decisions.get(id);
        if (!decision) return [];
        const { changes, result, done: isDone } = carryOut(context, decision);
        return [...changes, { kind: 'mark', mark: { of: 'decision', id, result, done: isDone } }];
      }),
    }),
  };
}

export function carryOut(context: StepContext, decision: Decision): Carried {
  const { choice, value, others, key } = decision;
  const tab = tabNamed(decision.tab);
  if (!tab) return open(`There is no tab ${decision.tab}.`);
  if (choice === 'ignore') return done('Left as it is, for good.');
  const choices = choicesOf(decision);
  if (!choices.some((one) => one.startsWith(choice)))
    return open(`This question takes: ${choices.join(', ')}.`);
  if (value !== '' && !others.some((other) => other.value === value))
    return open(`"${value}" is none of the other values. This question takes: ${choices.join(', ')}.`);
  const named = value === '' ? others.map((other) => other.value) : [value];
  const [row] = rowsOfKey(context, tab, key);
  if (choice === 'merge') return merge(context, tab, decision, row, named);
  if (choice === 'keep') return done('Kept.', row ? pin(context, tab, decision, row) : []);
  const [taken] = named;
  if (taken === undefined || named.length > 1) return open(`Say which: ${choices.join(', ')}.`);
  if (!row) return open('There is no such row (yet). The decision waits for it.');
  if (taken === REMOVE_ROW)
    return done('The row was removed.', [{ kind: 'remove', tab, row, reason: 'decided', dismissed: true }]);
  return take(context, tab, decision, row, taken);
}

const decided = (context: StepContext, value: string): CellChange => ({
  value,
  source: DECIDED,
  when: 'correct',
  origin: { source: DECIDED, date: context.today },
});

function take(context: StepContext, tab: AnyTab, decision: Decision, row: AnyRow, value: string): Carried {
  const { column, kind } = decision;
  const cells: Record<string, CellChange> = { [column]: decided(context, value) };
  if (column === 'Birthday' && isRealDate(value))
    cells.Zodiac = { value: zodiacOf(value), source: 'Birthday' };
  const write: Change = { kind: 'write', tab, row, cells };
  const holder = isKey(tab, column)
    ? allRows(context, tab).find((other) => other.handle !== row.handle && other.values[column] === value && sameShow(tab, row, other)) // prettier-ignore
    : undefined;
  if (!holder) return done(`Taken: ${value}.`, [write]);
  if (kind === 'entry')
    return done(`Taken: ${value}, and merged with its row.`, merged(context, tab, holder, row));
  const otherIds = idColumns(tab).filter((id) => id !== column && (holder.values[id] ?? '') !== '');
  if (otherIds.length === 0)
    return open(
      'The other row has no other id, and would be lost without this one. Merge them, or delete it.',
    );
  const blank: CellChange = { value: '', source: DECIDED, when: 'correct' };
  return done(`Taken: ${value}; the other row is without it now.`, [
    { kind: 'write', tab, row: holder, cells: { [column]: blank } },
    write,
  ]);
}

/** The value stays, whatever the sources say. */
function pin(context: StepContext, tab: AnyTab, { kind, column, kept }: Decision, row: AnyRow): Change[] {
  const stands = kept !== '' && String(row.values[column] ?? '') === kept;
  if ((kind !== 'value' && kind !== 'held') || !stands) return [];
  return [{ kind: 'write', tab, row, cells: { [column]: decided(context, kept) } }];
}

function merge(
  context: StepContext,
  tab: AnyTab,
  decision: Decision,
  row: AnyRow | undefined,
  named: readonly string[],
): Carried {
  const { kind, column, key } = decision;
  if (kind === 'same' && tab === castInfo && !key.includes('|')) return samePerson(context, decision, named);
  if (!row) return open('The row is gone.');
  const others =
    kind === 'held'
      ? allRows(context, tab).filter((other) => named.includes(String(other.values[column])))
      : named.flatMap((name) => rowsOfKey(context, tab, name)[0] ?? []);
  const distinct = [...new Set(others)].filter((other) => other.handle !== row.handle);
  // Carried out before, and cut off before it was said: the row has the other's ids.
  if (distinct.length === 0) return others.length > 0 ? done('Merged.') : open('The other row is gone.');
  return done(
    'Merged.',
    distinct.flatMap((other) => merged(context, tab, row, other)),
  );
}

/** Rows of CastInfo that share one id: the other ids are one person's, too. */
function samePerson(context: StepContext, { kept }: Decision, named: readonly string[]): Carried {
  const ids = (text: string) => {
    const all = text.split(' / ');
    return [
      all.find((id) => id.startsWith('nm')) ?? '',
      all.find((id) => !id.startsWith('nm')) ?? '',
    ] as const;
  };
  const [imdbId, tmdbId] = ids(kept);
  const rows = new Set<AnyRow>();
  for (const text of [kept, ...named]) {
    const [otherImdb, otherTmdb] = ids(text);
    for (const row of rowsOfKey(context, realiteaseInfo, text)) rows.add(row);
    rememberSame(context, imdbId, otherImdb);
    rememberSame(context, tmdbId, otherTmdb);
  }
  const [first, ...more] = rows;
  return done('They count as one person.', first ? more.flatMap((row) => merged(context, realiteaseInfo, first, row)) : []); // prettier-ignore
}

const idColumns = (tab: AnyTab): string[] => [
  ...new Set((tab.key.dimensions[tab === castInfo ? 1 : 0] ?? []).flat()),
];

const isKey = (tab: AnyTab, column: string): boolean => idColumns(tab).includes(column) || tab === showInfo;

/** In CastInfo an id may stand on a row of every show. */
const sameShow = (tab: AnyTab, a: AnyRow, b: AnyRow): boolean =>
  tab !== castInfo ||
  ['TMDbSeriesID', 'IMDbSeriesID'].some((id) => a.values[id] !== '' && a.values[id] === b.values[id]);
