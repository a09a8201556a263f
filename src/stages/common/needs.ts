/** What a step cannot do without, in words that name the setting. */
import type { Settings } from '../../settings/settings';

export function needsTmdb(settings: Settings): string[] {
  if (settings.TMDB_BEARER || settings.TMDB_API_KEY) return [];
  return [
    'No TMDb key is set: enter TMDB_BEARER (the "API Read Access Token" of your TMDb account) or TMDB_API_KEY in Settings.',
  ];
}
