/** Schedules that the fuzzer found a mistake with: they stay right. */
import { play } from '../../local/fuzz/play';
import { prepareScenarios, type Scenario } from '../../local/fuzz/scenarios';
import type { Schedule } from '../../local/fuzz/schedules';
import { BUNDLE } from './support';

jest.setTimeout(300_000);

let scenarios: Scenario[];
beforeAll(async () => {
  scenarios = await prepareScenarios(BUNDLE);
});

test.each<[string, Schedule]>([
  [
    'Google loses new rows, and a kill lets one column of them land alone',
    {
      scenario: 'castinfo at first',
      plan: [
        { kind: 'service', call: 158, on: 'sheet', says: 'failed', when: 'lost' },
        { kind: 'kill', call: 162, landed: 1 },
      ],
    },
  ],
  [
    'the clock goes back by a day after a kill, and what may be asked when was noted before',
    {
      scenario: 'realitease some weeks later',
      plan: [
        { kind: 'clock', call: 125, ms: -90_000_000 },
        { kind: 'kill', call: 110, landed: 0 },
        { kind: 'unconfirmed' },
      ],
    },
  ],
  [
    'shows that landed with their names only get their ids, and that this is done cannot be stored',
    {
      scenario: 'showinfo at first',
      plan: [
        { kind: 'kill', call: 781, landed: 5 },
        { kind: 'propertiesFull', call: 858, calls: 119 },
        {
          kind: 'edit',
          edit: { afterCall: 0, tab: 'ShowInfo', op: 'sort', column: 1, descending: false },
        },
      ],
    },
  ],
  [
    'a person deletes a row, and nothing more can be stored before any other is removed',
    {
      scenario: 'castinfo some weeks later',
      plan: [
        { kind: 'propertiesFull', call: 285, calls: 93 },
        { kind: 'edit', edit: { afterCall: 232, tab: 'CastInfo', op: 'delete', row: 9 } },
      ],
    },
  ],
  [
    'ids land in the column that a person has dragged there, and the execution is killed before it looks',
    {
      scenario: 'wwhl at first',
      plan: [
        { kind: 'kill', call: 244, landed: 4 },
        { kind: 'column', call: 236, tab: 'WWHLinfo', column: 3, from: 1 },
        {
          kind: 'edit',
          edit: { afterCall: 1, tab: 'ShowInfo', op: 'sort', column: 1, descending: false },
        },
      ],
    },
  ],
  [
    'new rows land beside their columns, their ids in a blank one, and that this is put right cannot be noted',
    {
      scenario: 'final at first',
      plan: [
        { kind: 'column', call: 303, tab: 'FinalList', column: 2 },
        { kind: 'service', call: 121, on: 'properties', says: 'failed', when: 'lost' },
        { kind: 'service', call: 254, on: 'properties', says: 'timeout', when: 'after' },
      ],
    },
  ],
  [
    'a number lands in a column of text, where it is read as the text that belongs there',
    {
      scenario: 'castinfo at first',
      plan: [{ kind: 'column', call: 159, tab: 'CastInfo', column: 12, from: 7 }],
    },
  ],
  [
    'a text that landed among numbers is taken out, and a kill comes before the number is back',
    {
      scenario: 'realitease at first',
      plan: [
        { kind: 'column', call: 369, tab: 'RealiteaseInfo', column: 4 },
        { kind: 'kill', call: 414, landed: 3 },
      ],
    },
  ],
  [
    'rows are sorted and a column dragged before the same write, and a kill comes while that is put right',
    {
      scenario: 'final at first',
      plan: [
        { kind: 'column', call: 261, tab: 'FinalList', column: 10, from: 2 },
        { kind: 'kill', call: 288, landed: 0 },
        {
          kind: 'edit',
          edit: { afterCall: 255, tab: 'FinalList', op: 'sort', column: 1, descending: false },
        },
      ],
    },
  ],
  [
    'a blank column stands among the ids of new rows, and a kill lets only some of these land',
    {
      scenario: 'castinfo at first',
      plan: [
        { kind: 'column', call: 105, tab: 'CastInfo', column: 4 },
        { kind: 'kill', call: 121, landed: 0 },
        { kind: 'kill', call: 286, landed: 5 },
      ],
    },
  ],
  [
    'a column is dragged to where headers that were missing are just being written',
    {
      scenario: 'showinfo at first',
      plan: [{ kind: 'column', call: 51, tab: 'ShowInfo', column: 9, from: 1 }],
    },
  ],
  [
    'new rows land beside their columns before any other is there, and a kill comes at once',
    {
      scenario: 'final at first',
      plan: [
        { kind: 'column', call: 298, tab: 'FinalList', column: 2 },
        { kind: 'kill', call: 302, landed: 7 },
        { kind: 'kill', call: 205, landed: 0 },
      ],
    },
  ],
  [
    "a person's own column gets in the way of a write, and a kill comes before it is said that cells of it may be lost",
    {
      scenario: 'showinfo some weeks later',
      plan: [
        { kind: 'column', call: 243, tab: 'ShowInfo', column: 7, from: 2 },
        { kind: 'kill', call: 268, landed: 3 },
      ],
    },
  ],
  [
    'what is noted of new rows is lost with them, while TMDb stands in for IMDb',
    {
      scenario: 'castinfo at first',
      plan: [
        { kind: 'source', host: 'api.imdbapi.dev', from: 1, reply: 'unresolved', count: 8 },
        { kind: 'service', call: 149, on: 'sheet', says: 'failed', when: 'lost' },
      ],
    },
  ],
  [
    'a source refuses, and a kill comes before it is noted that somebody has to be told',
    {
      scenario: 'showinfo at first',
      plan: [
        { kind: 'source', host: 'api.themoviedb.org', from: 4, reply: 'tooMany', count: 8 },
        { kind: 'kill', call: 758, landed: 2 },
      ],
    },
  ],
  [
    'a kill comes once the cells stand, and before the questions on them are put',
    { scenario: 'realitease at first', plan: [{ kind: 'kill', call: 458, landed: 0 }] },
  ],
  [
    'Google fails at a read, and loses the rows that made the grid long enough for it',
    {
      scenario: 'castinfo at first',
      plan: [{ kind: 'service', call: 255, on: 'sheet', says: 'failed', when: 'lost' }],
    },
  ],
  [
    'a kill lets new rows land with their names only: they are still the add-on’s',
    { scenario: 'showinfo at first', plan: [{ kind: 'kill', call: 794, landed: 5 }] },
  ],
  [
    'rows go in two lots, and a kill comes after the second',
    {
      scenario: 'castinfo some weeks later',
      plan: [
        { kind: 'kill', call: 385, landed: 0 },
        {
          kind: 'edit',
          edit: { afterCall: 170, tab: 'CastInfo', op: 'sort', column: 1, descending: true },
        },
      ],
    },
  ],
  [
    'a removed row comes back with what a person kept beside it, though rows were sorted before it went',
    {
      scenario: 'final some weeks later',
      undo: true,
      plan: [
        {
          kind: 'edit',
          edit: { afterCall: 100, tab: 'FinalList', op: 'sort', column: 1, descending: false },
        },
      ],
    },
  ],
  [
    'rows that TMDb added in place of IMDb land, and a kill comes before that is noted',
    {
      scenario: 'castinfo at first',
      plan: [
        { kind: 'kill', call: 174, landed: 5 },
        { kind: 'source', host: 'api.imdbapi.dev', from: 1, reply: 'empty', count: 8 },
        { kind: 'source', host: 'api.imdbapi.dev', from: 1, reply: 'tooMany', count: 1 },
      ],
    },
  ],
  [
    'Google loses a question that was asked right after the tab was read',
    {
      scenario: 'all some weeks later',
      plan: [
        { kind: 'service', call: 581, on: 'sheet', says: 'failed', when: 'lost' },
        { kind: 'kill', call: 8, landed: 1 },
      ],
    },
  ],
  [
    'Google loses what is said of a question whose cause is gone',
    {
      scenario: 'restore of CastInfo some weeks later',
      plan: [
        { kind: 'service', call: 333, on: 'sheet', says: 'failed', when: 'lost' },
        { kind: 'kill', call: 18, landed: 0 },
      ],
    },
  ],
  [
    'a person deletes a row that TMDb added in place of IMDb, and its namesake stays',
    {
      scenario: 'castinfo at first',
      plan: [
        { kind: 'source', host: 'api.imdbapi.dev', from: 1, reply: 'page' },
        { kind: 'edit', edit: { afterCall: 271, tab: 'CastInfo', op: 'delete', row: 12 } },
      ],
    },
  ],
])('%s', async (_, { scenario: name, plan, undo = false }) => {
  const scenario = scenarios.find((one) => one.name === name);
  if (!scenario) throw new Error(name);
  expect((await play(scenario, plan, { bundleDir: BUNDLE, undo })).problems).toEqual([]);
});
