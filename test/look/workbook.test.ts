/** How the workbook looks after a run over the demo sources, and that later runs leave that alone. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { loadState, saveState } from '../../local/cli/state';
import type { Cell, SheetModel, WorkbookModel } from '../../local/host/model';
import { keptOf, readWorkbook, writeWorkbook } from '../../local/xlsx';
import type { PipelineReport } from '../../local/cli/report';
import { displayKey, displayKeys, keyColumns } from '../../src/workbook/identity';
import { keyFormula } from '../../src/workbook/marks';
import { dataTabs } from '../../src/workbook/tabs';
import { sheetOf } from '../xlsx/support';

const ROOT = path.join(__dirname, '../..');
let scratch = '';
const file = () => path.join(scratch, 'book.xlsx');
const state = () => `${file()}.state`;

function run(...options: string[]): PipelineReport {
  const report = path.join(scratch, 'report.json');
  const cli = path.join(ROOT, 'build/local/cli.cjs');
  const fixed = ['--world', '8,90,5', '--now', '2026-11-24T12:00:00Z', '--imdb', 'on'];
  const all = ['pipeline', '--workbook', file(), '--report', report, ...fixed, ...options];
  const { status, stderr } = spawnSync('node', [cli, ...all], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(readFileSync(report, 'utf8')) as PipelineReport;
}

async function book(): Promise<WorkbookModel> {
  const kept = loadState(state()).workbook;
  if (!kept) throw new Error('no workbook was kept');
  return readWorkbook(file(), kept);
}

const tab = (model: WorkbookModel, name: string): SheetModel => {
  const sheet = model.sheets.find((one) => one.name === name);
  if (!sheet) throw new Error(`no tab ${name}`);
  return sheet;
};
const valueAt = (sheet: SheetModel, row: number, column: number) =>
  sheet.cells[row - 1]?.[column - 1]?.value ?? '';
const headerOf = (sheet: SheetModel) => (sheet.cells[0] ?? []).map((cell) => String(cell?.value ?? ''));
function column(sheet: SheetModel, header: string): (Cell | undefined)[] {
  const at = headerOf(sheet).indexOf(header);
  return sheet.cells.slice(1).map((row) => row?.[at]);
}
/** Lines of a part of the Dashboard, below its header, down to the first blank one. */
function part(sheet: SheetModel, header: string): unknown[][] {
  const top = sheet.cells.findIndex((row) => row?.[0]?.value === header);
  const lines: unknown[][] = [];
  for (let row = top + 2; valueAt(sheet, row, 1) !== ''; row++)
    lines.push(Array.from({ length: 9 }, (_, i) => valueAt(sheet, row, i + 1)));
  return lines;
}

let first: WorkbookModel;
let firstReport: PipelineReport;

beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), 'realitease-'));
  firstReport = run();
  first = await book();
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('ids', () => {
  it.each([
    ['ShowInfo', 'IMDbSeriesID', /^https:\/\/www\.imdb\.com\/title\/(tt\d+)$/],
    ['ShowInfo', 'TMDbSeriesID', /^https:\/\/www\.themoviedb\.org\/tv\/(\d+)$/],
    ['ShowInfo', 'Wikidata ID', /^https:\/\/www\.wikidata\.org\/wiki\/(Q\d+)$/],
    ['CastInfo', 'IMDbCastID', /^https:\/\/www\.imdb\.com\/name\/(nm\d+)$/],
    ['CastInfo', 'TMDbCastID', /^https:\/\/www\.themoviedb\.org\/person\/(\d+)$/],
    ['CastInfo', 'TMDbSeriesID', /^https:\/\/www\.themoviedb\.org\/tv\/(\d+)$/],
    ['RealiteaseInfo', 'CastIMDbID', /^https:\/\/www\.imdb\.com\/name\/(nm\d+)$/],
    ['FinalList', 'TMDbCastID', /^https:\/\/www\.themoviedb\.org\/person\/(\d+)$/],
  ])('of %s, %s link to their page and stay text', (name, header, page) => {
    const filled = column(tab(first, name), header).filter((cell) => cell && cell.value !== '');
    expect(filled.length).toBeGreaterThan(4);
    const wrong = filled.filter((cell) => page.exec(cell?.link ?? '')?.[1] !== cell?.value);
    expect(wrong).toEqual([]);
    expect(filled.every((cell) => cell?.format === '@')).toBe(true);
  });

  it('of episodes link only where they have a page', () => {
    const ids = column(tab(first, 'WWHLinfo'), 'EpisodeID').filter((cell) => cell && cell.value !== '');
    const wrong = ids.filter((cell) => Boolean(cell?.link) !== String(cell?.value).startsWith('tt'));
    expect(wrong).toEqual([]);
  });

  it('cost no call that reaches the sheet', () => {
    const { executions, stages } = firstReport;
    const members = stages.flatMap((stage) => stage.steps).find(({ step }) => step === 'members');
    // Another execution reads the tabs again.
    const most = 6 * (members?.batches ?? 0) + 20 * (executions - 1);
    expect(members?.added).toBeGreaterThan(50);
    expect((members?.sheet.reads ?? 0) + (members?.sheet.flushes ?? 0)).toBeLessThanOrEqual(most);
  });
});

