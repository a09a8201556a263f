/** Who belongs in RealiteaseInfo (stages.md §3.1), and seasons as a cell writes them. */

export interface QualifyLimits {
  shows: number;
  seasons: number;
  episodes: number;
}

export interface ShowCredit {
  show: string;
  episodes: number | '**' | '';
  seasons: string;
}

/** `1, 2, 5` → [1, 2, 5]; null for `**`, blank and what is no list of numbers. */
export function seasonNumbers(cell: string): number[] | null {
  const text = cell.trim();
  if (text === '') return null;
  const parts = text.split(',').map((part) => part.trim());
  return parts.every((part) => /^\d{1,4}$/.test(part)) ? parts.map(Number) : null;
}

/** Ascending, each once; '' for none. */
export function formatSeasons(numbers: readonly number[]): string {
  return [...new Set(numbers)].sort((a, b) => a - b).join(', ');
}

/** `open`: a `**` or a blank leaves it undecided. */
export function qualifies(
  credits: readonly ShowCredit[],
  limits: QualifyLimits = { shows: 2, seasons: 2, episodes: 5 },
): 'yes' | 'no' | 'open' {
  const shows = new Set(credits.map((credit) => credit.show));
  if (shows.size === 0) return 'no';
  if (shows.size >= limits.shows) return 'yes';
  let open = false;
  for (const credit of credits) {
    const seasons = seasonNumbers(credit.seasons);
    if (seasons && new Set(seasons).size >= limits.seasons) return 'yes';
    if (typeof credit.episodes === 'number' && credit.episodes >= limits.episodes) return 'yes';
    if (!seasons || typeof credit.episodes !== 'number') open = true;
  }
  return open ? 'open' : 'no';
}
