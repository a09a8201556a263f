/** Keys to be asked, and how they are shared out among lookups. */
import type { Lookup, Question } from '../types';
import type { KnowledgeParts } from './parts';

export type Any = Question<unknown>;

/** Keys that have to be asked, of one question. */
export interface Open {
  question: Any;
  keys: Set<string>;
}

/** Keys of one lookup. */
export interface Group {
  question: Any;
  keys: string[];
}

export function openKey(open: Map<string, Open>, question: Any, key: string): void {
  const entry = open.get(question.id);
  if (entry) entry.keys.add(key);
  else open.set(question.id, { question, keys: new Set([key]) });
}

/** Keys by lookup: of one group, and no more than one lookup takes. */
export function grouped(question: Any, keys: ReadonlySet<string>): string[][] {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const name = question.group?.(key) ?? '';
    const group = groups.get(name);
    if (group) group.push(key);
    else groups.set(name, [key]);
  }
  const lists: string[][] = [];
  for (const group of groups.values()) {
    for (let i = 0; i < group.length; i += question.perLookup)
      lists.push(group.slice(i, i + question.perLookup));
  }
  return lists;
}

export function inHalves({ question, keys }: Group): Group[] {
  const middle = Math.ceil(keys.length / 2);
  return [keys.slice(0, middle), keys.slice(middle)].map((half) => ({ question, keys: half }));
}

/** A key that no request can be made of fails by itself, not the step. @returns the lookup, or why there is none */
export function lookupOf(
  { question, keys }: Group,
  settings: KnowledgeParts['settings'],
): Lookup<unknown> | string {
  try {
    return question.lookup(keys, settings);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
