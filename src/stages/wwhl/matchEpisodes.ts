/** Which episode of IMDb is which row: by air date and number, each used once. */
import type { ImdbEpisode } from '../../services/facts';
import { addDays } from '../../rules/dates';

export interface EpisodeNumbers {
  handle: number;
  /** EpisodeID as it stands. */
  id: string;
  season: number;
  episode: number;
  /** ISO day or ''. */
  airDate: string;
}

type Test = (row: EpisodeNumbers, episode: ImdbEpisode) => boolean;

const sameNumber: Test = (row, e) => e.season === row.season && e.episode === row.episode;
const sameDate: Test = (row, e) => row.airDate !== '' && e.airDate === row.airDate;

/** A show after midnight stands under either day. */
const nextDay: Test = (row, e) =>
  sameNumber(row, e) && (addDays(row.airDate, 1) === e.airDate || addDays(row.airDate, -1) === e.airDate);

/** From the surest evidence to the weakest; a pair counts only if it is the only one on both sides. */
const SURE: readonly Test[] = [
  (row, e) => row.id === e.id,
  (row, e) => sameNumber(row, e) && sameDate(row, e),
];
const DATED: readonly Test[] = [sameDate, nextDay];
const UNDATED: Test = (row, e) => sameNumber(row, e) && (row.airDate === '' || e.airDate === '');

/**
 * Where days or numbers are one off through a season, the other still agree: a season goes by whichever
 * fits more of its episodes.
 */
function testsFor(rows: readonly EpisodeNumbers[], free: readonly ImdbEpisode[]): readonly Test[] {
  const days = new Set(free.map((e) => e.airDate));
  const byNumber = new Map(free.map((e) => [`${e.season}/${e.episode}`, e]));
  const byDay = rows.filter((row) => row.airDate !== '' && days.has(row.airDate)).length;
  const shifted = rows.filter((row) => {
    const episode = byNumber.get(`${row.season}/${row.episode}`);
    return episode !== undefined && row.airDate !== '' && nextDay(row, episode);
  }).length;
  return [...(shifted >= byDay ? [...DATED].reverse() : DATED), UNDATED];
}

/** @returns IMDb's episode by the row's handle. */
export function matchEpisodes(
  rows: readonly EpisodeNumbers[],
  episodes: readonly ImdbEpisode[],
): Map<number, ImdbEpisode> {
  const matched = new Map<number, ImdbEpisode>();
  const used = new Set<string>();
  for (const test of SURE) apply(test, rows, episodes, matched, used);
  const seasons = new Set(rows.map((row) => row.season));
  const plans = [...seasons].map((season) => {
    const own = rows.filter((row) => row.season === season && !matched.has(row.handle));
    return { own, tests: testsFor(own, episodes.filter((episode) => !used.has(episode.id))) }; // prettier-ignore
  });
  for (const { own, tests } of plans) for (const test of tests) apply(test, own, episodes, matched, used);
  return matched;
}

function apply(
  test: Test,
  rows: readonly EpisodeNumbers[],
  episodes: readonly ImdbEpisode[],
  matched: Map<number, ImdbEpisode>,
  used: Set<string>,
): void {
  const open = rows.filter((row) => !matched.has(row.handle));
  const index = indexOf(episodes.filter((episode) => !used.has(episode.id)));
  const byRow = new Map<EpisodeNumbers, ImdbEpisode[]>();
  const byEpisode = new Map<ImdbEpisode, number>();
  for (const row of open) {
    const fitting = index(row).filter((episode) => test(row, episode));
    byRow.set(row, fitting);
    for (const episode of fitting) byEpisode.set(episode, (byEpisode.get(episode) ?? 0) + 1);
  }
  for (const [row, [only, ...more]] of byRow) {
    if (!only || more.length > 0 || byEpisode.get(only) !== 1) continue;
    matched.set(row.handle, only);
    used.add(only.id);
  }
}

/** Candidates of a row: the episodes of its id, day or number, so that no test scans them all. */
function indexOf(episodes: readonly ImdbEpisode[]): (row: EpisodeNumbers) => ImdbEpisode[] {
  const by = new Map<string, ImdbEpisode[]>();
  const put = (key: string, episode: ImdbEpisode) => by.set(key, [...(by.get(key) ?? []), episode]);
  for (const episode of episodes) {
    put(episode.id, episode);
    put(`${episode.season}/${episode.episode}`, episode);
    if (episode.airDate) put(episode.airDate, episode);
  }
  return (row) => [
    ...new Set(
      [row.id, `${row.season}/${row.episode}`, row.airDate].flatMap((key) =>
        key ? (by.get(key) ?? []) : [],
      ),
    ),
  ];
}
