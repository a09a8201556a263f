/**
 * What the last run did, noted before it is done: the hidden tab `_Undo`. Added rows by their keys, changed cells
 * with what they held, removed rows as a whole. A run that did more than the tab may hold cannot be undone.
 */
import type { Gateway } from './gateway';
import { LogTab } from './logTab';
import { isDate } from './normalise';
import type { DoneRow, UndoInfo } from './types';

const UNDO = '_Undo';
const COLUMNS = ['Run', 'Step', 'Began', 'What', 'Count', 'Rows'] as const;
/** Characters of a cell; Sheets takes 50,000. */
const CELL = 40_000;
/** Lines of one run. */
const MOST_LINES = 1000;
/** Stands in the place of what was done where it was too much. */
const TOO_MUCH = 'too much';

export interface RunIdentity {
  id: string;
  step: string;
  /** ms since the epoch. */
  startedAt: number;
}

export class UndoLog {
  private readonly log: LogTab;
  /** Lines that the tab has of this run; null until it was looked. */
  private own: number | null = null;

  constructor(
    private readonly gateway: Gateway,
    private readonly run: RunIdentity,
  ) {
    this.log = new LogTab(gateway, UNDO, COLUMNS);
  }

  /** Buffered. The first lines of a run take the place of the last run's. */
  note(rows: readonly DoneRow[]): void {
    if (rows.length === 0) return;
    let others = 0;
    if (this.own === null) {
      const runs = this.log.readColumns(['Run']);
      this.own = runs.filter(([run]) => run === this.run.id).length;
      others = runs.length - this.own;
    }
    if (this.own > MOST_LINES) return;
    const { id, step, startedAt } = this.run;
    const lines = packed(rows).map(([what, count, text]) => [
      id,
      step,
      String(startedAt),
      what,
      String(count),
      text,
    ]);
    if (this.own + lines.length > MOST_LINES) lines.push([id, step, String(startedAt), TOO_MUCH, '0', '']);
    this.log.append(lines);
    this.own += lines.length;
    if (others === 0) return;
    this.log.removeFirst(others);
  }

  /** What the last run did, latest first; null if there is nothing to undo, or it was too much. */
  rows(): { from: number; rows: DoneRow[] } | null {
    if (!this.gateway.sheet(UNDO)) return null;
    const lines = this.log.readColumns(COLUMNS);
    const last = lines[lines.length - 1];
    const own = lines.filter(([run]) => run === last?.[0]);
    if (!last || own.some(([, , , what]) => what === TOO_MUCH)) return null;
    const rows = own.flatMap((line) => parsed(line[5] ?? '[]'));
    return { from: Number(last[2]), rows: rows.reverse() };
  }

  /** What was undone is not undone again. */
  clear(): void {
    if (this.gateway.sheet(UNDO)) this.log.removeFirst(this.log.readColumns(['Run']).length);
    this.own = null;
  }
}

/** What the last run did, in numbers; null if there is nothing to undo. */
export function lastDone(gateway: Gateway): UndoInfo | null {
  if (!gateway.sheet(UNDO)) return null;
  const lines = new LogTab(gateway, UNDO, COLUMNS).readColumns(COLUMNS.slice(0, 5));
  const last = lines[lines.length - 1];
  const own = lines.filter(([run]) => run === last?.[0]);
  if (!last || own.some(([, , , what]) => what === TOO_MUCH)) return null;
  const sum = (kind: DoneRow['what']) =>
    own.reduce((all, [, , , what, count]) => all + (what === kind ? Number(count) : 0), 0);
  const [runId = '', step = '', at = ''] = last;
  return {
    ...{ runId, step, at: Number(at) },
    ...{ added: sum('add'), updated: sum('write'), removed: sum('remove'), decided: sum('decide') },
  };
}

/** Lines that are read at once: some megabytes at most. */
const LINES_AT_ONCE = 50;

/**
 * What a run did of one kind, in the order in which it did it, a lot at a time: a large run fills many lines, and
 * whoever looks needs few of them.
 */
export function* doneBy(gateway: Gateway, runId: string, what: DoneRow['what']): Generator<DoneRow[]> {
  if (!gateway.sheet(UNDO)) return;
  const log = new LogTab(gateway, UNDO, COLUMNS);
  const heads = log.readColumns(COLUMNS.slice(0, 4));
  for (let at = 0; at < heads.length; at += LINES_AT_ONCE) {
    const isOwn = ([run, , , kind]: string[]) => run === runId && kind === what;
    const part = heads.slice(at, at + LINES_AT_ONCE);
    if (!part.some(isOwn)) continue;
    const texts = log.readRows(at, part.length, ['Rows']);
    yield part.flatMap((head, i) => (isOwn(head) ? parsed(texts[i]?.[0] || '[]') : []));
  }
}

/** Rows of one kind, as many as a cell takes. */
function packed(rows: readonly DoneRow[]): [what: string, count: number, text: string][] {
  const lines: [string, number, string][] = [];
  for (const row of rows) {
    const text = JSON.stringify(row, dated);
    const last = lines[lines.length - 1];
    if (last && last[0] === row.what && last[2].length + text.length < CELL) {
      last[1]++;
      last[2] += `,${text}`;
    } else lines.push([row.what, 1, text.length < CELL ? text : '']);
  }
  return lines.map(([what, count, text]) => [text === '' ? TOO_MUCH : what, count, `[${text}]`]);
}

/** A day that a person keeps beside a row comes back as one. */
const DAY = '$day';

/** JSON knows no days, and makes texts of them before it asks. */
function dated(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const raw = this[key];
  return isDate(raw) ? { [DAY]: raw.getTime() } : value;
}

const parsed = (text: string): DoneRow[] =>
  JSON.parse(text, (_, value: Record<string, unknown> | null) =>
    typeof value?.[DAY] === 'number' ? new Date(value[DAY]) : value,
  ) as DoneRow[];
