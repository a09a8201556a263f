/**
 * What a tab is: its columns with their types, aliases and ownership, and the key of its rows.
 * Reader, writer, validation, look, quality checks and the documentation follow from these.
 */

/** `own`: refreshed freely; `fill`: filled when blank; `manual`: a person's, never written. */
export type Ownership = 'own' | 'fill' | 'manual';

export type CellType =
  | { kind: 'text' }
  | { kind: 'integer' }
  /** An integer, or `**` for "looked up and not found". */
  | { kind: 'count' }
  | { kind: 'id'; id: IdKind }
  /** Text `YYYY-MM-DD`. */
  | { kind: 'day' }
  /** Text `MM/DD/YYYY`. */
  | { kind: 'usDay' }
  /** Several texts joined by `, ` (rules/lists.ts). `of`: what each one is. */
  | { kind: 'list'; of: 'text' | IdKind }
  /** Ascending numbers `1, 2, 5`, or `**`. */
  | { kind: 'seasons' }
  | { kind: 'choice'; values: readonly string[] }
  | { kind: 'url' };

export type IdKind = 'imdbTitle' | 'imdbName' | 'tmdb' | 'tvdb' | 'wikidata' | 'episode';

export interface Column {
  readonly aliases: readonly string[];
  readonly type: CellType;
  readonly rule: Ownership;
  /** An `own` cell that a person has typed over is theirs. */
  readonly keepsEdits: boolean;
  /** One line for the documentation and the header's note. */
  readonly help: string;
  /** Pixels in a fresh workbook. */
  readonly width: number;
  /** Address that an id of this column is put behind to get its page; empty if the kind of id tells. */
  readonly page: string;
}

export interface Tab<N extends string, C extends Record<string, Column>> {
  readonly name: N;
  readonly columns: C;
  readonly key: KeySpec;
  readonly help: string;
}

/**
 * How rows are told apart. Every dimension (a show, a person, an episode) is known by any of its
 * alternatives; an alternative is one or more columns that must all be filled. `fallback`: a column
 * by which a row is known while all alternatives of all dimensions are blank.
 */
export interface KeySpec {
  readonly dimensions: readonly (readonly (readonly string[])[])[];
  readonly fallback?: { column: string; normalise: (value: string) => string };
}

export type AnyTab = Tab<string, Record<string, Column>>;
export type Header<T extends AnyTab> = Extract<keyof T['columns'], string>;

type ValueOf<C extends Column> = C['type'] extends { kind: 'integer' }
  ? number | ''
  : C['type'] extends { kind: 'count' }
    ? number | '' | '**'
    : string;
export type RowOf<T extends AnyTab> = { [H in Header<T>]: ValueOf<T['columns'][H]> };

type Extra = Partial<Pick<Column, 'aliases' | 'keepsEdits' | 'help' | 'width' | 'page'>>;

function column<T extends CellType>(type: T, rule: Ownership, extra: Extra = {}): Column & { type: T } {
  return { aliases: [], keepsEdits: false, help: '', width: 120, page: '', ...extra, type, rule };
}

export const text = (rule: Ownership, extra?: Extra) => column({ kind: 'text' }, rule, extra);
export const integer = (rule: Ownership, extra?: Extra) => column({ kind: 'integer' }, rule, extra);
export const count = (rule: Ownership, extra?: Extra) => column({ kind: 'count' }, rule, extra);
export const id = (kind: IdKind, rule: Ownership, extra?: Extra) =>
  column({ kind: 'id', id: kind }, rule, extra);
export const day = (rule: Ownership, extra?: Extra) => column({ kind: 'day' }, rule, extra);
export const usDay = (rule: Ownership, extra?: Extra) => column({ kind: 'usDay' }, rule, extra);
export const list = (of: 'text' | IdKind, rule: Ownership, extra?: Extra) =>
  column({ kind: 'list', of }, rule, extra);
export const seasons = (rule: Ownership, extra?: Extra) => column({ kind: 'seasons' }, rule, extra);
export const choice = (values: readonly string[], rule: Ownership, extra?: Extra) =>
  column({ kind: 'choice', values }, rule, extra);
export const url = (rule: Ownership, extra?: Extra) => column({ kind: 'url' }, rule, extra);

export function tab<N extends string, C extends Record<string, Column>>(
  name: N,
  help: string,
  columns: C,
  key: KeySpec,
): Tab<N, C> {
  return { name, help, columns, key };
}

/** True for columns whose cells are plain text (number format `@`). */
export function isTextColumn(c: Column): boolean {
  return c.type.kind !== 'integer' && c.type.kind !== 'count';
}

/** Whether one of the columns holds text and the other numbers. */
export function isOtherKind({ columns }: AnyTab, one: string, other: string): boolean {
  const [a, b] = [columns[one], columns[other]];
  return a !== undefined && b !== undefined && isTextColumn(a) !== isTextColumn(b);
}
