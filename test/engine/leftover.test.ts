/** What a run that failed has left half-written, noted in the checkpoint: whose it is to settle, and for how long. */
import type { Backend } from '../../src/engine/backend';
import { JOURNAL } from '../../src/engine/checkpoint';
import { goOn, start, type StartParts } from '../../src/engine/control';
import { defaultOptions } from '../../src/engine/options';
import { toPieces, type PropertyPort } from '../../src/engine/store';

/** As {@link PropertyPort}, with what it holds. */
function storeWith(values: Record<string, string>): PropertyPort & { values: Record<string, string> } {
  return {
    values,
    getProperties: () => ({ ...values }),
    getProperty: (key) => values[key] ?? null,
    setProperties: (more) => Object.assign(values, more),
    deleteProperty: (key) => delete values[key],
  };
}

/** An engine without steps over these properties; `fails`: the workbook cannot be opened. */
function engineOver(properties: PropertyPort): { parts: StartParts; opened: unknown[]; fails: boolean } {
  const engine = { opened: [] as unknown[], fails: false };
  const nothing = (): never[] => [];
  const backend = {
    open: (journal: unknown) => {
      if (engine.fails) throw new Error('Service Spreadsheets failed while accessing document with id ID.');
      engine.opened.push(journal);
    },
    ...{ keepAnswers: nothing, settle: nothing, flush: nothing, tidy: nothing, log: nothing },
    ...{ takeParked: nothing, givenUp: nothing, quality: nothing },
    takeTraffic: () => ({ requests: 0, retries: 0, cacheHits: 0, sheet: {} }),
    ...{ limits: () => undefined, shutUntil: () => 0, foresee: () => null, words: () => '', needs: () => 0 },
  } as unknown as Backend;
  let now = 0;
  const parts: StartParts = {
    properties,
    lock: { take: () => true, release: () => undefined },
    triggers: {
      create: () => ({ often: 'a', hourly: 'b' }),
      look: () => 'enabled',
      ...{ removeOften: () => undefined, removeAll: () => undefined },
    },
    steps: new Map(),
    now: () => (now += 1000),
    startedAt: 0,
    backend: () => backend,
    job: () => ['quality'],
    clock: String,
  };
  return Object.assign(engine, { parts });
}

const NOTE = [{ tab: 'CastInfo' }];
const request = (dryRun = false) => ({
  step: 'all',
  options: { ...defaultOptions, dryRun },
  by: 'person' as const,
});

/** A run whose executions all fail as they begin. */
function failing(engine: ReturnType<typeof engineOver>): void {
  engine.fails = true;
  start(engine.parts, request());
  for (let i = 0; i < 3; i++) goOn(engine.parts);
  engine.fails = false;
}

describe('a note that a failed run has left', () => {
  // The engine says there what nobody foresaw.
  beforeEach(() => void jest.spyOn(console, 'error').mockReturnValue(undefined));
  afterEach(() => jest.restoreAllMocks());

  it('is settled by the next run, once', () => {
    const store = storeWith(toPieces(JOURNAL, NOTE));
    const engine = engineOver(store);
    start(engine.parts, request());
    start(engine.parts, request());
    expect(engine.opened).toEqual([NOTE, null]);
  });

  it('is left alone by a dry run', () => {
    const store = storeWith(toPieces(JOURNAL, NOTE));
    const engine = engineOver(store);
    start(engine.parts, request(true));
    expect(engine.opened).toEqual([null]);
    start(engine.parts, request());
    expect(engine.opened).toEqual([null, NOTE]);
  });

  it('is dropped by the second run that cannot settle it: the one after that begins anew', () => {
    const store = storeWith({});
    const engine = engineOver(store);
    engine.fails = true;
    start(engine.parts, request());
    // An execution was killed over a batch.
    store.setProperties(toPieces(JOURNAL, NOTE));
    for (let i = 0; i < 3; i++) goOn(engine.parts);
    expect(store.values[JOURNAL]).toBeTruthy();
    failing(engine);
    expect(store.values[JOURNAL]).toBeUndefined();
    start(engine.parts, request());
    expect(engine.opened).toEqual([null]);
  });
});
