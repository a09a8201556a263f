/** showinfo.write: adds new shows at the bottom, fills and refreshes the others, from the kept answers. */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { tmdbShow } from '../../services/tmdb';
import { tvdbSeries } from '../../services/tvdb';
import { imdbListTab, showInfo, type ShowInfo } from '../../workbook/tabs';
import type { Header, RowOf } from '../../workbook/schema';
import type { Change, Match, Table } from '../../workbook/types';
import { isAnswered, isFresh, knownValue } from '../common/answers';
import { addRow, conflict, writeRow, type CellsOf } from '../common/changes';
import { hasRange, inRange, planOf } from '../common/select';
import { validId } from '../common/shows';
import { PERSON } from '../common/sources';
import type { CatalogueShow } from './catalogue';
import { showCells, type IdColumn, type ShowKnowledge, type Taken } from './cells';
import { imdbIdOf, wikidataOf } from './gaps';
import { catalogue, isSurelyUnpaired } from './pairs';

export const write: Step = {
  id: 'showinfo.write',
  title: 'Write ShowInfo',
  input: showInfo,
  tabs: [showInfo, imdbListTab],
  begin: plan,
};

function plan(context: StepContext): Plan {
  const shows = new Map(
    catalogue(context)
      .filter((show) => inScope(context, show))
      .map((show) => [show.key, show]),
  );
  const ids = new TakenIds(context.table(showInfo));
  const items = [...shows.values()]
    .filter((show) => isUnsettled(context, show) || (isIncomplete(show) && hasWork(context, show, ids)))
    .map((show) => show.key);
  return planOf(context, items, 250, (batch) => writeBatch(context, batch.flatMap((key) => shows.get(key) ?? []))); // prettier-ignore
}

function inScope(context: StepContext, show: CatalogueShow): boolean {
  return show.row ? inRange(context, show.row) : show.listed && !hasRange(context);
}

/**
 * Whether enough is known to write the show: TMDb's answer; for a show without a TMDb id, that no
 * way to find one is left.
 */
function isKnown(context: StepContext, show: CatalogueShow): boolean {
  if (show.tmdbId) return isAnswered(context.known(tmdbShow, show.tmdbId));
  return show.imdbId !== '' && isSurelyUnpaired(context, show);
}

/** Only such shows can have work besides a new answer; the others are not even read from `_Cache`. */
function isIncomplete({ row }: CatalogueShow): boolean {
  return row === null || FILLED.some((column) => row.values[column] === '');
}

function hasWork(context: StepContext, show: CatalogueShow, ids: TakenIds): boolean {
  return isKnown(context, show) && decide(context, show, ids).some((change) => change.kind !== 'conflict');
}

function isUnsettled(context: StepContext, show: CatalogueShow): boolean {
  return (
    show.tmdbId !== '' &&
    context.due(tmdbShow, show.tmdbId, 'details') &&
    (isFresh(context, tmdbShow, show.tmdbId) || context.isNews(tmdbShow, show.tmdbId, 'details'))
  );
}

function writeBatch(context: StepContext, shows: readonly CatalogueShow[]): Outcome {
  const ids = new TakenIds(context.table(showInfo));
  const changes = shows.flatMap((show) => decide(context, show, ids));
  for (const show of shows)
    if (show.row && isKnown(context, show)) context.agreed(showInfo, show.row, ID_COLUMNS);
  const settled = shows.filter((show) => isUnsettled(context, show));
  context.settle(tmdbShow, settled.map((show) => show.tmdbId), 'details'); // prettier-ignore
  for (const show of shows) {
    if (show.tmdbId && context.known(tmdbShow, show.tmdbId)?.kind === 'absent') {
      context.log(
        'warning',
        `TMDb has no show ${show.tmdbId}; only what the lists say is written.`,
        show.name,
      );
    }
  }
  return { changes };
}

function decide(context: StepContext, show: CatalogueShow, ids: TakenIds): Change[] {
  const table = context.table(showInfo);
  const { row } = show;
  const { cells, conflicts } = showCells(knowledge(context, show), ids.of(show));
  if (row) {
    const change = writeRow(table, row, cells);
    ids.note(show, cells);
    return change ? [change, ...conflicts] : conflicts;
  }
  return [...addition(context, table, show, cells, ids), ...conflicts];
}

