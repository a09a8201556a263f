/**
 * final.enrich: alternative names and image, from IMDb (many people a request), else from what TMDb said
 * when it was asked for the person's birthday, and Wikidata's aliases in bulk.
 */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { mergeAlternativeNames } from '../../rules/altnames';
import { imageUrl } from '../../rules/images';
import { joinList, splitList } from '../../rules/lists';
import { imdbName } from '../../services/imdb';
import { tmdbPerson } from '../../services/tmdb';
import type { Question } from '../../services/types';
import { wikidataAliases } from '../../services/wikidata';
import { finalList, realiteaseInfo, type FinalList } from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { TableRow } from '../../workbook/types';
import { knownValue, valueOf, Waiting } from '../common/answers';
import { writeRow, type CellsOf } from '../common/changes';
import { planOf, selectRows } from '../common/select';
import { isOn } from '../common/sources';
import { candidatesOf, type Candidate } from './candidates';

/** All rows of the tab that lie between those of a batch are read with them: few batches read less. */
const SIZE = 800;

type Row = TableRow<RowOf<FinalList>>;
type Ids = Pick<Candidate, 'imdbId' | 'tmdbId'>;

export const enrich: Step = {
  id: 'final.enrich',
  title: 'Other names and images',
  input: finalList,
  tabs: [realiteaseInfo, finalList],
  begin: (context) => plan(context),
};

interface Known {
  /** Spellings of merged rows, by IMDb id. */
  spellings: ReadonlyMap<string, string[]>;
}

function plan(context: StepContext): Plan {
  const known: Known = {
    spellings: new Map(candidatesOf(context).map((candidate) => [candidate.imdbId, candidate.otherNames])),
  };
  const rows = selectRows(context, context.table(finalList).rows);
  const byHandle = new Map(rows.map((row) => [String(row.handle), row]));
  preloadExtras(
    context,
    rows.map(({ values }) => ({ imdbId: values.IMDbCastID, tmdbId: values.TMDbCastID })),
  );
  const items = rows.filter(
    (row) => isDue(context, row) || writeRow(context.table(finalList), row, cellsFor(context, row, known)),
  );
  // Batches that have few to ask about fill their request with those of later ones.
  context.along({ question: wikidataAliases, keys: items.map((row) => row.values.IMDbCastID) });
  return planOf(
    context,
    items.map((row) => String(row.handle)),
    SIZE,
    (handles) =>
      batch(
        context,
        handles.flatMap((handle) => byHandle.get(handle) ?? []),
        known,
      ),
  );
}

/** Brings what is known of people here in few reads, before it is asked for one by one. */
export function preloadExtras(context: StepContext, people: readonly Ids[]): void {
  const imdbIds = people.map(({ imdbId }) => imdbId);
  context.preload(
    { question: imdbName, keys: imdbIds },
    { question: tmdbPerson, keys: people.map(({ tmdbId }) => tmdbId).filter(Boolean) },
    { question: wikidataAliases, keys: imdbIds },
  );
}

function isDue(context: StepContext, row: Row): boolean {
  const { IMDbCastID: imdbId, TMDbCastID: tmdbId } = row.values;
  return (
    context.due(imdbName, imdbId) ||
    context.due(wikidataAliases, imdbId) ||
    (tmdbId !== '' && context.due(tmdbPerson, tmdbId))
  );
}

function batch(context: StepContext, rows: readonly Row[], known: Known): Outcome {
  const waiting = new Waiting();
  const imdbIds = rows.map((row) => row.values.IMDbCastID);
  const tmdbIds = rows.map((row) => row.values.TMDbCastID).filter(Boolean);
  const answers = context.ask(
    { question: imdbName, keys: imdbIds, settle: false },
    { question: tmdbPerson, keys: tmdbIds, settle: false },
    { question: wikidataAliases, keys: imdbIds },
  );
  settlePeople(
    context,
    rows.map(({ values }) => ({ imdbId: values.IMDbCastID, tmdbId: values.TMDbCastID })),
  );
  const table = context.table(finalList);
  const changes = rows.flatMap((row) => {
    const { IMDbCastID: imdbId, TMDbCastID: tmdbId } = row.values;
    const imdb = answers.get(imdbName, imdbId);
    const tmdb = tmdbId ? answers.get(tmdbPerson, tmdbId) : undefined;
    const aliases = answers.get(wikidataAliases, imdbId);
    const waits = [imdb, aliases, ...(tmdb ? [tmdb] : [])].filter((answer) => waiting.note(imdbId, answer));
    // A source that has not answered may be the one that counts: the row is left as it is until it does.
    if (waits.length > 0) return [];
    const cells = decide(context, row, known, {
      imdb: valueOf(imdb),
      tmdb: valueOf(tmdb),
      aliases: valueOf(aliases),
    });
    return writeRow(table, row, cells) ?? [];
  });
  return waiting.outcome(changes);
}

