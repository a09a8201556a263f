/**
 * wwhl.imdb: IMDb's ids and air dates of the episodes, and credits of those that still have no guests.
 * Season and episode numbers are TMDb's; IMDb's episodes are matched to them by air date and number.
 */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { isoToUs, usToIso } from '../../rules/dates';
import { isImdbTitleId } from '../../rules/ids';
import { imdbEpisodeCredits, imdbEpisodes } from '../../services/imdb';
import type { ImdbCreditsFacts, ImdbEpisode } from '../../services/facts';
import { castInfo, realiteaseInfo, wwhlInfo, type WwhlInfo } from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { CellChange, Change, TableRow } from '../../workbook/types';
import { knownValue } from '../common/answers';
import { selectRows } from '../common/select';
import { guestCells, isGuest, unique, type Guest } from './guests';
import { withIdentities } from './identity';
import { knownPeople, type KnownPeople, lacksSureGuests } from './known';
import { matchEpisodes } from './matchEpisodes';

type Row = TableRow<RowOf<WwhlInfo>>;

export const imdb: Step = {
  id: 'wwhl.imdb',
  title: 'Episode ids and guests from IMDb',
  input: wwhlInfo,
  tabs: [wwhlInfo, castInfo, realiteaseInfo],
  rewrites: [wwhlInfo],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const rows = selectRows(context, context.table(wwhlInfo).rows);
  const empty: Plan = {
    items: [],
    looked: context.settings.IMDB ? rows.length : 0,
    size: 250,
    batch: () => ({ changes: [] }),
  };
  if (!context.settings.IMDB || rows.length === 0) return empty;
  const show = context.settings.WWHL_IMDB_ID;
  const open = rows.some((row) => !isImdbTitleId(row.values.EpisodeID));
  const answer = open
    ? context.ask({ question: imdbEpisodes, keys: [show] }).get(imdbEpisodes, show)
    : context.known(imdbEpisodes, show);
  const failures = answer?.kind === 'failed' ? [{ key: show, message: answer.error }] : [];
  const found = answer?.kind === 'found' ? answer : context.known(imdbEpisodes, show);
  const matched = matchEpisodes(rows.map(numbersOf), found?.kind === 'found' ? found.value : []);
  const items = rows.filter((row) => isOpen(context, row, matched.get(row.handle)));
  let people: KnownPeople | undefined;
  const byHandle = new Map(items.map((row) => [String(row.handle), row]));
  return {
    items: [...(failures.length > 0 ? [''] : []), ...byHandle.keys()],
    looked: rows.length,
    size: 100,
    batch: (handles) => {
      const batch = handles.flatMap((handle) => byHandle.get(handle) ?? []);
      const outcome = decide(context, batch, matched, () => (people ??= knownPeople(context)));
      return { ...outcome, failed: [...(handles.includes('') ? failures : []), ...(outcome.failed ?? [])] };
    },
  };
}

export function numbersOf(row: Row) {
  return {
    handle: row.handle,
    id: row.values.EpisodeID,
    season: Number(row.values.Season || 0),
    episode: Number(row.values.Episode || 0),
    airDate: usToIso(row.values.AirDate) || '',
  };
}

function isOpen(context: StepContext, row: Row, episode: ImdbEpisode | undefined): boolean {
  const id = isImdbTitleId(row.values.EpisodeID) ? row.values.EpisodeID : episode?.id;
  if (!id) return false;
  if (episode && (row.values.EpisodeID !== episode.id || (!row.values.AirDate && episode.airDate)))
    return true;
  if (!lacksSureGuests(context, row)) return false;
  return context.due(imdbEpisodeCredits, id) || guestsIn(context, knownValue(context, imdbEpisodeCredits, id)).length > 0; // prettier-ignore
}

function decide(
  context: StepContext,
  rows: readonly Row[],
  matched: ReadonlyMap<number, ImdbEpisode>,
  people: () => KnownPeople,
): Outcome {
  const idOf = (row: Row) => matched.get(row.handle)?.id ?? row.values.EpisodeID;
  const lacking = rows.filter((row) => lacksSureGuests(context, row) && isImdbTitleId(idOf(row)));
  const credits = context.ask({ question: imdbEpisodeCredits, keys: lacking.map(idOf) });
  const changes: Change[] = [];
  const failed: { key: string; message: string }[] = [];
  for (const row of rows) {
    const episode = matched.get(row.handle);
    const cells: Record<string, CellChange> = {};
    if (episode && row.values.EpisodeID !== episode.id)
      cells.EpisodeID = { value: episode.id, source: 'IMDb', refines: !isImdbTitleId(row.values.EpisodeID) };
    if (episode?.airDate && !row.values.AirDate)
      cells.AirDate = { value: isoToUs(episode.airDate), source: 'IMDb' };
    if (lacking.includes(row)) {
      const answer = credits.get(imdbEpisodeCredits, idOf(row));
      if (answer.kind === 'failed') failed.push({ key: idOf(row), message: answer.error });
      if (answer.kind === 'found') {
        const guests = guestsIn(context, answer.value);
        if (guests.length > 0)
          Object.assign(cells, withIdentities(people(), guests, guestCells(guests, 'IMDb')));
      }
    }
    if (Object.keys(cells).length > 0) changes.push({ kind: 'write', tab: wwhlInfo, row, cells });
  }
  return { changes, failed };
}

function guestsIn(context: StepContext, facts: ImdbCreditsFacts | undefined): Guest[] {
  const host = context.settings.WWHL_HOST;
  const credits = facts?.credits ?? [];
  return unique(
    credits
      .filter(({ name, role, credited }) => credited && isGuest(name, role ?? '', host))
      .map(({ id, name }) => ({ name, imdbId: id, tmdbId: '' })),
  );
}
