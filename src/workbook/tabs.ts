/** The five data tabs and IMDb's list export, as workbook.md describes them. Order is that of a fresh workbook. */
import { normaliseName } from '../rules/names';
import { choice, count, day, id, integer, list, seasons, tab, text, url, usDay } from './schema';

const SIGNS = [
  'Aries', 'Taurus', 'Gemini', 'Cancer', 'Leo', 'Virgo',
  'Libra', 'Scorpio', 'Sagittarius', 'Capricorn', 'Aquarius', 'Pisces',
] as const; // prettier-ignore

/** Ids of TMDb do not tell what they are ids of. */
const TMDB_SHOW = { page: 'https://www.themoviedb.org/tv/' };
const TMDB_PERSON = { page: 'https://www.themoviedb.org/person/' };

export const showInfo = tab(
  'ShowInfo',
  'One row per show.',
  {
    Show: text('fill', { aliases: ['ShowName'], width: 220, help: 'Name of the show.' }),
    Network: text('fill', { help: 'First network of the show.' }),
    ShowTotalSeasons: integer('own', { help: 'Seasons with a number above 0.' }),
    ShowTotalEpisodes: integer('own', { help: 'Episodes in all.' }),
    IMDbSeriesID: id('imdbTitle', 'fill', { aliases: ['IMDbID', 'IMDb ID'], help: 'tt and 7 to 10 digits.' }),
    TMDbSeriesID: id('tmdb', 'fill', {
      ...TMDB_SHOW,
      aliases: ['TMDbID', 'TMDb ID', 'TheMovieDB ID'],
      help: 'Digits.',
    }),
    'Most Recent Episode': day('own', { help: 'Last aired episode, never a future one.' }),
    OVERRIDE: text('manual', {
      help: 'Blank: 4 episodes; Y: 2; a number: that many; SKIP: no cast. SKIP is also set by the add-on for shows that left all lists.',
    }),
    'TheTVDB ID': id('tvdb', 'fill', { aliases: ['TVDbID'], help: 'Digits.' }),
    'Wikidata ID': id('wikidata', 'fill', { aliases: ['WikidataID'], help: 'Q and digits.' }),
    Genres: list('text', 'own', { width: 180, help: 'As TMDb names them.' }),
  },
  {
    dimensions: [[['TMDbSeriesID'], ['IMDbSeriesID']]],
    fallback: { column: 'Show', normalise: normaliseName },
  },
);

export const castInfo = tab(
  'CastInfo',
  'One row per person and show.',
  {
    Name: text('fill', { aliases: ['CastName'], width: 180, help: 'Name of the person.' }),
    TMDbCastID: id('tmdb', 'fill', { ...TMDB_PERSON, aliases: ['CastID'], help: 'Digits.' }),
    IMDbCastID: id('imdbName', 'fill', {
      aliases: ['Cast IMDbID', 'IMDbID'],
      help: 'nm and 7 to 10 digits.',
    }),
    ShowName: text('own', { width: 200, help: 'Follows ShowInfo.' }),
    IMDbSeriesID: id('imdbTitle', 'fill', { aliases: ['Show IMDbID'], help: 'The show at IMDb.' }),
    TMDbSeriesID: id('tmdb', 'fill', { ...TMDB_SHOW, aliases: ['ShowID'], help: 'The show at TMDb.' }),
    TotalEpisodes: count('own', {
      aliases: ['Episodes'],
      help: 'Episodes of this show; ** if looked up and not found.',
    }),
    TotalSeasons: seasons('own', {
      aliases: ['Seasons'],
      help: 'Numbers of the seasons; ** if looked up and not found.',
    }),
  },
  {
    dimensions: [
      [['TMDbSeriesID'], ['IMDbSeriesID']],
      [['IMDbCastID'], ['TMDbCastID']],
    ],
  },
);