describe('tabs', () => {
  it.each(dataTabs.map(({ name }) => name))('%s has its look', (name) => {
    const sheet = tab(first, name);
    const header = sheet.cells[0]?.slice(0, headerOf(sheet).length) ?? [];
    expect(header.every((cell) => cell?.bold)).toBe(true);
    expect([sheet.frozenRows, Boolean(sheet.filter), sheet.conditionalRules.length > 0]).toEqual([
      1,
      true,
      true,
    ]);
  });

  it('have dropdowns that only warn', () => {
    const lists = ['ShowInfo', 'RealiteaseInfo', 'WWHLinfo', 'FinalList'].flatMap(
      (name) => tab(first, name).validations,
    );
    expect(lists.map(({ list }) => list.length).sort()).toEqual([12, 12, 2, 3, 3, 4]);
    expect(lists.every(({ allowInvalid }) => allowInvalid)).toBe(true);
  });

  it('of the add-on come in their order and can be read', () => {
    const visible = first.sheets.filter(({ hidden }) => !hidden).map(({ name }) => name);
    expect(visible).toEqual([
      ...dataTabs.map(({ name }) => name),
      'Dashboard',
      'Quality',
      'Conflicts',
      'Run Log',
    ]);
    const quality = tab(first, 'Quality');
    expect(column(quality, 'Share')[0]?.format).toBe('0.0%');
    expect(quality.conditionalRules.map(({ value }) => value)).toContain('=AND(ROW()>1,$C1>0)');
    expect(column(tab(first, 'Conflicts'), 'What speaks for it')[0]?.wrap).toBe(true);
    const log = tab(first, 'Run Log');
    expect(log.conditionalRules.map(({ value }) => value)).toEqual([
      '=AND(ROW()>1,$D1="error")',
      '=AND(ROW()>1,$D1="warning")',
    ]);
    // Lines that went in below the header are in the range.
    expect(log.conditionalRules[0]?.ranges[0]?.row).toBe(1);
    expect(log.conditionalRules[0]?.ranges[0]?.rows).toBe(log.maxRows);
  });
});

/** Whether a rule's formula holds in a row: the few functions that the marks use. */
function holds(formula: string, sheet: SheetModel, row: number): boolean {
  const script = formula
    .slice(1)
    .replace(/&/g, '+')
    .replace(/<>/g, '!==')
    .replace(/\$([A-Z]+)2/g, 'cell("$1")');
  const cell = (letters: string) =>
    valueAt(sheet, row, [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0)); // prettier-ignore
  const context = {
    cell,
    IF: (test: boolean, yes: string, no: string) => (test ? yes : no),
    FIND: (text: string, within: string) => (within.includes(text) ? 1 : 'none'),
    ISNUMBER: (value: unknown) => typeof value === 'number',
  };
  return runInNewContext(script, context) as boolean;
}

