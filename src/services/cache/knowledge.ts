/**
 * The memory of answers: what is known is not asked again. It lives in `_Cache`, whose index is read
 * once an execution; values are read where a batch needs them. Writes are buffered until the batch's
 * cells stand, in one append.
 */
import type { AskPort } from '../askPort';
import type { Answer, Answers, Ask, Lookup, Question, SourceId } from '../types';
import { compact } from './compact';
import { backoffUntil, dueAfter, isDue, isFresh, type DueRules, type Failure, type Look } from './due';
import { grouped, inHalves, openKey, type Any, type Group, type Open } from './groups';
import { CacheIndex, type Entry, type LogPort, type MemoryIndex } from './index';
import { packAnswers, packLooks, packMemory, type Outcome } from './packing';
import { HEAD_COLUMNS, indexOf, parse, readHeads, toAscii, toRows, type Packet } from './packets';
import { Payloads } from './payloads';
import { MOST_ALONG, Riders } from './riders';

export interface KnowledgeParts {
  log: LogPort;
  http: AskPort;
  settings: Parameters<Question<unknown>['lookup']>[1];
  run: {
    readonly id: string;
    readonly startedAt: number;
    readonly options: { dryRun: boolean; incremental: boolean; force: boolean };
    /** All else is done: what is slow is waited for. */
    readonly patient: boolean;
  };
  now(): number;
}

interface Parked {
  keys: Set<string>;
  until: number;
}

type Unasked = { due: boolean } & ({ answer: Answer<unknown> } | { entry: Entry | null });

type OnAnswer = (question: Any, key: string, answer: Answer<unknown>) => void;

/** A lookup that fails is halved so many times. */
const HALVINGS = 4;

/** From when to when looks do not count. */
type Spans = (readonly [from: number, to: number])[];
/** After so long a silence nothing waits for a source. */
const AWAY_MS = 3 * 86_400_000;
const AWAY_FAILURES = 4;
/** Name of their memory. */
const UNDONE = 'undone';
const MOST_UNDONE = 20;

/** Keys by the question's id. */
export type RidersLeft = Record<string, string[]>;
/** As many as TMDb takes at once. */
const MOST_NEXT = 40;

/** Answers that are not in `_Cache` yet. */
interface Fresh {
  question: Any;
  keys: Set<string>;
}

export class Knowledge {
  private loaded: CacheIndex | null = null;
  private readonly payloads: Payloads;
  private readonly fresh = new Map<string, Fresh>();
  private readonly toStamp = new Map<string, { question: Any; as: string; keys: Set<string> }>();
  private readonly toRemember = new Map<string, unknown>();
  private readonly riders = new Riders();
  private riding = false;
  /** When each source answered last, as far as it had to be known. */
  private readonly heard = new Map<SourceId, number>();
  private undone: Spans | null = null;
  private parkedNow = new Map<SourceId, Parked>();

  constructor(private readonly parts: KnowledgeParts) {
    this.payloads = new Payloads(parts.log, () => this.index.rows);
  }

  /** Answers for all keys, asking only for those that are due and not answered lately. */
  ask(asks: readonly Ask[]): Answers {
    const round = new Map<string, Map<string, Answer<unknown>>>();
    const open = new Map<string, Open>();
    const stored: { question: Any; key: string; entry: Entry; due: boolean }[] = [];
    for (const { question, keys, as = '', settle = true, again = false } of asks) {
      const answers = inner(round, question.id);
      for (const key of new Set(keys)) {
        const known = this.unasked(question, key, as, again);
        if (settle && known.due) this.mark(question, key, as);
        if ('answer' in known) answers.set(key, known.answer);
        else if (known.entry) stored.push({ question, key, entry: known.entry, due: known.due });
        else openKey(open, question, key);
      }
    }
    for (const { question, key, entry, due } of this.readValues(stored)) {
      if (due && entry.state === 'found' && !entry.has) openKey(open, question, key);
      else {
        inner(round, question.id).set(key, toAnswer(entry));
        this.parts.http.hit(question.source, 1);
      }
    }
    const onAnswer: OnAnswer = (question, key, answer) => inner(round, question.id).set(key, answer);
    const tails = this.putOff(open);
    if (open.size > 0) this.fetch(open, onAnswer);
    else this.ride();
    this.answerTails(tails, onAnswer);
    for (const { question, keys } of open.values()) {
      if (this.ready(question)) continue;
      // It went while these were asked: nothing waits for a source that is not there.
      const answers = inner(round, question.id);
      for (const key of keys) if (answers.get(key)?.kind === 'failed') answers.set(key, { kind: 'off' });
    }
    return reader(round);
  }

