/** From when on somebody counts, as it is set. */
import type { QualifyLimits } from '../../rules/qualify';
import type { Settings } from '../../settings/settings';

export function qualifyLimits(settings: Settings): QualifyLimits {
  return {
    shows: settings.QUALIFY_SHOWS,
    seasons: settings.QUALIFY_SEASONS,
    episodes: settings.QUALIFY_EPISODES,
  };
}
