/** The entries of the lists as they were read last. */
import type { StepContext } from '../../engine/types';
import type { ImdbListEntry, TmdbListEntry } from '../../services/facts';
import { imdbListPage } from '../../services/imdbPages';
import { tmdbList } from '../../services/tmdb';
import { imdbListTab } from '../../workbook/tabs';
import { knownValue } from '../common/answers';
import { validId } from '../common/shows';
import { configuredLists, readingOf, type ListName } from './memory';

/** IMDb's types of what is no series, though it is of television. */
const NO_SERIES = /movie|episode|short/i;

/** The shows of IMDb's CSV export in the tab `IMDb List`. */
export function tabEntries(context: StepContext): ImdbListEntry[] {
  return context.table(imdbListTab).rows.flatMap((row): ImdbListEntry[] => {
    const { Const, Title, 'Title Type': type, Year } = row.values;
    const imdbId = validId('imdbTitle', Const);
    const isShow = type === '' || (/^tv/i.test(type) && !NO_SERIES.test(type));
    const year = /^\d{4}/.exec(Year)?.[0];
    return imdbId && isShow ? [{ imdbId, name: Title, year: year ? Number(year) : null }] : [];
  });
}

export function tmdbEntries(context: StepContext): TmdbListEntry[] {
  const list = configured(context, 'tmdb');
  return list ? (knownValue(context, tmdbList, list.id)?.entries ?? []) : [];
}

export function imdbEntries(context: StepContext): ImdbListEntry[] {
  const list = configured(context, 'imdb');
  if (!list) return [];
  if (readingOf(context, list)?.from === 'answer') {
    return knownValue(context, imdbListPage, list.id)?.entries ?? [];
  }
  return tabEntries(context);
}

function configured(context: StepContext, name: ListName): { name: ListName; id: string } | undefined {
  return configuredLists(context).find((list) => list.name === name);
}