  /**
   * Keys that will be asked later: they go along with other questions' waves while these have to wait
   * anyway, in full lookups only.
   */
  along(asks: readonly Ask[]): void {
    for (const { question, keys, as = '', again = false } of asks) {
      for (const key of keys) {
        const known = this.unasked(question, key, as, again);
        if ('entry' in known && known.entry === null) this.riders.add(question, key);
      }
    }
  }

  /** While the run is busy with something else: keys that will be asked later, of sources whose limits it waits for. */
  ride(): void {
    if (this.riding) return;
    this.riding = true;
    try {
      const along = this.riderLookups(({ source }) => this.parts.http.room(source));
      if (along.length === 0) return;
      const sent = this.parts.http.ride(
        along.map(({ lookup }) => lookup),
        (i, answer) => this.rode(along[i]?.group, answer),
      );
      // One that got no answer is left to whoever really asks, who waits for it.
      for (const i of sent) {
        const group = along[i]?.group;
        if (group) this.riders.drop(group);
      }
    } finally {
      this.riding = false;
    }
  }

  /** What {@link ride} would ask next: the next execution begins with it. */
  next(): RidersLeft {
    const groups = this.riders.groups(({ source, perLookup }) =>
      perLookup === 1 && this.parts.http.ahead(source) ? MOST_NEXT : 0,
    );
    const left: RidersLeft = {};
    for (const { question, keys } of groups) (left[question.id] ??= []).push(...keys);
    return left;
  }

  /**
   * Asks what the last execution left ({@link next}), before anything is read: the limit of its source is free, and
   * reading takes its time.
   */
  resume(left: RidersLeft, questions: readonly Any[]): void {
    for (const question of questions)
      for (const key of left[question.id] ?? []) this.riders.add(question, key);
    this.ride();
  }

  /** Whether the key is left for later: its source is asked when all else is done, and has not told of it yet. */
  putsOff(question: Any, key: string): boolean {
    return this.parts.http.tail(question.source) && !this.parts.run.patient && this.asks(question, key);
  }

  /** Whether asking for the key now would take a request. */
  asks(question: Any, key: string, as = ''): boolean {
    const known = this.unasked(question, key, as);
    return 'entry' in known && known.entry === null;
  }

  /** A source that is off makes nothing due. */
  due(question: Any, key: string, as = ''): boolean {
    if (!this.ready(question)) return false;
    const name = nameOf(question, key);
    return isDue(this.look(question, as, name), this.index.failure(question.id, name), this.rules);
  }

  /** The last answer that is kept, however old. */
  known(question: Any, key: string): Answer<unknown> | undefined {
    const entry = this.index.entry(question.id, nameOf(question, key));
    if (!entry) return undefined;
    const [read] = this.readValues([{ entry }]);
    return toAnswer(read?.entry ?? entry);
  }

  /** Brings kept answers here in few reads, before {@link known} is asked for them one by one. */
  preload(asks: readonly Pick<Ask, 'question' | 'keys'>[]): void {
    const entries = asks.flatMap(({ question, keys }) =>
      [...keys].flatMap((key) => this.index.entry(question.id, nameOf(question, key)) ?? []),
    );
    this.readValues(entries.map((entry) => ({ entry })));
  }

  settle(question: Any, keys: readonly string[], as = ''): void {
    for (const key of keys)
      if (this.due(question, key, as) || this.isNewer(question, key, as)) this.mark(question, key, as);
  }

  /** Whether it was asked again since it was looked at, though that look still holds. */
  private isNewer(question: Any, key: string, as: string): boolean {
    const name = nameOf(question, key);
    const entry = this.index.entry(question.id, name);
    const look = this.look(question, as, name);
    return entry !== undefined && look !== undefined && entry.at > look.at;
  }

  recall(name: string): unknown {
    if (this.toRemember.has(name)) return this.toRemember.get(name) ?? null;
    const packet = this.index.memory(name);
    if (!packet) return null;
    const { length = 0 } = indexOf<MemoryIndex>(packet);
    const [text] = this.payloads.read([{ packet, offset: 0, length }]);
    return text === undefined ? null : (parse(text) ?? null);
  }

  remember(name: string, value: unknown): void {
    this.toRemember.set(name, value);
  }

