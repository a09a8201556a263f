/** What the sources say of shows, asked once a show and used by members and appearances alike. */
import type { StepContext } from '../../engine/types';
import type { ImdbCreditsFacts } from '../../services/facts';
import { imdbCredits } from '../../services/imdb';
import { tmdbShow } from '../../services/tmdb';
import type { Answer } from '../../services/types';
import { wikidataPersonByTmdb } from '../../services/wikidata';
import { knownValue, valueOf, Waiting } from '../common/answers';
import type { Show } from '../common/shows';
import { isOn } from '../common/sources';
import { idsOf, isCast, peopleOf, type OtherIds, type ShowAnswers } from './people';

export interface KnownShow {
  show: Show;
  answers: ShowAnswers;
  /** IMDb does not answer at the moment: its word is that of an earlier day, and the show stays due. */
  stale: boolean;
  /** IMDb is a source, has never said anything of the show and says nothing now: TMDb stands in for it. */
  standsIn: boolean;
}

/** With the pauses between them, days at most and hours at least. */
const MOST_ATTEMPTS = 4;

/** Whether the show's time has come for this step (`as`); a source that is off makes nothing due. */
export function isShowDue(context: StepContext, show: Show, as: string): boolean {
  return isEntryDue(context, show, as) || (show.imdbId !== '' && context.due(imdbCredits, show.imdbId, as));
}

function isEntryDue(context: StepContext, { tmdbId }: Show, as: string): boolean {
  return tmdbId !== '' && context.due(tmdbShow, tmdbId, as);
}

/** The shows that could be answered; the others are noted in `waiting` and stay due. */
export function askShows(
  context: StepContext,
  shows: readonly Show[],
  as: string,
  waiting: Waiting,
): KnownShow[] {
  const atImdb = shows.filter((show) => show.imdbId !== '');
  // A show's credits at IMDb have no calendar of their own: they are due when its entry at TMDb is.
  const again = atImdb.filter((show) => isEntryDue(context, show, as));
  const rest = atImdb.filter((show) => !again.includes(show));
  const answers = context.ask(
    { question: tmdbShow, keys: shows.map((show) => show.tmdbId).filter(Boolean), as, settle: false },
    { question: imdbCredits, keys: again.map((show) => show.imdbId), as, settle: false, again: true },
    { question: imdbCredits, keys: rest.map((show) => show.imdbId), as, settle: false },
  );
  return shows.flatMap((show): KnownShow[] => {
    const entry = show.tmdbId ? answers.get(tmdbShow, show.tmdbId) : undefined;
    const credits = show.imdbId ? answers.get(imdbCredits, show.imdbId) : undefined;
    const kept = lastWord(context, show, credits);
    const waits = [entry, credits].filter((answer) => answer && waiting.note(show.key, answer));
    const stale = kept !== undefined && waits.every((answer) => answer === credits);
    const standsIn = kept === undefined && isAsGoodAsOff(context, credits);
    if (waits.some((answer) => answer !== credits) || (waits.length > 0 && !stale && !standsIn)) return [];
    const listed = (valueOf(credits) ?? kept)?.credits ?? [];
    const imdb = listed.length > 0 ? listed : null;
    return [{ show, answers: { tmdb: valueOf(entry) ?? null, imdb }, stale, standsIn }];
  });
}

/** IMDb does not answer, or again and again not of this show, which cannot wait for ever. */
function isAsGoodAsOff({ settings }: StepContext, credits: Answer<ImdbCreditsFacts> | undefined): boolean {
  const isSilent = credits?.kind === 'failed' && (credits.attempts ?? 0) >= MOST_ATTEMPTS;
  return settings.IMDB && (credits?.kind === 'off' || isSilent);
}

/** What IMDb said before, if it is a source and cannot be asked now: TMDb does not decide in its place then. */
function lastWord(
  context: StepContext,
  { imdbId }: Show,
  credits: Answer<ImdbCreditsFacts> | undefined,
): ImdbCreditsFacts | undefined {
  const silent = credits?.kind === 'failed' || credits?.kind === 'off';
  return silent && context.settings.IMDB ? knownValue(context, imdbCredits, imdbId) : undefined;
}

/** Says that this batch settles the show's cells for the step. */
export function settleShow(context: StepContext, { tmdbId, imdbId }: Show, as: string): void {
  if (tmdbId) context.settle(tmdbShow, [tmdbId], as);
  if (imdbId) context.settle(imdbCredits, [imdbId], as);
}

/**
 * The IMDb ids of the people of shows for which TMDb decides, from Wikidata in bulk. Where IMDb decides,
 * ids come from matching the two lists of the show by name, and Wikidata is not asked.
 * @param isBare whether one of the show's rows might be a person's whose id is not known now
 * @returns the ids; the shows that have to wait for them; and those that go on without and are looked at again
 */
export function askIds(
  context: StepContext,
  known: readonly KnownShow[],
  waiting: Waiting,
  isBare: (show: Show) => boolean,
): { ids: OtherIds; unsure: Set<Show>; late: Set<Show> } {
  const none: OtherIds = { imdbOfTmdb: () => '', tmdbOfImdb: () => '' };
  const wanted = new Map<Show, string[]>();
  for (const { show, answers } of known) {
    if (answers.imdb) continue;
    const cast = peopleOf(answers, none).filter((person) => isCast(person, answers, show.threshold ?? 0));
    wanted.set(show, cast.map((person) => person.tmdbId)); // prettier-ignore
  }
  const keys = [...new Set([...wanted.values()].flat())];
  const answers = context.ask({ question: wikidataPersonByTmdb, keys, as: 'cast' });
  const unsure = new Set<Show>();
  const late = new Set<Show>();
  for (const [show, people] of wanted) {
    const all = people.map((id) => answers.get(wikidataPersonByTmdb, id));
    // Off although it is a source: it never has answered, and may yet.
    if (isOn('wikidata', context.settings) && all.some(({ kind }) => kind === 'off')) late.add(show);
    const failed = all.find(({ kind }) => kind === 'failed' || kind === 'parked');
    if (!failed) continue;
    waiting.note(show.key, failed);
    // What is parked goes on by itself; without Wikidata there is still all that TMDb says.
    (failed.kind === 'parked' || isBare(show) ? unsure : late).add(show);
  }
  const imdbOf = new Map(
    keys.map((id) => [id, idsOf(valueOf(answers.get(wikidataPersonByTmdb, id))).imdbId]),
  );
  return { ids: { imdbOfTmdb: (id) => imdbOf.get(id) ?? '', tmdbOfImdb: () => '' }, unsure, late };
}
