/**
 * Whole answers in CacheService for some hours, so that a batch that was killed does not ask the same
 * again. Read once and written once a pool; whatever is missing is asked for.
 */
import type { Answer, Lookup } from '../types';
import type { HttpParts } from './fetchAll';
import { fractionOf } from './retry';

/** Part of every key: raise it when the shape of answers changes. */
const VERSION = '1';
/** CacheService takes 102,400 bytes a value (apps-script.md §2). */
const LARGEST = 100_000;
/** `putAll` and `getAll` are called with this many at most: 1,000 items are kept in all. */
const MOST = 200;

type Kept = { at: number; value?: unknown };

export class AnswerCache {
  private readonly values = new Map<number, Record<string, string>>();

  constructor(private readonly parts: HttpParts) {}

  /** Answers by position in the pool. */
  load(lookups: readonly Lookup<unknown>[]): Map<number, Answer<unknown>> {
    const found = new Map<number, Answer<unknown>>();
    const { cache, sources, settings } = this.parts;
    if (!cache || this.parts.force) return found;
    const keys = new Map<string, number>();
    lookups.forEach((lookup, index) => {
      const source = sources[lookup.source];
      if (source.cacheSeconds > 0 && source.ready(settings).on && keys.size < MOST)
        keys.set(keyOf(lookup), index);
    });
    if (keys.size === 0) return found;
    const stored = quietly(() => cache.getAll([...keys.keys()])) ?? {};
    for (const [key, text] of Object.entries(stored)) {
      const index = keys.get(key);
      const kept = quietly(() => JSON.parse(text) as Kept);
      if (index === undefined || !kept) continue;
      found.set(
        index,
        'value' in kept ? { kind: 'found', value: kept.value, at: kept.at } : { kind: 'absent', at: kept.at },
      );
    }
    return found;
  }

  keep(lookup: Lookup<unknown>, answer: Answer<unknown>): void {
    const seconds = this.parts.sources[lookup.source].cacheSeconds;
    if (!this.parts.cache || seconds === 0 || (answer.kind !== 'found' && answer.kind !== 'absent')) return;
    const kept: Kept = answer.kind === 'found' ? { at: answer.at, value: answer.value } : { at: answer.at };
    const text = JSON.stringify(kept);
    if (text.length * 3 > LARGEST && utf8Length(text) > LARGEST) return;
    const values = this.values.get(seconds) ?? {};
    if (Object.keys(values).length < MOST) values[keyOf(lookup)] = text;
    this.values.set(seconds, values);
  }

  store(): void {
    const { cache } = this.parts;
    for (const [seconds, values] of this.values) quietly(() => cache?.putAll(values, seconds));
    this.values.clear();
  }
}

function keyOf({ source, label, call }: Lookup<unknown>): string {
  const text = `${VERSION} ${source} ${label} ${call.method ?? 'get'} ${call.url} ${call.payload ?? ''}`;
  // Two hashes that do not follow from each other.
  const parts = [text, `~${text}`].map((t) => Math.floor(fractionOf(t) * 0x1_0000_0000).toString(36));
  return `answer.${parts.join('.')}.${text.length.toString(36)}`;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  return bytes;
}

/** The cache is a convenience: its errors are worth nothing to anyone. */
function quietly<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