  /** What was settled since then was undone: it is due again. */
  forgetLooks(from: number): void {
    const spans = [...this.undoneSpans, [from, this.parts.now()] as const];
    this.undone = spans.slice(-MOST_UNDONE);
    this.remember(UNDONE, this.undone);
  }

  /** After the batch's cells stand: its answers, looks and memories reach `_Cache` in one append. */
  stampLooks(): void {
    const { dryRun } = this.parts.run.options;
    const run = dryRun ? this.parts.run.id : undefined;
    const at = this.parts.now();
    const packets: Packet[] = [];
    for (const { question, as, keys } of this.toStamp.values()) {
      const looks = this.outcomes(question, keys, at);
      if (looks.size > 0)
        packets.push(...packLooks(dryRun ? 'seen' : 'looks', question.id, as, at, looks, run));
    }
    for (const [name, value] of this.toRemember) packets.push(packMemory(name, value, at, run));
    this.append([...this.freshPackets(false), ...packets]);
    this.forgetBatch();
  }

  /** Answers that no batch has settled yet, when a batch is cut off. */
  persistAnswers(): void {
    this.append(this.freshPackets(true));
  }

  /** Drops what a batch that did not end would have settled. */
  forgetBatch(): void {
    this.toStamp.clear();
    this.toRemember.clear();
  }

  /** What was parked since the last call; items are keys. */
  takeParked(): { source: SourceId; items: number; until: number }[] {
    const list = [...this.parkedNow].map(([source, { keys, until }]) => ({
      source,
      items: keys.size,
      until,
    }));
    this.parkedNow = new Map();
    return list;
  }

  /** Rewrites `_Cache` where most of it is superseded, as far as the time reaches. Safe to be killed at any point. */
  tidy(until: number): void {
    compact(this.index, this.parts.log, this.payloads, () => this.parts.now() < until);
  }

  private get index(): CacheIndex {
    if (!this.loaded) {
      const heads = this.parts.log.readColumns(HEAD_COLUMNS);
      this.loaded = new CacheIndex(this.parts.run.id);
      this.loaded.load(readHeads(heads), heads.length);
    }
    return this.loaded;
  }

  /**
   * A source that is given up and was not heard of for days, or never, is as good as switched off; one that
   * has answered lately is only away, and what only it can tell waits for it.
   */
  private ready({ source }: Any): boolean {
    const { http } = this.parts;
    return http.ready(source) && !this.isGone(source);
  }

  /** Given up, and never heard of; or silent for days in which it was asked again and again. */
  private isGone(source: SourceId): boolean {
    if (!this.parts.http.gone(source)) return false;
    const last = this.heard.get(source) ?? this.index.lastAnswerOf(source);
    this.heard.set(source, last);
    const silent = this.parts.now() - last;
    return silent === Infinity || (silent > AWAY_MS && this.index.failuresOf(source) >= AWAY_FAILURES);
  }

  private get rules(): DueRules {
    const { startedAt, options } = this.parts.run;
    return {
      now: this.parts.now(),
      runStarted: startedAt,
      incremental: options.incremental,
      force: options.force,
    };
  }

  private get undoneSpans(): Spans {
    this.undone ??= (this.recall(UNDONE) ?? []) as Spans;
    return this.undone;
  }

  private look(question: Any, as: string, key: string): Look | undefined {
    const look = this.index.look(question.id, as, key);
    return look && this.undoneSpans.some(([from, to]) => look.at >= from && look.at <= to) ? undefined : look;
  }

  private mark(question: Any, key: string, as: string): void {
    const name = `${question.id} ${as}`;
    const entry = this.toStamp.get(name);
    if (entry) entry.keys.add(key);
    else this.toStamp.set(name, { question, as, keys: new Set([key]) });
  }

  /**
   * What can be said without asking; `entry` null: it has to be asked.
   * @param again it is due, whatever its own look says
   */
  private unasked(question: Any, key: string, as: string, again = false): Unasked {
    if (!this.ready(question)) return { answer: { kind: 'off' }, due: false };
    const { index, rules } = this;
    const name = nameOf(question, key);
    const entry = index.entry(question.id, name);
    const look = this.look(question, as, name);
    const failure = index.failure(question.id, name);
    if (isDue(again ? undefined : look, failure, rules)) {
      return { entry: entry && isFresh(entry.at, look, rules) ? entry : null, due: true };
    }
    if (entry) return { entry, due: false };
    if (failure) return { answer: this.failed(question, failure), due: false };
    return { entry: null, due: true };
  }