describe('open questions', () => {
  const open = () =>
    tab(first, 'Conflicts')
      .cells.slice(1)
      .map((row) => (row ?? []).map((cell) => String(cell?.value ?? '')))
      .filter((row) => row[headerOf(tab(first, 'Conflicts')).indexOf('Status')] === 'open');

  it('mark the cells that they are about, and no others', () => {
    let marked = 0;
    for (const declared of dataTabs) {
      const sheet = tab(first, declared.name);
      const marks = sheet.conditionalRules.filter(({ background }) => background === '#fce5cd');
      const asked = open().filter(
        ([name, , header]) => name === declared.name && headerOf(sheet).includes(header ?? ''),
      );
      const columns = marks.map(({ ranges }) => headerOf(sheet)[(ranges[0]?.column ?? 0) - 1]);
      expect([...columns].sort()).toEqual([...new Set(asked.map(([, , header]) => header))].sort());
      for (const [i, { value }] of marks.entries()) {
        const keys = new Set(asked.filter(([, , header]) => header === columns[i]).map(([, key]) => key));
        sheet.cells.slice(1).forEach((cells, at) => {
          const row = Object.fromEntries(
            headerOf(sheet).map((header, j) => [header, String(cells?.[j]?.value ?? '')]),
          );
          const isAsked = displayKeys(declared, row).some((key) => keys.has(key));
          if (isAsked) marked++;
          expect([at, holds(value, sheet, at + 2)]).toEqual([at, isAsked]);
        });
      }
    }
    expect(marked).toBeGreaterThan(0);
  });

  it('are found in every kind of key', () => {
    const row = (values: Record<string, string>) =>
      sheetOf([[], Object.values(values).map((value) => ({ value }))]);
    for (const declared of dataTabs) {
      const headers = keyColumns(declared);
      const at = new Map(headers.map((header, i) => [header, i + 1]));
      for (let filled = 0; filled < 2 ** headers.length; filled++) {
        const values = Object.fromEntries(
          headers.map((header, i) => [header, filled & (1 << i) ? `v${i}` : '']),
        );
        const key = displayKey(declared, values);
        const parts = declared.key.dimensions.every((alternatives) =>
          alternatives.some((columns) => columns.every((header) => values[header] !== '')),
        );
        const whole = parts || (declared.key.fallback && key === values[declared.key.fallback.column]);
        if (!whole || key === '' || (values.Episode === '') !== (values.Season === '')) continue;
        const found = holds(
          `=ISNUMBER(FIND("¦"&${keyFormula(declared, at)}&"¦","¦${key}¦"))`,
          row(values),
          2,
        );
        expect([declared.name, values, found]).toEqual([declared.name, values, true]);
      }
    }
  });
});

describe('the Dashboard', () => {
  it('shows the figures of the tabs and of the report', () => {
    const sheet = tab(first, 'Dashboard');
    const filled = (name: string, header: string) => {
      const cells = column(tab(first, name), header);
      const people = column(tab(first, name), headerOf(tab(first, name))[0] ?? '').filter(
        (cell) => cell?.value,
      );
      return { count: cells.filter((cell) => cell && cell.value !== '').length, of: people.length };
    };
    const coverage = [
      ['Birthday', filled('RealiteaseInfo', 'Birthday')],
      ['Gender', filled('RealiteaseInfo', 'Gender')],
      ['TMDb id', filled('RealiteaseInfo', 'CastTMDbID')],
      ['Image (FinalList)', filled('FinalList', 'ImageURL')],
    ] as const;
    expect(part(sheet, 'People with').map((line) => line.slice(0, 4))).toEqual(
      coverage.map(([title, { count, of }]) => [title, count / of, count, of]),
    );
    const rules = part(sheet, 'Quality rule').map(([rule, failed, checked]) => ({ rule, checked, failed }));
    const byRule = (a: { rule: unknown }, b: { rule: unknown }) =>
      String(a.rule).localeCompare(String(b.rule));
    expect([...rules].sort(byRule)).toEqual([...firstReport.quality].sort(byRule));
    const asked = part(sheet, 'Requests in 24 hours');
    expect(asked.at(-1)?.slice(0, 2)).toEqual(['All requests', firstReport.http.total]);
    expect(valueAt(sheet, 1, 3)).toMatch(/^All stages: \d+ added, \d+ updated$/);
    const open = column(tab(first, 'Conflicts'), 'Status').filter((cell) => cell?.value === 'open').length;
    expect([open > 0, valueAt(sheet, 2, 2)]).toEqual([true, open]);
  });

  it('has charts over them, made once', () => {
    const { charts } = tab(first, 'Dashboard');
    expect(charts.map(({ type, title }) => [type, title])).toEqual([
      ['column', 'Share of people with …'],
      ['line', 'Rows after each run'],
      ['bar', 'Quality: failures by rule'],
      ['bar', 'Requests in 24 hours: made and left'],
    ]);
    const tops = charts.map(({ ranges }) => valueAt(tab(first, 'Dashboard'), ranges[0]?.row ?? 0, 1));
    expect(tops).toEqual(['People with', 'Rows after each run', 'Quality rule', 'Requests in 24 hours']);
  });
});