export const realiteaseInfo = tab(
  'RealiteaseInfo',
  'One row per person.',
  {
    CastName: text('fill', { aliases: ['PersonName'], width: 180, help: 'Name of the person.' }),
    CastIMDbID: id('imdbName', 'fill', { help: 'nm and 7 to 10 digits.' }),
    CastTMDbID: id('tmdb', 'fill', { ...TMDB_PERSON, help: 'Digits.' }),
    ShowNames: list('text', 'own', {
      aliases: ['Shows'],
      width: 260,
      help: 'Shows of the person; a name with a comma stands in double quotes.',
    }),
    ShowIMDbIDs: list('imdbTitle', 'own', { width: 160, help: 'Aligned with ShowNames.' }),
    ShowTMDbIDs: list('tmdb', 'own', { width: 160, help: 'Aligned with ShowNames.' }),
    TotalShows: integer('own', { help: 'Shows of the person.' }),
    TotalSeasons: integer('own', { help: 'Distinct seasons, summed over the shows.' }),
    TotalEpisodes: integer('own', { help: 'Episodes, summed over the shows.' }),
    Gender: choice(['M', 'F', 'X'], 'fill', { width: 70, help: 'M, F, X (non-binary) or blank.' }),
    Birthday: day('fill', { help: 'YYYY-MM-DD.' }),
    Zodiac: choice(SIGNS, 'own', { width: 100, help: 'Follows Birthday.' }),
    Notes: text('manual', { width: 160, help: 'Yours. THIS marks the row that wins a merge.' }),
  },
  { dimensions: [[['CastIMDbID'], ['CastTMDbID']]] },
);

export const wwhlInfo = tab(
  'WWHLinfo',
  'One row per episode of Watch What Happens Live.',
  {
    EpisodeID: id('episode', 'own', { help: 'IMDb id of the episode, else its TMDb id.' }),
    Season: integer('fill', { width: 70, help: "TMDb's number." }),
    Episode: integer('fill', { width: 70, help: "TMDb's number." }),
    AirDate: usDay('fill', { help: 'MM/DD/YYYY.' }),
    GuestNames: list('text', 'own', {
      aliases: ['Guests'],
      keepsEdits: true,
      width: 280,
      help: 'In billing order, without the host.',
    }),
    IMDbCastIDs: list('imdbName', 'own', { width: 180, help: 'Aligned with GuestNames.' }),
    TMDbCastIDs: list('tmdb', 'own', { width: 160, help: 'Aligned with GuestNames.' }),
    REALITEASE: choice(['REALITEASE', 'ALMOST', 'SOLO', 'NONE'], 'own', {
      help: 'How many of the guests stand in RealiteaseInfo.',
    }),
  },
  {
    dimensions: [[['Season', 'Episode']]],
    fallback: { column: 'EpisodeID', normalise: (value) => value.trim() },
  },
);

export const finalList = tab(
  'FinalList',
  'The curated list that goes to production.',
  {
    Name: text('fill', { width: 180, help: 'Name of the person.' }),
    IMDbCastID: id('imdbName', 'own', { help: 'nm and 7 to 10 digits.' }),
    CorrectDate: text('manual', { help: 'Yours.' }),
    AlternativeNames: list('text', 'own', { width: 240, help: 'Other names; your additions are kept.' }),
    IMDbSeriesIDs: list('imdbTitle', 'own', { width: 200, help: 'Sorted.' }),
    ImageURL: url('own', { width: 220, help: 'One https address.' }),
    TMDbCastID: id('tmdb', 'own', { ...TMDB_PERSON, help: 'Digits.' }),
    ShowNames: list('text', 'own', { width: 240, help: 'As in RealiteaseInfo.' }),
    TotalShows: integer('own', { help: 'As in RealiteaseInfo.' }),
    TotalSeasons: integer('own', { help: 'As in RealiteaseInfo.' }),
    TotalEpisodes: integer('own', { help: 'As in RealiteaseInfo.' }),
    Gender: choice(['M', 'F', 'X'], 'own', { width: 70, help: 'As in RealiteaseInfo.' }),
    Birthday: day('own', { help: 'As in RealiteaseInfo.' }),
    Zodiac: choice(SIGNS, 'own', { width: 100, help: 'As in RealiteaseInfo.' }),
    WWHLEpisodes: integer('own', { help: 'Episodes of Watch What Happens Live as a guest.' }),
  },
  { dimensions: [[['IMDbCastID']]] },
);

/** IMDb's CSV export as it is; written only by the upload. */
export const imdbListTab = tab(
  'IMDb List',
  "IMDb's CSV export of your list, as it is.",
  {
    Const: id('imdbTitle', 'manual', { help: 'IMDb id.' }),
    Title: text('manual'),
    'Title Type': text('manual'),
    Year: text('manual'),
  },
  { dimensions: [[['Const']]] },
);

export type ShowInfo = typeof showInfo;
export type CastInfo = typeof castInfo;
export type RealiteaseInfo = typeof realiteaseInfo;
export type WwhlInfo = typeof wwhlInfo;
export type FinalList = typeof finalList;

/** The tabs that hold the curator's data, in order. */
export const dataTabs = [showInfo, castInfo, realiteaseInfo, wwhlInfo, finalList] as const;
