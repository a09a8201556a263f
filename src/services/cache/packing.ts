/** Packs answers and looks into few packets. */
import type { Failure } from './due';
import type { AnswerIndex, AnswerItem, LookIndex } from './index';
import { LONGEST_INDEX, toAscii, type Packet, type PacketKind } from './packets';

/** `text`: the value in ASCII JSON, if it is kept. */
export type Outcome =
  | { key: string; state: 'found' | 'absent'; at: number; text: string | null }
  | { key: string; failure: Failure };

const MINUTE_MS = 60_000;
/** Characters of an item beside its key and its error. */
const ITEM = 45;
const LONGEST_ERROR = 160;

/** Cuts a list so that the sizes of each part sum up to what an index may hold. */
function parts<T>(items: readonly T[], size: (item: T) => number): T[][] {
  const lists: T[][] = [];
  let room = 0;
  for (const item of items) {
    room -= size(item);
    if (room < 0 || lists.length === 0) {
      lists.push([]);
      room = LONGEST_INDEX - size(item);
    }
    lists[lists.length - 1]?.push(item);
  }
  return lists;
}

/** A key's length in ASCII JSON. */
const keySize = (key: string): number => toAscii(key).length + ITEM;

export function packAnswers(question: string, outcomes: readonly Outcome[]): Packet[] {
  const size = (outcome: Outcome): number =>
    keySize(outcome.key) + ('failure' in outcome ? LONGEST_ERROR * 2 : 0);
  return parts(outcomes, size).map((list) => packOne(question, list));
}

function packOne(question: string, outcomes: readonly Outcome[]): Packet {
  const at = Math.min(...outcomes.map((outcome) => ('failure' in outcome ? outcome.failure.at : outcome.at)));
  const index: AnswerIndex = { k: {} };
  const texts: string[] = [];
  let offset = 0;
  for (const outcome of outcomes) {
    if ('failure' in outcome) {
      index.k[outcome.key] = failureItem(outcome.failure, at, (index.e ??= []));
      continue;
    }
    const item: AnswerItem = [outcome.state === 'found' ? 'f' : 'a', outcome.at - at];
    if (outcome.text !== null) {
      item.push(offset, outcome.text.length);
      offset += outcome.text.length;
      texts.push(outcome.text);
    }
    index.k[outcome.key] = item;
  }
  return { kind: 'answers', question, as: '', at, index, payload: texts.join('') };
}

function failureItem(failure: Failure, at: number, errors: string[]): AnswerItem {
  const error = failure.error.slice(0, LONGEST_ERROR);
  let number = errors.indexOf(error);
  if (number < 0) number = errors.push(error) - 1;
  return ['x', failure.at - at, failure.retryAt, failure.attempts, number];
}

/** @param looks until when (ms) the look of each key holds. */
export function packLooks(
  kind: Extract<PacketKind, 'looks' | 'seen'>,
  question: string,
  as: string,
  at: number,
  looks: ReadonlyMap<string, number>,
  run?: string,
): Packet[] {
  return parts([...looks], ([key]) => keySize(key)).map((list) => {
    const index: LookIndex = { k: {} };
    for (const [key, dueAt] of list) index.k[key] = Math.round((dueAt - at) / MINUTE_MS);
    if (run !== undefined) index.run = run;
    return { kind, question, as, at, index, payload: '' };
  });
}

export function packMemory(name: string, value: unknown, at: number, run?: string): Packet {
  const payload = toAscii(value);
  const index = run === undefined ? { length: payload.length } : { length: payload.length, run };
  return { kind: 'memory', question: name, as: '', at, index, payload };
}
