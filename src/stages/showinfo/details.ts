/** showinfo.details: asks for what is to be known of every show that is due; showinfo.write fills it in. */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { formatSeasons, qualifies } from '../../rules/qualify';
import { imdbCredits } from '../../services/imdb';
import { tmdbPerson, tmdbShow } from '../../services/tmdb';
import { tvdbSeries } from '../../services/tvdb';
import type { TmdbCastFact, TmdbShowFacts } from '../../services/facts';
import type { Answers } from '../../services/types';
import { wikidataPersonByTmdb, wikidataShowByTmdb } from '../../services/wikidata';
import { imdbListTab, showInfo } from '../../workbook/tabs';
import { Waiting, isFresh, valueOf } from '../common/answers';
import { hasRange, inRange, planOf, upToLimit } from '../common/select';
import { qualifyLimits } from '../common/qualify';
import { isOn, missingFor } from '../common/sources';
import type { CatalogueShow } from './catalogue';
import { hasGapDue, imdbIdOf, lacksForWikidata, tvdbKey } from './gaps';
import { catalogue } from './pairs';

export const details: Step = {
  id: 'showinfo.details',
  title: 'Ask for the details',
  input: showInfo,
  tabs: [showInfo, imdbListTab],
  needs: (settings) => missingFor(settings, 'tmdb'),
  begin: plan,
};

function plan(context: StepContext): Plan {
  const shows = new Map(
    catalogue(context)
      .filter((show) => (show.row ? inRange(context, show.row) : !hasRange(context)))
      .map((show) => [show.key, show]),
  );
  const items = [...shows.values()].filter((show) => isDue(context, show)).map((show) => show.key);
  const entries = upToLimit(context, items).map((key) => shows.get(key)?.tmdbId ?? '');
  context.along({ question: tmdbShow, keys: entries.filter(Boolean), as: 'details' });
  return planOf(context, items, 100, (batch) => askDetails(context, batch.flatMap((key) => shows.get(key) ?? []))); // prettier-ignore
}

function isDue(context: StepContext, show: CatalogueShow): boolean {
  const { tmdbId } = show;
  const wantsEntry =
    tmdbId !== '' && context.due(tmdbShow, tmdbId, 'details') && !isFresh(context, tmdbShow, tmdbId);
  return wantsEntry || hasGapDue(context, show);
}

/** What castinfo.members asks: of IMDb one show after the other, or of Wikidata where TMDb decides who is in the cast. */
function sendAlong(context: StepContext, entries: Answers, shows: readonly CatalogueShow[]): void {
  if (isOn('imdb', context.settings)) {
    const due = shows.filter(
      ({ tmdbId, row }) => !row?.values.OVERRIDE && context.due(tmdbShow, tmdbId, 'members'),
    );
    const ids = due.map((show) => imdbIdOf(context, show));
    const comes = !context.partial && context.comes('castinfo.members');
    context.along({
      question: imdbCredits,
      keys: comes ? ids.filter(Boolean) : [],
      as: 'members',
      again: true,
    });
    return;
  }
  const cast = shows.flatMap(({ tmdbId }) => {
    const facts = valueOf(entries.get(tmdbShow, tmdbId));
    const counts = ({ self, episodes }: TmdbCastFact) =>
      (self || facts?.reality === true) && episodes >= context.settings.EPISODES_MIN;
    return (facts?.cast ?? []).filter(counts).map(({ id }) => id);
  });
  context.along({ question: wikidataPersonByTmdb, keys: cast, as: 'cast' });
  if (context.partial || !context.comes('realitease.bio') || !context.comes('castinfo.members')) return;
  const people = shows.flatMap(({ tmdbId, row }) =>
    row?.values.OVERRIDE ? [] : surelyCast(context, valueOf(entries.get(tmdbShow, tmdbId))),
  );
  context.along({ question: tmdbPerson, keys: people });
}

/** Ids of people of a show who will be asked about, whatever the show's threshold and their other shows are. */
function surelyCast({ settings }: StepContext, facts: TmdbShowFacts | undefined): string[] {
  const { EPISODES_MIN, EPISODES_MIN_Y, EPISODE_RULES } = settings;
  const threshold = Math.max(EPISODES_MIN, EPISODES_MIN_Y, ...EPISODE_RULES.map(({ value }) => Number(value))); // prettier-ignore
  const limits = qualifyLimits(settings);
  return (facts?.cast ?? []).flatMap(({ id, self, uncredited, episodes, seasons }) => {
    const isCast = (self || facts?.reality === true) && !uncredited && episodes >= threshold;
    const credit = { show: '', episodes, seasons: formatSeasons(seasons) };
    return isCast && qualifies([credit], limits) === 'yes' ? [id] : [];
  });
}

function askDetails(context: StepContext, shows: readonly CatalogueShow[]): Outcome {
  const waiting = new Waiting();
  const withId = shows.filter((show) => show.tmdbId !== '');
  const entries = context.ask({
    question: tmdbShow,
    keys: withId.map((show) => show.tmdbId),
    as: 'details',
    settle: false,
  });
  sendAlong(context, entries, withId);
  const answered = shows.filter(
    (show) => show.tmdbId === '' || !waiting.note(show.key, entries.get(tmdbShow, show.tmdbId)),
  );
  const forWikidata = answered.filter((show) => show.tmdbId !== '' && lacksForWikidata(context, show));
  if (forWikidata.length > 0) {
    const keys = forWikidata.map((show) => show.tmdbId);
    const items = context.ask({ question: wikidataShowByTmdb, keys });
    for (const { key, tmdbId } of forWikidata) waiting.note(key, items.get(wikidataShowByTmdb, tmdbId));
  }
  const forTvdb = [...new Set(answered.map((show) => tvdbKey(context, show)).filter((key) => key !== ''))];
  const series = context.ask({ question: tvdbSeries, keys: forTvdb });
  for (const key of forTvdb) waiting.note(key, series.get(tvdbSeries, key));
  return waiting.outcome([]);
}
