/**
 * The part of SPARQL that a program which looks things up needs: SELECT with VALUES, triple patterns
 * (`;`, `,`, `[ … ]`, paths with `/`), OPTIONAL, UNION, FILTER and BIND. What it does not know it refuses.
 */
import { keyOf, literal, uri, type Term, type TripleStore } from './triples';

export class SparqlError extends Error {}

export type Binding = Record<string, Term>;

const PREFIXES: Record<string, string> = {
  wd: 'http://www.wikidata.org/entity/',
  wdt: 'http://www.wikidata.org/prop/direct/',
  p: 'http://www.wikidata.org/prop/',
  ps: 'http://www.wikidata.org/prop/statement/',
  psv: 'http://www.wikidata.org/prop/statement/value/',
  wikibase: 'http://wikiba.se/ontology#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

export const expand = (name: string): string => {
  const colon = name.indexOf(':');
  const base = PREFIXES[name.slice(0, colon)];
  if (base === undefined) throw new SparqlError(`unknown prefix in ${name}`);
  return base + name.slice(colon + 1);
};

const TOKEN =
  /\s+|#[^\n]*|(<[^>\s]*>|\?\w+|"(?:[^"\\]|\\.)*"(?:@[a-z-]+|\^\^\S+?(?=[\s.;)]))?|\w+:[\w-]+|[A-Za-z_]\w*|\d+(?:\.\d+)?|!=|<=|>=|&&|\|\||[{}()[\].;,=<>!/*+-])/gy;

function tokens(query: string): string[] {
  const list: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < query.length) {
    const match = TOKEN.exec(query);
    if (!match) throw new SparqlError('the query cannot be read');
    if (match[1] !== undefined) list.push(match[1]);
  }
  return list;
}

type Slot = { variable: string } | { term: Term };
type Expression = (binding: Binding) => Term | undefined;

type Pattern =
  | { kind: 'triple'; subject: Slot; path: string[]; object: Slot }
  | { kind: 'optional'; group: Pattern[] }
  | { kind: 'union'; groups: Pattern[][] }
  | { kind: 'filter'; test: Expression }
  | { kind: 'bind'; variable: string; value: Expression }
  | { kind: 'values'; rows: Binding[] };

const TRUE = literal('true');
const FALSE = literal('false');
const isTrue = (term: Term | undefined): boolean =>
  term !== undefined && term.value !== 'false' && term.value !== '';

class Parser {
  private at = 0;
  private hidden = 0;
  private readonly list: string[];

  constructor(query: string) {
    this.list = tokens(query);
  }

  query(): { variables: string[]; distinct: boolean; where: Pattern[]; limit: number } {
    while (this.isWord('PREFIX')) this.at += 3;
    this.expectWord('SELECT');
    const distinct = this.takeWord('DISTINCT');
    const variables: string[] = [];
    while (this.peek().startsWith('?')) variables.push(this.next().slice(1));
    if (this.peek() === '*') this.next();
    this.takeWord('WHERE');
    const where = this.group();
    const limit = this.takeWord('LIMIT') ? Number(this.next()) : Infinity;
    if (this.at < this.list.length) throw new SparqlError(`not expected: ${this.peek()}`);
    return { variables, distinct, where, limit };
  }

  private group(): Pattern[] {
    this.expect('{');
    const patterns: Pattern[] = [];
    while (this.peek() !== '}') patterns.push(...this.pattern());
    this.next();
    return patterns;
  }

  private pattern(): Pattern[] {
    if (this.peek() === '.') {
      this.next();
      return [];
    }
    if (this.peek() === '{') return [this.union()];
    if (this.takeWord('OPTIONAL')) return [{ kind: 'optional', group: this.group() }];
    if (this.takeWord('FILTER')) return [{ kind: 'filter', test: this.primary() }];
    if (this.takeWord('VALUES')) return [this.values()];
    if (this.takeWord('BIND')) return [this.bind()];
    if (this.takeWord('SERVICE')) {
      this.next();
      this.skipGroup();
      return [];
    }
    return this.triples();
  }

  private union(): Pattern {
    const groups = [this.group()];
    while (this.takeWord('UNION')) groups.push(this.group());
    return { kind: 'union', groups };
  }

  private skipGroup(): void {
    let depth = 0;
    do {
      const token = this.next();
      if (token === '{') depth++;
      else if (token === '}') depth--;
    } while (depth > 0);
  }

