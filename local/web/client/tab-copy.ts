/** The page's copy of a tab: brought up to date with what changed on the server. */
import type { ConditionalRule } from '../../host/model';
import type { TabAnswer, TabHead, TabRow } from '../tab-view';
import { isIn, letters } from './boxes';

/** How a cell is drawn. */
interface Drawn {
  background: string;
  color: string;
  bold: boolean;
}

const meets = ({ kind, value }: ConditionalRule, text: string): boolean => {
  if (kind === 'cellNotEmpty') return text !== '';
  if (kind === 'textEqualTo') return text === value;
  return kind === 'textContains' && text.includes(value);
};

export class TabCopy {
  head: TabHead | undefined;
  private rows: TabRow[] = [];

  get version(): number {
    return this.head?.version ?? 0;
  }

  /** Takes over what changed; gives the numbers of those rows. */
  take({ head, rows }: TabAnswer): number[] {
    this.head = head;
    this.rows.length = Math.min(this.rows.length, head.rows);
    const numbers = Object.keys(rows).map(Number);
    for (const number of numbers) this.rows[number - 1] = rows[number] as TabRow;
    return numbers;
  }

  text(row: number, column: number): string {
    return this.rows[row - 1]?.[0][column - 1] ?? '';
  }

  /** What the grid takes for a row: its number, and `c1`, `c2`, … */
  rowData(row: number): Record<string, unknown> {
    const data: Record<string, unknown> = { id: row };
    const columns = this.head?.columns ?? 0;
    for (let column = 1; column <= columns; column++) data[`c${column}`] = this.text(row, column);
    return data;
  }

  /** Number of the first row that is no header. */
  get firstRow(): number {
    return this.head?.hasHeader ? 2 : 1;
  }

  title(column: number): string {
    return (this.head?.hasHeader && this.text(1, column)) || letters(column);
  }

  list(row: number, column: number): string[] {
    return this.head?.lists.find(({ range }) => isIn(range, row, column))?.list ?? [];
  }

  look(row: number, column: number): Drawn {
    const [background = '', color = '', bold = 0] = this.rows[row - 1]?.[1]?.[column] ?? [];
    const text = this.text(row, column);
    const rule = this.head?.rules.find(
      (one) => one.ranges.some((range) => isIn(range, row, column)) && meets(one, text),
    );
    return {
      background: rule?.background ?? background,
      color: rule?.fontColor ?? color,
      bold: bold === 1,
    };
  }
}
