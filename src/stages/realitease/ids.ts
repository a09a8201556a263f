/**
 * realitease.ids: the id that a row lacks. TMDb: credits of the person's shows first (no request),
 * then Wikidata, TMDb's /find, and a search by name that the person's TV credits confirm. IMDb: Wikidata
 * here; TMDb's own external ids come with the answer that realitease.bio asks for.
 */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { normaliseName } from '../../rules/names';
import { splitAligned, splitList } from '../../rules/lists';
import { tmdbFindPerson, tmdbPersonShows, tmdbSearchPerson, tmdbShow } from '../../services/tmdb';
import { wikidataPersonByImdb, wikidataPersonByTmdb } from '../../services/wikidata';
import type { Answer } from '../../services/types';
import { realiteaseInfo, showInfo, type RealiteaseInfo } from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { Change, TableRow } from '../../workbook/types';
import { selectRows } from '../common/select';

type Row = TableRow<RowOf<RealiteaseInfo>>;

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

function isDue(context: StepContext, row: Row): boolean {
  const { CastIMDbID: imdbId, CastTMDbID: tmdbId } = row.values;
  if (imdbId && !tmdbId) {
    return (
      context.due(wikidataPersonByImdb, imdbId, 'ids') ||
      context.due(tmdbFindPerson, imdbId) ||
      context.due(tmdbSearchPerson, row.values.CastName) ||
      fromCredits(context, row) !== null
    );
  }
  return !imdbId && tmdbId !== '' && context.due(wikidataPersonByTmdb, tmdbId, 'ids');
}

function batch(context: StepContext, rows: readonly Row[]): Outcome {
  const outcome: Required<Pick<Outcome, 'changes' | 'failed'>> = { changes: [], failed: [] };
  const taken = new Set<string>();
  for (const row of rows) {
    const id = row.values.CastTMDbID === '' ? fromCredits(context, row) : null;
    if (id) found(context, outcome.changes, taken, row, 'CastTMDbID', id, 'TMDb');
  }
  const lackTmdb = rows.filter(
    (row) => row.values.CastIMDbID && !row.values.CastTMDbID && !taken.has(String(row.handle)),
  );
  const lackImdb = rows.filter((row) => row.values.CastTMDbID && !row.values.CastIMDbID);
  const wiki = context.ask(
    { question: wikidataPersonByImdb, keys: lackTmdb.map((row) => row.values.CastIMDbID), as: 'ids' },
    { question: wikidataPersonByTmdb, keys: lackImdb.map((row) => row.values.CastTMDbID), as: 'ids' },
  );
  const open: Row[] = [];
  for (const row of lackTmdb) {
    const answer = wiki.get(wikidataPersonByImdb, row.values.CastIMDbID);
    if (answer.kind === 'found' && answer.value.tmdbId && !answer.value.ambiguous) {
      found(context, outcome.changes, taken, row, 'CastTMDbID', answer.value.tmdbId, 'Wikidata');
    } else if (!note(outcome.failed, row, answer)) open.push(row);
  }
  for (const row of lackImdb) {
    const answer = wiki.get(wikidataPersonByTmdb, row.values.CastTMDbID);
    if (answer.kind === 'found' && answer.value.imdbId && !answer.value.ambiguous) {
      found(context, outcome.changes, taken, row, 'CastIMDbID', answer.value.imdbId, 'Wikidata');
    } else note(outcome.failed, row, answer);
  }
  search(context, outcome, taken, findById(context, outcome, taken, open));
  return outcome;
}

/** TMDb's /find by the IMDb id. @returns the rows that it does not know. */
function findById(
  context: StepContext,
  outcome: Required<Pick<Outcome, 'changes' | 'failed'>>,
  taken: Set<string>,
  rows: Row[],
): Row[] {
  const answers = context.ask({ question: tmdbFindPerson, keys: rows.map((row) => row.values.CastIMDbID) });
  return rows.filter((row) => {
    const answer = answers.get(tmdbFindPerson, row.values.CastIMDbID);
    if (answer.kind === 'found') {
      found(context, outcome.changes, taken, row, 'CastTMDbID', answer.value.tmdbId, 'TMDb');
      return false;
    }
    return !note(outcome.failed, row, answer);
  });
}

