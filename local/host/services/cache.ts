/** CacheService and its caches (apps-script.md §6). */
import type { Execution } from '../execution';
import { ServiceError } from '../errors';
import type { HostState } from '../host';
import {
  CACHE_DEFAULT_SECONDS,
  CACHE_EVICTED,
  CACHE_ITEMS,
  CACHE_KEY_LENGTH,
  CACHE_MAX_SECONDS,
  CACHE_VALUE_LENGTH,
  COST,
} from '../limits';
import { cacheOf } from '../people';
import { serviceClass } from '../registry';

type GasCache = GoogleAppsScript.Cache.Cache;
type Scope = keyof HostState['cache'];

export class Cache implements Pick<GasCache, 'get' | 'getAll' | 'remove' | 'removeAll'> {
  constructor(
    private readonly execution: Execution,
    private readonly scope: Scope,
  ) {}

  private get items(): HostState['cache'][Scope] {
    const { host, person } = this.execution;
    return cacheOf(host.state, this.scope, person.user);
  }

  private begin(): void {
    this.execution.charge(COST.cache);
  }

  private refuse(message: string): never {
    this.execution.host.violated();
    throw new ServiceError(message);
  }

  private checkKey(key: string | null): asserts key is string {
    if (key === null || key === '') throw new ServiceError('Invalid argument: key');
    if (key.length > CACHE_KEY_LENGTH) this.refuse('Argument too large: key');
  }

  private find(key: string | null): string | null {
    this.checkKey(key);
    const item = Object.hasOwn(this.items, key) ? this.items[key] : undefined;
    if (!item) return null;
    if (item.expires > this.execution.now()) return item.value;
    delete this.items[key];
    return null;
  }

  private check(key: string | null, value: string): asserts key is string {
    this.checkKey(key);
    if (value.length > CACHE_VALUE_LENGTH) this.refuse('Argument too large: value');
  }

  private store(key: string, value: string, seconds: number): void {
    const now = this.execution.now();
    // A lifetime that is not positive is taken without a word.
    const lifetime = seconds > 0 ? Math.min(seconds, CACHE_MAX_SECONDS) : CACHE_DEFAULT_SECONDS;
    const created = this.items[key]?.created ?? now;
    this.items[key] = { value, expires: now + lifetime * 1000, created };
    this.evict();
  }

  /** Above the limit the oldest go by creation, about a tenth at once; reading does not refresh. */
  private evict(): void {
    const keys = Object.keys(this.items);
    if (keys.length <= CACHE_ITEMS) return;
    const { items } = this;
    const oldest = keys.sort((a, b) => (items[a]?.created ?? 0) - (items[b]?.created ?? 0));
    for (const key of oldest.slice(0, CACHE_EVICTED)) delete items[key];
  }

  get(key: string | null): string | null {
    this.begin();
    return this.find(key);
  }

  getAll(keys: string[]): Record<string, string> {
    this.begin();
    const found: Record<string, string> = {};
    for (const key of keys) {
      const value = this.find(key);
      if (value !== null) found[key] = value;
    }
    return found;
  }

  put(key: string | null, value: string, expirationInSeconds = CACHE_DEFAULT_SECONDS): null {
    this.begin();
    this.check(key, value);
    this.store(key, value, expirationInSeconds);
    return null;
  }

  putAll(values: Record<string, unknown>, expirationInSeconds = CACHE_DEFAULT_SECONDS): null {
    this.begin();
    const entries = Object.entries(values).map(([key, value]) => [key, String(value)] as const);
    for (const [key, value] of entries) this.check(key, value);
    for (const [key, value] of entries) this.store(key, value, expirationInSeconds);
    return null;
  }

  remove(key: string | null): null {
    this.begin();
    this.checkKey(key);
    delete this.items[key];
    return null;
  }

  removeAll(keys: string[]): null {
    this.begin();
    for (const key of keys) delete this.items[key];
    return null;
  }
}

serviceClass(Cache, 'CacheService.Cache', {
  get: 'str?',
  getAll: 'str[]',
  put: 'str?,text|str?,text,int',
  putAll: 'obj|obj,int',
  remove: 'str?',
  removeAll: 'str[]',
});

export class CacheService implements Record<keyof GoogleAppsScript.Cache.CacheService, unknown> {
  constructor(private readonly execution: Execution) {}

  getScriptCache(): Cache {
    return new Cache(this.execution, 'script');
  }

  getUserCache(): Cache {
    return new Cache(this.execution, 'user');
  }

  getDocumentCache(): Cache {
    return new Cache(this.execution, 'document');
  }
}

serviceClass(CacheService, 'CacheService', { getScriptCache: '', getUserCache: '', getDocumentCache: '' });
