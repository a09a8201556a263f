/** One cheap request a source, to find out whether it answers and takes the key. */
import * as z from 'zod/mini';
import type { Settings } from '../settings/settings';
import { parseJson, shaped } from './json';
import { tvdbSeries } from './tvdb';
import type { HttpCall, Lookup, SourceId } from './types';
import { wikidataShowByImdb } from './wikidata';

const calls: Record<SourceId, (settings: Settings) => HttpCall> = {
  tmdb: (settings) => ({ url: `${settings.TMDB_BASE}/3/configuration` }),
  imdb: (settings) => ({ url: `${settings.IMDB_API_BASE}/titles/${settings.WWHL_IMDB_ID}` }),
  imdbPages: (settings) => ({ url: `${settings.IMDB_PAGES_BASE}/title/${settings.WWHL_IMDB_ID}/` }),
  wikidata: (settings) => wikidataShowByImdb.lookup([settings.WWHL_IMDB_ID], settings).call,
  fandom: (settings) => ({
    url: `${settings.FANDOM_BASE.replace('{wiki}', settings.FANDOM_WIKIS[0]?.value ?? 'community')}/api.php?action=query&meta=siteinfo&format=json`,
  }),
  famousBirthdays: (settings) => ({ url: `${settings.FAMOUS_BIRTHDAYS_BASE}/` }),
  gemini: (settings) => ({ url: `${settings.GEMINI_BASE}/v1beta/models?pageSize=1000` }),
  tvdb: (settings) => tvdbSeries.lookup([settings.WWHL_IMDB_ID], settings).call,
};

const models = z.object({ models: z.array(z.object({ name: z.string() })) });

/** The lookup; its value is what there is to say beside that it works. */
export function probe(source: SourceId, settings: Settings): Lookup<string> {
  return {
    source,
    label: 'test',
    call: calls[source](settings),
    read: ({ text }) => ({ kind: 'done', value: source === 'gemini' ? aboutModels(text, settings) : '' }),
  };
}

function aboutModels(text: string, { GEMINI_MODEL }: Settings): string {
  const names = shaped(models, parseJson(text)).models.map(({ name }) => name.replace(/^models\//, ''));
  const usable = names.filter((name) => name.startsWith('gemini-')).join(', ');
  return names.includes(GEMINI_MODEL)
    ? `Your key may use ${GEMINI_MODEL}. Others: ${usable}.`
    : `But your key may not use ${GEMINI_MODEL} (GEMINI_MODEL); it may use: ${usable}.`;
}
