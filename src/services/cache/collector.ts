/**
 * Keys whose source makes a run wait for whole executions are asked by executions that do nothing else: they read no
 * tab. What was told is kept in `_Cache`, and an execution that writes uses it.
 */
import type { Any } from './groups';
import type { Knowledge } from './knowledge';
import type { KnowledgeParts } from './parts';

/** Name of the memory that holds the keys. */
const COLLECT = 'collect';
/** Keys asked at a time, and kept. */
const LOT = 240;
/** Executions in a row that only ask, at most: what they bring must not wait long for its cells. */
const MOST_ROUNDS = 3;
/** Share of its time from which on an execution that writes has no room for what another one asks. */
const FULL = 0.95;
/** Below this it has room for one more: what is told beforehand is not waited for. Where nothing was, it seems busier. */
const EASY = 0.8;
const LEAST_BUSY = 0.2;

/** Keys by question. */
type Kept = Record<string, string[]>;

export class Collector {
  constructor(
    private readonly knowledge: Knowledge,
    private readonly parts: Pick<KnowledgeParts, 'http' | 'now'>,
  ) {}

  /**
   * Keeps in mind what waits to be asked, if that is a matter of executions.
   * @param before executions that only asked before this one, which wrote
   * @param ms time that an execution has to ask
   * @returns how many executions may only ask
   */
  plan([question, ...others]: readonly [Any, ...Any[]], before: number, ms: number): number {
    const { riders, store } = this.knowledge;
    const { http, now } = this.parts;
    const keys = riders.waitingFor(question);
    const pace = http.pace(question.source, ms);
    // So much of its time this execution had something else to do with what it and those before it were told.
    const busy = Math.max(LEAST_BUSY, 1 - http.waited(question.source) / ms);
    const fill = Math.round((before + 1) / busy) - 1 - (busy > FULL ? 1 : 0);
    const more = busy < (before > 0 ? EASY : FULL) ? before + 1 : 0;
    // While the last of it is written, there has to be something to ask.
    const rounds = Math.min(MOST_ROUNDS, Math.max(fill, more), Math.floor(keys.length / pace) - 2);
    if (rounds < 1) return 0;
    store.persistAnswers();
    const most = rounds * pace;
    const kept: Kept = { [question.id]: keys.slice(0, most) };
    for (const other of others) kept[other.id] = riders.waitingFor(other).slice(0, most);
    store.remember(COLLECT, kept);
    store.persistBatch([], now());
    return rounds;
  }

  /** Asks what was kept in mind, as far as the time reaches, and the source's quota. */
  ask(questions: readonly [Any, ...Any[]], afterLot: () => void): void {
    const { knowledge } = this;
    const { store, riders } = knowledge;
    const kept = (store.recall(COLLECT) ?? {}) as Kept;
    const open = questions.map((question) => ({
      question,
      keys: (kept[question.id] ?? []).filter((key) => knowledge.asks(question, key)),
    }));
    // The next execution begins with what is left.
    for (const { question, keys } of open) for (const key of keys) riders.add(question, key);
    const count = open[0]?.keys.length ?? 0;
    for (let at = 0; at < count; at += LOT) {
      // The others in the same parts, as many lots as there are.
      const part = (keys: readonly string[]) => keys.slice(Math.floor((at / count) * keys.length), Math.floor(((at + LOT) / count) * keys.length)); // prettier-ignore
      knowledge.ask(open.map(({ question, keys }) => ({ question, keys: part(keys), settle: false })));
      store.persistAnswers();
      const isShut = knowledge.takeParked().length > 0;
      afterLot();
      if (isShut) return;
    }
  }
}
