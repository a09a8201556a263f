/** Wikidata: `query.wikidata.org/sparql` and `www.wikidata.org/w/api.php` (sources.md §3). */
import { expand, select, SparqlError } from '../sparql';
import { keyOf, literal, TripleStore, uri, type Term } from '../triples';
import { json, parameters, plain, type DemoReply, type DemoRequest } from '../wire';
import type { Rank, WikidataItem, WikidataValue, World } from '../world';

const ENTITY = 'http://www.wikidata.org/entity/';
const RANKS: Record<Rank, string> = {
  preferred: 'wikibase:PreferredRank',
  normal: 'wikibase:NormalRank',
  deprecated: 'wikibase:DeprecatedRank',
};

const stores = new WeakMap<World, TripleStore>();

export function wikidata(request: DemoRequest, world: World): DemoReply {
  const agent = `${request.headers['user-agent'] ?? ''} ${request.headers['api-user-agent'] ?? ''}`;
  if (!/@|https?:\/\//.test(agent.replace(/https:\/\/script\.google\.com/g, '')))
    return plain('Please set a User-Agent that names the operator of this program.', 403);
  if (request.host === 'query.wikidata.org' && request.path === '/sparql') return sparql(request, world);
  if (request.host === 'www.wikidata.org' && request.path === '/w/api.php') return entities(request, world);
  return plain('Not Found', 404);
}

function sparql(request: DemoRequest, world: World): DemoReply {
  const query = parameters(request).get('query') ?? '';
  if (query === '') return plain('Not writable.', 405);
  try {
    const { variables, rows } = select(storeOf(world), query);
    const bindings = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, term]) => [name, shown(term)])),
    );
    return json({ head: { vars: variables }, results: { bindings } }, 200, {
      'content-type': 'application/sparql-results+json;charset=utf-8',
    });
  } catch (error) {
    if (error instanceof SparqlError) return plain(`MalformedQueryException: ${error.message}`, 400);
    throw error;
  }
}

function shown(term: Term): Record<string, string> {
  if (term.kind === 'uri') return { type: 'uri', value: term.value };
  return {
    type: 'literal',
    ...(term.language ? { 'xml:lang': term.language } : {}),
    ...(term.datatype ? { datatype: term.datatype } : {}),
    value: term.value,
  };
}

function storeOf(world: World): TripleStore {
  let store = stores.get(world);
  if (!store) {
    store = new TripleStore();
    for (const item of world.wikidata.values()) addItem(store, item);
    stores.set(world, store);
  }
  return store;
}

const dateTime = (day: string): Term => literal(`${day}T00:00:00Z`, undefined, expand('xsd:dateTime'));

function termOf(value: WikidataValue): Term | null {
  switch (value.kind) {
    case 'text':
      return literal(value.text);
    case 'item':
      return uri(ENTITY + value.item);
    case 'time':
      return dateTime(value.day);
    case 'named':
      return literal(value.text, value.language);
    case 'unknown':
      return null;
  }
}

function addItem(store: TripleStore, item: WikidataItem): void {
  const subject = uri(ENTITY + item.id);
  store.add(subject, expand('rdfs:label'), literal(item.label, 'en'));
  for (const alias of item.aliases) store.add(subject, expand('skos:altLabel'), literal(alias, 'en'));
  for (const [property, claims] of Object.entries(item.claims)) {
    const best = claims.some((claim) => claim.rank === 'preferred') ? 'preferred' : 'normal';
    claims.forEach(({ value, rank }, index) => {
      const term = termOf(value);
      const statement = uri(`${ENTITY}statement/${item.id}-${property}-${index}`);
      store.add(subject, expand(`p:${property}`), statement);
      store.add(statement, expand('wikibase:rank'), uri(expand(RANKS[rank])));
      if (!term) return;
      store.add(statement, expand(`ps:${property}`), term);
      if (rank === best) store.add(subject, expand(`wdt:${property}`), term);
      if (value.kind !== 'time') return;
      const node = uri(
        `http://www.wikidata.org/value/${keyOf(statement).length}-${item.id}-${property}-${index}`,
      );
      store.add(statement, expand(`psv:${property}`), node);
      store.add(node, expand('wikibase:timeValue'), term);
      store.add(
        node,
        expand('wikibase:timePrecision'),
        literal(String(value.precision), undefined, expand('xsd:integer')),
      );
    });
  }
}

function entities(request: DemoRequest, world: World): DemoReply {
  const asked = parameters(request);
  const ids = (asked.get('ids') ?? '').split('|').filter(Boolean);
  if (asked.get('action') !== 'wbgetentities' || ids.length === 0 || ids.length > 50)
    return json({ error: { code: 'badvalue', info: 'Unrecognized value or too many ids.' } });
  const found = ids.map((id) => {
    const item = world.wikidata.get(id);
    return [id, item ? entity(item) : { id, missing: '' }];
  });
  return json({ entities: Object.fromEntries(found), success: 1 });
}

function entity(item: WikidataItem): unknown {
  const claims = Object.entries(item.claims).map(([property, list]) => [
    property,
    list.map(({ value, rank }) => ({ mainsnak: snak(property, value), type: 'statement', rank })),
  ]);
  return {
    type: 'item',
    id: item.id,
    labels: { en: { language: 'en', value: item.label } },
    claims: Object.fromEntries(claims),
  };
}

function snak(property: string, value: WikidataValue): unknown {
  if (value.kind === 'unknown') return { snaktype: 'somevalue', property };
  const data =
    value.kind === 'text'
      ? { value: value.text, type: 'string' }
      : value.kind === 'item'
        ? { value: { 'entity-type': 'item', id: value.item }, type: 'wikibase-entityid' }
        : value.kind === 'named'
          ? { value: { text: value.text, language: value.language }, type: 'monolingualtext' }
          : { value: { time: `+${value.day}T00:00:00Z`, precision: value.precision }, type: 'time' };
  return { snaktype: 'value', property, datavalue: data };
}
