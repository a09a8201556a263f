/** Keys that will be asked later in the run: they go along with other requests where that costs nothing. */
import { grouped, openKey, type Any, type Group, type Open } from './groups';

/** Lookups of a question that go along at most, as many as one a second finds a place for in an execution; more are sent the next time. */
export const MOST_ALONG = 270;

export class Riders {
  private readonly waiting = new Map<string, Open>();

  add(question: Any, key: string): void {
    openKey(this.waiting, question, key);
  }

  drop({ question, keys }: { question: Any; keys: Iterable<string> }): void {
    const waiting = this.waiting.get(question.id)?.keys;
    if (waiting) for (const key of keys) waiting.delete(key);
  }

  /** As many lookups as may find a place: full ones, since more keys may come. They stay until they are dropped. */
  groups(mostOf: (question: Any) => number): Group[] {
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
}

function firstOf<T>(all: ReadonlySet<T>, most: number): Set<T> {
  const first = new Set<T>();
  for (const one of all) {
    if (first.size === most) break;
    first.add(one);
  }
  return first;
}
