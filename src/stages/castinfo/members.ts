/** castinfo.members: who is in the cast of every show that is due. */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { qualifies } from '../../rules/qualify';
import { castInfo, showInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { Waiting } from '../common/answers';
import { inRange, planOf } from '../common/select';
import { missingFor } from '../common/sources';
import { showFinder, showsOf, validId, type Show } from '../common/shows';
import { sendNamesAhead, sendPeopleAhead, type Ids } from '../realitease/ahead';
import { qualifyLimits } from '../common/qualify';
import { askIds, askShows, isShowDue, settleShow } from './answers';
import { decideMembers } from './decide';
import type { CastRow } from './follow';

const AS = 'members';
/** A show has up to some hundred people, and a page of IMDb's credits takes a second. */
const SHOWS = 20;

export const members: Step = {
  id: 'castinfo.members',
  title: 'Who is in the cast',
  input: showInfo,
  tabs: [showInfo, castInfo],
  rewrites: [castInfo],
  needs: (settings) => missingFor(settings, 'tmdb'),
  begin: plan,
};

function plan(context: StepContext): Plan {
  const shows = showsOf(context).filter((show) => show.threshold !== null && inRange(context, show.row));
  const byKey = new Map(shows.map((show) => [show.key, show]));
  // Made once for all batches: each show is in one of them, and its rows change in that one only.
  let rows: Map<string, CastRow[]> | undefined;
  const rowsNow = () => (rows ??= rowsByShow(context));
  const late = new Set(listed(context, LATE));
  const items = [...byKey.values()]
    .filter((show) => late.has(show.key) || isShowDue(context, show, AS))
    .map((show) => show.key);
  const coming: Ids[] = [];
  let done = 0;
  return planOf(context, items, SHOWS, (keys) => {
    const outcome = batch(context, keys.flatMap((key) => byKey.get(key) ?? []), rowsNow()); // prettier-ignore
    coming.push(...sendAhead(context, outcome.changes));
    done += keys.length;
    if (done >= items.length) sendNamesAhead(context, coming);
    return outcome;
  });
}

function batch(
  context: StepContext,
  shows: readonly Show[],
  rows: ReadonlyMap<string, readonly CastRow[]>,
): Outcome {
  const waiting = new Waiting();
  const known = askShows(context, shows, AS, waiting);
  const { ids, unsure, late } = askIds(context, known, waiting, (show) => hasBareRow(rows, show));
  const table = context.table(castInfo);
  const stoodIn = new Set(listed(context, STOOD_IN));
  const withoutIds = new Set(listed(context, LATE));
  const changes = known.flatMap(({ show, answers, stale, standsIn }) => {
    if (unsure.has(show)) return [];
    const decision = decideMembers({
      show,
      threshold: show.threshold ?? 0,
      answers,
      ids,
      table,
      rows: rows.get(show.key) ?? [],
      mayRemove: !context.partial && !stale,
      confirms: answers.imdb !== null && stoodIn.has(show.key),
      force: context.options.force,
    });
    if (late.has(show)) withoutIds.add(show.key);
    else withoutIds.delete(show.key);
    if (!decision.withheld && !stale) settleShow(context, show, AS);
    if (standsIn) stoodIn.add(show.key);
    else if (!decision.withheld && !stale) stoodIn.delete(show.key);
    if (!late.has(show) && !stale)
      for (const row of rows.get(show.key) ?? []) context.agreed(castInfo, row, ['IMDbCastID', 'TMDbCastID']);
    return decision.changes;
  });
  const before = listed(context, STOOD_IN);
  const added = [...stoodIn].filter((key) => !before.includes(key));
  if (added.length > 0) context.rememberFirst(STOOD_IN, [...before, ...added]);
  noteListed(context, STOOD_IN, stoodIn);
  noteListed(context, LATE, withoutIds);
  return waiting.outcome(changes);
}

/** Shows whose cast is TMDb's word in place of IMDb's, until IMDb has confirmed it. */
const STOOD_IN = 'castinfo.stoodIn';
/** Shows to whose people Wikidata could not give ids yet. */
const LATE = 'castinfo.late';

const listed = (context: StepContext, name: string): string[] => context.recall<string[]>(name) ?? [];

function noteListed(context: StepContext, name: string, keys: ReadonlySet<string>): void {
  if ([...keys].join() !== listed(context, name).join()) context.remember(name, [...keys]);
}

/**
 * Who qualifies by this one show will be asked about at TMDb, whose limit the run waits for longest, and at Wikidata meanwhile.
 * @returns them
 */
function sendAhead(context: StepContext, changes: readonly Change[]): Ids[] {
  if (context.partial || !context.comes('realitease.bio')) return [];
  const sure = changes.flatMap((change) => {
    if (change.kind !== 'add') return [];
    const { IMDbCastID, TMDbCastID, TotalEpisodes, TotalSeasons } = change.cells;
    const credit = {
      show: '',
      episodes: (TotalEpisodes?.value ?? '') as number | '**' | '',
      seasons: String(TotalSeasons?.value ?? ''),
    };
    return qualifies([credit], qualifyLimits(context.settings)) === 'yes'
      ? [{ imdbId: String(IMDbCastID?.value ?? ''), tmdbId: String(TMDbCastID?.value ?? '') }]
      : [];
  });
  sendPeopleAhead(context, sure);
  return sure;
}

/** A row without TMDb id may be that of somebody whom TMDb's cast has. */
export function hasBareRow(rows: ReadonlyMap<string, readonly CastRow[]>, { key }: Show): boolean {
  return (rows.get(key) ?? []).some((row) => row.values.TMDbCastID === '');
}

/** Rows of CastInfo by the key of the show that their ids name. */
export function rowsByShow(context: StepContext): Map<string, CastRow[]> {
  const find = showFinder(showsOf(context));
  const rows = new Map<string, CastRow[]>();
  for (const row of context.table(castInfo).rows) {
    const show = find(
      validId('tmdb', row.values.TMDbSeriesID),
      validId('imdbTitle', row.values.IMDbSeriesID),
    );
    if (!show) continue;
    const own = rows.get(show.key);
    if (own) own.push(row);
    else rows.set(show.key, [row]);
  }
  return rows;
}
