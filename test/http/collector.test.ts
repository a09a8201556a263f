/** Executions that only ask: how many there may be, what they ask, and that what they are told is kept. */
import { Collector } from '../../src/services/cache/collector';
import type { LogPort } from '../../src/services/cache/index';
import { Knowledge } from '../../src/services/cache/knowledge';
import { CACHE_COLUMNS } from '../../src/services/cache/packets';
import type { KnowledgeParts } from '../../src/services/cache/parts';
import type { Lookup, Question } from '../../src/services/types';
import { readSettings } from '../../src/settings/settings';

const NOW = Date.UTC(2026, 10, 24, 12);
/** Requests that the source lets through in one execution. */
const PACE = 300;

const question: Question<string> = {
  id: 'tmdb.thing',
  source: 'tmdb',
  perLookup: 1,
  keeps: 'value',
  lookup: ([key = '']): Lookup<Record<string, string>> => ({
    source: 'tmdb',
    label: key,
    call: { url: 'https://x.example', payload: key },
    read: () => ({ kind: 'absent' }),
  }),
};

const keys = (count: number): string[] => Array.from({ length: count }, (_, i) => `k${i}`);

function tab(): LogPort & { rows: string[][] } {
  const rows: string[][] = [];
  const pick = (row: string[], columns: readonly string[]) => columns.map((name) => row[CACHE_COLUMNS.indexOf(name)] ?? ''); // prettier-ignore
  return {
    rows,
    readColumns: (columns) => rows.map((row) => pick(row, columns)),
    readRows: (first, count, columns) => rows.slice(first, first + count).map((row) => pick(row, columns)),
    append: (added) => void rows.push(...added.map((row) => [...row])),
    removeFirst: (count) => void rows.splice(0, count),
  };
}

/**
 * @param quota answers that the source gives until its quota is used up
 * @param waited how long it has been waited for
 */
function execution(log: LogPort, quota = Infinity, waited = 200_000) {
  const asked: string[] = [];
  const http: KnowledgeParts['http'] = {
    fetch: (lookups, onAnswer) =>
      lookups.forEach(({ call: { payload: key = '' } }, i) => {
        if (asked.length >= quota) return onAnswer(i, { kind: 'parked', until: NOW + 1, reason: 'quota' });
        asked.push(key);
        onAnswer(i, { kind: 'found', value: { [key]: `value of ${key}` }, at: NOW });
      }),
    ride: () => [],
    opening: () => 40,
    last: () => null,
    pace: () => PACE,
    waited: () => waited,
    room: () => 0,
    tail: () => false,
    ready: () => true,
    healthy: () => true,
    gone: () => false,
    hit: () => undefined,
  };
  const options = { dryRun: false, incremental: true, force: false };
  const parts = {
    ...{ log, http, settings: readSettings({}).settings, now: () => NOW },
    run: { id: 'r1', startedAt: NOW, options, patient: false },
  };
  const knowledge = new Knowledge(parts);
  return { knowledge, asked, collector: new Collector(knowledge, parts) };
}

test.each([
  // Keys that wait, executions that only asked before, how long this one waited for the source: how many may only ask.
  ['most of the time was spent waiting', 1800, 0, 200_000, 2],
  ['half of the time was', 1800, 0, 145_000, 1],
  ['a third was: what is told beforehand is not waited for', 1800, 0, 90_000, 1],
  ['nothing was: what one asks would not be written in the rest', 1800, 0, 9_000, 0],
  ['a tenth was, though one has asked before', 1800, 1, 29_000, 1],
  ['what two have asked was just written', 1800, 2, 20_000, 2],
  ['what two have asked was hardly written', 1800, 2, 5000, 1],
  ['one leaves enough to ask meanwhile', 1000, 0, 200_000, 1],
  ['the end is near', 800, 0, 200_000, 0],
])('%s', (_name, waiting, before, waited, rounds) => {
  const { knowledge, collector } = execution(tab(), Infinity, waited);
  knowledge.along([{ question, keys: keys(waiting) }]);
  expect(collector.plan([question], before, 290_000)).toBe(rounds);
});

test('what was kept in mind is asked by executions that know nothing else, and what they are told is kept', () => {
  const log = tab();
  const first = execution(log);
  first.knowledge.along([{ question, keys: keys(1800) }]);
  expect(first.collector.plan([question], 0, 290_000)).toBe(2);
  const second = execution(log);
  let lots = 0;
  second.collector.ask([question], () => lots++);
  expect([second.asked, lots]).toEqual([keys(2 * PACE), 3]);
  const third = execution(log);
  const answers = third.knowledge.ask([{ question, keys: keys(2 * PACE) }]);
  expect(answers.get(question, 'k599')).toMatchObject({ kind: 'found', value: 'value of k599' });
  expect(third.asked).toEqual([]);
});

test('a quota that is used up ends it; nothing counts as parked, and the rest is what is asked next', () => {
  const log = tab();
  const first = execution(log);
  first.knowledge.along([{ question, keys: keys(1800) }]);
  first.collector.plan([question], 0, 290_000);
  const second = execution(log, 100);
  second.collector.ask([question], () => undefined);
  expect(second.asked).toHaveLength(100);
  expect(second.knowledge.takeParked()).toEqual([]);
  const third = execution(log);
  third.collector.ask([question], () => undefined);
  expect(third.asked).toEqual(keys(2 * PACE).slice(100));
});
