/** Gets the answers of keys that have to be asked: in few lookups, in halves where one fails, and with riders along. */
import type { Answer, Lookup } from '../types';
import { grouped, inHalves, lookupOf, type Group, type Open } from './groups';
import type { KnowledgeParts, OnAnswer, Recorder } from './parts';
import type { Riders } from './riders';

/** A lookup that fails is halved so many times. */
const HALVINGS = 4;

export class Fetcher {
  constructor(
    private readonly parts: Pick<KnowledgeParts, 'http' | 'settings' | 'now'>,
    private readonly riders: Riders,
    private readonly record: Recorder,
  ) {}

  fetch(open: ReadonlyMap<string, Open>, onAnswer: OnAnswer): void {
    const onWanted: OnAnswer = (question, key, answer) => {
      // Whoever asks for one that only went along asks it again, and tells that it failed.
      if (answer.kind === 'failed' && !open.get(question.id)?.keys.has(key)) return;
      onAnswer(question, key, this.record(question, key, answer));
    };
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
      pool = this.fetchPool(pool, halvings < HALVINGS, onWanted);
  }

  /** @returns what is worth asking again in halves: one bad key, or too much at once, fails the keys beside it. */
  private fetchPool(pool: readonly Group[], mayHalve: boolean, onAnswer: OnAnswer): Group[] {
    const { http, settings } = this.parts;
    const halves: Group[] = [];
    const asked: Group[] = [];
    const lookups: Lookup<unknown>[] = [];
    const answered = ({ question, keys }: Group, answer: Answer<unknown>): void => {
      for (const key of keys) onAnswer(question, key, answer);
      // What waits for a quota goes along, first of all, once that opens.
      if (answer.kind === 'parked') for (const key of keys) this.riders.add(question, key);
    };
    for (const group of pool.flatMap((one) => this.askable(one))) {
      const lookup = lookupOf(group, settings);
      if (typeof lookup === 'string')
        answered(group, { kind: 'failed', error: lookup, retryAt: this.parts.now() });
      else {
        asked.push(group);
        lookups.push(lookup);
      }
    }
    if (lookups.length === 0) return halves;
    const along = this.riders.lookups();
    const onReply = (i: number, answer: Answer<unknown>): void => {
      const group = asked[i];
      if (!group) return this.riders.rode(along[i - asked.length]?.group, answer);
      const halve =
        mayHalve && answer.kind === 'failed' && group.keys.length > 1 && http.healthy(group.question.source);
      if (halve) halves.push(...inHalves(group));
      else answered(group, answer);
    };
    http.fetch(lookups, onReply, along.map(({ lookup }) => lookup)); // prettier-ignore
    return halves;
  }

  /** Keys of which no request can be made are parted from the others. */
  private askable({ question, keys }: Group): Group[] {
    const fails = (some: string[]): boolean =>
      typeof lookupOf({ question, keys: some }, this.parts.settings) === 'string';
    if (keys.length < 2 || !fails(keys)) return [{ question, keys }];
    const good = keys.filter((key) => !fails([key]));
    const bad = keys.filter((key) => !good.includes(key)).map((key) => ({ question, keys: [key] }));
    return [...(good.length > 0 ? [{ question, keys: good }] : []), ...bad];
  }
}
