/**
 * The memory of answers: what is known is not asked again. A question is answered from what was settled lately
 * ({@link Looks}), from what is kept ({@link AnswerStore}), and only then from its source.
 */
import type { Answer, Answers, Ask, Question, SourceId } from '../types';
import { isDue, isFresh, type Failure } from './due';
import { Fetcher } from './fetcher';
import { grouped, openKey, type Any, type Open } from './groups';
import type { Entry } from './index';
import { Looks } from './looks';
import type { KnowledgeParts, OnAnswer, Recorder } from './parts';
import { Riders } from './riders';
import { AnswerStore, nameOf } from './store';

/** What is not waited for now. */
interface Later extends Open {
  until: number;
  reason: string;
}

interface Parked {
  keys: Set<string>;
  until: number;
}

type Unasked = { due: boolean } & ({ answer: Answer<unknown> } | { entry: Entry | null });

/** After so long a silence nothing waits for a source. */
const AWAY_MS = 3 * 86_400_000;
const AWAY_FAILURES = 4;

export class Knowledge {
  readonly store: AnswerStore;
  readonly looks: Looks;
  readonly riders: Riders;
  /** Sources that were given up, so that nothing was asked of them: what only they could tell is missing. */
  readonly missed = new Set<SourceId>();
  private readonly fetcher: Fetcher;
  /** When each source answered last, as far as it had to be known. */
  private readonly heard = new Map<SourceId, number>();
  private parkedNow = new Map<SourceId, Parked>();

