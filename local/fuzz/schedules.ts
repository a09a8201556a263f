/** Schedules of faults, generated: fast-check makes them, and makes failing ones smaller. */
import fc from 'fast-check';
import type { Edit } from '../cli/edits';
import { REPLY_FAULTS } from '../faults/replies';
import type { Fault } from '../faults/plan';
import type { Scenario } from './scenarios';
import { REMARKS } from './tabs';

/** Columns that a person may type into without changing what follows, by tab. */
const TYPED: Record<string, readonly string[]> = {
  ShowInfo: [REMARKS, 'Network'],
  CastInfo: [REMARKS],
  RealiteaseInfo: [REMARKS, 'Notes'],
  WWHLinfo: [REMARKS, 'AirDate'],
  FinalList: [REMARKS, 'CorrectDate'],
};
/** Tabs with a column that the stage fills when blank, whose values many rows have in common; other tabs follow it. */
const COMMON: Record<string, { column: string; values: readonly string[] }> = {
  RealiteaseInfo: { column: 'Gender', values: ['M', 'F', 'X'] },
};
/** What is typed over a value that a copy has is taken back when the copy is restored. */
const typedIn = ({ step }: Scenario, tab: string): readonly string[] =>
  (step === 'restore' ? undefined : TYPED[tab]) ?? [REMARKS];

const MOST_FAULTS = 6;
/** One schedule in so many has a person in it who does not keep still. */
const RESTLESS_IN = 8;
const MOST_ACTS = 60;
const LOWEST_ROW = 14;

function edits(scenario: Scenario, call: fc.Arbitrary<number>): fc.Arbitrary<Fault> {
  const tabs = Object.keys(TYPED);
  const tab = scenario.tab
    ? fc.oneof(fc.constant(scenario.tab), fc.constantFrom(...tabs))
    : fc.constantFrom(...tabs);
  const row = fc.integer({ min: 2, max: LOWEST_ROW });
  const edit = fc.oneof(
    fc.record({
      afterCall: call,
      tab,
      op: fc.constant('sort' as const),
      column: fc.integer({ min: 1, max: 6 }),
      descending: fc.boolean(),
    }),
    fc.record({ afterCall: call, tab, op: fc.constant('insert' as const), row }),
    fc
      .record({ afterCall: call, tab, row, text: fc.integer({ min: 1, max: 99 }), which: fc.nat(2) })
      .map(({ text, which, ...at }): Edit => {
        const columns = typedIn(scenario, at.tab);
        const common = at.tab === scenario.tab && which === 2 ? COMMON[at.tab] : undefined;
        if (common)
          return {
            ...at,
            op: 'set',
            column: common.column,
            value: common.values[text % common.values.length] ?? '',
          };
        return {
          ...at,
          op: 'set',
          column: columns[which % columns.length] ?? REMARKS,
          value: `typed ${text}`,
        };
      }),
  );
  const gone = fc.record({
    afterCall: call,
    tab: fc.constant(scenario.tab),
    op: fc.constant('delete' as const),
    row,
  });
  const any: fc.Arbitrary<Edit> = scenario.tab ? fc.oneof({ weight: 5, arbitrary: edit }, gone) : edit;
  return any.map((one) => ({ kind: 'edit', edit: one }));
}

function failures(call: fc.Arbitrary<number>): fc.Arbitrary<Fault>[] {
  const times = fc.integer({ min: 1, max: 3 });
  return [
    fc.record({
      kind: fc.constant('service' as const),
      call,
      on: fc.constantFrom('sheet' as const, 'sheet' as const, 'properties' as const),
      says: fc.constantFrom('failed' as const, 'timeout' as const, 'server' as const),
      when: fc.constantFrom('before' as const, 'after' as const, 'lost' as const),
    }),
    fc.record({
      kind: fc.constant('propertiesFull' as const),
      call,
      calls: fc.integer({ min: 1, max: 400 }),
    }),
    fc.record({ kind: fc.constant('cacheEmptied' as const), call }),
    fc.record({ kind: fc.constant('triggersRefused' as const), times }),
    fc.record({ kind: fc.constant('triggersDisabled' as const), times }),
    fc.record({ kind: fc.constant('firedMeanwhile' as const), call }),
    fc.record({ kind: fc.constant('firedTwice' as const), firing: times }),
    fc.record({ kind: fc.constant('firedLate' as const), firing: times, ms: fc.constant(3_600_000) }),
    fc.record({
      kind: fc.constant('clock' as const),
      call,
      ms: fc.constantFrom(-3_600_000, -90_000_000, 3_600_000),
    }),
    fc.record({ kind: fc.constant('fetchThrown' as const), call }),
    fc.constant({ kind: 'unconfirmed' as const }),
  ];
}

