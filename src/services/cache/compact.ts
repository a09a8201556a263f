/** Rids `_Cache` of what is superseded. */
import { lookName, type AnswerIndex, type CacheIndex, type LogPort, type MemoryIndex } from './index';
import { packAnswers, packLooks, packMemory, type Outcome } from './packing';
import { indexOf, parse, toAscii, toRows, type Packet, type StoredPacket } from './packets';
import type { Payloads } from './payloads';

/** Below this there is nothing worth the trouble. */
const LEAST_ROWS = 60;
/** Rows moved at a time. */
const SLICE = 40;

/**
 * Moves what still counts from the top to the bottom, slice by slice: first appended under new numbers,
 * then removed above. After a kill in between the rows stand twice, and the later number counts.
 */
export function compact(index: CacheIndex, log: LogPort, payloads: Payloads, goOn: () => boolean): void {
  if (index.rows < LEAST_ROWS || deadRows(index) * 2 < index.rows) return;
  let left = index.rows;
  while (left > 0 && goOn()) {
    const slice = firstRows(index, Math.min(SLICE, left));
    const count = Math.max(
      1,
      slice.reduce((most, packet) => Math.max(most, packet.row + packet.rows), 0),
    );
    const rows = addPackets(index, live(index, payloads, slice));
    if (rows.length > 0) log.append(rows);
    log.removeFirst(count);
    removed(index, payloads, slice, count);
    left -= count;
  }
}

/** Packets that begin in the first rows. */
function firstRows(index: CacheIndex, count: number): StoredPacket[] {
  return index.packets.filter((packet) => packet.row < count);
}

type Items = Partial<Record<string, AnswerIndex['k'][string]>>;

/** By key; of looks only the keys count. */
const itemsOf = (packet: StoredPacket): Items => indexOf<AnswerIndex>(packet).k ?? {};

/** Whether this packet holds the last word on the key. */
function counts(index: CacheIndex, packet: StoredPacket, key: string, items: Items): boolean {
  if (packet.kind === 'looks') return index.lastingLook(packet.question, packet.as, key)?.at === packet.at;
  const item = packet.kind === 'answers' ? items[key] : undefined;
  if (!item) return false;
  const last = item[0] === 'x' ? index.failure(packet.question, key) : index.entry(packet.question, key);
  return last?.at === packet.at + item[1];
}

function deadRows(index: CacheIndex): number {
  let dead = 0;
  for (const packet of index.packets) {
    if (packet.kind === 'memory') dead += index.memories.get(packet.question) === packet ? 0 : packet.rows;
    else {
      const items = itemsOf(packet);
      const keys = Object.keys(items);
      const living = keys.filter((key) => counts(index, packet, key, items)).length;
      dead += packet.rows * (keys.length === 0 ? 1 : 1 - living / keys.length);
    }
  }
  return dead;
}

/** What of these packets still counts, packed anew. */
function live(index: CacheIndex, payloads: Payloads, slice: readonly StoredPacket[]): Packet[] {
  const packets: Packet[] = [];
  const outcomes = new Map<string, Outcome[]>();
  const failures = new Map<string, Outcome[]>();
  const looks = new Map<string, { packet: StoredPacket; keys: Map<string, number> }>();
  for (const packet of slice) {
    if (packet.kind === 'memory') packets.push(...liveMemory(index, payloads, packet));
    const items = packet.kind === 'memory' ? {} : itemsOf(packet);
    for (const key of Object.keys(items)) {
      if (!counts(index, packet, key, items)) continue;
      if (packet.kind === 'answers') {
        const into = items[key]?.[0] === 'x' ? failures : outcomes;
        into.set(packet.question, [
          ...(into.get(packet.question) ?? []),
          ...liveAnswer(index, payloads, packet, key, items),
        ]);
      } else {
        const name = `${lookName(packet.question, packet.as)} ${packet.at}`;
        const entry = looks.get(name) ?? { packet, keys: new Map<string, number>() };
        entry.keys.set(key, index.lastingLook(packet.question, packet.as, key)?.dueAt ?? packet.at);
        looks.set(name, entry);
      }
    }
  }
  // A failure stands after the answer that it could not renew, and in a packet of its own.
  for (const [question, list] of [...outcomes, ...failures]) packets.push(...packAnswers(question, list));
  for (const { packet, keys } of looks.values())
    packets.push(...packLooks('looks', packet.question, packet.as, packet.at, keys));
  return packets;
}

function liveMemory(index: CacheIndex, payloads: Payloads, packet: StoredPacket): Packet[] {
  const { length, run } = indexOf<MemoryIndex>(packet);
  if (index.memories.get(packet.question) !== packet || length === undefined || run !== undefined) return [];
  const [text] = payloads.read([{ packet, offset: 0, length }]);
  const value = parse(text ?? '');
  return value === undefined ? [] : [packMemory(packet.question, value, packet.at)];
}

function liveAnswer(
  index: CacheIndex,
  payloads: Payloads,
  packet: StoredPacket,
  key: string,
  items: Items,
): Outcome[] {
  if (items[key]?.[0] === 'x') {
    const failure = index.failure(packet.question, key);
    return failure ? [{ key, failure }] : [];
  }
  const entry = index.entry(packet.question, key);
  if (!entry) return [];
  const [text] = entry.place ? payloads.read([entry.place]) : [];
  return [{ key, state: entry.state, at: entry.at, text: text ?? null }];
}

function addPackets(index: CacheIndex, packets: readonly Packet[]): string[][] {
  const rows: string[][] = [];
  for (const { payload, ...head } of packets) {
    const number = index.nextNumber;
    const own = toRows({ ...head, payload }, number);
    const row = index.rows + rows.length;
    index.add({ ...head, index: toAscii(head.index), number, row, rows: own.length });
    rows.push(...own);
  }
  index.rows += rows.length;
  return rows;
}

function removed(index: CacheIndex, payloads: Payloads, slice: readonly StoredPacket[], count: number): void {
  const gone = new Set(slice);
  index.packets = index.packets.filter((packet) => !gone.has(packet));
  for (const packet of index.packets) packet.row -= count;
  index.rows -= count;
  payloads.forget();
}
