/** Finds rows again in a sheet that people move them about in: who stands where, and which rows are gone. */
import { spansOf, type BoundTab } from './boundTab';
import { contradicts, tokensOf } from './identity';
import type { Ledger } from './ledger';
import { likeness, pairRows, type Sighting } from './pairing';
import { isBlank, type TableView, type Values, type ViewRow } from './tableView';

/** How many rows above and below the last known one are looked at when rows are added there. */
const SLACK = 10;

/** Cells that a row without an id has to share with a new one to be taken for a part of it. */
const LEAST_OF_A_STUB = 3;

export class RowFinder {
  /** The last row of the sheet with content, as it was last seen. */
  bottom = 1;
  private readonly headers: readonly string[];
  private stubs: Sighting[] | undefined;

  constructor(
    private readonly bound: BoundTab,
    private readonly view: TableView,
    private readonly ledger: Ledger,
  ) {
    this.headers = bound.headers;
  }

  /** Rows by their place, in at most so many reads. */
  readSpans(rows: readonly number[], most: number): Map<number, Values> {
    const byPlace = new Map<number, Values>();
    for (const span of spansOf(rows, most))
      this.bound.read(span, this.headers).forEach((values, i) => byPlace.set(span.row + i, values));
    return byPlace;
  }

  /**
   * Reads the whole tab; memory follows it.
   * @param adding rows that are not expected to stand in the sheet yet
   * @returns rows that are gone (they stay in the view), and those of `adding` that do not stand there
   */
  survey(adding: readonly ViewRow[]): { missing: ViewRow[]; adding: ViewRow[] } {
    const { ledger, view } = this;
    const awaited = new Set(adding);
    const seen = this.bound.readAll().map((values, i): Sighting => ({ place: i + 2, values }));
    this.bottom = seen.length + 1;
    const pairs = pairRows<ViewRow>(
      view.tab,
      {
        rows: [...view.rows, ...view.keyless, ...ledger.strangers],
        placeOf: (row) => row.sheetRow,
        holds: (row) => ledger.holds(row),
        goalsOf: (row) => ledger.goalsOf(row),
        wasWritten: (header, value) => ledger.wasWritten(header, value),
        isNew: (row) => awaited.has(row),
      },
      seen,
    );
    for (const [{ place, values }, row] of pairs) {
      row.sheetRow = place;
      if (awaited.has(row)) ledger.arrived(row, values);
      else ledger.absorb(row, values);
    }
    const there = new Set(pairs.values());
    const waiting = adding.filter((row) => !there.has(row));
    for (const stranger of ledger.strangers) if (!there.has(stranger)) ledger.drop(stranger);
    const missing = [...view.rows, ...view.keyless].filter(
      (row) => !there.has(row) && !waiting.includes(row),
    );
    for (const sighting of seen) if (!pairs.has(sighting)) this.takeIn(sighting);
    return { missing, adding: waiting };
  }

  /** A row that nobody knew: a person's, or a blank one that got cells meant for another, or a part of a new one. */
  private takeIn({ place, values }: Sighting): void {
    if (isBlank(values)) return;
    const { ledger } = this;
    const filled = Object.entries(values).filter(([, value]) => value !== '');
    const isWritten = filled.every(([header, value]) => ledger.wasWritten(header, value));
    if (!isWritten && this.view.insert(values, place)) return;
    if (isWritten || filled.every(([header, value]) => ledger.wasAdded(header, value)))
      ledger.landedInStranger(place, values, Object.fromEntries(filled));
    else this.view.keep(values, place);
  }

  /** The row that stands where cells were written, told by what was not written over. */
  occupant(row: ViewRow, now: Values, cells: Values): ViewRow | undefined {
    const { key } = this.view.tab;
    const rest = this.headers.filter((header) => !(header in cells));
    if (rest.every((header) => (now[header] ?? '') === '')) return undefined;
    const isIt = (candidate: ViewRow) => this.agree(now, this.ledger.holds(candidate), rest);
    if (isIt(row)) return row;
    const alike = [...this.view.rows, ...this.view.keyless, ...this.ledger.strangers].find(isIt);
    if (alike) return alike;
    const under = Object.fromEntries(rest.map((header) => [header, now[header] ?? '']));
    const tokens = new Set(tokensOf(key, under));
    const shares = (candidate: ViewRow) =>
      tokensOf(key, this.ledger.holds(candidate)).some((token) => tokens.has(token));
    if (shares(row) && !contradicts(key, row.values, under)) return row;
    const named = tokens.size > 0 ? this.view.rows.find(shares) : undefined;
    return named ?? this.likest(now, rest);
  }

