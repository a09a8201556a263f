/** Parts of new rows that a killed execution left, in a tab that a person works in. */
import fc from 'fast-check';
import { BoundTab } from '../../src/workbook/boundTab';
import { Gateway } from '../../src/workbook/gateway';
import { tokensOf } from '../../src/workbook/identity';
import { journalOf, settleJournal } from '../../src/workbook/journal';
import { Provenance } from '../../src/workbook/provenance';
import { isBlank, picked, TableView, type Values } from '../../src/workbook/tableView';
import { castInfo } from '../../src/workbook/tabs';
import { TabWriter } from '../../src/workbook/tabWriter';
import { MovingSheet, richTexts } from './movingSheet';

const HEADERS = Object.keys(castInfo.columns);
const COUNTS = ['TotalEpisodes', 'TotalSeasons'];
const AT = new Map(HEADERS.map((header, i) => [header, i + 1]));

/** Of some people there are rows in several shows. */
const whole = (i: number): Values => ({
  Name: `Name ${i % 7}`,
  TMDbCastID: String(1000 + (i % 7)),
  IMDbCastID: `nm00000${100 + (i % 7)}`,
  ShowName: `Show ${i % 5}`,
  IMDbSeriesID: `tt000000${i % 5}`,
  TMDbSeriesID: String(10 + (i % 5)),
  TotalEpisodes: 4 + (i % 3),
  TotalSeasons: i % 2 ? '1' : '1, 2',
});

const line = (values: Values) => HEADERS.map((header) => values[header] ?? '');
const sorted = (rows: readonly (string | number)[][]) => rows.map((row) => JSON.stringify(row)).sort();

function opened(sheet: MovingSheet) {
  const google = globalThis as Record<string, unknown>;
  google.Utilities = { sleep: () => undefined };
  google.SpreadsheetApp = richTexts;
  const nothing = { most: () => 0, readColumns: () => [], readRows: () => [], append: () => undefined };
  const provenance = new Provenance(nothing, () => false);
  let handle = 1;
  const view = new TableView(castInfo, provenance, () => handle++);
  const bound = new BoundTab(new Gateway({} as never), castInfo, sheet.asSheet(), AT, () => '');
  bound.readAll().forEach((values, i) => {
    if (!view.insert(values, i + 2) && !isBlank(values)) view.keep(values, i + 2);
  });
  const writer = new TabWriter(bound, view, provenance, '2026-11-26', () => undefined);
  return { provenance, view, bound, writer };
}

const added = (values: Values) =>
  Object.fromEntries(Object.entries(values).map(([header, value]) => [header, { value, source: 'TMDb' }]));

type Act = { after: number; column: number; descending: boolean; row: number | null };

interface Given {
  known: number;
  adds: number;
  /** Columns that landed. */
  landed: string[];
  /** Rows without an id that a person had begun before, as parts of these new ones. */
  begun: { of: number; headers: string[] }[];
  acts: Act[];
}

/** The rows after what was left of the new ones is settled, and what they should be. */
function settled({ known, adds, landed, begun, acts }: Given) {
  const rows = Array.from({ length: known }, (_, i) => whole(i));
  const news = Array.from({ length: adds }, (_, i) => whole(known + i));
  const parts = news.map((values) => picked(values, landed));
  const theirs = begun.map(({ of, headers }) => picked(news[of % adds] ?? {}, headers));
  const before = opened(new MovingSheet([HEADERS, ...[...rows, ...theirs].map(line)], HEADERS.length, () => undefined)); // prettier-ignore
  const entry = journalOf(before.bound, before.view, [], news.map(added), []);
  const waiting = [...acts];
  const all = [HEADERS, ...[...rows, ...theirs, ...parts].map(line)];
  const sheet = new MovingSheet(all, HEADERS.length, (call, self) => {
    for (const act of waiting.splice(0).filter((one) => one.after > call || !done(one, self)))
      waiting.push(act);
  });
  const { view, bound, provenance, writer } = opened(sheet);
  settleJournal(JSON.parse(JSON.stringify(entry)) as typeof entry, {
    ...{ bound, view, provenance, today: '2026-11-26', before: () => null },
    mend: (...given) => writer.mend(...given),
  });
  sheet.end();
  const isTyped = (part: Values): boolean => {
    const headers = Object.keys(part);
    if (tokensOf(castInfo.key, part).length > 0) return true;
    if (theirs.some((row) => JSON.stringify(line(row)) === JSON.stringify(line(part)))) return true;
    return !headers.every((header) => COUNTS.includes(header));
  };
  return {
    actual: sorted(sheet.rows),
    expected: sorted([...rows, ...theirs, ...parts.filter(isTyped)].map(line)),
    keyless: sorted(view.keyless.map(({ values }) => line(values))),
    left: sorted([...theirs, ...parts.filter(isTyped)].filter((row) => tokensOf(castInfo.key, row).length === 0).map(line)), // prettier-ignore
  };
}

function done({ column, descending, row }: Act, sheet: MovingSheet): boolean {
  if (row === null) sheet.sort(column, descending);
  else sheet.insert(2 + (row % (sheet.rows.length + 1)));
  return true;
}

const act: fc.Arbitrary<Act> = fc.record({
  after: fc.integer({ min: 1, max: 40 }),
  column: fc.nat(HEADERS.length - 1),
  descending: fc.boolean(),
  row: fc.option(fc.nat(100)),
});

const given: fc.Arbitrary<Given> = fc.record({
  known: fc.integer({ min: 0, max: 12 }),
  adds: fc.integer({ min: 1, max: 8 }),
  landed: fc.oneof(fc.subarray(HEADERS, { minLength: 1 }), fc.subarray(COUNTS, { minLength: 1 })),
  begun: fc.array(fc.record({ of: fc.nat(20), headers: fc.subarray(COUNTS).map((counts) => ['Name', ...counts]) }), { maxLength: 1 }), // prettier-ignore
  acts: fc.array(act, { maxLength: 6 }),
});

test('what landed of new rows goes if it is only counts, and nothing that a person may have typed', () => {
  fc.assert(
    fc.property(given, (all) => {
      const { actual, expected, keyless, left } = settled(all);
      expect(actual).toEqual(expected);
      expect(keyless).toEqual(left);
    }),
    { numRuns: Number(process.env.RUNS ?? 300), seed: Number(process.env.SEED ?? 11) },
  );
});

test('a row of counts that a person left there before stays', () => {
  const begun = [{ of: 0, headers: COUNTS }];
  expect(settled({ ...calm, adds: 1, begun, landed: ['TotalEpisodes'] }).keyless).toHaveLength(1);
});

const calm = { known: 6, adds: 3, begun: [], acts: [] };

test.each<[string, string[], number]>([
  ['a count goes', ['TotalEpisodes'], 0],
  ['all that is counted goes', COUNTS, 0],
  ['what a person may have begun with stays', ['Name'], 3],
  ['the same with a count stays', ['ShowName', 'TotalEpisodes'], 3],
])('%s', (_, landed, stay) => {
  expect(settled({ ...calm, landed }).keyless).toHaveLength(stay);
});
