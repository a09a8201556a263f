/** showinfo.skip: marks shows that left all lists, and takes the mark back when they are listed again. */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { tmdbShow } from '../../services/tmdb';
import { imdbListTab, showInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { isAnswered } from '../common/answers';
import { inRange, planOf } from '../common/select';
import type { ShowRow } from '../common/shows';
import { RULE } from '../common/sources';
import type { CatalogueShow } from './catalogue';
import { configuredLists, everListed, isRecent, readingOf } from './memory';
import { isSkip, SKIP } from './override';
import { catalogue, isSurelyUnpaired } from './pairs';

export const skip: Step = {
  id: 'showinfo.skip',
  title: 'Mark shows that left the lists',
  input: showInfo,
  tabs: [showInfo, imdbListTab],
  begin: plan,
};

interface ShowState {
  override: string;
  /** The override is the add-on's own. */
  automatic: boolean;
  listed: boolean;
  everListed: boolean;
}

/** What happens to a show's OVERRIDE. Pure. */
export function decideSkip(show: ShowState): 'mark' | 'take back' | 'keep' {
  if (show.listed) return isSkip(show.override) && show.automatic ? 'take back' : 'keep';
  return show.override === '' && show.everListed ? 'mark' : 'keep';
}

/** Whether marking so many shows needs a person's word. `limit` in percent. */
export function isTooMany(marked: number, shows: number, limit: number): boolean {
  return marked * 100 > shows * limit;
}

function plan(context: StepContext): Plan {
  const table = context.table(showInfo);
  const decided = new Map<string, { row: ShowRow; decision: 'mark' | 'take back' }>();
  const shows = catalogue(context);
  const blocked = whyNotMarking(context, shows);
  const unread = onUnreadList(context);
  for (const show of shows) {
    if (!show.row || !inRange(context, show.row)) continue;
    const decision = decideSkip(stateOf(show, table.origin(show.row, 'OVERRIDE')?.source === RULE));
    // It may still stand on the list that is not read any more.
    if (decision === 'mark' && [show.imdbId, ...show.otherImdbIds].some((id) => unread.has(id))) continue;
    if (decision === 'take back' || (decision === 'mark' && blocked === '')) {
      decided.set(show.key, { row: show.row, decision });
    }
  }
  if (blocked) context.log('info', `No show is marked ${SKIP}: ${blocked}`);
  const keys = (of: string) => [...decided].filter(([, d]) => d.decision === of).map(([key]) => key);
  const back = keys('take back');
  const marks = keys('mark');
  const tooMany = isTooMany(marks.length, table.rows.length, context.settings.SHARE_LIMIT);
  return planOf(context, [...back, ...marks], 250, (items): Outcome => {
    const chosen = items.flatMap((key) => decided.get(key) ?? []);
    const changes = chosen.map(({ row, decision }) => change(row, decision));
    // Asked before anything is written: what is taken back waits with the rest.
    return tooMany
      ? { changes, needsConfirm: question(context, marks.length, table.rows.length) }
      : { changes };
  });
}

function stateOf(show: CatalogueShow, automatic: boolean): ShowState {
  const override = show.row?.values.OVERRIDE.trim() ?? '';
  return { override, automatic, listed: show.listed, everListed: show.everListed };
}

/** Why nothing may be concluded from a show's absence; '' if all lists were read. */
function whyNotMarking(context: StepContext, shows: readonly CatalogueShow[]): string {
  if (context.partial) return 'this run looks at a part of the rows only.';
  let read = 0;
  for (const list of configuredLists(context)) {
    const reading = readingOf(context, list);
    if (!reading || !isRecent(context, reading)) return `the list ${list.id} was not read in this run.`;
    if (reading.state === 'complete') read++;
    else if (reading.state !== 'unused') return reading.why;
  }
  if (read === 0) return 'no list is configured.';
  const open = shows.find((show) => isOpen(context, show));
  return open ? `it is not known yet which show ${open.name} is; it may be one that has a row.` : '';
}

/** IMDb ids of the shows that stood on the IMDb list, if that has nothing to be read from now. */
function onUnreadList(context: StepContext): ReadonlySet<string> {
  const list = configuredLists(context).find(({ name }) => name === 'imdb');
  const unused = list && readingOf(context, list)?.state === 'unused';
  return unused ? everListed(context).imdb : new Set();
}

/** A new entry of a list whose other id could not be asked for: a row may be its own, unrecognised. */
function isOpen(context: StepContext, show: CatalogueShow): boolean {
  if (!show.listed || show.row) return false;
  if (show.tmdbId) return show.imdbId === '' && !isAnswered(context.known(tmdbShow, show.tmdbId));
  return !isSurelyUnpaired(context, show);
}

function question(context: StepContext, marked: number, shows: number): string {
  return (
    `${marked} of ${shows} shows are on no list any more; more than ${context.settings.SHARE_LIMIT} % are not ` +
    `marked ${SKIP} without being asked. If that is right, run again with confirm.`
  );
}

function change(row: ShowRow, decision: 'mark' | 'take back'): Change {
  const value = decision === 'mark' ? SKIP : '';
  return { kind: 'write', tab: showInfo, row, cells: { OVERRIDE: { value, source: RULE, when: 'correct' } } };
}
