/** A workbook in the local host with the built bundle, over the demo sources: runs, and what a person does in between. */
import path from 'node:path';
import { routeTo } from '../../local/cli/route';
import { applyEdit } from '../../local/cli/edits';
import { startDemoServer } from '../../local/demo/server';
import { createHost, emptyState, newWorkbook, simulatedClock } from '../../local/host';
import type { Host, HostOptions, HostState, WorkbookModel } from '../../local/host';
import type { RunReport } from '../../src/engine/report';

export const WORLD = '5,50,3';
const START = Date.parse('2026-11-24T12:00:00Z');
const bundleDir = path.join(__dirname, '../../dist');

export type Row = Record<string, string>;
export interface Saved {
  workbook: WorkbookModel;
  state: HostState;
}

/** Books take turns at the sources, whose limits hold for all of them together. */
const APART_MS = 10 * 60_000;
let opened = 0;

export class Book {
  private constructor(readonly host: Host) {}

  /** @param from where an earlier one stood; a copy is used */
  static async open(origin: string, from?: Saved, hooks: Partial<HostOptions> = {}): Promise<Book> {
    const { workbook, state } = structuredClone(
      from ?? { workbook: newWorkbook('Book'), state: emptyState() },
    );
    const host = await createHost({
      bundleDir,
      workbook,
      state,
      clock: simulatedClock(Math.max(START, state.clock) + APART_MS * opened++),
      account: 'consumer',
      route: routeTo(origin),
      ...hooks,
    });
    const book = new Book(host);
    if (!from) await book.settle();
    return book;
  }

  /** Keys and settings, as the command line fills them in for the demo. */
  async settle(): Promise<void> {
    const { settings } = await this.call<{ settings: { name: string; dummy: string | null }[] }>(
      'describeSettings',
    );
    const dummies = settings.filter(({ dummy }) => dummy !== null).map(({ name, dummy }) => [name, dummy]);
    await this.call('saveSettings', { ...Object.fromEntries(dummies), IMDB: 'on' });
  }

  async call<T>(name: string, request: object = {}): Promise<T> {
    const { status, value, error } = await this.host.run(name, [JSON.stringify(request)], { kind: 'page' });
    if (status !== 'ok') throw new Error(`${name}: ${status} ${error?.message ?? ''}\n${error?.stack ?? ''}`);
    return JSON.parse(String(value)) as T;
  }

  set(values: Record<string, string>): Promise<unknown> {
    return this.call('saveSettings', values);
  }

  /** A run to its end, execution after execution. */
  async run(step: string, options: object = {}, args?: object): Promise<RunReport> {
    const request = JSON.stringify({ step, options, args, by: 'person' });
    const answer = await this.host.run('startRun', [request], { kind: 'page' });
    if (answer.status === 'ok') {
      const { ok, message } = JSON.parse(String(answer.value)) as { ok: boolean; message: string };
      if (!ok) throw new Error(message);
    }
    for (let i = 0; i < 60; i++) {
      const trigger = this.host.nextTrigger();
      if (!trigger) break;
      await this.host.fire(trigger);
    }
    return this.call<RunReport>('runReport');
  }

  save(): Saved {
    const { workbook, state } = this.host;
    return structuredClone({ workbook, state: { ...state, clock: this.host.options.clock.now() } });
  }

  sheet(name: string): WorkbookModel['sheets'][number] {
    const sheet = this.host.workbook.sheets.find((one) => one.name === name);
    if (!sheet) throw new Error(`no tab ${name}`);
    return sheet;
  }

  rows(tab: string): Row[] {
    const [header = [], ...rest] = this.sheet(tab).cells;
    const names = header.map((cell) => String(cell?.value ?? ''));
    return rest
      .map((line) => Object.fromEntries(names.map((name, i) => [name, String(line?.[i]?.value ?? '')])))
      .filter((row) => Object.values(row).some((value) => value !== ''));
  }

  /** All rows of the data tabs, in an order of their own. */
  data(): string[] {
    return ['ShowInfo', 'CastInfo', 'RealiteaseInfo', 'WWHLinfo', 'FinalList']
      .flatMap((tab) => this.rows(tab).map((row) => `${tab} ${JSON.stringify(row)}`))
      .sort();
  }

  /** Row of the sheet of the first row that fits. */
  place(tab: string, fits: (row: Row) => boolean): number {
    const [header = [], ...rest] = this.sheet(tab).cells;
    const names = header.map((cell) => String(cell?.value ?? ''));
    const at = rest.findIndex((line) =>
      fits(Object.fromEntries(names.map((name, i) => [name, String(line?.[i]?.value ?? '')]))),
    );
    if (at < 0) throw new Error(`no such row in ${tab}`);
    return at + 2;
  }

  /** A column of a person's own at the right end. */
  addColumn(tab: string, header: string): void {
    this.type(tab, 1, (this.sheet(tab).cells[0]?.length ?? 0) + 1, header);
  }

  type(tab: string, row: number, column: string | number, value: string | number): void {
    applyEdit(this.host.workbook, { afterCall: 1, tab, op: 'set', row, column, value }, START);
  }

  delete(tab: string, row: number): void {
    applyEdit(this.host.workbook, { afterCall: 1, tab, op: 'delete', row }, START);
  }

  select(tab: string, row: number, column: string): void {
    const sheet = this.sheet(tab);
    const at = (sheet.cells[0] ?? []).findIndex((cell) => cell?.value === column) + 1;
    Object.assign(this.host.selectionOf(''), {
      sheetId: sheet.id,
      range: { row, column: at, rows: 1, columns: 1 },
    });
  }
}

/** The demo server, a filled workbook, and books that are closed in the end. */
export function useBooks(): {
  filled(): Saved;
  open(from?: Saved, hooks?: Partial<HostOptions>): Promise<Book>;
} {
  let server: Awaited<ReturnType<typeof startDemoServer>>;
  let filled: Saved;
  const books: Book[] = [];
  const open = async (from?: Saved, hooks?: Partial<HostOptions>) => {
    const book = await Book.open(server.origin, from, hooks);
    books.push(book);
    return book;
  };
  beforeAll(async () => {
    server = await startDemoServer({ world: WORLD });
    const book = await open();
    const report = await book.run('all');
    if (report.state !== 'done') throw new Error(`${report.state}: ${report.message}`);
    filled = book.save();
  });
  afterEach(async () => {
    await Promise.all(books.splice(0).map((book) => book.host.close()));
  });
  afterAll(() => server.close());
  return { filled: () => filled, open };
}
