/** The HTTP layer's one door: a pool of lookups in, an answer for each out. */
import type { AskBudget } from '../../engine/backend';
import type { Settings } from '../../settings/settings';
import type { AskPort } from '../askPort';
import type { Source } from '../sources';
import type { Answer, Lookup, SourceId } from '../types';
import { hostOf } from './address';
import { Counters } from './counters';
import { Limits } from './limits';
import type { CachePort, HttpPort, TokenPort } from './port';
import type { HostTrust, Job } from './queue';
import { Waves } from './waves';

export { OutOfTime, StopRequested } from '../../engine/backend';

/** All that the layer works with during one execution. */
export interface HttpParts {
  port: HttpPort;
  sources: Readonly<Record<SourceId, Source>>;
  settings: Settings;
  budget: AskBudget;
  limits: Limits;
  counters: Counters;
  cache: CachePort | null;
  tokenStore: TokenPort | null;
  tokens: Map<SourceId, string>;
  trust: Map<string, HostTrust>;
  /** Lookups of several replies of which some have come, and that nobody waited for any longer. */
  begun: Map<string, Job>;
  /** Sources that refused their key in this execution, and the words for it. */
  refused: Map<SourceId, string>;
  /** Extra seconds between requests. */
  delay: number;
  /** Caches are not asked. */
  force: boolean;
}

/**
 * @param storedLimits what {@link Limits.export} gave when the last execution stored it; null at first.
 */
export function httpParts(
  given: Pick<
    HttpParts,
    'port' | 'sources' | 'settings' | 'budget' | 'cache' | 'tokenStore' | 'delay' | 'force'
  >,
  storedLimits: unknown,
): HttpParts {
  const limits = new Limits(given.sources, given.settings);
  limits.import(storedLimits, given.port.now());
  return {
    ...given,
    limits,
    counters: new Counters(),
    tokens: new Map(),
    trust: new Map(),
    begun: new Map(),
    refused: new Map(),
  };
}

/**
 * Asks all lookups, of whatever sources, as fast as every source's limits allow. `onAnswer` gets each
 * answer as soon as it is there, so that what was got is kept if the rest is cut off. `riders` go along while
 * the lookups have to wait; those that are not answered when the lookups are stay without an answer.
 * @throws OutOfTime when the next request could not start before `budget.askUntil`; StopRequested when
 * `budget.onWait` says so; NeedsPerson when an indispensable source refuses its key.
 */
export function fetchAll(
  parts: HttpParts,
  lookups: readonly Lookup<unknown>[],
  onAnswer: (index: number, answer: Answer<unknown>) => void = () => undefined,
  riders: readonly Lookup<unknown>[] = [],
): Answer<unknown>[] {
  const answers: Answer<unknown>[] = [];
  const note = (index: number, answer: Answer<unknown>): void => {
    answers[index] = answer;
    onAnswer(index, answer);
  };
  new Waves(parts, lookups, note, riders).run();
  return answers;
}

/** Asks some of these lookups now, as many as the limits allow at this instant, and waits for nothing. */
function ride(
  parts: HttpParts,
  riders: readonly Lookup<unknown>[],
  onAnswer: (index: number, answer: Answer<unknown>) => void,
): number[] {
  return parts.delay > 0 ? [] : new Waves(parts, [], onAnswer, riders).ride();
}

/** Writing a day's last cells takes about so long. */
const LAST_MS = 180_000;
/** A quota that opens again so soon is not used up for the day. */
const SOON_MS = 2 * 3_600_000;

/** Of what takes many at once, as many; of what takes one at a time, those for which there is time in a minute. */
const openingOf = ({ ahead, between }: Source): number => (ahead ? 40 : between ? 60 : 0);

/** The layer as the memory of answers sees it. */
export function askPort(parts: HttpParts): AskPort {
  return {
    fetch: (lookups, onAnswer, riders) => void fetchAll(parts, lookups, onAnswer, riders),
    ride: (riders, onAnswer) => ride(parts, riders, onAnswer),
    opening: (id) => openingOf(parts.sources[id]),
    room: (id) => {
      const { ahead, between, base } = parts.sources[id];
      const limits = parts.limits.of(id);
      const now = parts.port.now();
      if ((ahead !== true && between !== true) || !limits.idle(now)) return 0;
      // One that did not answer as a whole may take a minute to do so again.
      if (parts.trust.get(hostOf(base(parts.settings)) ?? '') === 'suspect') return 0;
      return limits.free(now);
    },
    pace: (id, ms) => Math.min(...parts.limits.of(id).windows.map((window) => window.pace(ms))),
    waited: (id) => parts.counters.waited(id),
    last: (id) => {
      const { between, tail } = parts.sources[id];
      const limits = parts.limits.of(id);
      const now = parts.port.now();
      const requests = limits.quota.left(now);
      if (!between || tail || requests < 1 || requests > limits.mostByRate(LAST_MS)) return null;
      const until = limits.quota.opensAt(now, requests);
      return until - now > SOON_MS ? { requests, until } : null;
    },
    tail: (id) => parts.sources[id].tail === true,
    ready: (id) => parts.sources[id].ready(parts.settings).on,
    healthy: (id) => {
      const now = parts.port.now();
      const limits = parts.limits.of(id);
      const open = [...limits.lanes.values()].some((lane) => lane.breaker.openUntil(now) > 0);
      return !open && !limits.paused(now) && !parts.refused.has(id);
    },
    gone: (id) => {
      const lanes = [...parts.limits.of(id).lanes.values()];
      const now = parts.port.now();
      const closed = lanes.length > 0 && lanes.every(({ breaker }) => breaker.openUntil(now) > 0);
      return !parts.sources[id].indispensable && (closed || parts.refused.has(id));
    },
    hit: (id, answers) => parts.counters.count(id, 'cacheHits', answers),
  };
}
