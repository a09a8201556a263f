/**
 * What the demo sources know. Every source has records of its own, as the real one would hold them, so
 * that sources can differ, lack things and be wrong; the server speaks from these records and nothing else.
 * Days are `YYYY-MM-DD`. What a free text states is kept beside the text.
 */

export type Gender = 'F' | 'M' | 'X';

/** A free text and what it says about the person it is about. */
export interface Prose {
  text: string;
  birthday?: string;
  gender?: Gender;
}

export interface TmdbCredit {
  person: number;
  character: string;
}

export interface TmdbEpisode {
  id: number;
  number: number;
  name: string;
  overview: string;
  /** `''` and null both occur for an unknown day. */
  airDate: string | null;
  /** In billing order. */
  guests: TmdbCredit[];
  crew: { person: number; job: string }[];
}

export interface TmdbSeason {
  id: number;
  number: number;
  /** Credited for all episodes of the season. */
  regulars: TmdbCredit[];
  episodes: TmdbEpisode[];
}

export interface TmdbShow {
  id: number;
  name: string;
  overview: string;
  firstAired: string;
  /** `Returning Series`, `Ended`, `Canceled`. */
  status: string;
  /** `Reality`, `Talk Show`, `Documentary`, `Scripted`. */
  type: string;
  networks: { id: number; name: string }[];
  genres: { id: number; name: string }[];
  country: string;
  /** As TMDb has them: null, `''` and malformed values occur. */
  imdbId: string | null;
  tvdbId: number | null;
  wikidataId: string | null;
  seasons: TmdbSeason[];
}

export interface TmdbPerson {
  id: number;
  name: string;
  /** 0 unset, 1 female, 2 male, 3 non-binary. */
  gender: 0 | 1 | 2 | 3;
  birthday: string | null;
  imdbId: string | null;
  alsoKnownAs: string[];
  /** Path of the profile image. */
  image: string | null;
  biography: Prose;
  /** TV credits that stand with the person only, not in the show's own cast. */
  extraShows: { show: number; character: string; episodes: number }[];
}

export interface TmdbMovie {
  id: number;
  title: string;
  releaseDate: string;
}

export interface PartialDate {
  year: number;
  month?: number;
  day?: number;
}

export interface ImdbCredit {
  name: string;
  category: string;
  characters: string[];
  /** null where IMDb does not say. */
  episodes: number | null;
  attributes?: string[];
  isCredited?: boolean;
}

export interface ImdbEpisode {
  id: string;
  title: string;
  /** A number, or `Unknown`. */
  season: string;
  number: number | null;
  date: PartialDate | null;
  credits: ImdbCredit[];
}

export interface ImdbTitle {
  id: string;
  type: 'tvSeries' | 'tvMiniSeries' | 'movie';
  title: string;
  startYear: number;
  endYear: number | null;
  genres: string[];
  network: string;
  credits: ImdbCredit[];
  episodes: ImdbEpisode[];
}

export interface ImdbName {
  id: string;
  name: string;
  alternativeNames: string[];
  birthName: string;
  birth: PartialDate | null;
  image: string | null;
}

export type Rank = 'preferred' | 'normal' | 'deprecated';

export type WikidataValue =
  | { kind: 'text'; text: string }
  | { kind: 'item'; item: string }
  /** Precision 11 day, 10 month, 9 year. */
  | { kind: 'time'; day: string; precision: number }
  | { kind: 'named'; text: string; language: string }
  | { kind: 'unknown' };

export interface WikidataItem {
  id: string;
  label: string;
  aliases: string[];
  claims: Record<string, { value: WikidataValue; rank: Rank }[]>;
}

/** A page of a wiki. What its infobox and its text say is kept apart: they are read in different ways. */
export interface FandomPage {
  title: string;
  wikitext: string;
  kind: 'person' | 'redirect' | 'disambiguation' | 'season';
  redirect?: { to: string; fragment?: string };
  infobox?: { birthday?: string; gender?: Gender };
  /** What the running text states: a written date, or the pronouns it uses of the person. */
  prose?: { birthday?: string; gender?: Gender };
}

export interface FamousPage {
  slug: string;
  name: string;
  /** null: the page gives a day without a year. */
  birthday: string | null;
  dayText: string;
  shows: string[];
  /** The address leads to the start page. */
  gone?: boolean;
}

export interface TvdbSeries {
  id: number;
  name: string;
  firstAired: string;
  imdbId: string;
}

export interface World {
  name: string;
  /** `before`: all sources answer; `today`: IMDb is out of reach, Fandom's pages are closed. */
  answers: 'before' | 'today';
  tmdb: {
    listId: string;
    list: { type: 'tv' | 'movie'; id: number }[];
    shows: Map<number, TmdbShow>;
    people: Map<number, TmdbPerson>;
    movies: Map<number, TmdbMovie>;
  };
  imdb: {
    listId: string;
    list: string[];
    titles: Map<string, ImdbTitle>;
    names: Map<string, ImdbName>;
  };
  wikidata: Map<string, WikidataItem>;
  /** Wiki → normalised page title → page. */
  fandom: Map<string, Map<string, FandomPage>>;
  famous: Map<string, FamousPage>;
  tvdb: Map<number, TvdbSeries>;
}

/** Guests of an episode that only its overview or title names, for checks of the reading model. */
export const WWHL = { tmdbId: 22980, imdbId: 'tt2057880', host: 'Andy Cohen' } as const;