/** A search by name; a candidate counts if it has the same name and a show in common, and is the only one. */
function search(
  context: StepContext,
  outcome: Required<Pick<Outcome, 'changes' | 'failed'>>,
  taken: Set<string>,
  rows: Row[],
): void {
  const names = context.ask({ question: tmdbSearchPerson, keys: rows.map((row) => row.values.CastName) });
  const candidates = new Map<Row, string[]>();
  for (const row of rows) {
    const answer = names.get(tmdbSearchPerson, row.values.CastName);
    if (note(outcome.failed, row, answer) || answer.kind !== 'found') continue;
    const same = answer.value.filter(
      (person) => normaliseName(person.name) === normaliseName(row.values.CastName),
    );
    candidates.set(
      row,
      same.slice(0, 5).map((person) => person.tmdbId),
    );
  }
  const credits = context.ask({ question: tmdbPersonShows, keys: [...candidates.values()].flat() });
  for (const [row, same] of candidates) {
    const answers = same.map((id) => ({ id, answer: credits.get(tmdbPersonShows, id) }));
    if (answers.some(({ answer }) => note(outcome.failed, row, answer))) continue;
    const own = new Set(
      splitAligned(row.values.ShowTMDbIDs, splitList(row.values.ShowNames).length).filter(Boolean),
    );
    const confirmed = answers.filter(
      ({ answer }) => answer.kind === 'found' && answer.value.shows.some((id) => own.has(id)),
    );
    const only = confirmed.length === 1 ? confirmed[0] : undefined;
    if (only) found(context, outcome.changes, taken, row, 'CastTMDbID', only.id, 'TMDb');
  }
}

/** The id of the only person of that name in the kept casts of the row's shows. */
function fromCredits(context: StepContext, row: Row): string | null {
  const name = normaliseName(row.values.CastName);
  const ids = new Set<string>();
  for (const showId of splitAligned(row.values.ShowTMDbIDs, splitList(row.values.ShowNames).length)) {
    const answer = showId ? context.known(tmdbShow, showId) : undefined;
    if (answer?.kind !== 'found') continue;
    for (const person of answer.value.cast) if (normaliseName(person.name) === name) ids.add(person.id);
  }
  const [only] = ids;
  if (ids.size !== 1 || !only) return null;
  return context.table(realiteaseInfo).match({ CastTMDbID: only }).kind === 'none' ? only : null;
}

/** Writes the id, or asks the curator if another row already has it. */
function found(
  context: StepContext,
  changes: Change[],
  taken: Set<string>,
  row: Row,
  column: 'CastTMDbID' | 'CastIMDbID',
  id: string,
  source: string,
): void {
  const table = context.table(realiteaseInfo);
  const other = table.match({ [column]: id });
  const holder = other.kind === 'row' ? other.row : other.kind === 'clash' ? other.rows[0] : undefined;
  if ((holder && holder.handle !== row.handle) || taken.has(`${column}${id}`)) {
    changes.push({
      kind: 'conflict',
      note: {
        tab: realiteaseInfo.name,
        key: row.values.CastIMDbID || row.values.CastTMDbID,
        column,
        kept: '',
        keptSource: '',
        others: [{ value: id, source }],
        evidence: `${source} gives ${row.values.CastName} the id ${id}, which ${holder?.values.CastName ?? 'another row'} already has.`,
      },
    });
    return;
  }
  taken.add(`${column}${id}`).add(String(row.handle));
  changes.push({ kind: 'write', tab: realiteaseInfo, row, cells: { [column]: { value: id, source } } });
}

/** Notes a failure. @returns true if nothing may be concluded from the answer. */
function note(failed: { key: string; message: string }[], row: Row, answer: Answer<unknown>): boolean {
  if (answer.kind === 'failed')
    failed.push({ key: row.values.CastIMDbID || row.values.CastTMDbID, message: answer.error });
  return answer.kind === 'failed' || answer.kind === 'parked';
}
