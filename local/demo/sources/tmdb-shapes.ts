/** TMDb's JSON, field by field (sources.md §1; field sets as in the captured answers). */
import { aggregateCast, aroundDay, episodeTotal, tvCredits, type PlacedEpisode } from '../tmdb-model';
import type { TmdbCredit, TmdbEpisode, TmdbMovie, TmdbPerson, TmdbSeason, TmdbShow, World } from '../world';

type Json = Record<string, unknown>;

const creditId = (...parts: (string | number)[]): string =>
  Buffer.from(parts.join('-')).toString('hex').padEnd(24, '0').slice(0, 24);

export function listItem(show: TmdbShow): Json {
  return {
    adult: false,
    backdrop_path: null,
    id: show.id,
    name: show.name,
    original_name: show.name,
    overview: show.overview,
    poster_path: `/show${show.id}.jpg`,
    media_type: 'tv',
    original_language: 'en',
    genre_ids: show.genres.map((genre) => genre.id),
    popularity: 10,
    first_air_date: show.firstAired,
    vote_average: 6.5,
    vote_count: 20,
    origin_country: [show.country],
  };
}

export function movieItem(movie: TmdbMovie): Json {
  return {
    adult: false,
    id: movie.id,
    title: movie.title,
    original_title: movie.title,
    overview: '',
    poster_path: null,
    media_type: 'movie',
    original_language: 'en',
    genre_ids: [],
    release_date: movie.releaseDate,
    video: false,
    vote_average: 6,
    vote_count: 3,
  };
}

export function personItem(world: World, person: TmdbPerson): Json {
  return {
    adult: false,
    gender: person.gender,
    id: person.id,
    known_for_department: 'Acting',
    name: person.name,
    original_name: person.name,
    popularity: 1.4,
    profile_path: person.image,
    known_for: tvCredits(world, person.id)
      .slice(0, 3)
      .map((credit) => listItem(credit.show)),
  };
}

function personInCredit(world: World, credit: TmdbCredit): Json {
  const person = world.tmdb.people.get(credit.person);
  return {
    adult: false,
    gender: person?.gender ?? 0,
    id: credit.person,
    known_for_department: 'Acting',
    name: person?.name ?? '',
    original_name: person?.name ?? '',
    popularity: 1.4,
    profile_path: person?.image ?? null,
  };
}

function castMember(world: World, credit: TmdbCredit, order: number, place: string): Json {
  return {
    ...personInCredit(world, credit),
    character: credit.character,
    credit_id: creditId(place, credit.person),
    order,
  };
}

export function credits(world: World, season: TmdbSeason | undefined): Json {
  return {
    cast: (season?.regulars ?? []).map((credit, order) => castMember(world, credit, order, `s${season?.id}`)),
    crew: [],
  };
}

function rolesOf(world: World, shows: TmdbShow): Json[] {
  return aggregateCast(shows).map((cast) => ({
    ...personInCredit(world, { person: cast.person, character: '' }),
    roles: cast.roles.map((role, index) => ({
      credit_id: creditId(shows.id, cast.person, index),
      character: role.character,
      episode_count: role.episodes,
    })),
    total_episode_count: cast.episodes,
    order: cast.order,
  }));
}

export const aggregate = (world: World, show: TmdbShow): Json => ({ cast: rolesOf(world, show), crew: [] });

export function seasonAggregate(world: World, show: TmdbShow, season: TmdbSeason): Json {
  return { cast: rolesOf(world, { ...show, seasons: [season] }), crew: [] };
}

export function showIds(show: TmdbShow): Json {
  return {
    imdb_id: show.imdbId,
    freebase_mid: null,
    freebase_id: null,
    tvdb_id: show.tvdbId,
    tvrage_id: null,
    wikidata_id: show.wikidataId,
    facebook_id: null,
    instagram_id: null,
    twitter_id: null,
  };
}

function episodeHead(show: TmdbShow, season: number, episode: TmdbEpisode): Json {
  return {
    id: episode.id,
    name: episode.name,
    overview: episode.overview,
    vote_average: 0,
    vote_count: 0,
    air_date: episode.airDate,
    episode_number: episode.number,
    episode_type: 'standard',
    production_code: '',
    runtime: 42,
    season_number: season,
    show_id: show.id,
    still_path: null,
  };
}

function crewOf(world: World, episode: TmdbEpisode): Json[] {
  return episode.crew.map(({ person, job }) => ({
    ...personInCredit(world, { person, character: '' }),
    job,
    department: 'Production',
    credit_id: creditId('c', episode.id, person),
  }));
}

function guestsOf(world: World, episode: TmdbEpisode): Json[] {
  return episode.guests.map((guest, order) => castMember(world, guest, order, `e${episode.id}`));
}

