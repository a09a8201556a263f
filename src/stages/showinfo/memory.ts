/** What the lists said, kept between steps and runs. */
import type { StepContext } from '../../engine/types';

/**
 * How the reading of a list ended. `unused`: there is nothing to read it from, so it counts as not
 * configured; `parked`: it is read as soon as the quota allows.
 */
export type ListState = 'complete' | 'unreadable' | 'unused' | 'parked';

export interface ListReading {
  /** Of the list: another id in the settings makes it another list. */
  id: string;
  /** ms since the epoch. */
  at: number;
  /** When the run began that read it: clocks may be put back in between. */
  run: number;
  state: ListState;
  /** Where the entries are: the kept answer, or the tab `IMDb List`. */
  from: 'answer' | 'tab' | '';
  /** In words, if it is not complete. */
  why: string;
}

export type ListName = 'tmdb' | 'imdb';

const READINGS = 'showinfo.lists';
const LISTED = 'showinfo.listed';
const DAY_MS = 86_400_000;

/** The lists that the settings name. */
export function configuredLists(context: StepContext): { name: ListName; id: string }[] {
  const { TMDB_LIST_ID, IMDB_LIST_ID } = context.settings;
  const lists: { name: ListName; id: string }[] = [
    { name: 'tmdb', id: TMDB_LIST_ID },
    { name: 'imdb', id: IMDB_LIST_ID },
  ];
  return lists.filter((list) => list.id !== '');
}

/** The last reading of the list that the settings name now; null if it never was read. */
export function readingOf(context: StepContext, list: { name: ListName; id: string }): ListReading | null {
  const reading = context.recall<Partial<Record<ListName, ListReading>>>(READINGS)?.[list.name];
  return reading && reading.id === list.id ? reading : null;
}

/** Whether the reading is young enough to conclude from it that a show left the list. */
export function isRecent(context: StepContext, reading: ListReading): boolean {
  return reading.run === context.runStarted || reading.at > context.now - DAY_MS;
}

export function rememberReading(context: StepContext, name: ListName, reading: ListReading): void {
  const all = context.recall<Partial<Record<ListName, ListReading>>>(READINGS) ?? {};
  context.remember(READINGS, { ...all, [name]: reading });
}

export interface Listed {
  tmdb: ReadonlySet<string>;
  imdb: ReadonlySet<string>;
}

/** Ids of all shows that ever stood on a list. */
export function everListed(context: StepContext): Listed {
  const kept = context.recall<{ tmdb: string; imdb: string }>(LISTED);
  const words = (text = '') => new Set(text.split(' ').filter((id) => id !== ''));
  return { tmdb: words(kept?.tmdb), imdb: words(kept?.imdb) };
}

/** Adds ids to those that ever were listed. */
export function rememberListed(context: StepContext, name: ListName, ids: readonly string[]): void {
  const before = everListed(context);
  const joined = (of: ListName) => [...new Set([...before[of], ...(of === name ? ids : [])])].join(' ');
  context.remember(LISTED, { tmdb: joined('tmdb'), imdb: joined('imdb') });
}
