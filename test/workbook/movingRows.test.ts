import fc from 'fast-check';
import { Bin } from '../../src/workbook/bin';
import { BoundTab } from '../../src/workbook/boundTab';
import { Gateway } from '../../src/workbook/gateway';
import { Provenance } from '../../src/workbook/provenance';
import { TableView } from '../../src/workbook/tableView';
import type { AnyTab } from '../../src/workbook/schema';
import { castInfo, realiteaseInfo } from '../../src/workbook/tabs';
import { TabWriter } from '../../src/workbook/tabWriter';
import { MovingSheet, richTexts, type Refused } from './movingSheet';

type Row = Record<string, string | number>;

/** A tab with rows, and what the add-on finds for them. */
interface Subject {
  tab: AnyTab;
  /** Tells the rows apart in the comparison. */
  id: string;
  row(i: number): Row;
  found(i: number): Row;
  /** A column that nobody but the person writes. */
  typed: string;
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
  typed: 'Name',
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
  typed: 'Notes',
};

const subjects = { cast, people };

interface PersonsAct {
  after: number;
  kind: 'sort' | 'insert' | 'delete' | 'set' | 'column';
  column: number;
  descending: boolean;
  row: number;
}

const noteOf = (id: unknown) => `note of ${String(id)}`;

interface Given {
  subject: keyof typeof subjects;
  count: number;
  adds: number;
  /** Every so many rows get something. */
  every: number;
  acts: readonly PersonsAct[];
  removes?: number;
  refused?: readonly Refused[];
}

