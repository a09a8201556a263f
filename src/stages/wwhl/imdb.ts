/**
 * wwhl.imdb: IMDb's ids and air dates of the episodes, and credits of those that still have no guests.
 * Season and episode numbers are TMDb's; IMDb's episodes are matched to them by air date and number.
 */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { isoToUs, usToIso } from '../../rules/dates';
import { isImdbTitleId } from '../../rules/ids';
import { imdbEpisodeCredits } from '../../services/imdb';
import type { ImdbCreditsFacts, ImdbEpisode } from '../../services/facts';
import { castInfo, realiteaseInfo, wwhlInfo, type WwhlInfo } from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { CellChange, Change, TableRow } from '../../workbook/types';
import { knownValue } from '../common/answers';
import { selectRows } from '../common/select';
import { guestCells, isGuest, unique, type Guest } from './guests';
import { withIdentities } from './identity';
import { knownPeople, type KnownPeople, lacksSureGuests } from './known';
import { episodeAsks, knownAtImdb } from './episodesAtImdb';
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
  const asks = episodeAsks(context, rows);
  const answers = context.ask(...asks);
  const failures = asks.flatMap(({ question, keys }) =>
    keys.flatMap((key) => {
      const answer = answers.get(question, key);
      return answer.kind === 'failed' ? [{ key, message: answer.error }] : [];
    }),
  );
  const matched = matchEpisodes(rows.map(numbersOf), knownAtImdb(context, rows));
  const items = rows.filter((row) => isOpen(context, row, matched.get(row.handle)));
  let people: KnownPeople | undefined;
  const peopleNow = () => (people ??= knownPeople(context));
  const asksCredits = (row: Row): boolean => {
    const id = idOf(row, matched);
    return lacksSureGuests(context, row) && isImdbTitleId(id) && context.asks(imdbEpisodeCredits, id);
  };
  const byHandle = new Map(items.filter(asksCredits).map((row) => [String(row.handle), row]));
  return {
    // The blank item carries what needs no request of its own, and the failures of those that were made.
    items: [...(failures.length > 0 || items.length > 0 ? [''] : []), ...byHandle.keys()],
    looked: rows.length,
    size: 100,
    batch: (handles) => {
      const asking = handles.flatMap((handle) => byHandle.get(handle) ?? []);
      const isFirst = handles.includes('');
      const credited = isFirst ? [...items.filter((row) => !asksCredits(row)), ...asking] : asking;
      const outcome = decide(context, { numbered: isFirst ? items : [], credited }, matched, peopleNow);
      return { ...outcome, failed: [...(isFirst ? failures : []), ...(outcome.failed ?? [])] };
    },
  };
}

type Matched = ReadonlyMap<number, ImdbEpisode>;

const idOf = (row: Row, matched: Matched): string => matched.get(row.handle)?.id ?? row.values.EpisodeID;

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

/** @param numbered rows that get IMDb's ids and days; @param credited rows whose guests its credits tell */
function decide(
  context: StepContext,
  { numbered, credited }: { numbered: readonly Row[]; credited: readonly Row[] },
  matched: Matched,
  people: () => KnownPeople,
): Outcome {
  const lacking = credited.filter(
    (row) => lacksSureGuests(context, row) && isImdbTitleId(idOf(row, matched)),
  );
  const credits = context.ask({
    question: imdbEpisodeCredits,
    keys: lacking.map((row) => idOf(row, matched)),
  });
  const cells = new Map<Row, Record<string, CellChange>>();
  const failed: { key: string; message: string }[] = [];
  for (const row of numbered) cells.set(row, numberCells(row, matched.get(row.handle)));
  for (const row of lacking) {
    const id = idOf(row, matched);
    const answer = credits.get(imdbEpisodeCredits, id);
    if (answer.kind === 'failed') failed.push({ key: id, message: answer.error });
    const guests = answer.kind === 'found' ? guestsIn(context, answer.value) : [];
    if (guests.length > 0)
      cells.set(row, { ...cells.get(row), ...withIdentities(people(), guests, guestCells(guests, 'IMDb')) });
  }
  const changes = [...cells].flatMap(([row, own]): Change[] =>
    Object.keys(own).length > 0 ? [{ kind: 'write', tab: wwhlInfo, row, cells: own }] : [],
  );
  return { changes, failed };
}

function numberCells(row: Row, episode: ImdbEpisode | undefined): Record<string, CellChange> {
  const cells: Record<string, CellChange> = {};
  if (episode && row.values.EpisodeID !== episode.id)
    cells.EpisodeID = { value: episode.id, source: 'IMDb', refines: !isImdbTitleId(row.values.EpisodeID) };
  if (episode?.airDate && !row.values.AirDate)
    cells.AirDate = { value: isoToUs(episode.airDate), source: 'IMDb' };
  return cells;
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
