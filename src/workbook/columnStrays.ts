/**
 * Tells which cells a killed execution wrote into other columns than it meant, because a person moved columns in that
 * very moment: they hold what their row was to get elsewhere, and nothing that is their own.
 */
import { tokensOf } from './identity';
import type { SettleParts, TabJournal } from './journal';
import { normaliseCell } from './normalise';
import { holds, writtenOf, type CellRecord } from './provenanceLine';
import { isOtherKind } from './schema';
import { FEW_VALUES, shares } from './strays';
import { isBlank, type Values } from './tableView';
import type { CellValue } from './types';

/** Rows that are looked at for one value: of what many have in common, their others tell more. */
const MOST_ALIKE = 50;
/** What a row has to have in common with a noted one at least. */
const LEAST = 0.3;

/** A row of the note. */
interface Meant {
  /** Rows of the sheet that were aimed at; none if it is a new one. */
  places: readonly number[];
  keys: Values;
  /** What it was to get. */
  cells: Values;
  /** What it held, if that was noted. */
  old: Values | undefined;
  tokens: readonly string[];
  record: ReadonlyMap<string, CellRecord> | undefined;
}

export class ColumnStrays {
  /** Headers of which cells have lost something that is not known. */
  readonly lost = new Set<string>();
  /** Columns of the sheet (from 1) that now are others', by what was to go there. */
  readonly hits = new Map<number, Set<string>>();
  private readonly headers: string[];
  private best: Map<string, { place: number; score: number }> | undefined;
  private readonly alike = new Map<string | number, Meant[]>();

  constructor(
    private readonly entry: TabJournal,
    private readonly parts: SettleParts,
  ) {
    const { bound, view } = parts;
    this.headers = Object.keys(view.tab.columns);
    for (const layout of entry.at ?? [])
      this.headers.forEach((header, i) => {
        const was = layout[i];
        if (was && was !== bound.column(header))
          this.hits.set(was, (this.hits.get(was) ?? new Set()).add(header));
      });
    if (!this.moved) return;
    for (const [places, keys, cells, old] of entry.rows) {
      const held = old
        ? Object.fromEntries(this.headers.map((header, i) => [header, old[i] ?? '']))
        : undefined;
      this.index({ places, keys, cells, old: held && { ...held, ...keys } });
    }
    for (const cells of entry.adds) this.index({ places: [], keys: {}, cells, old: undefined });
  }

  /** Whether anything was to go into rows that were there, at this column. */
  mayHaveHit(column: number): boolean {
    const hit = this.hits.get(column);
    return this.entry.rows.some(([, , cells]) => Object.keys(cells).some((header) => hit?.has(header)));
  }

  /** Whether columns are not where they were. */
  get moved(): boolean {
    return this.hits.size > 0;
  }

  /** What the cells of a row should hold that hold what was meant for other columns. */
  mend(values: Values, place: number): Values {
    if (!this.moved) return {};
    const row = this.ownerOf(values, place);
    if (!row) return this.mendOther(values, place);
    const own = this.straysOf(row, values);
    const ofOthers = this.headers.filter((header) => this.isOfOther(header, values, place, row));
    const strays = [...new Set([...own, ...ofOthers])];
    const isNew = row.places.length === 0;
    const takenOut = (isOurs: (header: string, value: CellValue) => boolean) =>
      Object.fromEntries(
        Object.entries(values)
          .filter(([header, value]) => value !== '' && (strays.includes(header) || isOurs(header, value)))
          .map(([header]) => [header, '']),
      );
    // It comes again as a whole.
    if (
      isNew &&
      (strays.length > 0 || this.wasTakenOut(place)) &&
      !shares(tokensOf(this.key, values), row.tokens)
    )
      return takenOut((header, value) => isOwn(row, header, value));
    // Nothing of its own: a blank row that somebody put there.
    const sent = takenOut((header, value) => row.cells[header] === value);
    const isWhole = Object.entries(values).every(([header, value]) => value === '' || header in sent);
    if (!isNew && isWhole && this.placeOf(row) !== place) return sent;
    const isLost = (header: string) =>
      (values[header] ?? '') === '' &&
      (this.wasBlanked(row, header) || (strays.length > 0 && this.parts.bound.keys.includes(header)));
    return Object.fromEntries(
      [...strays, ...this.headers.filter(isLost)]
        .map((header): [string, CellValue] => [header, this.rightOf(row, header, values)])
        .filter(([header, value]) => value !== (values[header] ?? '')),
    );
  }