  private values(): Pattern {
    const variables: string[] = [];
    const several = this.peek() === '(';
    if (several) this.next();
    while (this.peek().startsWith('?')) variables.push(this.next().slice(1));
    if (several) this.expect(')');
    this.expect('{');
    const rows: Binding[] = [];
    while (this.peek() !== '}') {
      if (several) this.expect('(');
      const row: Binding = {};
      for (const variable of variables) row[variable] = this.term();
      if (several) this.expect(')');
      rows.push(row);
    }
    this.next();
    return { kind: 'values', rows };
  }

  private bind(): Pattern {
    this.expect('(');
    const value = this.expression();
    this.expectWord('AS');
    const variable = this.next().slice(1);
    this.expect(')');
    return { kind: 'bind', variable, value };
  }

  private triples(): Pattern[] {
    const patterns: Pattern[] = [];
    const subject = this.slot(patterns);
    this.properties(subject, patterns);
    return patterns;
  }

  private properties(subject: Slot, patterns: Pattern[]): void {
    for (;;) {
      const path = [this.predicate()];
      while (this.peek() === '/') {
        this.next();
        path.push(this.predicate());
      }
      do {
        // What a bracket says comes after the way to it: looked for on its own it would be half the store.
        const within: Pattern[] = [];
        const object = this.slot(within);
        patterns.push({ kind: 'triple', subject, path, object }, ...within);
      } while (this.take(','));
      if (!this.take(';')) return;
      if (this.peek() === '.' || this.peek() === '}' || this.peek() === ']') return;
    }
  }

  private slot(patterns: Pattern[]): Slot {
    if (this.peek().startsWith('?')) return { variable: this.next().slice(1) };
    if (!this.take('[')) return { term: this.term() };
    const slot = { variable: ` ${this.hidden++}` };
    this.properties(slot, patterns);
    this.expect(']');
    return slot;
  }

  private predicate(): string {
    const token = this.next();
    return token.startsWith('<') ? token.slice(1, -1) : expand(token);
  }

  private term(): Term {
    const token = this.next();
    if (token.startsWith('<')) return uri(token.slice(1, -1));
    const text = /^"((?:[^"\\]|\\.)*)"(?:@([a-z-]+))?/.exec(token);
    if (text) return literal((text[1] ?? '').replace(/\\(.)/g, '$1'), text[2]);
    if (/^\d/.test(token)) return literal(token);
    if (/^\w+:[\w-]+$/.test(token)) return uri(expand(token));
    throw new SparqlError(`no value: ${token}`);
  }

  private expression(): Expression {
    let left = this.conjunction();
    while (this.take('||')) {
      const [a, b] = [left, this.conjunction()];
      left = (binding) => (isTrue(a(binding)) || isTrue(b(binding)) ? TRUE : FALSE);
    }
    return left;
  }

  private conjunction(): Expression {
    let left = this.comparison();
    while (this.take('&&')) {
      const [a, b] = [left, this.comparison()];
      left = (binding) => (isTrue(a(binding)) && isTrue(b(binding)) ? TRUE : FALSE);
    }
    return left;
  }

  private comparison(): Expression {
    const left = this.primary();
    const operator = this.peek();
    if (!['=', '!=', '<', '>', '<=', '>='].includes(operator)) return left;
    this.next();
    const right = this.primary();
    return (binding) => {
      const [a, b] = [left(binding), right(binding)];
      if (!a || !b) return undefined;
      return compare(a, b, operator) ? TRUE : FALSE;
    };
  }

  private primary(): Expression {
    if (this.take('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (this.take('!')) {
      const inner = this.primary();
      return (binding) => (isTrue(inner(binding)) ? FALSE : TRUE);
    }
    const token = this.peek();
    if (token.startsWith('?')) {
      const variable = this.next().slice(1);
      return (binding) => binding[variable];
    }
    if (/^[A-Z]+$/i.test(token)) return this.call();
    const term = this.term();
    return () => term;
  }

  private call(): Expression {
    const name = this.next().toUpperCase();
    this.expect('(');
    const of: Expression[] = [];
    while (!this.take(')')) {
      of.push(this.expression());
      this.take(',');
    }
    const [first = () => undefined, second = () => undefined] = of;
    switch (name) {
      case 'LANG':
        return (binding) => {
          const term = first(binding);
          return term && literal(term.kind === 'literal' ? (term.language ?? '') : '');
        };
      case 'STR':
        return (binding) => {
          const term = first(binding);
          return term && literal(term.value);
        };
      case 'BOUND':
        return (binding) => (first(binding) ? TRUE : FALSE);
      case 'STRSTARTS':
        return (binding) => (first(binding)?.value.startsWith(second(binding)?.value ?? '') ? TRUE : FALSE);
      default:
        throw new SparqlError(`unknown function ${name}`);
    }
  }

  private peek(): string {
    return this.list[this.at] ?? '';
  }

  private next(): string {
    const token = this.list[this.at++];
    if (token === undefined) throw new SparqlError('the query ends too early');
    return token;
  }

  private take(token: string): boolean {
    if (this.peek() !== token) return false;
    this.at++;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw new SparqlError(`expected ${token}, got ${this.peek()}`);
  }

  private isWord(word: string): boolean {
    return this.peek().toUpperCase() === word;
  }

  private takeWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.at++;
    return true;
  }

  private expectWord(word: string): void {
    if (!this.takeWord(word)) throw new SparqlError(`expected ${word}, got ${this.peek()}`);
  }
}

