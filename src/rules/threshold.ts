/** How many episodes make a person cast of a show (stages.md §2). */

export interface EpisodeRule {
  contains: string;
  episodes: number;
}

/**
 * @returns the least number of episodes; null for SKIP, which has no cast at all. An OVERRIDE that is
 * none of the known ones counts as blank.
 */
export function episodeThreshold(
  show: { override: string; showName: string },
  rules: readonly EpisodeRule[],
  defaults: { blank: number; y: number },
): number | null {
  const override = show.override.trim().toUpperCase();
  if (override === 'SKIP') return null;
  if (override === 'Y') return defaults.y;
  // Nobody is cast by no episode at all.
  if (/^\d{1,4}(?:\.0+)?$/.test(override)) return Math.max(1, Math.trunc(Number(override)));
  const name = show.showName.toLowerCase();
  return rules.find((rule) => name.includes(rule.contains.toLowerCase()))?.episodes ?? defaults.blank;
}
