/** Parsers of HTML and wikitext, at hand when the first page is read. */

export type Parsers = typeof import('./parsers');

declare function require(path: './parsers'): Parsers;

let loaded: Parsers | undefined;

/**
 * Their tables take as long to set up as the whole rest of the script, and every execution loads the script anew:
 * those that read no page (a menu, the sidebar, most of a run's) do without.
 */
export function parsers(): Parsers {
  // An import would be carried out when the script is loaded.
  loaded ??= require('./parsers');
  return loaded;
}