function compare(a: Term, b: Term, operator: string): boolean {
  const numbers = /^-?\d+(?:\.\d+)?$/.test(a.value) && /^-?\d+(?:\.\d+)?$/.test(b.value);
  if (operator === '=') return numbers ? Number(a.value) === Number(b.value) : keyOf(a) === keyOf(b);
  if (operator === '!=') return numbers ? Number(a.value) !== Number(b.value) : keyOf(a) !== keyOf(b);
  const order = numbers
    ? Number(a.value) - Number(b.value)
    : a.value < b.value
      ? -1
      : a.value > b.value
        ? 1
        : 0;
  if (operator === '<') return order < 0;
  if (operator === '>') return order > 0;
  return operator === '<=' ? order <= 0 : order >= 0;
}

/** Rows of the answer; throws SparqlError for what it cannot read. */
export function select(store: TripleStore, query: string): { variables: string[]; rows: Binding[] } {
  const { variables, distinct, where, limit } = new Parser(query).query();
  let rows = solve(store, where, [{}]);
  if (variables.length > 0) rows = rows.map((row) => only(row, variables));
  if (distinct) rows = [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
  return { variables, rows: rows.slice(0, limit) };
}

function only(row: Binding, variables: readonly string[]): Binding {
  return Object.fromEntries(variables.flatMap((name) => (row[name] ? [[name, row[name]]] : [])));
}

function solve(store: TripleStore, group: readonly Pattern[], start: Binding[]): Binding[] {
  // Filters hold for the whole group, wherever they stand in it.
  const filters = group.filter((pattern) => pattern.kind === 'filter');
  let rows = start;
  for (const pattern of group) rows = step(store, pattern, rows);
  return rows.filter((row) =>
    filters.every((filter) => filter.kind !== 'filter' || isTrue(filter.test(row))),
  );
}

function step(store: TripleStore, pattern: Pattern, rows: Binding[]): Binding[] {
  switch (pattern.kind) {
    case 'filter':
      return rows;
    case 'values':
      return rows.flatMap((row) => pattern.rows.flatMap((values) => joined(row, values)));
    case 'bind':
      return rows.map((row) => {
        const value = pattern.value(row);
        return value ? { ...row, [pattern.variable]: value } : row;
      });
    case 'union':
      return pattern.groups.flatMap((group) => solve(store, group, rows));
    case 'optional':
      return rows.flatMap((row) => {
        const found = solve(store, pattern.group, [row]);
        return found.length > 0 ? found : [row];
      });
    case 'triple':
      return rows.flatMap((row) => triple(store, row, pattern.subject, pattern.path, pattern.object));
  }
}

function joined(row: Binding, values: Binding): Binding[] {
  for (const [name, value] of Object.entries(values)) {
    const own = row[name];
    if (own && keyOf(own) !== keyOf(value)) return [];
  }
  return [{ ...row, ...values }];
}

const termOf = (slot: Slot, row: Binding): Term | undefined =>
  'term' in slot ? slot.term : row[slot.variable];

function triple(
  store: TripleStore,
  row: Binding,
  subject: Slot,
  path: readonly string[],
  object: Slot,
): Binding[] {
  const [first, ...rest] = path;
  if (first === undefined) return [row];
  if (rest.length > 0) {
    const middles = store.find(first, termOf(subject, row), undefined);
    return middles.flatMap((statement) =>
      triple(store, bound(row, subject, statement.subject), { term: statement.object }, rest, object),
    );
  }
  return store
    .find(first, termOf(subject, row), termOf(object, row))
    .map((statement) => bound(bound(row, subject, statement.subject), object, statement.object));
}

function bound(row: Binding, slot: Slot, term: Term): Binding {
  return 'variable' in slot ? { ...row, [slot.variable]: term } : row;
}
