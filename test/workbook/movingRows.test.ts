import fc from 'fast-check';
import { BoundTab } from '../../src/workbook/boundTab';
import { Gateway } from '../../src/workbook/gateway';
import { Provenance } from '../../src/workbook/provenance';
import { TableView } from '../../src/workbook/tableView';
import type { AnyTab } from '../../src/workbook/schema';
import { castInfo, realiteaseInfo } from '../../src/workbook/tabs';
import { TabWriter } from '../../src/workbook/tabWriter';
import { MovingSheet } from './movingSheet';

type Row = Record<string, string | number>;

/** A tab with rows, and what the add-on finds for them. */
interface Subject {
  tab: AnyTab;
  /** Tells the rows apart in the comparison. */
  id: string;
  row(i: number): Row;
  found(i: number): Row;
}

const cast: Subject = {
  tab: castInfo,
  id: 'TMDbCastID',
  row: (i) => ({
    Name: `Name ${(i * 37) % 101}`,
    TMDbCastID: String(1000 + i),
    ShowName: `Show ${i % 5}`,
    IMDbSeriesID: `tt000000${i % 5}`,
  }),
  found: (i) => ({ IMDbCastID: `nm00000${100 + i}`, TotalEpisodes: 7, TotalSeasons: '1, 2' }),
};

/** Rows that have one id each, and get another. */
const people: Subject = {
  tab: realiteaseInfo,
  id: 'CastName',
  row: (i) => ({
    CastName: String(1000 + i),
    ...(i % 2 ? { CastTMDbID: String(5000 + i) } : { CastIMDbID: `nm00000${500 + i}` }),
    ShowNames: `Show ${i % 5}`,
    TotalShows: 1,
  }),
  found: (i): Row =>
    i % 2
      ? { CastIMDbID: `nm00000${100 + i}`, Gender: 'F' }
      : { CastTMDbID: String(3000 + i), Gender: 'M', Birthday: '1980-01-02' },
};

interface PersonsAct {
  after: number;
  kind: 'sort' | 'insert' | 'delete';
  column: number;
  descending: boolean;
  row: number;
}

function run(
  subject: Subject,
  count: number,
  adds: number,
  every: number,
  acts: readonly PersonsAct[],
  removes = 0,
) {
  const { tab } = subject;
  const HEADERS = Object.keys(tab.columns);
  const at = new Map(HEADERS.map((header, i) => [header, i + 1]));
  const line = (row: Row) => HEADERS.map((header) => row[header] ?? '');
  const rows = Array.from({ length: count }, (_, i) => subject.row(i));
  const gone: (string | number)[][] = [];
  let last = 0;
  const sheet = new MovingSheet([HEADERS, ...rows.map(line)], HEADERS.length, (call, self) => {
    for (const act of acts) {
      if (act.after <= last || act.after > call) continue;
      const filled = self.rows.length;
      if (act.kind === 'sort') self.sort(act.column % HEADERS.length, act.descending);
      else if (act.kind === 'insert') self.insert(2 + (act.row % (filled + 1)));
      else if (filled > 0) {
        const row = self.delete(2 + (act.row % filled));
        if (row) gone.push(row);
      }
    }
    last = call;
  });
  const provenance = new Provenance({ readColumns: () => [], append: () => undefined }, () => false);
  let handle = 1;
  const view = new TableView(tab, provenance, () => handle++);
  const flush = { flush: () => undefined };
  (globalThis as Record<string, unknown>).SpreadsheetApp = flush;
  const bound = new BoundTab(new Gateway({} as never), tab, sheet.asSheet(), at, () => '');
  bound.read({ row: 2, rows: count }, HEADERS).forEach((values, i) => view.insert(values, i + 2));
  const writer = new TabWriter(bound, view, provenance, '2026-01-01', () => undefined);
  const cellsOf = (row: Row) =>
    Object.fromEntries(Object.entries(row).map(([header, value]) => [header, { value, source: 'TMDb' }]));
  const tasks = view.rows
    .map((row, i) => ({ row, cells: cellsOf(subject.found(i)) }))
    .filter((_, i) => i % every === 0);
  const added = Array.from({ length: adds }, (_, i) => subject.row(500 + i));
  if (removes === 0) {
    writer.apply(tasks, added.map(cellsOf));
  } else writer.remove(view.rows.filter((_, i) => i % removes === 0));
  sheet.end();
  const wanted =
    removes === 0
      ? [...rows.map((row, i) => (i % every === 0 ? { ...row, ...subject.found(i) } : row)), ...added]
      : rows.filter((_, i) => i % removes !== 0);
  const id = HEADERS.indexOf(subject.id);
  const byId = (a: (string | number)[], b: (string | number)[]) => Number(a[id]) - Number(b[id]);
  const deleted = new Set(gone.map((row) => String(row[id])));
  return {
    actual: sheet.rows.filter((row) => !deleted.has(String(row[id]))).sort(byId),
    expected: wanted.map(line).filter((row) => !deleted.has(String(row[id]))).sort(byId), // prettier-ignore
    back: sheet.rows.filter((row) => deleted.has(String(row[id]))),
  };
}

const act = (kinds: readonly PersonsAct['kind'][], most: number) =>
  fc.record({
    after: fc.integer({ min: 3, max: most }),
    kind: fc.constantFrom(...kinds),
    column: fc.nat(20),
    descending: fc.boolean(),
    row: fc.nat(1000),
  });

describe('rows that a person moves while they are written', () => {
  it.each<[string, Subject, PersonsAct['kind'][], { adds: number; acts: number }]>([
    ['sorted', cast, ['sort'], { adds: 6, acts: 8 }],
    ['sorted, with ids that are being completed', people, ['sort'], { adds: 6, acts: 1 }],
    ['sorted, with rows inserted', cast, ['sort', 'insert'], { adds: 0, acts: 8 }],
    ['sorted and inserted while ids are completed', people, ['sort', 'insert'], { adds: 0, acts: 1 }],
    ['pushed down while others are added', cast, ['sort', 'insert'], { adds: 6, acts: 1 }],
  ])('%s: every value ends in its own row, none in another', (_, subject, kinds, most) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: most.adds }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(act(kinds, 60), { maxLength: most.acts }),
        (count, adds, every, acts) => {
          const { actual, expected } = run(subject, count, adds, every, acts);
          expect(actual).toEqual(expected);
        },
      ),
      { numRuns: 400, seed: 11 },
    );
  });

  it('deleted: the others hold what they should', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 30 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(act(['sort', 'delete'], 60), { maxLength: 5 }),
        (count, every, acts) => {
          const { actual, expected, back } = run(cast, count, 0, every, acts);
          expect(actual).toEqual(expected);
          expect(back).toEqual([]);
        },
      ),
      { numRuns: 300, seed: 11 },
    );
  });

  it('removed while others move: exactly the rows meant are gone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(act(['sort', 'insert'], 40), { maxLength: 6 }),
        (count, removes, acts) => {
          const { actual, expected } = run(cast, count, 0, 1, acts, removes);
          expect(actual).toEqual(expected);
        },
      ),
      { numRuns: 300, seed: 11 },
    );
  });
});
