/** showinfo.lists: reads the lists of shows, whole or not at all. */
import type { Outcome, Step, StepContext } from '../../engine/types';
import type { ImdbListEntry, ListFacts } from '../../services/facts';
import { imdbCredits } from '../../services/imdb';
import { imdbListPage } from '../../services/imdbPages';
import { tmdbList, tmdbShow } from '../../services/tmdb';
import type { Answer } from '../../services/types';
import { imdbListTab, showInfo } from '../../workbook/tabs';
import { Waiting, valueOf } from '../common/answers';
import { isOn, missingFor } from '../common/sources';
import { showsOf } from '../common/shows';
import { tabEntries } from './entries';
import {
  configuredLists,
  readingOf,
  rememberListed,
  rememberReading,
  type ListName,
  type ListReading,
} from './memory';

const CUT_SHORT = 'not all of its entries could be read.';

export const lists: Step = {
  id: 'showinfo.lists',
  title: 'Read the lists',
  input: showInfo,
  tabs: [showInfo, imdbListTab],
  needs: (settings) => (settings.TMDB_LIST_ID ? missingFor(settings, 'tmdb') : []),
  begin: (context) => {
    const open = configuredLists(context).filter((list) => {
      const reading = readingOf(context, list);
      return reading?.run !== context.runStarted || reading.state === 'parked';
    });
    const names = open.map((list) => list.name);
    sendCreditsAhead(context);
    // Lists are no rows: `limit` does not cut them.
    return { items: names, size: 2, batch: (items) => readLists(context, items) };
  },
};

/** What IMDb will be asked of shows that are due, one after the other: it need not wait until the lists are read. */
function sendCreditsAhead(context: StepContext): void {
  if (context.partial || !isOn('imdb', context.settings) || !context.comes('castinfo.members')) return;
  const due = showsOf(context).filter(
    ({ threshold, tmdbId }) =>
      threshold !== null && tmdbId !== '' && context.due(tmdbShow, tmdbId, 'members'),
  );
  const keys = due.map(({ imdbId }) => imdbId).filter(Boolean);
  context.along({ question: imdbCredits, keys, as: 'members', again: true });
}

function readLists(context: StepContext, names: readonly string[]): Outcome {
  const { TMDB_LIST_ID: tmdbId, IMDB_LIST_ID: imdbId } = context.settings;
  const readsTmdb = names.includes('tmdb');
  const readsPage = names.includes('imdb') && isOn('imdbPages', context.settings);
  const answers = context.ask(
    { question: tmdbList, keys: readsTmdb ? [tmdbId] : [] },
    { question: imdbListPage, keys: readsPage ? [imdbId] : [] },
  );
  const waiting = new Waiting();
  if (readsTmdb) {
    const answer = answers.get(tmdbList, tmdbId);
    noteList(waiting, `TMDb list ${tmdbId}`, answer);
    keepReading(context, 'tmdb', reading(context, tmdbId, answer, 'TMDb list'));
    const entries = valueOf(answer)?.entries ?? [];
    rememberListed(context, 'tmdb', entries.map((entry) => entry.tmdbId)); // prettier-ignore
  }
  if (names.includes('imdb')) {
    readImdb(context, imdbId, readsPage ? answers.get(imdbListPage, imdbId) : { kind: 'off' }, waiting);
  }
  return waiting.outcome([]);
}

/** IMDb's page where it answers, else the tab with the CSV export, else none. */
function readImdb(
  context: StepContext,
  id: string,
  page: Answer<ListFacts<ImdbListEntry>>,
  waiting: Waiting,
): void {
  const fromPage = reading(context, id, page, 'IMDb list');
  const inTab = tabEntries(context);
  let result = fromPage;
  if (fromPage.state !== 'complete' && inTab.length > 0) {
    result = { ...fromPage, state: 'complete', from: 'tab', why: '' };
    if (page.kind !== 'off') context.log('warning', `${fromPage.why} The tab IMDb List is used.`, id);
  } else if (page.kind === 'off') {
    const why = `The IMDb list is not read: its page is not used, and the tab ${imdbListTab.name} is empty.`;
    result = { ...fromPage, state: 'unused', why };
    context.log('info', why, id);
  } else {
    noteList(waiting, `IMDb list ${id}`, page);
  }
  keepReading(context, 'imdb', result);
  const entries = result.from === 'tab' ? inTab : (valueOf(page)?.entries ?? []);
  rememberListed(context, 'imdb', entries.map((entry) => entry.imdbId)); // prettier-ignore
}

/** A list of which a part is missing has failed, though what there is of it is used. */
function noteList(waiting: Waiting, key: string, answer: Answer<ListFacts<unknown>>): void {
  const error = `${key}: ${CUT_SHORT}`;
  waiting.note(key, valueOf(answer)?.complete === false ? { kind: 'failed', error, retryAt: 0 } : answer);
}

function keepReading(context: StepContext, name: ListName, result: ListReading): void {
  rememberReading(context, name, result);
  if (result.state === 'unreadable' && result.why) context.log('warning', result.why, result.id);
}

/** What an answer means for the list: only one that is whole and not empty counts as read. */
export function reading(
  context: Pick<StepContext, 'now' | 'runStarted'>,
  id: string,
  answer: Answer<ListFacts<unknown>>,
  title: string,
): ListReading {
  const base = { id, at: context.now, run: context.runStarted, from: 'answer' as const };
  const unreadable = (why: string): ListReading => ({
    ...base,
    state: 'unreadable',
    why: `${title}: ${why}`,
  });
  switch (answer.kind) {
    case 'found':
      if (answer.value.entries.length === 0)
        return unreadable('it is empty, so no show is taken for removed.');
      if (!answer.value.complete) return unreadable(CUT_SHORT);
      return { ...base, state: 'complete', why: '' };
    case 'absent':
      return unreadable('there is no such list.');
    case 'failed':
      return unreadable(answer.error);
    case 'parked':
      return { ...base, state: 'parked', why: `${title}: ${answer.reason}` };
    case 'off':
      return { ...base, state: 'unused', from: '', why: '' };
  }
}
