/** What several rows of one person say of birthday and gender: the more trusted is kept, the others are a question. */
import { TRUST } from '../../rules/birthday';
import { isRealDate } from '../../rules/dates';
import { zodiacOf } from '../../rules/zodiac';
import { sources } from '../../services/sources';
import { realiteaseInfo, type RealiteaseInfo } from '../../workbook/tabs';
import type { CellChange, Change, Origin, Table } from '../../workbook/types';
import { conflict } from '../common/changes';
import { keyOf, type Row } from './bioCase';

/** Less is more trusted; a person is trusted most. */
function rank(origin: Origin | null): number {
  if (!origin) return -1;
  const at = TRUST.findIndex((id) => origin.source.startsWith(sources[id].title));
  return at < 0 ? TRUST.length : at;
}

/** @param winner the row that stays, of the same person as the `losers` */
export function mergedFacts(
  table: Table<RealiteaseInfo>,
  winner: Row,
  losers: readonly Row[],
): { cells: Record<string, CellChange>; questions: Change[] } {
  const cells: Record<string, CellChange> = {};
  const questions: Change[] = [];
  for (const column of ['Birthday', 'Gender'] as const) {
    const said = [winner, ...losers].map((row) => {
      const origin = table.origin(row, column);
      return { value: row.values[column], source: origin?.source ?? 'you', rank: rank(origin) };
    });
    const [best, ...others] = said.filter(({ value }) => value).sort((a, b) => a.rank - b.rank);
    if (!best) continue;
    const { value, source } = best;
    if (value !== winner.values[column]) cells[column] = { value, source, when: 'refresh' };
    const differing = others.filter((other) => other.value !== value);
    if (differing[0])
      questions.push(
        conflict({
          kind: 'value',
          tab: realiteaseInfo,
          key: keyOf(winner),
          column,
          kept: value,
          keptSource: source,
          others: differing,
          evidence: 'Rows that were merged differ; the most trusted is kept.',
        }),
      );
    if (column === 'Birthday' && cells[column] && isRealDate(value))
      cells['Zodiac'] = { value: zodiacOf(value), source: column };
  }
  return { cells, questions };
}
