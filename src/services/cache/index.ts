/** What `_Cache` holds, in memory: where each answer stands, and when each key was looked at. */
import type { Failure, Look } from './due';
import { indexOf, type StoredPacket } from './packets';

/** Where rows live; positions count from 0 and leave the header out. */
export interface LogPort {
  /** All rows, only these columns. */
  readColumns(columns: readonly string[]): string[][];
  readRows(first: number, count: number, columns: readonly string[]): string[][];
  append(rows: readonly string[][]): void;
  /** Removes rows from the top. */
  removeFirst(count: number): void;
}

/** The last found or absent answer of a key. */
export interface Entry {
  state: 'found' | 'absent';
  at: number;
  /** Where its value stands; null: nothing of it is kept there. */
  place: Place | null;
  /** The value itself, until it is stored; `has` tells an undefined value from none. */
  has: boolean;
  value?: unknown;
}

export interface Place {
  packet: StoredPacket;
  offset: number;
  length: number;
}

/** `[state, ms after the packet's time, offset, length]`; failed: `[state, ms, retryAt, attempts, error number]`. */
export type AnswerItem = ['f' | 'a', number, number?, number?] | ['x', number, number, number, number];

export interface AnswerIndex {
  k: Record<string, AnswerItem>;
  /** Texts of errors. */
  e?: string[];
}

/** Minutes that the look holds, by key. */
export interface LookIndex {
  k: Record<string, number>;
  /** Of a dry run: its run's id. */
  run?: string;
}

export interface MemoryIndex {
  length: number;
  run?: string;
}

const MINUTE_MS = 60_000;

export class CacheIndex {
  private readonly entries = new Map<string, Map<string, Entry>>();
  private readonly failures = new Map<string, Map<string, Failure>>();
  readonly memories = new Map<string, StoredPacket>();
  /** Of this dry run; they stand before the real ones and never replace them. */
  readonly ownMemories = new Map<string, StoredPacket>();
  /** Packets that were not taken apart yet, by question: a step asks few of all. */
  private readonly unread = new Map<string, StoredPacket[]>();
  private readonly looks = new Map<string, Map<string, Look>>();
  private readonly seen = new Map<string, Map<string, Look>>();
  packets: StoredPacket[] = [];
  rows = 0;
  nextNumber = 1;

  /** @param runId whose run-scoped packets count. */
  constructor(private readonly runId: string) {}

  load(packets: readonly StoredPacket[], rows: number): void {
    this.rows = rows;
    for (const packet of packets) this.add(packet);
  }

  add(packet: StoredPacket): void {
    this.packets.push(packet);
    this.nextNumber = Math.max(this.nextNumber, packet.number + 1);
    if (packet.kind === 'memory') this.addMemory(packet, indexOf<MemoryIndex>(packet));
    else {
      const list = this.unread.get(packet.question);
      if (list) list.push(packet);
      else this.unread.set(packet.question, [packet]);
    }
  }

  /** Takes apart what is there of the question. */
  private open(question: string): void {
    const packets = this.unread.get(question);
    if (!packets) return;
    this.unread.delete(question);
    for (const packet of packets) {
      if (packet.kind === 'answers') this.addAnswers(packet, indexOf<AnswerIndex>(packet));
      else this.addLooks(packet, indexOf<LookIndex>(packet));
    }
  }

  private openAll(source: string): void {
    for (const question of [...this.unread.keys()])
      if (question.startsWith(`${source}.`)) this.open(question);
  }

  entry(question: string, key: string): Entry | undefined {
    this.open(question);
    return this.entries.get(question)?.get(key);
  }

  failure(question: string, key: string): Failure | undefined {
    this.open(question);
    return this.failures.get(question)?.get(key);
  }

  /** When a question of the source was answered last, ms; -Infinity: never. A question's id begins with its source's. */
  lastAnswerOf(source: string): number {
    let last = -Infinity;
    this.openAll(source);
    for (const [question, entries] of this.entries) {
      if (!question.startsWith(`${source}.`)) continue;
      for (const { at } of entries.values()) last = Math.max(last, at);
    }
    return last;
  }

  /** Most failures in a row that a question of the source has come to. */
  failuresOf(source: string): number {
    let most = 0;
    this.openAll(source);
    for (const [question, failures] of this.failures) {
      if (!question.startsWith(`${source}.`)) continue;
      for (const { attempts } of failures.values()) most = Math.max(most, attempts);
    }
    return most;
  }

  look(question: string, as: string, key: string): Look | undefined {
    this.open(question);
    return this.seen.get(lookName(question, as))?.get(key) ?? this.lastingLook(question, as, key);
  }

  /** Without what a dry run has seen. */
  lastingLook(question: string, as: string, key: string): Look | undefined {
    this.open(question);
    return this.looks.get(lookName(question, as))?.get(key);
  }

  memory(name: string): StoredPacket | undefined {
    return this.ownMemories.get(name) ?? this.memories.get(name);
  }

  /** The younger counts, in whatever order rows are read: tidying moves them. */
  setEntry(question: string, key: string, entry: Entry): void {
    const known = this.entry(question, key);
    if (known && known.at > entry.at) return;
    put(this.entries, question, key, entry);
    const failure = this.failure(question, key);
    if (failure && failure.at <= entry.at) this.failures.get(question)?.delete(key);
  }

  setFailure(question: string, key: string, failure: Failure): void {
    const entry = this.entry(question, key);
    const known = this.failure(question, key);
    if ((entry && entry.at >= failure.at) || (known && known.at > failure.at)) return;
    put(this.failures, question, key, failure);
  }

  private addAnswers(packet: StoredPacket, index: Partial<AnswerIndex>): void {
    for (const [key, item] of Object.entries(index.k ?? {})) {
      const at = packet.at + item[1];
      if (item[0] === 'x') {
        const error = index.e?.[item[4]] ?? '';
        this.setFailure(packet.question, key, { at, retryAt: item[2], attempts: item[3], error });
        continue;
      }
      const [state, , offset, length] = item;
      const place = offset === undefined || length === undefined ? null : { packet, offset, length };
      this.setEntry(packet.question, key, {
        state: state === 'f' ? 'found' : 'absent',
        at,
        place,
        has: false,
      });
    }
  }

  private addLooks(packet: StoredPacket, index: Partial<LookIndex>): void {
    if (packet.kind === 'seen' && index.run !== this.runId) return;
    const looks = packet.kind === 'seen' ? this.seen : this.looks;
    const name = lookName(packet.question, packet.as);
    // Most keys of a packet hold as long as the one before: they share their look.
    let look: Look = { at: packet.at, dueAt: packet.at };
    for (const [key, minutes] of Object.entries(index.k ?? {})) {
      const dueAt = packet.at + minutes * MINUTE_MS;
      if (look.dueAt !== dueAt) look = { at: packet.at, dueAt };
      put(looks, name, key, look);
    }
  }

  private addMemory(packet: StoredPacket, index: Partial<MemoryIndex>): void {
    if (index.length === undefined) return;
    if (index.run === undefined) this.memories.set(packet.question, packet);
    else if (index.run === this.runId) this.ownMemories.set(packet.question, packet);
  }
}

export function lookName(question: string, as: string): string {
  return `${question} ${as}`;
}

function put<V>(map: Map<string, Map<string, V>>, outer: string, inner: string, value: V): void {
  const known = map.get(outer);
  if (known) known.set(inner, value);
  else map.set(outer, new Map([[inner, value]]));
}
