/** Which birthday and gender to believe, in the order of trust (stages.md §3.4). */
import { isPlausibleBirthday } from './dates';
import type { Gender } from './gender';

/** From the most trusted to the least. */
export const TRUST = ['tmdb', 'imdb', 'wikidata', 'fandom', 'famousBirthdays', 'gemini'] as const;
export type BioSource = (typeof TRUST)[number];

export interface BirthdayCandidate {
  source: BioSource;
  /** ISO day. */
  date: string;
  /** Wikidata: stated with the precision of a day. */
  precisionDay?: boolean;
  /** IMDb: all three parts stated. */
  parts3?: boolean;
}

export interface GenderCandidate {
  source: BioSource;
  gender: Exclude<Gender, ''>;
}

export interface Decision {
  value: string;
  source: BioSource;
  /** What other sources say instead. */
  disagree: { source: BioSource; value: string }[];
}

const rank = (source: BioSource) => TRUST.indexOf(source);

/** January 1 often means "year only": it counts where the day is really stated, or where two sources say it. */
function believable(candidate: BirthdayCandidate, all: readonly BirthdayCandidate[]): boolean {
  if (!candidate.date.endsWith('-01-01')) return true;
  if (candidate.source === 'wikidata' && candidate.precisionDay) return true;
  if (candidate.source === 'imdb' && candidate.parts3) return true;
  return all.some((other) => other.source !== candidate.source && other.date === candidate.date);
}

export function decideBirthday(
  candidates: readonly BirthdayCandidate[],
  today: string,
  limits: { ageMin: number; ageMax: number } = { ageMin: 16, ageMax: 100 },
): Decision | null {
  const plausible = candidates.filter((c) =>
    isPlausibleBirthday(c.date, today, limits.ageMin, limits.ageMax),
  );
  const believed = plausible.filter((c) => believable(c, plausible));
  return decide(believed.map((c) => ({ source: c.source, value: c.date })));
}

export function decideGender(candidates: readonly GenderCandidate[]): Decision | null {
  return decide(candidates.map((c) => ({ source: c.source, value: c.gender })));
}

function decide(values: { source: BioSource; value: string }[]): Decision | null {
  const [best, ...rest] = [...values].sort((a, b) => rank(a.source) - rank(b.source));
  if (!best) return null;
  return { ...best, disagree: rest.filter((other) => other.value !== best.value) };
}