  /** Whether a cell is to be blanked: of a column that is none of the add-on's, or what would stay a text among numbers. */
  isStray(values: Values, place: number, column: number, raw: unknown, top: unknown): boolean {
    const hit = this.hits.get(column);
    const row = this.ownerOf(values, place);
    if (!hit || raw === '') return false;
    const header = this.headers.find((name) => this.parts.bound.column(name) === column);
    const value = values[header ?? ''] ?? '';
    if (header && row) return typeof raw !== 'object' && typeof raw !== typeof value && isOwn(row, header, value); // prettier-ignore
    if (header || this.wasMeantForOther(String(raw), column, place, String, row)) return !header;
    if (!row) return false;
    // What stands where it was meant to has not gone astray; nobody has put anything into a column without a name.
    const isAstray = (name: string) =>
      hit.has(name) && (top === '' || this.entry.at?.length !== 1 || !isOwn({ ...row, keys: {}, old: undefined }, name, values[name] ?? '')); // prettier-ignore
    return wasMeant(row, String(raw), isAstray, String);
  }

  /** The same of a row that is not in the note, which has got what was meant for one that is. */
  private mendOther(values: Values, place: number): Values {
    const strays = this.headers.filter((header) => this.isOfOther(header, values, place));
    if (strays.length === 0) return {};
    const image = this.parts.before();
    const rest = { ...values, ...Object.fromEntries(strays.map((header) => [header, ''])) };
    const copied = image?.rows[image.indexOf(tokensOf(this.key, rest))];
    if (!copied) for (const header of strays) this.lost.add(header);
    const right = strays.map((header) => [header, copied?.[header] ?? ''] as const);
    return Object.fromEntries(right.filter(([header, value]) => value !== values[header]));
  }

  /** Whether a cell holds what another row was to get in the column that stood there. */
  private isOfOther(header: string, values: Values, place: number, row?: Meant): boolean {
    const { bound, provenance, view } = this.parts;
    const value = values[header] ?? '';
    const type = view.tab.columns[header]?.type;
    const cell = row ? undefined : provenance.row(view.tab, values)?.cells.get(header);
    const isKnown = row ? isOwn(row, header, value) : cell && holds(cell, value);
    if (value === '' || isKnown || !type) return false;
    return this.wasMeantForOther(value, bound.column(header) ?? 0, place, (sent) => normaliseCell(type, sent, () => ''), row); // prettier-ignore
  }

  private wasMeantForOther(
    value: CellValue,
    column: number,
    place: number,
    read: (cell: CellValue) => CellValue,
    row?: Meant,
  ): boolean {
    const hit = this.hits.get(column);
    const rows = [place, String(value)].flatMap((name) => this.alike.get(name) ?? []);
    const isFew = (header: string) => FEW_VALUES.has(this.parts.view.tab.columns[header]?.type.kind ?? '');
    return rows.some(
      ({ places, cells, tokens }) =>
        places.length > 0 &&
        !(row && shares(tokens, row.tokens)) &&
        Object.entries(cells).some(
          ([header, cell]) =>
            cell !== '' &&
            hit?.has(header) &&
            (!isFew(header) || places.includes(place)) &&
            read(cell) === value,
        ),
    );
  }

  private get key() {
    return this.parts.view.tab.key;
  }

  private index(noted: Pick<Meant, 'places' | 'keys' | 'cells' | 'old'>): void {
    const { provenance, view } = this.parts;
    const whole = { ...noted.keys, ...noted.cells };
    const tokens = [...tokensOf(this.key, noted.keys), ...tokensOf(this.key, whole)];
    const row: Meant = { ...noted, tokens, record: provenance.row(view.tab, whole)?.cells }; // prettier-ignore
    const values = [...Object.values(noted.cells), ...Object.values(noted.keys)].map(String);
    // All of a new row was to come: it is known by the rest of it as well.
    const rest = noted.places.length === 0 ? [...(row.record ?? [])].map(([, { written }]) => written) : [];
    for (const name of new Set<string | number>([...values, ...rest, ...noted.places])) {
      const rows = this.alike.get(name) ?? [];
      if (rows.length < MOST_ALIKE) this.alike.set(name, [...rows, row]);
    }
  }

  /** Whether a row here was to be taken out. */
  private wasTakenOut(place: number): boolean {
    const isBlanked = ({ keys, cells }: Meant) => isBlank(keys) && isBlank(cells);
    return this.alike.get(place)?.some(isBlanked) === true;
  }

  /** Where the row stands that is most like it. */
  private placeOf({ tokens }: Meant): number | undefined {
    const { keyless, rows } = this.parts.view;
    if (!this.best)
      for (const { sheetRow, values } of [...rows, ...keyless]) {
        const { owner, score } = this.claim(values, sheetRow);
        this.best ??= new Map();
        for (const token of owner?.tokens ?? [])
          if (score > (this.best.get(token)?.score ?? 0)) this.best.set(token, { place: sheetRow, score });
      }
    return tokens.map((token) => this.best?.get(token)?.place).find(Boolean);
  }