function run({ subject: name, count, adds, every, acts, removes = 0, refused = [] }: Given) {
  const subject = subjects[name];
  const { tab } = subject;
  const HEADERS = Object.keys(tab.columns);
  const at = new Map(HEADERS.map((header, i) => [header, i + 1]));
  const line = (row: Row) => HEADERS.map((header) => row[header] ?? '');
  const rows = Array.from({ length: count }, (_, i) => subject.row(i));
  const added = Array.from({ length: adds }, (_, i) => subject.row(500 + i));
  const gone = new Set<string>();
  const typed = new Map<string, string>();
  let last = 0;
  const sheet = new MovingSheet(
    [[...HEADERS, 'Mine'], ...rows.map((row) => [...line(row), noteOf(row[subject.id])])],
    HEADERS.length + 1,
    (call, self) => {
      for (const act of acts) {
        if (act.after <= last || act.after > call) continue;
        const filled = self.rows.length;
        const row = 2 + (act.row % Math.max(1, filled));
        if (act.kind === 'sort')
          self.sort(self.column(HEADERS[act.column % HEADERS.length] ?? ''), act.descending);
        // One: another, while what the first did is put right, could leave a value in a column that nobody named.
        else if (act.kind === 'column' && self.grid[0]?.length === HEADERS.length + 1)
          self.insertColumn(act.column % HEADERS.length);
        else if (act.kind === 'insert') self.insert(2 + (act.row % (filled + 1)));
        else if (act.kind === 'delete' && filled > 0) {
          const cells = self.delete(row) ?? [];
          const isIn = (one: Row) => tab.key.dimensions.flat(2).some((id) => one[id] && cells[self.column(id)] === one[id]); // prettier-ignore
          // Of a new row the ids may have landed without its name.
          const name = cells[self.column(subject.id)] || added.find(isIn)?.[subject.id];
          if (name) gone.add(String(name));
        } else if (act.kind === 'set') {
          const name = String(self.grid[row - 1]?.[self.column(subject.id)] ?? '');
          if (name) typed.set(name, `typed ${act.row}`);
          if (name) self.set(row, self.column(subject.typed), `typed ${act.row}`);
        }
      }
      last = call;
    },
    refused,
  );
  const provenance = new Provenance(
    { most: () => 0, readColumns: () => [], readRows: () => [], append: () => undefined },
    () => false,
  );
  let handle = 1;
  const view = new TableView(tab, provenance, () => handle++);
  const google = globalThis as Record<string, unknown>;
  google.Utilities = { sleep: () => undefined };
  google.SpreadsheetApp = richTexts;
  const gateway = new Gateway(sheet.asBook());
  const bound = new BoundTab(gateway, tab, sheet.asSheet(), at, () => '');
  bound.read({ row: 2, rows: count }, HEADERS).forEach((values, i) => view.insert(values, i + 2));
  const writer = new TabWriter(bound, view, provenance, '2026-01-01', () => undefined);
  const cellsOf = (row: Row) =>
    Object.fromEntries(Object.entries(row).map(([header, value]) => [header, { value, source: 'TMDb' }]));
  const tasks = view.rows
    .map((row, i) => ({ row, cells: cellsOf(subject.found(i)) }))
    .filter((_, i) => i % every === 0);
  if (removes === 0) {
    writer.apply(tasks, added.map(cellsOf));
  } else {
    const bin = Bin.make(gateway, bound, () => '');
    writer.remove(view.rows.filter((_, i) => i % removes === 0), bin); // prettier-ignore
  }
  sheet.end();
  const wanted =
    removes === 0
      ? [...rows.map((row, i) => (i % every === 0 ? { ...row, ...subject.found(i) } : row)), ...added]
      : rows.filter((_, i) => i % removes !== 0);
  const id = HEADERS.indexOf(subject.id);
  const known = (row: (string | number)[]) => sheet.cells(row, HEADERS);
  const idOf = (row: (string | number)[]) => row[sheet.column(subject.id)];
  const mine = (row: (string | number)[]) => row[sheet.column('Mine')];
  const byId = (a: (string | number)[], b: (string | number)[]) => Number(a[id]) - Number(b[id]);
  const withTyping = (row: Row) => {
    const words = typed.get(String(row[subject.id]));
    return words ? { ...row, [subject.typed]: words } : row;
  };
  return {
    actual: sheet.rows.map(known).filter((row) => !gone.has(String(row[id])) && row.some((value) => value !== '')).sort(byId), // prettier-ignore
    /** Rows whose own note, in a column that the add-on does not know, is not theirs. */
    strange: sheet.rows.filter((row) => mine(row) !== '' && mine(row) !== noteOf(idOf(row))),
    /** Columns that the person put in and that are not blank. */
    spoilt: (sheet.grid[0] ?? []).flatMap((header, i) =>
      header === '' && sheet.grid.some((row) => row[i] !== '') ? [i] : [],
    ),
    expected: wanted.map(withTyping).map(line).filter((row) => !gone.has(String(row[id]))).sort(byId), // prettier-ignore
    /** Rows that have lost their note. */
    bare: sheet.rows.filter((row) => mine(row) === ''),
    back: sheet.rows.map(known).filter((row) => gone.has(String(row[id]))),
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

const refusal: fc.Arbitrary<Refused> = fc.record({
  call: fc.integer({ min: 3, max: 60 }),
  how: fc.constantFrom('before', 'after', 'lost'),
});

const given = (subject: keyof typeof subjects, kinds: readonly PersonsAct['kind'][], adds: number) =>
  fc.record({
    subject: fc.constant(subject),
    count: fc.integer({ min: 2, max: 30 }),
    adds: fc.integer({ min: 0, max: adds }),
    every: fc.integer({ min: 1, max: 4 }),
    acts: fc.array(act(kinds, 60), { maxLength: 8 }),
    refused: fc.array(refusal, {
      maxLength: 2,
    }),
  });

function expectRight(all: Given): void {
  const { actual, expected, back, strange, spoilt } = run(all);
  expect(spoilt).toEqual([]);
  expect(actual).toEqual(expected);
  expect(strange).toEqual([]);
  expect(back).toEqual([]);
}

const RUNS = Number(process.env.RUNS ?? 200);

describe('rows that a person moves while they are written', () => {
  it.each<[string, keyof typeof subjects, PersonsAct['kind'][], number]>([
    ['sorted', 'cast', ['sort'], 6],
    ['sorted, with ids that are being completed', 'people', ['sort'], 6],
    ['sorted, with rows inserted', 'cast', ['sort', 'insert'], 6],
    ['sorted and inserted while ids are completed', 'people', ['sort', 'insert'], 6],
    ['sorted, inserted and deleted', 'cast', ['sort', 'insert', 'delete'], 6],
    ['sorted, inserted and deleted while ids are completed', 'people', ['sort', 'insert', 'delete'], 6],
    ['sorted and edited', 'cast', ['sort', 'insert', 'delete', 'set'], 6],
    ['sorted, with a column put in', 'cast', ['sort', 'column'], 6],
    ['sorted, with a column put in while ids are completed', 'people', ['sort', 'column'], 6],
    ['sorted and edited while ids are completed', 'people', ['sort', 'insert', 'delete', 'set'], 6],
  ])('%s: every value ends in its own row, none in another', (_, subject, kinds, adds) => {
    fc.assert(
      fc.property(given(subject, kinds, adds), (all) => {
        expectRight(all);
      }),
      { numRuns: RUNS, seed: Number(process.env.SEED ?? 11) },
    );
  });

  type Act = [after: number, kind: PersonsAct['kind'], row: number, column: number, descending: boolean];
  // prettier-ignore
  it.each<[string, [keyof typeof subjects, number, number, number], Act[], [number, Refused['how']][]]>([
    ['a new row is deleted before a look that succeeds', ['people', 2, 3, 2], [[30, 'delete', 101, 0, false], [17, 'delete', 0, 0, false], [6, 'delete', 0, 0, false]], [[29, 'after']]],
    ['two sorts between looks at parts of a row', ['cast', 2, 0, 1], [[37, 'sort', 0, 0, true], [41, 'sort', 0, 0, false], [5, 'column', 0, 9, false]], [[37, 'before']]],
    ['half of a new row is deleted', ['people', 2, 1, 1], [[13, 'delete', 56, 0, false]], [[10, 'after']]],
    ['a row is deleted after a part of the batch was lost', ['people', 2, 2, 1], [[24, 'delete', 226, 0, false]], [[21, 'before'], [6, 'before']]],
    ['a row is inserted when Google fails over what is written again', ['people', 4, 0, 1], [[5, 'delete', 0, 0, false], [36, 'sort', 0, 1, false], [51, 'insert', 0, 0, false]], [[57, 'before']]],
    ['ids that landed in another row, and Google fails over putting them right', ['people', 7, 1, 1], [[14, 'sort', 0, 2, false], [51, 'sort', 0, 10, false], [3, 'sort', 0, 14, false]], [[53, 'after']]],
    ['rows are deleted while the end of the tab is read again', ['cast', 5, 1, 1], [[6, 'delete', 944, 0, false], [56, 'delete', 0, 0, false], [38, 'delete', 0, 0, false], [32, 'sort', 0, 0, false]], [[53, 'before'], [45, 'before']]],
    ['the same with ids that are being completed', ['people', 4, 1, 1], [[6, 'delete', 0, 0, false], [56, 'delete', 0, 0, false], [9, 'delete', 0, 0, false], [59, 'delete', 0, 0, false]], [[53, 'before']]],
  ])('%s', (_, [subject, count, adds, every], acts, refused) => {
    expectRight({
      subject,
      count,
      adds,
      every,
      acts: acts.map(([after, kind, row, column, descending]) => ({ after, kind, row, column, descending })),
      refused: refused.map(([call, how]) => ({ call, how })),
    });
  });

  it('removed while others move: exactly the rows meant are gone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(act(['sort', 'insert', 'delete'], 60), { maxLength: 6 }),
        fc.array(refusal, { maxLength: 2 }),
        (count, removes, acts, refused) => {
          const { actual, expected, back, strange, bare } = run({ subject: 'cast', count, adds: 0, every: 1, acts, removes, refused }); // prettier-ignore
          expect(actual).toEqual(expected);
          expect(back).toEqual([]);
          expect(strange).toEqual([]);
          expect(bare).toEqual([]);
        },
      ),
      { numRuns: RUNS, seed: Number(process.env.SEED ?? 11) },
    );
  });
});