  /** Fills in the values that `_Cache` has of these. */
  private readValues<T extends { entry: Entry }>(list: T[]): T[] {
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

  /** Tails do not hold up the rest of the run: until that is done, they only go along. */
  private putOff(open: Map<string, Open>): Open[] {
    const { http, run } = this.parts;
    const tails = [...open.values()].filter(({ question }) => http.tail(question.source) && !run.patient);
    for (const { question, keys } of tails) {
      open.delete(question.id);
      for (const key of keys) this.riders.add(question, key);
    }
    return tails;
  }

  private answerTails(tails: readonly Open[], onAnswer: OnAnswer): void {
    const until = this.parts.now();
    const later: Answer<unknown> = { kind: 'parked', until, reason: 'waits until all else is done' };
    for (const { question, keys } of tails) {
      for (const key of keys) {
        const name = nameOf(question, key);
        const entry = this.index.entry(question.id, name);
        const failure = this.index.failure(question.id, name);
        if (failure && failure.retryAt > until) onAnswer(question, key, this.failed(question, failure));
        else if (entry?.has) onAnswer(question, key, toAnswer(entry));
        else onAnswer(question, key, this.record(question, key, later));
      }
    }
  }

  /** What may go along with what is asked, so many of each question at most. */
  private riderLookups(most: (question: Any) => number): { group: Group; lookup: Lookup<unknown> }[] {
    return this.riders.groups(most).flatMap((group) => {
      const lookup = this.lookupOf(group.question, group.keys);
      return typeof lookup === 'string' ? [] : [{ group, lookup }];
    });
  }

  private fetch(open: ReadonlyMap<string, Open>, onAnswer: OnAnswer): void {
    let pool: Group[] = [];
    for (const { question, keys } of open.values()) {
      this.riders.drop({ question, keys });
      for (const list of grouped(question, keys)) {
        const group = { question, keys: list };
        this.riders.fill(group);
        pool.push(group);
      }
    }
    for (let halvings = 0; pool.length > 0; halvings++)
      pool = this.fetchPool(pool, halvings < HALVINGS, onAnswer);
  }

  /** @returns what is worth asking again in halves: one bad key, or too much at once, fails the keys beside it. */
  private fetchPool(pool: readonly Group[], mayHalve: boolean, onAnswer: OnAnswer): Group[] {
    const halves: Group[] = [];
    const asked: Group[] = [];
    const lookups: Lookup<unknown>[] = [];
    const answered = ({ question, keys }: Group, answer: Answer<unknown>): void => {
      for (const key of keys) onAnswer(question, key, this.record(question, key, answer));
    };
    for (const group of pool.flatMap((one) => this.askable(one))) {
      const lookup = this.lookupOf(group.question, group.keys);
      if (typeof lookup === 'string')
        answered(group, { kind: 'failed', error: lookup, retryAt: this.parts.now() });
      else {
        asked.push(group);
        lookups.push(lookup);
      }
    }
    if (lookups.length === 0) return halves;
    const along = this.riderLookups(() => MOST_ALONG);
    const onReply = (i: number, answer: Answer<unknown>): void => {
      const group = asked[i];
      if (!group) return this.rode(along[i - asked.length]?.group, answer);
      const halve =
        mayHalve &&
        answer.kind === 'failed' &&
        group.keys.length > 1 &&
        this.parts.http.healthy(group.question.source);
      if (halve) halves.push(...inHalves(group));
      else answered(group, answer);
    };
    this.parts.http.fetch(lookups, onReply, along.map(({ lookup }) => lookup)); // prettier-ignore
    return halves;
  }

  /** A rider is back: what it brought is kept for whoever asks. */
  private rode(group: Group | undefined, answer: Answer<unknown>): void {
    if (!group) return;
    const { question, keys } = group;
    this.riders.drop(group);
    const several = answer.kind === 'failed' && keys.length > 1;
    if (answer.kind === 'parked' || several) return;
    for (const key of keys) this.record(question, key, answer);
  }

  /** Keys of which no request can be made are parted from the others. */
  private askable({ question, keys }: Group): Group[] {
    if (keys.length < 2 || typeof this.lookupOf(question, keys) !== 'string') return [{ question, keys }];
    const good = keys.filter((key) => typeof this.lookupOf(question, [key]) !== 'string');
    const bad = keys.filter((key) => !good.includes(key)).map((key) => ({ question, keys: [key] }));
    return [...(good.length > 0 ? [{ question, keys: good }] : []), ...bad];
  }

  /** A key that no request can be made of fails by itself, not the step. */
  private lookupOf(question: Any, keys: string[]): Lookup<unknown> | string {
    try {
      return question.lookup(keys, this.parts.settings);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Notes one key's part of a lookup's answer. */
  private record(question: Any, key: string, answer: Answer<unknown>): Answer<unknown> {
    if (answer.kind === 'off') return answer;
    if (answer.kind === 'parked') {
      const parked = this.parkedNow.get(question.source) ?? { keys: new Set<string>(), until: answer.until };
      parked.keys.add(`${question.id} ${key}`);
      parked.until = Math.min(parked.until, answer.until);
      this.parkedNow.set(question.source, parked);
      for (const stamp of this.toStamp.values())
        if (stamp.question.id === question.id) stamp.keys.delete(key);
      return answer;
    }
    const name = nameOf(question, key);
    const fresh = this.fresh.get(question.id) ?? { question, keys: new Set<string>() };
    this.fresh.set(question.id, fresh);
    fresh.keys.add(name);
    if (answer.kind === 'failed') return this.recordFailure(question, name, answer);
    const values = answer.kind === 'found' ? (answer.value as Record<string, unknown>) : {};
    const has = Object.prototype.hasOwnProperty.call(values, key);
    const entry: Entry = {
      state: has ? 'found' : 'absent',
      at: answer.at,
      place: null,
      has,
      value: has ? values[key] : undefined,
    };
    this.index.setEntry(question.id, name, entry);
    return toAnswer(entry);
  }

  private recordFailure(
    question: Any,
    name: string,
    answer: Extract<Answer<unknown>, { kind: 'failed' }>,
  ): Answer<unknown> {
    const now = this.parts.now();
    const attempts = (this.index.failure(question.id, name)?.attempts ?? 0) + 1;
    const retryAt = Math.max(answer.retryAt, backoffUntil(now, attempts));
    const failure = { at: now, retryAt, attempts, error: answer.error };
    this.index.setFailure(question.id, name, failure);
    return this.failed(question, failure);
  }

  private failed({ source }: Any, { error, retryAt, attempts }: Failure): Answer<unknown> {
    const own = this.parts.http.healthy(source) ? { attempts } : {};
    return { kind: 'failed', error, retryAt, ...own };
  }

  /** Until when the looks of these keys hold; keys whose outcome is not known get none. */
  private outcomes(question: Any, keys: ReadonlySet<string>, at: number): Map<string, number> {
    const looks = new Map<string, number>();
    const known: { key: string; entry: Entry }[] = [];
    for (const key of keys) {
      const name = nameOf(question, key);
      const entry = this.index.entry(question.id, name);
      const failure = this.index.failure(question.id, name);
      if (entry && !failure && this.ready(question)) known.push({ key: name, entry });
    }
    if (question.due) this.readValues(known);
    for (const { key, entry } of known) {
      // A calendar goes by what was known when the source was asked, not by when the cells were written.
      const from = question.due ? entry.at : at;
      looks.set(key, dueAfter(question, entry.state, entry.value, from));
    }
    return looks;
  }

  private freshPackets(whole: boolean): Packet[] {
    const packets: Packet[] = [];
    for (const { question, keys } of this.fresh.values()) {
      const outcomes: Outcome[] = [];
      for (const key of keys) {
        const failure = this.index.failure(question.id, key);
        const entry = this.index.entry(question.id, key);
        if (failure) outcomes.push({ key, failure });
        else if (entry) {
          const keep = entry.has && (whole || question.keeps === 'value');
          outcomes.push({ key, state: entry.state, at: entry.at, text: keep ? toAscii(entry.value) : null });
        }
      }
      packets.push(...packAnswers(question.id, outcomes));
    }
    this.fresh.clear();
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

function nameOf(question: Any, key: string): string {
  return question.cacheKey?.(key) ?? key;
}

function toAnswer(entry: Entry): Answer<unknown> {
  return entry.state === 'found'
    ? { kind: 'found', value: entry.value, at: entry.at }
    : { kind: 'absent', at: entry.at };
}

function inner<V>(map: Map<string, Map<string, V>>, name: string): Map<string, V> {
  let found = map.get(name);
  if (!found) map.set(name, (found = new Map()));
  return found;
}

function reader(round: ReadonlyMap<string, ReadonlyMap<string, Answer<unknown>>>): Answers {
  return {
    get<T>(question: Question<T>, key: string): Answer<T> {
      const answer = round.get(question.id)?.get(key);
      if (!answer) throw new Error(`${question.id} was not asked for "${key}"`);
      return answer as Answer<T>;
    },
  };
}
