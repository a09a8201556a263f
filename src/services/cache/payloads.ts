/** Reads values from `_Cache` on demand, in few contiguous ranges. */
import type { LogPort, Place } from './index';
import { DATA_COLUMNS, HEAD_COLUMNS, payloadOf, ROW_PAYLOAD } from './packets';

/** Reads that one ask may take, unless the rows between are too many. */
const MOST_READS = 2;
/** Rows that are read along although nobody asked for them. */
const MOST_BETWEEN = 120;
/** Rows that a short read takes along, for those who ask key by key. */
const AHEAD = 40;
/** Characters of rows kept for the next ask; ASCII takes a byte each. */
const KEPT = 24_000_000;

export interface Range {
  first: number;
  count: number;
}

export class Payloads {
  private readonly kept = new Map<number, string>();
  private size = 0;

  /** @param rowCount rows that there are. */
  constructor(
    private readonly log: LogPort,
    private readonly rowCount: () => number,
  ) {}

  /** Texts at the places, in their order; undefined where rows are missing. */
  read(places: readonly Place[]): (string | undefined)[] {
    const needed = new Set<number>();
    for (const place of places) for (const row of rowsOf(place)) needed.add(row);
    const rows = this.fetch([...needed].sort((a, b) => a - b));
    return places.map((place) => textAt(place, rows));
  }

  /** Rows that were just written need not be read. */
  wrote(first: number, rows: readonly (readonly string[])[]): void {
    this.keep(new Map(rows.map((cells, i) => [first + i, payloadOf(cells.slice(HEAD_COLUMNS.length))])));
  }

  /** After rows were removed from the top. */
  forget(): void {
    this.kept.clear();
    this.size = 0;
  }

  private fetch(needed: readonly number[]): Map<number, string> {
    const rows = new Map<number, string>();
    for (const row of needed) {
      const text = this.kept.get(row);
      if (text !== undefined) rows.set(row, text);
    }
    for (const range of toRanges(needed.filter((row) => !rows.has(row)))) {
      const count = Math.max(range.count, Math.min(AHEAD, this.rowCount() - range.first));
      this.log.readRows(range.first, count, DATA_COLUMNS).forEach((cells, i) => {
        rows.set(range.first + i, payloadOf(cells));
      });
    }
    this.keep(rows);
    return rows;
  }

  private keep(rows: ReadonlyMap<number, string>): void {
    for (const [row, text] of rows) {
      if (this.kept.has(row)) continue;
      this.kept.set(row, text);
      this.size += text.length;
    }
    for (const [row, text] of this.kept) {
      if (this.size <= KEPT) break;
      this.kept.delete(row);
      this.size -= text.length;
    }
  }
}

function rowsOf({ packet, offset, length }: Place): number[] {
  const first = packet.row + Math.floor(offset / ROW_PAYLOAD);
  const last = packet.row + Math.floor((offset + Math.max(1, length) - 1) / ROW_PAYLOAD);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function textAt(place: Place, rows: ReadonlyMap<number, string>): string | undefined {
  let text = '';
  const list = rowsOf(place);
  for (const row of list) {
    const part = rows.get(row);
    if (part === undefined) return undefined;
    text += part;
  }
  const from = place.offset - Math.floor(place.offset / ROW_PAYLOAD) * ROW_PAYLOAD;
  return text.slice(from, from + place.length);
}

/** Ranges that cover the rows (ascending): the widest gaps are left out, the others read along. */
export function toRanges(rows: readonly number[]): Range[] {
  const gaps = rows.slice(1).map((row, i) => ({ i: i + 1, size: row - (rows[i] ?? row) - 1 }));
  const cuts = new Set(
    gaps
      .filter((gap) => gap.size > 0)
      .sort((a, b) => b.size - a.size)
      .filter((gap, nth) => nth < MOST_READS - 1 || gap.size > MOST_BETWEEN)
      .map((gap) => gap.i),
  );
  const ranges: Range[] = [];
  rows.forEach((row, i) => {
    const last = ranges[ranges.length - 1];
    if (!last || cuts.has(i)) ranges.push({ first: row, count: 1 });
    else last.count = row - last.first + 1;
  });
  return ranges;
}