describe('a row without an id', () => {
  const HEADERS = Object.keys(castInfo.columns);
  const whole: Row = { ...cast.row(7), ...cast.found(7) };

  /** @returns the rows of a tab with this one in it, after the whole one was to be added */
  function after(part: Row): Row[] {
    const lines = [HEADERS, HEADERS.map((header) => part[header] ?? '')];
    const sheet = new MovingSheet(lines, HEADERS.length, () => undefined);
    const provenance = new Provenance(
      { most: () => 0, readColumns: () => [], readRows: () => [], append: () => undefined },
      () => false,
    );
    const view = new TableView(castInfo, provenance, () => 1);
    view.keep(part, 2);
    const at = new Map(HEADERS.map((header, i) => [header, i + 1]));
    const bound = new BoundTab(new Gateway({} as never), castInfo, sheet.asSheet(), at, () => '');
    const cells = Object.entries(whole).map(([header, value]) => [header, { value, source: 'TMDb' }]);
    new TabWriter(bound, view, provenance, '2026-01-01', () => undefined).apply([], [Object.fromEntries(cells)]); // prettier-ignore
    sheet.end();
    return sheet.rows.map((row) =>
      Object.fromEntries(HEADERS.flatMap((header, i) => (row[i] === '' ? [] : [[header, row[i] ?? '']]))),
    );
  }

  const { Name, ShowName, IMDbSeriesID, TotalEpisodes } = whole as Record<string, string>;
  it.each<[string, Record<string, string | undefined>, boolean]>([
    ['that says what a new one does is completed', { Name, ShowName, IMDbSeriesID }, true],
    ['the same with numbers', { ShowName, IMDbSeriesID, TotalEpisodes }, true],
    ['that says something else as well stays', { Name, ShowName, IMDbSeriesID, TotalSeasons: '9' }, false],
    ['that says too little stays', { Name, ShowName }, false],
  ])('%s', (_, part, isCompleted) => {
    expect(after(part as Row)).toEqual(isCompleted ? [whole] : [part, whole]);
  });
});