function addition(
  context: StepContext,
  table: Table<ShowInfo>,
  show: CatalogueShow,
  cells: CellsOf<ShowInfo>,
  ids: TakenIds,
): Change[] {
  const TMDbSeriesID = String(cells.TMDbSeriesID?.value ?? '');
  const IMDbSeriesID = String(cells.IMDbSeriesID?.value ?? '');
  if (!TMDbSeriesID && !IMDbSeriesID) return [];
  if (!context.options.force && table.deletedByPerson({ TMDbSeriesID, IMDbSeriesID })) return [];
  const match = table.match({ TMDbSeriesID, IMDbSeriesID });
  if (match.kind === 'none') {
    ids.note(show, cells);
    return [addRow(showInfo, cells)];
  }
  return [notAdded(show, { TMDbSeriesID, IMDbSeriesID }, match)];
}

/** The ids of a new entry are those of rows that have others, too. */
function notAdded(
  show: CatalogueShow,
  ids: Record<'TMDbSeriesID' | 'IMDbSeriesID', string>,
  match: Exclude<Match<RowOf<ShowInfo>>, { kind: 'none' }>,
): Change {
  const rows = match.kind === 'row' ? [match.row] : match.rows;
  const keyOf = (row: (typeof rows)[number] | undefined) =>
    row ? row.values.TMDbSeriesID || row.values.IMDbSeriesID || row.values.Show : '';
  const [row] = rows;
  const reason = match.kind === 'clash' ? match.reason : 'A row with these ids is there already.';
  const base = { tab: showInfo, key: keyOf(row), evidence: `${show.name} was not added: ${reason}` };
  if (rows.length > 1) {
    const others = rows.slice(1).map((other) => ({ value: keyOf(other), source: showInfo.name }));
    return conflict({ ...base, kind: 'same', column: 'Show', kept: base.key, keptSource: showInfo.name, others }); // prettier-ignore
  }
  const column = row && row.values.TMDbSeriesID !== '' && row.values.TMDbSeriesID !== ids.TMDbSeriesID ? 'TMDbSeriesID' : 'IMDbSeriesID'; // prettier-ignore
  const others = ids[column] ? [{ value: ids[column], source: 'the lists' }] : [];
  return conflict({
    ...base,
    kind: 'value',
    column,
    kept: row?.values[column] ?? '',
    keptSource: PERSON,
    others,
  });
}

function knowledge(context: StepContext, show: CatalogueShow): ShowKnowledge {
  const table = context.table(showInfo);
  const imdbId = imdbIdOf(context, show);
  return {
    show,
    facts: knownValue(context, tmdbShow, show.tmdbId) ?? null,
    wikidata: wikidataOf(context, show),
    tvdbId: knownValue(context, tvdbSeries, imdbId)?.tvdbId ?? '',
    today: context.today,
    writtenBy: (column) => (show.row ? (table.origin(show.row, column)?.source ?? PERSON) : ''),
  };
}

const ID_COLUMNS: readonly IdColumn[] = ['TMDbSeriesID', 'IMDbSeriesID', 'TheTVDB ID', 'Wikidata ID'];
const FILLED = (Object.keys(showInfo.columns) as Header<ShowInfo>[]).filter(
  (column) => showInfo.columns[column].rule !== 'manual',
);
const KIND = { TMDbSeriesID: 'tmdb', IMDbSeriesID: 'imdbTitle', 'TheTVDB ID': 'tvdb', 'Wikidata ID': 'wikidata' } as const; // prettier-ignore

/** Which show has which id, rows and what this batch is about to write. */
class TakenIds {
  /** By column and id: handle of the row, or key of the new show; and its name. */
  private readonly owners = new Map<string, { who: string; name: string }>();

  constructor(table: Table<ShowInfo>) {
    for (const row of table.rows) {
      for (const column of ID_COLUMNS) {
        const id = validId(KIND[column], row.values[column]);
        this.add(column, id, `row ${row.handle}`, row.values.Show);
      }
    }
  }

  of(show: CatalogueShow): Taken {
    const who = whoIs(show);
    return (column, id) => {
      const owner = this.owners.get(`${column}|${id}`);
      return owner && owner.who !== who ? owner.name || 'Another row' : null;
    };
  }

  note(show: CatalogueShow, cells: CellsOf<ShowInfo>): void {
    for (const column of ID_COLUMNS) {
      this.add(column, String(cells[column]?.value ?? ''), whoIs(show), show.name);
    }
  }

  private add(column: IdColumn, id: string, who: string, name: string): void {
    const key = `${column}|${id}`;
    if (id !== '' && !this.owners.has(key)) this.owners.set(key, { who, name });
  }
}

function whoIs(show: CatalogueShow): string {
  return show.row ? `row ${show.row.handle}` : show.key;
}