describe('a later run', () => {
  let second: WorkbookModel;
  let report: PipelineReport;

  beforeAll(async () => {
    const model = await book();
    // What a curator does to the look.
    for (const name of ['ShowInfo', 'Quality', 'Run Log', 'Dashboard']) {
      const sheet = tab(model, name);
      sheet.conditionalRules = [];
      sheet.frozenRows = 0;
      sheet.columnWidths = { ...sheet.columnWidths, 1: 333 };
      const corner = sheet.cells[0]?.[0];
      if (corner) Object.assign(corner, { bold: false, background: '#123456' });
    }
    tab(model, 'ShowInfo').validations = [];
    tab(model, 'Dashboard').charts.shift();
    await writeWorkbook(model, file());
    const { host } = loadState(state());
    if (!host) throw new Error('no state was kept');
    await saveState(state(), { host, workbook: keptOf(model) });
    report = run();
    second = await book();
  });

  it('changes no cell of the data tabs, and keeps the look that a person gave', () => {
    const totals = report.stages.flatMap(({ steps }) =>
      steps.map(({ added, updated, removed }) => added + updated + removed),
    );
    expect(totals.every((n) => n === 0)).toBe(true);
    for (const { name } of dataTabs) {
      const links = (model: WorkbookModel) =>
        tab(model, name).cells.map((row) => row?.map((cell) => [cell?.value, cell?.link]));
      expect(links(second)).toEqual(links(first));
    }
    for (const name of ['ShowInfo', 'Quality', 'Run Log', 'Dashboard']) {
      const sheet = tab(second, name);
      expect([name, sheet.conditionalRules, sheet.frozenRows, sheet.columnWidths[1]]).toEqual([
        name,
        [],
        0,
        333,
      ]);
      expect(sheet.cells[0]?.[0]).toMatchObject({ background: '#123456' });
    }
    expect(tab(second, 'ShowInfo').validations).toEqual([]);
  });

  it('adds a line to the history, which its chart takes in', () => {
    const sheet = tab(second, 'Dashboard');
    const history = part(sheet, 'Rows after each run');
    expect(history.map((line) => line.slice(6))).toEqual([
      [expect.any(Number), expect.any(Number), expect.any(Number)],
      [0, 0, 0],
    ]);
    expect(history[1]?.slice(1, 6)).toEqual(history[0]?.slice(1, 6));
    expect(history[1]?.slice(1, 6).every((n) => Number(n) > 0)).toBe(true);
    expect(sheet.charts.map(({ title }) => title)).not.toContain('Share of people with …');
    const [growth] = sheet.charts;
    // Header, two runs, and the blank line that the next one goes into.
    expect(growth?.ranges).toEqual([{ row: 70, column: 1, rows: 4, columns: 6 }]);
  });

  it('that is dry leaves the Dashboard as it is', async () => {
    run('--dry-run', '--step', 'quality');
    const sheet = tab(await book(), 'Dashboard');
    expect(sheet.cells.map((row) => row?.map((cell) => cell?.value))).toEqual(
      tab(second, 'Dashboard').cells.map((row) => row?.map((cell) => cell?.value)),
    );
  });
});