  constructor(private readonly parts: KnowledgeParts) {
    const record: Recorder = (question, key, answer) => this.record(question, key, answer);
    this.store = new AnswerStore(parts);
    this.looks = new Looks(this.store, parts);
    this.riders = new Riders(parts, record);
    this.fetcher = new Fetcher(parts, this.riders, record);
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
        this.looks.asked(question, key);
        if (settle && known.due) this.looks.mark(question, key, as);
        if ('answer' in known) answers.set(key, known.answer);
        else if (known.entry) stored.push({ question, key, entry: known.entry, due: known.due });
        else openKey(open, question, key);
      }
    }
    // While values are read, riders go out: what is about to be asked is none.
    for (const group of open.values()) this.riders.drop(group);
    for (const { question, key, entry, due } of this.store.readValues(stored)) {
      if (due && entry.state === 'found' && !entry.has) openKey(open, question, key);
      else {
        inner(round, question.id).set(key, toAnswer(entry));
        this.parts.http.hit(question.source, 1);
      }
    }
    const onAnswer: OnAnswer = (question, key, answer) => inner(round, question.id).set(key, answer);
    const later = this.putOff(open);
    if (open.size > 0) this.fetcher.fetch(open, onAnswer);
    else this.riders.ride();
    this.answerLater(later, onAnswer);
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
    return isDue(
      this.looks.last(question, as, name),
      this.store.index.failure(question.id, name),
      this.looks.rules,
    );
  }

  /** The last answer that is kept, however old. */
  known(question: Any, key: string): Answer<unknown> | undefined {
    const entry = this.store.index.entry(question.id, nameOf(question, key));
    if (!entry) return undefined;
    const [read] = this.store.readValues([{ entry }]);
    return toAnswer(read?.entry ?? entry);
  }

  /** Whether the last answer that is kept is that there is none. */
  isAbsent(question: Any, key: string): boolean {
    return this.store.index.entry(question.id, nameOf(question, key))?.state === 'absent';
  }

  /** Brings kept answers here in few reads, before {@link known} is asked for them one by one. */
  preload(asks: readonly Pick<Ask, 'question' | 'keys'>[]): void {
    const entries = asks.flatMap(({ question, keys }) =>
      [...keys].flatMap((key) => this.store.index.entry(question.id, nameOf(question, key)) ?? []),
    );
    this.store.warm(entries);
  }

  settle(question: Any, keys: readonly string[], as = ''): void {
    for (const key of keys)
      if (this.due(question, key, as) || this.looks.isOutdated(question, key, as))
        this.looks.mark(question, key, as);
  }

  /** After the batch's cells stand: its answers, looks and memories reach `_Cache`. */
  stampLooks(): void {
    const at = this.parts.now();
    this.store.persistBatch(this.looks.packets(at, (question) => this.ready(question)), at); // prettier-ignore
    this.forgetBatch();
  }

  /** Drops what a batch that did not end would have settled. */
  forgetBatch(): void {
    this.looks.forgetBatch();
    this.store.forgetBatch();
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

  /**
   * A source that is given up and was not heard of for days, or never, is as good as switched off; one that
   * has answered lately is only away, and what only it can tell waits for it.
   */
  private ready({ source }: Any): boolean {
    const { http } = this.parts;
    if (!http.ready(source)) return false;
    const isGone = this.isGone(source);
    if (isGone) this.missed.add(source);
    return !isGone;
  }

  /** Given up, and never heard of; or silent for days in which it was asked again and again. */
  private isGone(source: SourceId): boolean {
    if (!this.parts.http.gone(source)) return false;
    const last = this.heard.get(source) ?? this.store.index.lastAnswerOf(source);
    this.heard.set(source, last);
    const silent = this.parts.now() - last;
    return silent === Infinity || (silent > AWAY_MS && this.store.index.failuresOf(source) >= AWAY_FAILURES);
  }

  /**
   * What can be said without asking; `entry` null: it has to be asked.
   * @param again it is due, whatever its own look says
   */
  private unasked(question: Any, key: string, as: string, again = false): Unasked {
    if (!this.ready(question)) return { answer: { kind: 'off' }, due: false };
    const { index } = this.store;
    const { rules } = this.looks;
    const name = nameOf(question, key);
    const entry = index.entry(question.id, name);
    const look = this.looks.last(question, as, name);
    const failure = index.failure(question.id, name);
    if (isDue(again ? undefined : look, failure, rules)) {
      return { entry: entry && isFresh(entry.at, look, rules) ? entry : null, due: true };
    }
    // What is due anyhow and has just failed is told as failed: an earlier answer would pass for today's.
    if (entry && !(again && failure)) return { entry, due: false };
    if (failure) return { answer: this.failed(question, failure), due: false };
    return { entry: null, due: true };
  }

  /**
   * Tails do not hold up the rest of the run: until that is done, they only go along. Nor does, once it is done, what
   * takes more than is left of a day's quota: that goes along with what there is to write.
   */
  private putOff(open: Map<string, Open>): Later[] {
    const { http, run, now } = this.parts;
    const list = [...open.values()].flatMap(({ question, keys }): Later[] => {
      const { source } = question;
      if (!run.patient)
        return http.tail(source)
          ? [{ question, keys, until: now(), reason: 'waits until all else is done' }]
          : [];
      const last = run.lastTurn ? null : http.last(source);
      if (!last || grouped(question, keys).length + this.riders.count(source) <= last.requests) return [];
      return [{ question, keys, until: last.until, reason: 'waits for the next day' }];
    });
    for (const { question, keys } of list) {
      open.delete(question.id);
      for (const key of keys) this.riders.add(question, key);
    }
    return list;
  }

  private answerLater(list: readonly Later[], onAnswer: OnAnswer): void {
    const now = this.parts.now();
    for (const { question, keys, until, reason } of list) {
      const later: Answer<unknown> = { kind: 'parked', until, reason };
      for (const key of keys) {
        const name = nameOf(question, key);
        const entry = this.store.index.entry(question.id, name);
        const failure = this.store.index.failure(question.id, name);
        if (failure && failure.retryAt > now) onAnswer(question, key, this.failed(question, failure));
        else if (entry?.has) onAnswer(question, key, toAnswer(entry));
        else onAnswer(question, key, this.record(question, key, later));
      }
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
      this.looks.unmark(question, key);
      return answer;
    }
    if (answer.kind === 'failed') return this.failed(question, this.store.keepFailure(question, key, answer));
    return toAnswer(this.store.keep(question, key, answer));
  }

  private failed({ source }: Any, { error, retryAt, attempts }: Failure): Answer<unknown> {
    const own = this.parts.http.healthy(source) ? { attempts } : {};
    return { kind: 'failed', error, retryAt, ...own };
  }
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