const sourceOf = (hosts: readonly string[]): fc.Arbitrary<Fault> =>
  fc
    .record({
      host: fc.constantFrom(...hosts),
      from: fc.integer({ min: 1, max: 6 }),
      count: fc.constantFrom(1, 2, 8, 0),
      reply: fc.constantFrom(...REPLY_FAULTS),
    })
    .map(({ count, ...fault }) => ({ kind: 'source', ...fault, ...(count > 0 && { count }) }));

/** Plans for one scenario. */
function plans(scenario: Scenario): fc.Arbitrary<Fault[]> {
  const call = fc.integer({ min: 1, max: Math.ceil(scenario.calls * 1.1) });
  const kill = fc.record({
    kind: fc.constant('kill' as const),
    call,
    landed: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 })),
  });
  const fault = fc.oneof(
    { weight: 4, arbitrary: kill },
    { weight: 6, arbitrary: edits(scenario, call) },
    ...failures(call).map((arbitrary, index) => ({ weight: index === 0 ? 2 : 1, arbitrary })),
    ...(scenario.hosts.length > 0 ? [{ weight: 2, arbitrary: sourceOf(scenario.hosts) }] : []),
  );
  const few = fc.array(fault, { minLength: 1, maxLength: MOST_FAULTS });
  const restless = fc.tuple(few, restlessness(scenario)).map(([faults, edits]) => [...faults, ...edits]);
  return fc.oneof({ weight: RESTLESS_IN - 1, arbitrary: few }, { weight: 1, arbitrary: restless });
}

/** A person who sorts and inserts rows all the while. */
function restlessness(scenario: Scenario): fc.Arbitrary<Fault[]> {
  const tab = scenario.tab
    ? fc.oneof(fc.constant(scenario.tab), fc.constantFrom(...Object.keys(TYPED)))
    : fc.constantFrom(...Object.keys(TYPED));
  const act = fc.record({
    tab,
    column: fc.integer({ min: 1, max: 6 }),
    descending: fc.boolean(),
    row: fc.option(fc.integer({ min: 2, max: LOWEST_ROW }), { freq: 1 }),
  });
  return fc
    .record({ every: fc.integer({ min: 3, max: 12 }), from: fc.nat(scenario.calls) })
    .chain(({ every, from }) =>
      fc.array(act, { minLength: 1, maxLength: MOST_ACTS }).map((acts) =>
        acts.map(({ tab: of, row, column, descending }, i): Fault => {
          const at = { afterCall: from + i * every, tab: of };
          const edit: Edit =
            row === null ? { ...at, op: 'sort', column, descending } : { ...at, op: 'insert', row };
          return { kind: 'edit', edit };
        }),
      ),
    );
}

export interface Schedule {
  /** Name of the scenario. */
  scenario: string;
  plan: Fault[];
  /** The run is undone in the end. */
  undo?: boolean;
}

/** One run in so many is undone, if nothing speaks against it. */
const UNDO_IN = 6;

/** A run of one stage comes so many times as often as one of all: it is as telling, and takes a third of the time. */
const STAGE_WEIGHT = 3;

/** Schedules over some scenarios. */
export function schedules(scenarios: readonly Scenario[]): fc.Arbitrary<Schedule> {
  const weighted = scenarios.map((scenario) => ({
    weight: scenario.tab ? STAGE_WEIGHT : 1,
    arbitrary: fc.constant(scenario),
  }));
  return fc
    .oneof(...weighted)
    .chain((scenario) =>
      fc
        .tuple(plans(scenario), fc.nat(UNDO_IN - 1))
        .map(([plan, n]) => ({ scenario: scenario.name, plan, ...(n === 0 && { undo: true }) })),
    );
}
