/** The page of an id at its source: what the cell links to. */
import { cleanId } from '../rules/ids';
import type { Column, IdKind } from './schema';
import type { CellValue } from './types';

const PAGES: Partial<Record<IdKind, string>> = {
  imdbTitle: 'https://www.imdb.com/title/',
  imdbName: 'https://www.imdb.com/name/',
  tvdb: 'https://thetvdb.com/dereferrer/series/',
  wikidata: 'https://www.wikidata.org/wiki/',
};

/** Null where the cell holds no single id, or one that has no page. */
export function pageOf({ type, page }: Column, value: CellValue): string | null {
  if (type.kind !== 'id' || typeof value !== 'string' || value === '') return null;
  // An episode has a page of its own at IMDb only.
  const kind = type.id === 'episode' ? 'imdbTitle' : type.id;
  const start = page || PAGES[kind];
  return start && cleanId(kind, value).id === value && cleanId(kind, value).valid ? start + value : null;
}
