/**
 * Keys that will be asked later in the run: they go along with other requests where that costs nothing, out between
 * writes where a source's limit is waited for, and first of all in the next execution.
 */
import type { Answer, Lookup, SourceId } from '../types';
import { grouped, lookupOf, openKey, type Any, type Group, type Open } from './groups';
import type { KnowledgeParts, Recorder } from './parts';

/** Lookups of a question that go along at most, as many as one a second finds a place for in an execution; more are sent the next time. */
const MOST_ALONG = 270;

/** Keys by the question's id. */
type RidersLeft = Record<string, string[]>;

export class Riders {
  private readonly waiting = new Map<string, Open>();
  private riding = false;

  constructor(
    private readonly parts: Pick<KnowledgeParts, 'http' | 'settings'>,
    private readonly record: Recorder,
  ) {}

  add(question: Any, key: string): void {
    openKey(this.waiting, question, key);
  }

  drop({ question, keys }: { question: Any; keys: Iterable<string> }): void {
    const waiting = this.waiting.get(question.id)?.keys;
    if (waiting) for (const key of keys) waiting.delete(key);
  }

  /** Keys of the question that wait to be asked, in the order in which they came. */
  waitingFor({ id }: Any): string[] {
    return [...(this.waiting.get(id)?.keys ?? [])];
  }

  /** Lookups to a source that are still to find a place. */
  count(source: SourceId): number {
    const own = [...this.waiting.values()].filter(({ question }) => question.source === source);
    return own.reduce((sum, { question, keys }) => sum + Math.ceil(keys.size / question.perLookup), 0);
  }

  /** Takes riders into a lookup that has room for more. */
  fill({ question, keys }: Group): void {
    const waiting = this.waiting.get(question.id)?.keys;
    if (!waiting || waiting.size === 0 || keys.length >= question.perLookup) return;
    const name = question.group?.(keys[0] ?? '');
    for (const key of [...waiting]) {
      if (keys.length >= question.perLookup) return;
      if (question.group?.(key) !== name) continue;
      keys.push(key);
      waiting.delete(key);
    }
  }

  /** What may go along with what is asked, so many of each question at most. */
  lookups(most: (question: Any) => number = () => MOST_ALONG): { group: Group; lookup: Lookup<unknown> }[] {
    return this.groups(most).flatMap((group) => {
      const lookup = lookupOf(group, this.parts.settings);
      return typeof lookup === 'string' ? [] : [{ group, lookup }];
    });
  }

  /** A rider is back: what it brought is kept for whoever asks, who asks again what failed, and tells of it. */
  rode(group: Group | undefined, answer: Answer<unknown>): void {
    if (!group) return;
    const { question, keys } = group;
    this.drop(group);
    if (answer.kind === 'parked' || answer.kind === 'failed') return;
    for (const key of keys) this.record(question, key, answer);
  }

  /** While the run is busy with something else: keys that will be asked later, of sources whose limits it waits for. */
  ride(): void {
    if (this.riding) return;
    this.riding = true;
    try {
      const along = this.lookups(({ source }) => this.parts.http.room(source));
      if (along.length === 0) return;
      const sent = this.parts.http.ride(
        along.map(({ lookup }) => lookup),
        (i, answer) => this.rode(along[i]?.group, answer),
      );
      // One that got no answer is left to whoever really asks, who waits for it.
      for (const i of sent) {
        const group = along[i]?.group;
        if (group) this.drop(group);
      }
    } finally {
      this.riding = false;
    }
  }

  /** What {@link ride} would ask next: the next execution begins with it. */
  next(): RidersLeft {
    const groups = this.groups(({ source }) => this.parts.http.opening(source));
    const left: RidersLeft = {};
    for (const { question, keys } of groups) (left[question.id] ??= []).push(...keys);
    return left;
  }

  /**
   * Asks what the last execution left ({@link next}), before anything is read: the limit of its source is free, and
   * reading takes its time.
   */
  resume(left: RidersLeft, questions: readonly Any[]): void {
    for (const question of questions) for (const key of left[question.id] ?? []) this.add(question, key);
    this.ride();
  }

  /** As many lookups as may find a place: full ones, since more keys may come. They stay until they are dropped. */
  private groups(mostOf: (question: Any) => number): Group[] {
    return [...this.waiting.values()].flatMap(({ question, keys }): Group[] => {
      const lookups = keys.size === 0 ? 0 : Math.min(mostOf(question), MOST_ALONG);
      if (lookups === 0) return [];
      const most = question.perLookup === 1 ? lookups : MOST_ALONG * 10;
      return grouped(question, firstOf(keys, most))
        .filter((group) => group.length === question.perLookup)
        .slice(0, lookups)
        .map((group) => ({ question, keys: group }));
    });
  }
}

function firstOf<T>(all: ReadonlySet<T>, most: number): Set<T> {
  const first = new Set<T>();
  for (const one of all) {
    if (first.size === most) break;
    first.add(one);
  }
  return first;
}