  private ownerOf(values: Values, place: number): Meant | undefined {
    return isBlank(values) ? undefined : this.claim(values, place).owner;
  }

  private claim(values: Values, place: number): { owner: Meant | undefined; score: number } {
    let owner: Meant | undefined;
    let most = LEAST;
    const filled = Object.values(values).filter((value) => value !== '');
    const names = [place, ...filled.flatMap((value) => [String(value), writtenOf(value, false)])];
    for (const row of new Set(names.flatMap((name) => this.alike.get(name) ?? []))) {
      const score = this.rate(row, values, place);
      if (score > most) [owner, most] = [row, score];
    }
    return { owner, score: most };
  }

  /** How much speaks for it that this is the row; 0 if it is another. */
  private rate(row: Meant, values: Values, place: number): number {
    const strays = this.straysOf(row, values);
    const standing = { ...values, ...Object.fromEntries(strays.map((header) => [header, ''])) };
    const isNamed = shares(tokensOf(this.key, standing), row.tokens);
    let score = (isNamed ? 2 : 0) + (row.places.includes(place) ? LEAST : 0) + strays.length / 2;
    for (const [header, value] of Object.entries(standing)) {
      if (value === '') continue;
      if (isOwn(row, header, value)) score += 1;
      else if (!isNamed && this.parts.bound.keys.includes(header)) return 0;
      else if (row.old || row.record?.has(header)) score -= 1;
    }
    return score;
  }

  /** Headers of cells that hold what was meant for others; what many rows have in common only where it may have gone. */
  private straysOf(row: Meant, values: Values): string[] {
    const { bound, view } = this.parts;
    const { columns } = view.tab;
    const find = (isAny: boolean) =>
      this.headers.filter((header) => {
        const value = values[header] ?? '';
        const type = columns[header]?.type;
        if (value === '' || !type || isOwn(row, header, value)) return false;
        const hit = this.hits.get(bound.column(header) ?? 0);
        const isFrom = (other: string) =>
          other !== header && (isAny || !FEW_VALUES.has(columns[other]?.type.kind ?? '') || hit?.has(other) === true); // prettier-ignore
        return wasMeant(row, value, isFrom, (cell) => normaliseCell(type, cell, () => ''));
      });
    const sure = find(false);
    return sure.length > 0 ? find(true) : sure;
  }

  /** Whether a blank was to go there, or what is taken out at once, since it would stay a text among numbers. */
  private wasBlanked({ cells }: Meant, header: string): boolean {
    const { bound, view } = this.parts;
    const hit = this.hits.get(bound.column(header) ?? 0) ?? [];
    return [...hit].some((other) => cells[other] === '' || (other in cells && isOtherKind(view.tab, other, header))); // prettier-ignore
  }

  private rightOf(row: Meant, header: string, values: Values): CellValue {
    const { cells, keys, old, record, tokens, places } = row;
    const type = this.parts.view.tab.columns[header]?.type;
    const cell = record?.get(header);
    const isNew = places.length === 0;
    const elsewhere = Object.values(values).find((value) => isNew && cell && holds(cell, value));
    if (elsewhere !== undefined && type) return normaliseCell(type, elsewhere, () => '');
    const known = cells[header] ?? keys[header] ?? old?.[header];
    if (known !== undefined || isNew) return known ?? '';
    const image = this.parts.before();
    const copied = image?.rows[image.indexOf(tokens)]?.[header];
    if (copied === undefined) this.lost.add(header);
    return copied ?? '';
  }
}

/** Whether it is what the row held in the column, or was to get. */
function isOwn({ cells, keys, old, record }: Meant, header: string, value: CellValue): boolean {
  const cell = record?.get(header);
  return [cells, keys, old].some((known) => known?.[header] === value) || (cell !== undefined && holds(cell, value)); // prettier-ignore
}

/** Whether the row was to get the value in one of these columns. */
function wasMeant(
  { cells, places, record }: Meant,
  value: CellValue,
  isFrom: (header: string) => boolean,
  read: (cell: CellValue) => CellValue,
): boolean {
  if (Object.entries(cells).some(([header, cell]) => cell !== '' && isFrom(header) && read(cell) === value))
    return true;
  // All of a new row was to come.
  return places.length === 0 && [...(record ?? [])].some(([header, cell]) => isFrom(header) && holds(cell, value)); // prettier-ignore
}