  /** The row that most of these cells speak for: a person typed into it in the same moment. */
  private likest(now: Values, headers: readonly string[]): ViewRow | undefined {
    let best: ViewRow | undefined;
    let most = 0;
    for (const row of this.view.rows) {
      const { same, other } = likeness(headers, now, this.ledger.holds(row));
      if (same - other <= most) continue;
      best = row;
      most = same - other;
    }
    return best;
  }

  /** What people typed into other rows since the tab was read, as far as it was seen: it is theirs if anything lands there. */
  takeTyping(seen: ReadonlyMap<number, Values>, except: ReadonlySet<ViewRow>): void {
    for (const row of this.view.rows) {
      const now = seen.get(row.sheetRow);
      if (!now || except.has(row) || this.agree(now, row.values) || !this.isSame(row.values, now)) continue;
      this.view.update(row, now);
    }
  }

  /**
   * A row without an id that says nothing but what this new row does: a part of it that a killed execution left, or
   * that a person began. Nobody else gets it.
   */
  takeStub(cells: Readonly<Values>): Sighting | undefined {
    this.stubs ??= this.readKeyless();
    const ids = new Set(this.view.tab.key.dimensions.flat(2));
    const stub = this.stubs.find(({ values }) => {
      const filled = Object.entries(values).filter(([, value]) => value !== '');
      // An id says as much as any other cell: where a person's column stands among the ids, only some of them may have landed.
      const least = filled.some(([header]) => ids.has(header)) ? LEAST_OF_A_STUB - 1 : LEAST_OF_A_STUB;
      return filled.length >= least && filled.every(([header, value]) => cells[header] === value);
    });
    if (!stub) return undefined;
    this.stubs = this.stubs.filter((one) => one !== stub);
    this.view.keyless = this.view.keyless.filter(({ sheetRow }) => sheetRow !== stub.place);
    return stub;
  }

  private readKeyless(): Sighting[] {
    const places = this.view.keyless.map(({ sheetRow }) => sheetRow);
    const seen = this.readSpans(places, 1);
    return places.map((place) => ({ place, values: seen.get(place) ?? {} }));
  }

  /** Places about the last known row. */
  tail(): number[] {
    const last = this.view.rows.reduce((most, row) => Math.max(most, row.sheetRow), 1);
    const first = Math.max(2, last - SLACK);
    const end = Math.min(last + SLACK, this.bound.maxRows());
    return Array.from({ length: Math.max(0, end - first + 1) }, (_, i) => first + i);
  }

  /** Whether the rows about the bottom are those that are known, and end there. */
  isBottom(tail: readonly number[], seen: ReadonlyMap<number, Values>): boolean {
    const first = tail[0] ?? 2;
    const known = new Map<number, ViewRow>();
    for (const row of this.view.rows) if (row.sheetRow >= first) known.set(row.sheetRow, row);
    const filled = tail.filter((place) => !isBlank(seen.get(place) ?? {}));
    this.bottom = filled[filled.length - 1] ?? Math.max(1, first - 1);
    return tail.every((place) => {
      const row = known.get(place);
      const now = seen.get(place) ?? {};
      return row ? this.isSame(row.values, now) : tokensOf(this.view.tab.key, now).length === 0;
    });
  }

  /** Whether two records hold the same in these columns. */
  agree(a: Values, b: Values, headers = this.headers): boolean {
    return headers.every((header) => (a[header] ?? '') === (b[header] ?? ''));
  }

  /** Whether both are the same row, going by their ids. */
  isSame(a: Values, b: Values): boolean {
    const { key } = this.view.tab;
    const names = new Set(tokensOf(key, a));
    return tokensOf(key, b).some((token) => names.has(token)) && !contradicts(key, a, b);
  }
}