export function episodeDetails(world: World, show: TmdbShow, season: TmdbSeason, episode: TmdbEpisode): Json {
  return {
    ...episodeHead(show, season.number, episode),
    crew: crewOf(world, episode),
    guest_stars: guestsOf(world, episode),
  };
}

export function episodeCredits(world: World, season: TmdbSeason, episode: TmdbEpisode): Json {
  return {
    cast: credits(world, season)['cast'],
    crew: crewOf(world, episode),
    guest_stars: guestsOf(world, episode),
    id: episode.id,
  };
}

const seasonStart = (season: TmdbSeason): string | null =>
  season.episodes.map((episode) => episode.airDate).find((day) => Boolean(day)) ?? null;

const seasonName = (season: TmdbSeason): string =>
  season.number === 0 ? 'Specials' : `Season ${season.number}`;

export function seasonDetails(world: World, show: TmdbShow, season: TmdbSeason): Json {
  return {
    _id: creditId('season', season.id),
    air_date: seasonStart(season),
    episodes: season.episodes.map((episode) => episodeDetails(world, show, season, episode)),
    name: seasonName(season),
    overview: '',
    id: season.id,
    poster_path: null,
    season_number: season.number,
    vote_average: 0,
  };
}

const placed = (show: TmdbShow, found: PlacedEpisode | null): Json | null =>
  found ? episodeHead(show, found.season, found.episode) : null;

/** @param day the day of the request: what has aired by then. */
export function showDetails(show: TmdbShow, day: string, english: boolean): Json {
  const around = aroundDay(show, day);
  return {
    adult: false,
    backdrop_path: null,
    created_by: [],
    episode_run_time: [42],
    first_air_date: show.firstAired,
    genres: show.genres,
    homepage: '',
    id: show.id,
    in_production: show.status === 'Returning Series',
    languages: ['en'],
    last_air_date: around.last?.episode.airDate ?? null,
    last_episode_to_air: placed(show, around.last),
    name: show.name,
    next_episode_to_air: placed(show, around.next),
    networks: show.networks.map((network) => ({ ...network, logo_path: null, origin_country: show.country })),
    number_of_episodes: episodeTotal(show),
    number_of_seasons: show.seasons.filter((season) => season.number > 0).length,
    origin_country: [show.country],
    original_language: 'en',
    original_name: show.name,
    overview: english ? show.overview : '',
    popularity: 10,
    poster_path: `/show${show.id}.jpg`,
    production_companies: [],
    production_countries: [],
    seasons: show.seasons.map((season) => ({
      air_date: seasonStart(season),
      episode_count: season.episodes.length,
      id: season.id,
      name: seasonName(season),
      overview: '',
      poster_path: null,
      season_number: season.number,
      vote_average: 0,
    })),
    spoken_languages: [{ english_name: 'English', iso_639_1: 'en', name: 'English' }],
    status: show.status,
    tagline: '',
    type: show.type,
    vote_average: 6.5,
    vote_count: 20,
  };
}

export function personDetails(person: TmdbPerson, english: boolean): Json {
  return {
    adult: false,
    also_known_as: person.alsoKnownAs,
    biography: english ? person.biography.text : '',
    birthday: person.birthday,
    deathday: null,
    gender: person.gender,
    homepage: null,
    id: person.id,
    imdb_id: person.imdbId,
    known_for_department: 'Acting',
    name: person.name,
    place_of_birth: null,
    popularity: 1.4,
    profile_path: person.image,
  };
}

export function personIds(person: TmdbPerson): Json {
  return {
    freebase_mid: null,
    freebase_id: null,
    imdb_id: person.imdbId,
    tvrage_id: null,
    wikidata_id: null,
    facebook_id: null,
    instagram_id: null,
    tiktok_id: null,
    twitter_id: null,
    youtube_id: null,
  };
}

export function personShows(world: World, person: TmdbPerson): Json {
  return {
    cast: tvCredits(world, person.id).map((credit) => ({
      ...listItem(credit.show),
      character: credit.character,
      credit_id: creditId('p', person.id, credit.show.id),
      episode_count: credit.episodes,
    })),
    crew: [],
  };
}

export function profiles(person: TmdbPerson): Json {
  return {
    profiles: person.image
      ? [
          {
            aspect_ratio: 0.667,
            height: 900,
            iso_639_1: null,
            file_path: person.image,
            vote_average: 5.3,
            vote_count: 2,
            width: 600,
          },
        ]
      : [],
  };
}

export function showImages(show: TmdbShow): Json {
  const poster = {
    aspect_ratio: 0.667,
    height: 1500,
    iso_639_1: 'en',
    file_path: `/show${show.id}.jpg`,
    vote_average: 5.3,
    vote_count: 4,
    width: 1000,
  };
  return { backdrops: [], logos: [], posters: [poster] };
}
