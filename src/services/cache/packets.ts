/**
 * The rows of `_Cache`. A packet is one or more rows that were appended together: the first says what it
 * is and holds its index, all hold pieces of its payload. Later packets supersede earlier ones, by
 * number and not by place, so that rows may be moved without harm.
 */

/** A cell takes 50,000 characters (apps-script.md §2). */
const PIECE = 45_000;
const PIECES = 8;
export const HEAD_COLUMNS = ['Packet', 'Kind', 'Question', 'As', 'At', 'Index'] as const;
export const DATA_COLUMNS = Array.from({ length: PIECES }, (_, i) => `Data ${i + 1}`);
export const CACHE_COLUMNS: readonly string[] = [...HEAD_COLUMNS, ...DATA_COLUMNS];
/** Characters of payload in a row. */
export const ROW_PAYLOAD = PIECE * PIECES;
/** An index longer than this is split over two packets. */
export const LONGEST_INDEX = 40_000;
/** Before every piece, so that no cell begins with a sign that a sheet takes for something else. */
const MARK = ':';

/**
 * `answers`: what sources said; `looks`: what has been settled in the tabs; `seen`: looks of one dry
 * run; `memory`: small values of steps.
 */
export type PacketKind = 'answers' | 'looks' | 'seen' | 'memory';

export interface Packet {
  kind: PacketKind;
  /** Question, or name of the memory. */
  question: string;
  as: string;
  /** ms since the epoch. */
  at: number;
  index: unknown;
  /** ASCII. */
  payload: string;
}

export interface StoredPacket extends Omit<Packet, 'payload' | 'index'> {
  number: number;
  /** As it stands in its cell: the text takes a fraction of the room of what it says. */
  index: string;
  /** Position of its first row. */
  row: number;
  rows: number;
}

/** JSON in ASCII: it can be cut anywhere without cutting a character in two. */
export function toAscii(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Columns as {@link CACHE_COLUMNS}. */
export function toRows(packet: Packet, number: number): string[][] {
  const count = Math.max(1, Math.ceil(packet.payload.length / ROW_PAYLOAD));
  return Array.from({ length: count }, (_, part) => {
    const head =
      part === 0
        ? [String(number), packet.kind, packet.question, packet.as, String(packet.at), toAscii(packet.index)]
        : [`${number}+${part}`, '', '', '', '', ''];
    const data = DATA_COLUMNS.map((_name, i) => {
      const from = part * ROW_PAYLOAD + i * PIECE;
      const piece = packet.payload.slice(from, from + PIECE);
      return piece === '' ? '' : MARK + piece;
    });
    return [...head, ...data];
  });
}

/** Packets in the order of their numbers; what cannot be read is left out. `heads`: columns as {@link HEAD_COLUMNS}. */
export function readHeads(heads: readonly (readonly unknown[])[]): StoredPacket[] {
  const packets: StoredPacket[] = [];
  heads.forEach((cells, row) => {
    const [name = '', kind = '', question = '', as = '', at = '', index = ''] = cells.map((cell) =>
      String(cell ?? ''),
    );
    const last = packets[packets.length - 1];
    if (/^\d+\+\d+$/.test(name)) {
      if (last && name === `${last.number}+${last.rows}` && last.row + last.rows === row) last.rows++;
      return;
    }
    if (!/^\d+$/.test(name)) return;
    packets.push({
      number: Number(name),
      kind: kind as PacketKind,
      question,
      as,
      at: Number(at),
      index,
      row,
      rows: 1,
    });
  });
  return packets.sort((a, b) => a.number - b.number);
}

/** What the packet's index says; empty for one that cannot be read. */
export function indexOf<T extends object>({ index }: StoredPacket): Partial<T> {
  const said = parse(index);
  return typeof said === 'object' && said !== null ? said : {};
}

/** The payload in a row's data cells. */
export function payloadOf(cells: readonly unknown[]): string {
  return cells.map((cell) => String(cell ?? '').slice(MARK.length)).join('');
}

/** Undefined for what is no JSON. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
