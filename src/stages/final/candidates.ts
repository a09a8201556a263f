/** Who belongs in FinalList, and what RealiteaseInfo, CastInfo and WWHLinfo say of them. */
import type { StepContext } from '../../engine/types';
import { splitAligned, splitList } from '../../rules/lists';
import { normaliseName } from '../../rules/names';
import { castInfo, realiteaseInfo, wwhlInfo, type RealiteaseInfo } from '../../workbook/tabs';
import type { RowOf } from '../../workbook/schema';
import type { TableRow } from '../../workbook/types';
import { mainIds } from '../common/same';

type PersonRow = TableRow<RowOf<RealiteaseInfo>>;

export interface Candidate {
  imdbId: string;
  /** The row that stands for the person; others of the same id are merged into it. */
  row: PersonRow;
  /** Spellings of the merged rows that differ from the row's own. */
  otherNames: string[];
  tmdbId: string;
  wwhlEpisodes: number;
}

/** Everyone who qualifies (stages.md §5.1), by IMDb id, in an order that the sheet's does not change. */
export function candidatesOf(context: StepContext): Candidate[] {
  const most = mostEpisodes(context);
  const guests = guestEpisodes(context);
  const groups = new Map<string, PersonRow[]>();
  for (const row of context.table(realiteaseInfo).rows) {
    const id = row.values.CastIMDbID;
    if (id) groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  const list: Candidate[] = [];
  for (const [imdbId, rows] of groups) {
    const [row, ...merged] = [...rows].sort(
      (a, b) =>
        Number(/\bTHIS\b/.test(b.values.Notes)) - Number(/\bTHIS\b/.test(a.values.Notes)) ||
        Number(b.values.TotalShows || 0) - Number(a.values.TotalShows || 0) ||
        Number(b.values.TotalEpisodes || 0) - Number(a.values.TotalEpisodes || 0),
    );
    if (!row || !isComplete(row)) continue;
    const tmdbId =
      row.values.CastTMDbID || merged.find((other) => other.values.CastTMDbID)?.values.CastTMDbID || '';
    const wwhlEpisodes = guests(imdbId, tmdbId);
    const episodes = most(imdbId, tmdbId);
    if (episodes < context.settings.FINAL_EPISODES && wwhlEpisodes < context.settings.FINAL_WWHL) continue;
    const own = normaliseName(row.values.CastName);
    const otherNames = merged
      .map((other) => other.values.CastName)
      .filter((name) => name && normaliseName(name) !== own);
    list.push({ imdbId, row, otherNames, tmdbId, wwhlEpisodes });
  }
  return list;
}

function isComplete(row: PersonRow): boolean {
  const { ShowNames, ShowIMDbIDs, ShowTMDbIDs, TotalShows } = row.values;
  return ShowNames !== '' && ShowIMDbIDs !== '' && ShowTMDbIDs !== '' && TotalShows !== '';
}

/** Most episodes of one show, by person. */
function mostEpisodes(context: StepContext): (imdbId: string, tmdbId: string) => number {
  const by = new Map<string, number>();
  const main = mainIds(context);
  for (const { values } of context.table(castInfo).rows) {
    if (typeof values.TotalEpisodes !== 'number') continue;
    for (const id of [main(values.IMDbCastID), main(values.TMDbCastID)]) {
      if (id) by.set(id, Math.max(by.get(id) ?? 0, values.TotalEpisodes));
    }
  }
  return (imdbId, tmdbId) => Math.max(by.get(imdbId) ?? 0, tmdbId ? (by.get(tmdbId) ?? 0) : 0);
}

/** Episodes of WWHL as a guest, by person; an episode counts once. */
function guestEpisodes(context: StepContext): (imdbId: string, tmdbId: string) => number {
  const by = new Map<string, Set<number>>();
  const main = mainIds(context);
  for (const row of context.table(wwhlInfo).rows) {
    const names = splitList(row.values.GuestNames).length;
    const ids = [
      ...splitAligned(row.values.IMDbCastIDs, names),
      ...splitAligned(row.values.TMDbCastIDs, names),
    ];
    for (const id of ids.map(main)) if (id) by.set(id, (by.get(id) ?? new Set()).add(row.handle));
  }
  return (imdbId, tmdbId) =>
    new Set([...(by.get(imdbId) ?? []), ...(tmdbId ? (by.get(tmdbId) ?? []) : [])]).size;
}
