/**
 * showinfo.resolve: TMDb ids for the shows that are known by their IMDb id only. TMDb's own entries
 * of the listed shows come first: they are needed anyway, and their external ids pair most of them.
 */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import type { TmdbCandidate } from '../../services/facts';
import { tmdbFindShow, tmdbSearchShow, tmdbShow } from '../../services/tmdb';
import { wikidataShowByImdb } from '../../services/wikidata';
import { imdbListTab, showInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { Waiting, isFresh, valueOf } from '../common/answers';
import { conflict } from '../common/changes';
import { hasRange, inRange, planOf } from '../common/select';
import { missingFor, TMDB } from '../common/sources';
import type { CatalogueShow } from './catalogue';
import { candidatesOf, catalogue, chooseByName } from './pairs';

/** Items of the first part: shows whose TMDb entry is needed for its external ids. */
const SHOW = 'tmdb:';

export const resolve: Step = {
  id: 'showinfo.resolve',
  title: 'Pair the lists',
  input: showInfo,
  tabs: [showInfo, imdbListTab],
  needs: (settings) => missingFor(settings, 'tmdb'),
  begin: plan,
};

function plan(context: StepContext): Plan {
  const shows = catalogue(context);
  const open = shows.filter((show) => isUnpaired(show) && inScope(context, show) && isOpen(context, show));
  const first = open.length > 0 && !context.partial ? shows.filter((show) => needsEntry(context, show)) : [];
  const items = [...first.map((show) => SHOW + show.tmdbId), ...open.map((show) => show.imdbId)];
  return planOf(context, items, 100, (batch) => resolveBatch(context, batch));
}

function isUnpaired(show: CatalogueShow): boolean {
  return show.imdbId !== '' && show.tmdbId === '' && (show.listed || show.row !== null);
}

function inScope(context: StepContext, show: CatalogueShow): boolean {
  return show.row ? inRange(context, show.row) : !hasRange(context);
}

function isOpen(context: StepContext, show: CatalogueShow): boolean {
  return (
    context.due(wikidataShowByImdb, show.imdbId) ||
    context.due(tmdbFindShow, show.imdbId) ||
    (show.name !== '' && context.due(tmdbSearchShow, show.name))
  );
}

function needsEntry(context: StepContext, show: CatalogueShow): boolean {
  return (
    show.listed &&
    show.tmdbId !== '' &&
    show.imdbId === '' &&
    context.due(tmdbShow, show.tmdbId, 'details') &&
    !isFresh(context, tmdbShow, show.tmdbId)
  );
}

function resolveBatch(context: StepContext, items: readonly string[]): Outcome {
  const failed = askEntries(
    context,
    items.filter((item) => item.startsWith(SHOW)).map((item) => item.slice(SHOW.length)),
  );
  const wanted = new Set(items);
  const open = catalogue(context).filter((show) => isUnpaired(show) && wanted.has(show.imdbId));
  const outcome = open.length > 0 ? pair(context, open) : { changes: [] };
  return { ...outcome, failed: [...failed, ...(outcome.failed ?? [])] };
}

/**
 * Settled by showinfo.write, which fills the cells. What is parked is asked for again by showinfo.details; what failed
 * is not, for a while.
 */
function askEntries(context: StepContext, tmdbIds: readonly string[]): { key: string; message: string }[] {
  if (tmdbIds.length === 0) return [];
  const answers = context.ask({ question: tmdbShow, keys: tmdbIds, as: 'details', settle: false });
  return tmdbIds.flatMap((key) => {
    const answer = answers.get(tmdbShow, key);
    return answer.kind === 'failed' ? [{ key, message: answer.error }] : [];
  });
}

/** Each way is tried only for those that the one before did not know. */
function pair(context: StepContext, shows: readonly CatalogueShow[]): Outcome {
  const waiting = new Waiting();
  const changes: Change[] = [];
  const byImdb = context.ask({ question: wikidataShowByImdb, keys: shows.map((show) => show.imdbId) });
  const afterWikidata = shows.filter((show) => !valueOf(byImdb.get(wikidataShowByImdb, show.imdbId))?.tmdbId);
  if (afterWikidata.length === 0) return waiting.outcome(changes);

  const byFind = context.ask({ question: tmdbFindShow, keys: afterWikidata.map((show) => show.imdbId) });
  const toSearch: CatalogueShow[] = [];
  for (const show of afterWikidata) {
    const answer = byFind.get(tmdbFindShow, show.imdbId);
    if (waiting.note(show.imdbId, answer)) continue;
    const found = valueOf(answer) ?? [];
    if (found.length === 0 && show.name !== '') toSearch.push(show);
    else if (found.length > 1) changes.push(...unsure(show, found));
  }
  if (toSearch.length === 0) return waiting.outcome(changes);

  const byName = context.ask({ question: tmdbSearchShow, keys: toSearch.map((show) => show.name) });
  for (const show of toSearch) {
    const answer = byName.get(tmdbSearchShow, show.name);
    if (!waiting.note(show.imdbId, answer)) changes.push(...unsure(show, candidatesOf(context, show)));
  }
  return waiting.outcome(changes);
}

/** The conflict for candidates of which none is sure; nothing if one is, or if there are none. */
function unsure(show: CatalogueShow, candidates: readonly TmdbCandidate[]): Change[] {
  const choice = chooseByName({ imdbId: show.imdbId, name: show.name, year: show.year }, candidates);
  if (choice.kind !== 'unsure') return [];
  const words = (c: TmdbCandidate) =>
    `${TMDB}: ${c.name}${c.firstAired ? `, ${c.firstAired.slice(0, 4)}` : ''}`;
  return [
    conflict({
      kind: 'entry',
      tab: showInfo,
      key: show.imdbId,
      column: 'TMDbSeriesID',
      kept: '',
      keptSource: '',
      others: candidates.slice(0, 5).map((c) => ({ value: c.tmdbId, source: words(c) })),
      evidence: `${show.name}${show.year ? ` (${show.year})` : ''}: ${choice.why}`,
    }),
  ];
}
