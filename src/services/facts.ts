/**
 * What the sources tell, distilled to what the workbook needs. All of it is plain JSON, small enough
 * to be kept in `_Cache`. Blank texts are `''`; ids are checked for form, dates are ISO days that exist.
 */

export interface TmdbListEntry {
  tmdbId: string;
  name: string;
  /** ISO day or ''. */
  firstAired: string;
}

export interface ImdbListEntry {
  imdbId: string;
  name: string;
  /** First year, if the list says it. */
  year: number | null;
}

/** `complete` is false if any page was missing; then nothing may be concluded from a show's absence. */
export interface ListFacts<E> {
  entries: E[];
  complete: boolean;
}

export interface TmdbCandidate {
  tmdbId: string;
  name: string;
  originalName: string;
  firstAired: string;
}

/** One person of a show, from aggregate credits, season credits and guest stars. */
export interface TmdbCastFact {
  id: string;
  name: string;
  gender: number;
  image: string;
  order: number;
  /** Of aggregate credits (`total_episode_count`). */
  episodes: number;
  /** All roles are "Self…". */
  self: boolean;
  /** All roles say "uncredited". */
  uncredited: boolean;
  /** Seasons (> 0) in whose regular cast or guest stars the person stands, ascending. */
  seasons: number[];
}

export interface TmdbShowFacts {
  id: string;
  name: string;
  originalName: string;
  firstAired: string;
  /** As TMDb says it, e.g. `Returning Series`, `Ended`, `Canceled`. */
  status: string;
  network: string;
  genres: string[];
  /** A reality, talk or documentary show (genres or type). */
  reality: boolean;
  /** Seasons with a number > 0, and episodes in all. */
  seasons: number;
  episodes: number;
  /** Known air dates, ascending: the latest 60, those still to come included. */
  airDates: string[];
  /** Day of the next episode, '' if none is announced. */
  nextAirs: string;
  imdbId: string;
  tvdbId: string;
  wikidataId: string;
  cast: TmdbCastFact[];
}

export interface TmdbPersonFacts {
  id: string;
  name: string;
  gender: number;
  /** ISO day or ''. */
  birthday: string;
  imdbId: string;
  alsoKnownAs: string[];
  /** Path (`/abc.jpg`) or ''. */
  image: string;
  /** Kept only while gender or birthday is missing; at most 2,000 characters. */
  biography: string;
}

export interface TmdbPersonCandidate {
  tmdbId: string;
  name: string;
}

/** TMDb ids of the shows a person is credited in, and who they are at IMDb. */
export interface TmdbPersonShows {
  shows: string[];
  imdbId: string;
}

export interface TmdbGuest {
  id: string;
  name: string;
  character: string;
}

export interface TmdbEpisode {
  id: string;
  number: number;
  name: string;
  overview: string;
  airDate: string;
  /** In billing order. */
  guests: TmdbGuest[];
}

export interface TmdbSeasonFacts {
  season: number;
  episodes: TmdbEpisode[];
}

/** Numbers of all seasons of a show, 0 included if there is one. */
export interface TmdbSeasonList {
  name: string;
  seasons: number[];
}

export interface ImdbCredit {
  id: string;
  name: string;
  /** null if IMDb does not say. */
  episodes: number | null;
  credited: boolean;
  /** Characters, of an episode's credits only. */
  role?: string;
}

/** All self credits of a show; only ever found when complete. */
export interface ImdbCreditsFacts {
  credits: ImdbCredit[];
}

export interface ImdbNameFacts {
  name: string;
  alternativeNames: string[];
  /** Only with all three parts. */
  birthday: string;
  /** Year of birth, even where no more is stated; 0 for none. */
  birthYear: number;
  image: string;
}

export interface ImdbEpisode {
  id: string;
  /** null where IMDb says "Unknown". */
  season: number | null;
  episode: number | null;
  airDate: string;
  title: string;
}

export interface WikidataShow {
  wikidataId: string;
  imdbId: string;
  tmdbId: string;
  tvdbId: string;
}

export interface WikidataPerson {
  wikidataId: string;
  imdbId: string;
  tmdbId: string;
  name: string;
  gender: 'M' | 'F' | 'X' | '';
  /** Only with the precision of a day. */
  birthday: string;
  /** Year of birth, even where no more is stated; 0 for none, or for several. */
  birthYear: number;
  /** Other birthdays of equal rank. */
  otherBirthdays: string[];
  /** More than one item claims the key: ids and values are left blank. */
  ambiguous: boolean;
}

export interface FandomPage {
  wiki: string;
  /** Title of the page that was read, after redirects. */
  title: string;
  birthday: string;
  /** Year of birth, even where no more is stated; 0 for none. */
  birthYear: number;
  /** Year of death; 0 for none. */
  deathYear: number;
  /** From the infobox only. */
  gender: 'M' | 'F' | 'X' | '';
  /** Plain text of the page's lead, at most 3,000 characters. */
  text: string;
  /** What else may name shows: values of the infobox, links of the lead, categories. */
  about: string;
}

export interface FamousBirthdaysPage {
  name: string;
  birthday: string;
  /** Plain text of the page, at most 4,000 characters: the show must stand in it. */
  text: string;
}

/** What Gemini read in a text that was handed to it; every value comes with a quotation that stands in the text. */
export interface ReadBio {
  birthday: string;
  gender: 'M' | 'F' | 'X' | '';
}

export interface ReadGuests {
  guests: string[];
}
