/** Statements as SPARQL sees them. */

export type Term =
  { kind: 'uri'; value: string } | { kind: 'literal'; value: string; language?: string; datatype?: string };

export const uri = (value: string): Term => ({ kind: 'uri', value });
export const literal = (value: string, language?: string, datatype?: string): Term => ({
  kind: 'literal',
  value,
  ...(language ? { language } : {}),
  ...(datatype ? { datatype } : {}),
});

export const keyOf = (term: Term): string =>
  term.kind === 'uri' ? `<${term.value}>` : `"${term.value}"${term.language ? `@${term.language}` : ''}`;

interface Statement {
  subject: Term;
  object: Term;
}

/** All statements, found by predicate and by either end. */
export class TripleStore {
  private readonly byPredicate = new Map<string, Statement[]>();
  private readonly bySubject = new Map<string, Statement[]>();
  private readonly byObject = new Map<string, Statement[]>();

  add(subject: Term, predicate: string, object: Term): void {
    const statement = { subject, object };
    const put = (map: Map<string, Statement[]>, key: string) => {
      const list = map.get(key);
      if (list) list.push(statement);
      else map.set(key, [statement]);
    };
    put(this.byPredicate, predicate);
    put(this.bySubject, `${predicate} ${keyOf(subject)}`);
    put(this.byObject, `${predicate} ${keyOf(object)}`);
  }

  find(predicate: string, subject: Term | undefined, object: Term | undefined): Statement[] {
    if (subject) {
      const own = this.bySubject.get(`${predicate} ${keyOf(subject)}`) ?? [];
      return object ? own.filter((statement) => keyOf(statement.object) === keyOf(object)) : own;
    }
    if (object) return this.byObject.get(`${predicate} ${keyOf(object)}`) ?? [];
    return this.byPredicate.get(predicate) ?? [];
  }
}
