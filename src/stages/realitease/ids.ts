/**
 * realitease.ids: the id that a row lacks. TMDb: credits of the person's shows first (no request),
 * then Wikidata, TMDb's /find, and a search by name that the person's TV credits confirm. IMDb: Wikidata
 * here; TMDb's own external ids come with the answer that realitease.bio asks for.
 */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { tmdbFindPerson, tmdbPersonShows, tmdbSearchPerson } from '../../services/tmdb';
import type { Question } from '../../services/types';
import { wikidataPersonByImdb, wikidataPersonByTmdb } from '../../services/wikidata';
import { realiteaseInfo, showInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { Waiting } from '../common/answers';
import { conflict } from '../common/changes';
import { selectRows } from '../common/select';
import { validId } from '../common/shows';
import { sendAhead } from './ahead';
import { candidatesOf, knownId, preloadIds, verdict, type KnownId, type PersonRow } from './knownIds';

/** The looks of these answers are this step's own: bio looks at the same ones. */
const AS = 'ids';

export const ids: Step = {
  id: 'realitease.ids',
  title: 'Missing ids',
  input: realiteaseInfo,
  tabs: [showInfo, realiteaseInfo],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const rows = selectRows(context, context.table(realiteaseInfo).rows);
  const byHandle = new Map(rows.map((row) => [String(row.handle), row]));
  sendAhead(context);
  preloadIds(context, rows);
  const items = rows.filter((row) => isDue(context, row)).map((row) => String(row.handle));
  return {
    items: items.slice(0, Number.isFinite(context.remaining) ? context.remaining : undefined),
    size: 250,
    batch: (handles) =>
      batch(
        context,
        handles.flatMap((handle) => byHandle.get(handle) ?? []),
      ),
  };
}

function isDue(context: StepContext, row: PersonRow): boolean {
  const { CastIMDbID: imdbId, CastTMDbID: tmdbId, CastName: name } = row.values;
  const lacking = lacks(row);
  if (lacking === null) return false;
  const known = knownId(context, row);
  if (known !== null && verdict(row, known) === 'fill') return true;
  if (lacking === 'CastIMDbID') return context.due(wikidataPersonByTmdb, tmdbId, AS);
  return (
    context.due(wikidataPersonByImdb, imdbId, AS) ||
    context.due(tmdbFindPerson, imdbId) ||
    (name !== '' && context.due(tmdbSearchPerson, name)) ||
    (known === null && candidatesOf(context, row).some((id) => context.due(tmdbPersonShows, id)))
  );
}

/** The blank id of a row whose other one can be asked by. */
function lacks({ values }: PersonRow): 'CastTMDbID' | 'CastIMDbID' | null {
  if (values.CastIMDbID && values.CastTMDbID) return null;
  if (validId('imdbName', values.CastIMDbID)) return 'CastTMDbID';
  return validId('tmdb', values.CastTMDbID) ? 'CastIMDbID' : null;
}

function batch(context: StepContext, rows: readonly PersonRow[]): Outcome {
  const waiting = new Waiting();
  const unsure = new Set<PersonRow>();
  const lackTmdb = rows.filter((row) => lacks(row) === 'CastTMDbID');
  const lackImdb = rows.filter((row) => lacks(row) === 'CastIMDbID');
  /** Asks about the rows that are still without an id; what fails keeps its row waiting. */
  const ask = (open: readonly PersonRow[], asks: (rows: readonly PersonRow[]) => RowAsk[]) => {
    const pending = open.filter((row) => !unsure.has(row) && knownId(context, row) === null);
    const list = asks(pending);
    const answers = context.ask(
      ...list.map(({ question, keys, as }) => ({ question, keys: keys.flat(), as })),
    );
    for (const { question, keys, goesOn } of list) {
      pending.forEach((row, i) => {
        const failed = (keys[i] ?? []).some((key) => waiting.note(keyOf(row), answers.get(question, key)));
        if (failed && !goesOn) unsure.add(row);
      });
    }
  };
  ask(lackTmdb, (open) => [
    {
      question: wikidataPersonByImdb,
      keys: open.map(({ values }) => [values.CastIMDbID]),
      as: AS,
      goesOn: true,
    },
  ]);
  ask(lackImdb, (open) => [
    { question: wikidataPersonByTmdb, keys: open.map(({ values }) => [values.CastTMDbID]), as: AS },
  ]);
  ask(lackTmdb, (open) => [
    { question: tmdbFindPerson, keys: open.map(({ values }) => [values.CastIMDbID]) },
  ]);
  ask(lackTmdb, (open) => [
    {
      question: tmdbSearchPerson,
      keys: open.map(({ values: { CastName } }) => (CastName ? [CastName] : [])),
    },
  ]);
  ask(lackTmdb, (open) => [
    { question: tmdbPersonShows, keys: open.map((row) => candidatesOf(context, row)) },
  ]);
  return waiting.outcome(
    decide(
      context,
      [...lackTmdb, ...lackImdb].filter((row) => !unsure.has(row)),
    ),
  );
}

/** A question to ask for rows: the keys of each. */
interface RowAsk {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  question: Question<any>;
  keys: string[][];
  as?: string;
  /** A row without its answer is asked about elsewhere all the same. */
  goesOn?: boolean;
}

function decide(context: StepContext, rows: readonly PersonRow[]): Change[] {
  const taken = new Map<string, PersonRow>();
  return rows.flatMap((row): Change[] => {
    const known = knownId(context, row);
    if (!known) return [];
    const { column, id, source } = known;
    const other = taken.get(`${column} ${id}`);
    const what = other ? 'ask' : verdict(row, known);
    if (what === 'merge') return [];
    if (what === 'ask') return [heldElsewhere(row, known, other ?? known.holder)];
    taken.set(`${column} ${id}`, row);
    return [{ kind: 'write', tab: realiteaseInfo, row, cells: { [column]: { value: id, source } } }];
  });
}

const keyOf = ({ values }: PersonRow): string => values.CastIMDbID || values.CastTMDbID;

/** Asks the curator: another row already has the id, and is somebody else. */
export function heldElsewhere(
  row: PersonRow,
  { column, id, source }: KnownId,
  holder: PersonRow | null,
): Change {
  const whose = holder?.values.CastName ?? 'another row';
  return conflict({
    kind: 'held',
    tab: realiteaseInfo,
    key: keyOf(row),
    column,
    kept: '',
    keptSource: '',
    others: [{ value: id, source }],
    evidence: `${source} gives ${row.values.CastName} the id ${id}, which ${whose} already has.`,
  });
}
