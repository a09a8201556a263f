/**
 * What `_Cache` holds, and what will be added to it. Its index is read once an execution; values are read where a
 * batch needs them. Writes are buffered until the batch's cells stand, in one append.
 */
import type { Answer } from '../types';
import { compact } from './compact';
import { backoffUntil, type Failure } from './due';
import type { Any } from './groups';
import { CacheIndex, type Entry, type MemoryIndex } from './index';
import { packAnswers, packMemory, type Outcome } from './packing';
import { HEAD_COLUMNS, indexOf, parse, readHeads, toAscii, toRows, type Packet } from './packets';
import type { KnowledgeParts } from './parts';
import { Payloads } from './payloads';

/** Answers that are not in `_Cache` yet. */
interface Fresh {
  question: Any;
  keys: Set<string>;
}

export class AnswerStore {
  private loaded: CacheIndex | null = null;
  private readonly payloads: Payloads;
  private readonly fresh = new Map<string, Fresh>();
  private readonly toRemember = new Map<string, unknown>();
  /** Before the batch's cells. */
  private readonly toRememberFirst = new Map<string, unknown>();

  constructor(private readonly parts: Pick<KnowledgeParts, 'log' | 'run' | 'now'>) {
    this.payloads = new Payloads(parts.log, () => this.index.rows);
  }

  get index(): CacheIndex {
    if (this.loaded) return this.loaded;
    const heads = this.parts.log.readColumns(HEAD_COLUMNS);
    // While it was read an answer may have come, which has been kept in one by now.
    if (!this.loaded) {
      this.loaded = new CacheIndex(this.parts.run.id);
      this.loaded.load(readHeads(heads), heads.length);
    }
    return this.loaded;
  }

  /** Brings the rows of `_Cache` that hold the values of these, in few reads. */
  warm(list: readonly Entry[]): void {
    const places = list.flatMap(({ has, place }) => (has || place === null ? [] : [place]));
    if (places.length > 0) this.payloads.read(places);
  }

  /** Fills in the values that `_Cache` has of these. */
  readValues<T extends { entry: Entry }>(list: T[]): T[] {
    const missing = list.filter(({ entry }) => !entry.has && entry.place !== null);
    const places = missing.flatMap(({ entry }) => (entry.place ? [entry.place] : []));
    const texts = places.length > 0 ? this.payloads.read(places) : [];
    const values = new Map<Entry, Entry>();
    missing.forEach(({ entry }, i) => {
      const value = parse(texts[i] ?? '');
      if (value !== undefined) values.set(entry, { ...entry, has: true, value });
    });
    for (const item of list) item.entry = values.get(item.entry) ?? item.entry;
    return list;
  }

  /** Keeps what a lookup told of the key: its part of the values, or that there is none. */
  keep(question: Any, key: string, answer: Extract<Answer<unknown>, { kind: 'found' | 'absent' }>): Entry {
    const values = answer.kind === 'found' ? (answer.value as Record<string, unknown>) : {};
    const has = Object.prototype.hasOwnProperty.call(values, key);
    const entry: Entry = {
      state: has ? 'found' : 'absent',
      at: answer.at,
      place: null,
      has,
      value: has ? values[key] : undefined,
    };
    this.index.setEntry(question.id, this.freshName(question, key), entry);
    return entry;
  }

  keepFailure(question: Any, key: string, answer: Extract<Answer<unknown>, { kind: 'failed' }>): Failure {
    const name = this.freshName(question, key);
    const now = this.parts.now();
    const attempts = (this.index.failure(question.id, name)?.attempts ?? 0) + 1;
    const retryAt = Math.max(answer.retryAt, backoffUntil(now, attempts));
    const failure = { at: now, retryAt, attempts, error: answer.error };
    this.index.setFailure(question.id, name, failure);
    return failure;
  }

  recall(name: string): unknown {
    for (const kept of [this.toRemember, this.toRememberFirst]) if (kept.has(name)) return kept.get(name) ?? null; // prettier-ignore
    const packet = this.index.memory(name);
    if (!packet) return null;
    const { length = 0 } = indexOf<MemoryIndex>(packet);
    const [text] = this.payloads.read([{ packet, offset: 0, length }]);
    return text === undefined ? null : (parse(text) ?? null);
  }

  remember(name: string, value: unknown): void {
    this.toRemember.set(name, value);
  }

  rememberFirst(name: string, value: unknown): void {
    this.toRememberFirst.set(name, value);
  }

  /** Drops what a batch that did not end would have remembered. */
  forgetBatch(): void {
    this.toRemember.clear();
    this.toRememberFirst.clear();
  }

  /** Before a batch's cells are written: what it may not ask again, once they stand, must be there even after a kill. */
  persistKept(): void {
    this.append([...this.freshPackets('kept'), ...this.memories(this.toRememberFirst)]);
    this.toRememberFirst.clear();
  }

  /** After the batch's cells stand: its answers, looks and memories reach `_Cache` in one append. */
  persistBatch(looks: readonly Packet[], at: number): void {
    this.append([...this.freshPackets('batch'), ...looks, ...this.memories(this.toRemember, at)]);
  }

  private memories(values: ReadonlyMap<string, unknown>, at = this.parts.now()): Packet[] {
    const { id, options } = this.parts.run;
    return [...values].map(([name, value]) => packMemory(name, value, at, options.dryRun ? id : undefined));
  }

  /** Answers that no batch has settled yet, when a batch is cut off. What failed is asked again: no batch has told of it. */
  persistAnswers(): void {
    this.append(this.freshPackets('answers'));
  }

  /** Rewrites `_Cache` where most of it is superseded, as far as the time reaches. Safe to be killed at any point. */
  tidy(until: number): void {
    compact(this.index, this.parts.log, this.payloads, () => this.parts.now() < until);
  }

  private freshName(question: Any, key: string): string {
    const name = nameOf(question, key);
    const fresh = this.fresh.get(question.id) ?? { question, keys: new Set<string>() };
    this.fresh.set(question.id, fresh);
    fresh.keys.add(name);
    return name;
  }

  private freshPackets(which: 'kept' | 'answers' | 'batch'): Packet[] {
    const packets: Packet[] = [];
    for (const { question, keys } of this.fresh.values()) {
      if (which === 'kept' && question.keeps !== 'value') continue;
      const outcomes: Outcome[] = [];
      for (const key of keys) {
        const failure = this.index.failure(question.id, key);
        const entry = this.index.entry(question.id, key);
        if (failure && which !== 'batch') continue;
        keys.delete(key);
        if (failure) outcomes.push({ key, failure });
        else if (entry) {
          const keep = entry.has && (which === 'answers' || question.keeps === 'value');
          outcomes.push({ key, state: entry.state, at: entry.at, text: keep ? toAscii(entry.value) : null });
        }
      }
      packets.push(...packAnswers(question.id, outcomes));
    }
    return packets;
  }

  private append(packets: readonly Packet[]): void {
    if (packets.length === 0) return;
    const { index } = this;
    const rows: string[][] = [];
    for (const packet of packets) {
      const number = index.nextNumber;
      const own = toRows(packet, number);
      const { kind, question, as, at } = packet;
      index.add({
        kind,
        question,
        as,
        at,
        index: toAscii(packet.index),
        number,
        row: index.rows + rows.length,
        rows: own.length,
      });
      rows.push(...own);
    }
    this.payloads.wrote(index.rows, rows);
    index.rows += rows.length;
    this.parts.log.append(rows);
  }
}

/** What a key is called in `_Cache`. */
export function nameOf(question: Any, key: string): string {
  return question.cacheKey?.(key) ?? key;
}
