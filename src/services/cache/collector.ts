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
const MOST_ROUNDS = 2;

export class Collector {
  constructor(
    private readonly knowledge: Knowledge,
    private readonly parts: Pick<KnowledgeParts, 'http' | 'now'>,
  ) {}

  /**
   * Keeps in mind what waits to be asked, if that is a matter of executions.
   * @param left items that the step has left
   * @param ms time that an execution has to ask
   * @returns how many executions may only ask
   */
  plan(question: Any, left: number, ms: number): number {
    const { riders, store } = this.knowledge;
    const keys = riders.waitingFor(question);
    const pace = this.parts.http.pace(question.source, ms);
    // What is known already is still to be written; and while that is written, there has to be something to ask.
    const ahead = Math.ceil(Math.max(0, left - keys.length) / pace);
    const rounds = Math.min(MOST_ROUNDS - ahead, Math.floor(keys.length / pace) - 2);
    if (rounds < 1) return 0;
    store.persistAnswers();
    store.remember(COLLECT, keys.slice(0, rounds * pace));
    store.persistBatch([], this.parts.now());
    return rounds;
  }

  /** Asks what was kept in mind, as far as the time reaches, and the source's quota. */
  ask(question: Any, afterLot: () => void): void {
    const { store, riders } = this.knowledge;
    const kept = (store.recall(COLLECT) ?? []) as string[];
    const keys = kept.filter((key) => this.knowledge.asks(question, key));
    // The next execution begins with what is left.
    for (const key of keys) riders.add(question, key);
    for (let at = 0; at < keys.length; at += LOT) {
      this.knowledge.ask([{ question, keys: keys.slice(at, at + LOT), settle: false }]);
      store.persistAnswers();
      const isShut = this.knowledge.takeParked().length > 0;
      afterLot();
      if (isShut) return;
    }
  }
}