function cellsFor(context: StepContext, row: Row, known: Known): CellsOf<FinalList> {
  const { IMDbCastID: imdbId, TMDbCastID: tmdbId } = row.values;
  return decide(context, row, known, {
    imdb: knownValue(context, imdbName, imdbId),
    tmdb: knownValue(context, tmdbPerson, tmdbId),
    aliases: knownValue(context, wikidataAliases, imdbId),
  });
}

interface Facts {
  imdb: { alternativeNames: string[]; image: string } | undefined;
  tmdb: { alsoKnownAs: string[]; image: string } | undefined;
  aliases: string[] | undefined;
}

function decide(context: StepContext, row: Row, known: Known, facts: Facts): CellsOf<FinalList> {
  const spellings = known.spellings.get(row.values.IMDbCastID) ?? [];
  return cellsOf(row.values.Name, spellings, additions(context, row), facts);
}

/** What a new row gets at once: all that is known, if every source has been asked; else (null) it comes with this step. */
export function knownExtras(
  context: StepContext,
  { imdbId, tmdbId, otherNames, row }: Candidate,
): CellsOf<FinalList> | null {
  const asked = (question: Question<unknown>, key: string): boolean =>
    key === '' || !isOn(question.source, context.settings) || context.known(question, key) !== undefined;
  if (!asked(imdbName, imdbId) || !asked(tmdbPerson, tmdbId) || !asked(wikidataAliases, imdbId)) return null;
  return cellsOf(row.values.CastName, otherNames, [], {
    imdb: knownValue(context, imdbName, imdbId),
    tmdb: knownValue(context, tmdbPerson, tmdbId),
    aliases: knownValue(context, wikidataAliases, imdbId),
  });
}

/** With their rows, which have all that these know, the looks at the sources are made. */
export function settleExtras(context: StepContext, people: readonly Candidate[]): void {
  settlePeople(context, people);
  context.settle(
    wikidataAliases,
    people.map(({ imdbId }) => imdbId),
  );
}

/**
 * What the sources tell of a person is realitease.bio's to settle, which may still wait for some of it: settled here,
 * it would count as looked at there.
 */
function settlePeople(context: StepContext, people: readonly Ids[]): void {
  const table = context.table(realiteaseInfo);
  const others = people.filter(({ imdbId }) => table.match({ CastIMDbID: imdbId }).kind !== 'row');
  context.settle(
    imdbName,
    others.map(({ imdbId }) => imdbId),
  );
  context.settle(tmdbPerson, others.map(({ tmdbId }) => tmdbId).filter(Boolean)); // prettier-ignore
}

function cellsOf(
  name: string,
  spellings: readonly string[],
  added: readonly string[],
  facts: Facts,
): CellsOf<FinalList> {
  const cells: CellsOf<FinalList> = {};
  // IMDb may give but another spelling of the name: then the others are asked, as if it gave none.
  const fromImdb = mergeAlternativeNames([], facts.imdb?.alternativeNames ?? [], name);
  const found =
    fromImdb.length > 0 ? fromImdb : [...(facts.tmdb?.alsoKnownAs ?? []), ...(facts.aliases ?? [])];
  const names = mergeAlternativeNames([...spellings, ...found], added, name);
  if (names.length > 0) {
    cells.AlternativeNames = {
      value: joinList(names),
      source: fromImdb.length > 0 ? 'IMDb' : 'TMDb and Wikidata',
    };
  }
  const image = imageUrl(facts.imdb?.image ?? '') || imageUrl(facts.tmdb?.image ?? '');
  if (image) cells.ImageURL = { value: image, source: facts.imdb?.image ? 'IMDb' : 'TMDb' };
  return cells;
}

/** What a person added to the names that the add-on wrote. */
function additions(context: StepContext, row: Row): string[] {
  const present = splitList(row.values.AlternativeNames);
  const written = context.table(finalList).lastWritten(row, 'AlternativeNames');
  const own = new Set(written === null ? [] : splitList(String(written)));
  return present.filter((name) => !own.has(name));
}
