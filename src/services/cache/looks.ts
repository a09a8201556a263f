/** When keys were looked at last, and which ones a batch settles: what was settled is due again only in time. */
import { dueAfter, type DueRules, type Look } from './due';
import type { Any } from './groups';
import type { Entry } from './index';
import { packLooks } from './packing';
import type { Packet } from './packets';
import type { KnowledgeParts } from './parts';
import { nameOf, type AnswerStore } from './store';

/** From when to when looks do not count. */
type Spans = (readonly [from: number, to: number])[];
/** Name of their memory. */
const UNDONE = 'undone';
const MOST_UNDONE = 20;

export class Looks {
  private readonly toStamp = new Map<string, { question: Any; as: string; keys: Set<string> }>();
  /** What the batch was told to wait for: what comes meanwhile is not in its cells. */
  private readonly waiting = new Set<string>();
  private undone: Spans | null = null;

  constructor(
    private readonly store: AnswerStore,
    private readonly parts: Pick<KnowledgeParts, 'run' | 'now'>,
  ) {}

  get rules(): DueRules {
    const { startedAt, options } = this.parts.run;
    return {
      now: this.parts.now(),
      runStarted: startedAt,
      incremental: options.incremental,
      force: options.force,
    };
  }

  /** @param name what the key is called in `_Cache` */
  last(question: Any, as: string, name: string): Look | undefined {
    const look = this.store.index.look(question.id, as, name);
    return look && this.undoneSpans.some(([from, to]) => look.at >= from && look.at <= to) ? undefined : look;
  }

  /** Whether it was asked again since it was looked at, though that look still holds. */
  isOutdated(question: Any, key: string, as: string): boolean {
    const name = nameOf(question, key);
    const entry = this.store.index.entry(question.id, name);
    const look = this.last(question, as, name);
    return entry !== undefined && look !== undefined && entry.at > look.at;
  }

  /** Whether what was told is still to be used, however long ago that was. */
  isNews(question: Any, key: string, as: string): boolean {
    const name = nameOf(question, key);
    const { at } = this.store.index.entry(question.id, name) ?? {};
    return at !== undefined && at > (this.last(question, as, name)?.at ?? -Infinity);
  }

  /** The batch asks for the key, which it may have had to wait for before. */
  asked(question: Any, key: string): void {
    this.waiting.delete(`${question.id} ${key}`);
  }

  /** The batch settles the key. */
  mark(question: Any, key: string, as: string): void {
    if (this.waiting.has(`${question.id} ${key}`)) return;
    const name = `${question.id} ${as}`;
    const entry = this.toStamp.get(name);
    if (entry) entry.keys.add(key);
    else this.toStamp.set(name, { question, as, keys: new Set([key]) });
  }

  /** It does not, whatever it is asked for. */
  unmark(question: Any, key: string): void {
    this.waiting.add(`${question.id} ${key}`);
    for (const stamp of this.toStamp.values()) if (stamp.question.id === question.id) stamp.keys.delete(key);
  }

  /** Drops what a batch that did not end would have settled. */
  forgetBatch(): void {
    this.toStamp.clear();
    this.waiting.clear();
  }

  /** What was settled since then was undone: it is due again. */
  forgetSince(from: number): void {
    const spans = [...this.undoneSpans, [from, this.parts.now()] as const];
    this.undone = spans.slice(-MOST_UNDONE);
    this.store.remember(UNDONE, this.undone);
  }

  /**
   * What the batch has settled, for `_Cache`.
   * @param ready whether the question's source is there
   */
  packets(at: number, ready: (question: Any) => boolean): Packet[] {
    const { id, options } = this.parts.run;
    const { dryRun } = options;
    return [...this.toStamp.values()].flatMap(({ question, as, keys }) => {
      const looks = ready(question) ? this.outcomes(question, keys, at) : new Map<string, number>();
      if (looks.size === 0) return [];
      return packLooks(dryRun ? 'seen' : 'looks', question.id, as, at, looks, dryRun ? id : undefined);
    });
  }

  /** Until when the looks of these keys hold; keys whose outcome is not known get none. */
  private outcomes(question: Any, keys: ReadonlySet<string>, at: number): Map<string, number> {
    const looks = new Map<string, number>();
    const known: { key: string; entry: Entry }[] = [];
    const { index } = this.store;
    for (const key of keys) {
      const name = nameOf(question, key);
      const entry = index.entry(question.id, name);
      if (entry && !index.failure(question.id, name)) known.push({ key: name, entry });
    }
    if (question.due) this.store.readValues(known);
    for (const { key, entry } of known) {
      // A calendar goes by what was known when the source was asked, not by when the cells were written.
      const from = question.due ? entry.at : at;
      looks.set(key, dueAfter(question, entry.state, entry.value, from));
    }
    return looks;
  }

  private get undoneSpans(): Spans {
    this.undone ??= (this.store.recall(UNDONE) ?? []) as Spans;
    return this.undone;
  }
}
