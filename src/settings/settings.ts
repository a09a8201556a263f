/**
 * Every setting, declared once: the dialog, `.env.example`, the README's table, the checks and the
 * typed values that steps and sources read all follow from this list. A setting has one name
 * everywhere.
 */
import {
  addressSetting,
  flag,
  limitSetting,
  nameRules,
  numberSetting,
  secret,
  textSetting,
  words,
  type AnySetting,
} from './declare';

/** sources.md §4: wikis by what the show's name contains; the first rule that fits counts. */
const DEFAULT_WIKIS = [
  'Real Housewives=real-housewives',
  'Vanderpump Rules=vanderpump-rules',
  'Bachelor=bachelor-nation',
  'The Challenge=thechallenge',
  'Survivor=survivor',
  'Big Brother=bigbrother',
  'Love Island=loveisland',
  'Drag Race=rupaulsdragrace',
  'Below Deck=belowdeck',
  'Jersey Shore=jerseyshore',
  'Kardashians=kardashians',
  'Amazing Race=amazingrace',
  'Too Hot to Handle=toohottohandle',
  'The Circle=thecircle',
  'Dance Moms=dancemoms',
  'Top Model=antm',
  'Bad Girls Club=badgirlsclub',
  'Real World=realworld',
  'Teen Mom=teenmom',
  'Love & Hip Hop=love-hip-hop',
  'Southern Charm=southerncharm',
  'Married to Medicine=married2med',
].join('; ');

export const settingList = {
  TMDB_BEARER: secret(
    {
      label: 'TMDb read access token',
      help: 'The long "API Read Access Token" of your TMDb account. Enough by itself.',
    },
    'demo-bearer',
  ),
  TMDB_API_KEY: secret(
    { label: 'TMDb API key', help: 'The short v3 key; only needed without a read access token.' },
    'demo-key',
  ),
  IMDB_API_KEY: secret({ label: 'IMDb API key', help: 'Only if your IMDb API asks for one.' }, 'demo-imdb'),
  GEMINI_API_KEY: secret(
    {
      label: 'Gemini API key',
      help: 'From Google AI Studio. Without it, text is not read for birthdays and guests.',
    },
    'demo-gemini',
  ),
  TVDB_API_KEY: secret(
    { label: 'TheTVDB API key', help: "Optional: fills TheTVDB's ids that TMDb lacks." },
    'demo-tvdb',
  ),
  TVDB_PIN: secret({ label: 'TheTVDB subscriber PIN', help: 'Only for keys of the user-supported kind.' }),

  CONTACT: textSetting({
    group: 'Sources',
    label: 'Contact address',
    help: 'Your e-mail address or web page. Wikidata and Fandom refuse programs that do not say who runs them.',
    default: '',
    dummy: 'curator@example.org',
    pattern: /^(?:[^\s@]+@[^\s@][^\s.@]*\.[^\s@]+|https:\/\/\S+)$/,
    example: 'curator@example.org',
  }),
  IMDB: flag({
    group: 'Sources',
    label: 'Use IMDb',
    help: 'The IMDb API and its list pages. Off unless you have an IMDb API of your own: the free one is gone, and the pages refuse scripts.',
    default: false,
  }),
  IMDB_API_BASE: addressSetting({
    group: 'Sources',
    label: 'IMDb API address',
    help: 'Where your IMDb API answers.',
    default: 'https://api.imdbapi.dev',
  }),
  IMDB_PAGES: flag({
    group: 'Sources',
    label: "Read IMDb's list pages",
    help: 'When IMDb is used: also try its public list and episode pages.',
    default: true,
  }),
  IMDB_PAGES_BASE: addressSetting({
    group: 'Sources',
    label: "IMDb's pages",
    help: 'Where they are.',
    default: 'https://www.imdb.com',
  }),
  TMDB_BASE: addressSetting({
    group: 'Sources',
    label: 'TMDb address',
    help: 'Where TMDb answers.',
    default: 'https://api.themoviedb.org',
  }),
  WIKIDATA: flag({
    group: 'Sources',
    label: 'Use Wikidata',
    help: 'Ids, birthdays and genders in bulk.',
    default: true,
  }),
  WIKIDATA_BASE: addressSetting({
    group: 'Sources',
    label: 'Wikidata query address',
    help: 'Where Wikidata answers queries.',
    default: 'https://query.wikidata.org/sparql',
  }),
  FANDOM: flag({
    group: 'Sources',
    label: 'Use Fandom',
    help: 'Birthdays and genders from the wikis of the shows.',
    default: true,
  }),
  FANDOM_BASE: addressSetting({
    group: 'Sources',
    label: 'Fandom address',
    help: '{wiki} stands for the name of the wiki.',
    default: 'https://{wiki}.fandom.com',
  }),
  FANDOM_WIKIS: nameRules({
    group: 'Sources',
    label: 'Wikis of the shows',
    help: "What a show's name contains = its wiki, separated by semicolons; the first that fits counts.",
    default: DEFAULT_WIKIS,
    valuePattern: /^[a-z0-9-]+$/,
    example: 'Survivor=survivor',
  }),
  FAMOUS_BIRTHDAYS: flag({
    group: 'Sources',
    label: 'Use Famous Birthdays',
    help: 'Asked one by one for people whose birthday no other source knows.',
    default: true,
  }),
  FAMOUS_BIRTHDAYS_BASE: addressSetting({
    group: 'Sources',
    label: 'Famous Birthdays address',
    help: 'Where its pages are.',
    default: 'https://www.famousbirthdays.com',
  }),
  GEMINI: flag({
    group: 'Sources',
    label: 'Use Gemini',
    help: 'Reads texts that other sources gave, when a key is set. Never asked from memory.',
    default: true,
  }),
  GEMINI_BASE: addressSetting({
    group: 'Sources',
    label: 'Gemini address',
    help: 'Where Gemini answers.',
    default: 'https://generativelanguage.googleapis.com',
  }),
  GEMINI_MODEL: textSetting({
    group: 'Sources',
    label: 'Gemini model',
    help: 'Models come and go; the Test button lists those your key may use.',
    default: 'gemini-3.5-flash-lite',
    pattern: /^[a-z0-9.-]+$/,
    example: 'gemini-3.5-flash-lite',
  }),
  TVDB: flag({ group: 'Sources', label: 'Use TheTVDB', help: 'When a key is set.', default: true }),
  TVDB_BASE: addressSetting({
    group: 'Sources',
    label: 'TheTVDB address',
    help: 'Where TheTVDB answers.',
    default: 'https://api4.thetvdb.com/v4',
  }),

  TMDB_LIST_ID: textSetting({
    group: 'Lists',
    label: 'TMDb list',
    help: 'Number of the list of shows; blank for none.',
    default: '8301263',
    pattern: /^\d+$/,
    example: '8301263',
  }),
  IMDB_LIST_ID: textSetting({
    group: 'Lists',
    label: 'IMDb list',
    help: 'Id of the list of shows (ls…); blank for none. Where IMDb is not used, put its CSV export into the tab IMDb List.',
    default: 'ls4106677119',
    pattern: /^ls\d+$/,
    example: 'ls4106677119',
  }),

  EPISODES_MIN: numberSetting({
    group: 'Rules',
    label: 'Episodes to be cast',
    help: 'When OVERRIDE is blank.',
    default: 4,
    min: 1,
    max: 999,
  }),
  EPISODES_MIN_Y: numberSetting({
    group: 'Rules',
    label: 'Episodes to be cast, OVERRIDE Y',
    help: 'When OVERRIDE is Y.',
    default: 2,
    min: 1,
    max: 999,
  }),
  EPISODE_RULES: nameRules({
    group: 'Rules',
    label: 'Episodes by show name',
    help: "What a show's name contains = episodes, separated by semicolons; counts where OVERRIDE is blank.",
    default: 'X Factor=6',
    valuePattern: /^[1-9]\d{0,2}$/,
    example: 'X Factor=6',
  }),
  QUALIFY_SHOWS: numberSetting({
    group: 'Rules',
    label: 'Shows to be in RealiteaseInfo',
    help: 'This many shows are enough by themselves.',
    default: 2,
    min: 1,
    max: 99,
  }),
  QUALIFY_SEASONS: numberSetting({
    group: 'Rules',
    label: 'Seasons to be in RealiteaseInfo',
    help: 'With fewer shows: this many seasons …',
    default: 2,
    min: 1,
    max: 99,
  }),
  QUALIFY_EPISODES: numberSetting({
    group: 'Rules',
    label: 'Episodes to be in RealiteaseInfo',
    help: '… or this many episodes.',
    default: 5,
    min: 1,
    max: 999,
  }),
  FINAL_EPISODES: numberSetting({
    group: 'Rules',
    label: 'Episodes to be in FinalList',
    help: 'Of one show.',
    default: 6,
    min: 1,
    max: 999,
  }),
  FINAL_WWHL: numberSetting({
    group: 'Rules',
    label: 'WWHL episodes to be in FinalList',
    help: 'As a guest.',
    default: 1,
    min: 1,
    max: 99,
  }),
  AGE_MIN: numberSetting({
    group: 'Rules',
    label: 'Youngest age',
    help: 'Birthdays of younger people are not believed.',
    default: 16,
    min: 0,
    max: 99,
  }),
  AGE_MAX: numberSetting({
    group: 'Rules',
    label: 'Oldest age',
    help: 'Birthdays of older people are not believed.',
    default: 100,
    min: 50,
    max: 130,
  }),

  WWHL_TMDB_ID: textSetting({
    group: 'Watch What Happens Live',
    label: 'TMDb id',
    help: 'Of the show.',
    default: '22980',
    pattern: /^\d+$/,
    example: '22980',
  }),
  WWHL_IMDB_ID: textSetting({
    group: 'Watch What Happens Live',
    label: 'IMDb id',
    help: 'Of the show.',
    default: 'tt2057880',
    pattern: /^tt\d{7,10}$/,
    example: 'tt2057880',
  }),
  WWHL_HOST: textSetting({
    group: 'Watch What Happens Live',
    label: 'Host',
    help: 'Never counted as a guest.',
    default: 'Andy Cohen',
  }),
  WWHL_SPECIALS: flag({
    group: 'Watch What Happens Live',
    label: 'With specials',
    help: 'Also season 0.',
    default: false,
  }),
  WWHL_STOP_WORDS: words({
    group: 'Watch What Happens Live',
    label: 'Words that are no names',
    help: 'A part of an episode title with one of these is no guest.',
    default:
      'Reunion, Special, Part, Finale, Live, Episode, Best, Premiere, Season, Show, Holiday, Christmas, Halloween, Thanksgiving, Week, Night, Party, After, Edition, Clubhouse, Anniversary, Awards, Housewives, Wives, Ladies, Cast, Behind, Scenes, Watch, What, Happens, New, Year, Day, Birthday, The, Of, And',
  }),

  TMDB_LIMIT: limitSetting({ label: 'TMDb', help: 'Requests in a time.', default: '40/10s' }),
  TMDB_DAILY: numberSetting({
    group: 'Limits',
    label: 'TMDb, a day',
    help: '0 for no limit.',
    default: 0,
    min: 0,
    max: 1_000_000,
  }),
  IMDB_LIMIT: limitSetting({ label: 'IMDb API', help: 'Requests in a time.', default: '1/1s' }),
  IMDB_DAILY: numberSetting({
    group: 'Limits',
    label: 'IMDb API, a day',
    help: '0 for no limit.',
    default: 1000,
    min: 0,
    max: 1_000_000,
  }),
  IMDB_PAGES_LIMIT: limitSetting({ label: "IMDb's pages", help: 'Requests in a time.', default: '1/1s' }),
  WIKIDATA_LIMIT: limitSetting({
    label: 'Wikidata',
    help: 'Queries in a time; never two at once.',
    default: '15/60s',
  }),
  FANDOM_LIMIT: limitSetting({ label: 'Fandom, in all', help: 'Requests in a time.', default: '4/1s' }),
  FANDOM_WIKI_LIMIT: limitSetting({
    label: 'Fandom, one wiki',
    help: 'Requests in a time.',
    default: '1/1s',
  }),
  FAMOUS_BIRTHDAYS_LIMIT: limitSetting({
    label: 'Famous Birthdays',
    help: 'Requests in a time.',
    default: '1/2s',
  }),
  FAMOUS_BIRTHDAYS_DAILY: numberSetting({
    group: 'Limits',
    label: 'Famous Birthdays, a day',
    help: '0 for no limit. At one page every two seconds, what is asked beside nothing else costs minutes.',
    default: 350,
    min: 0,
    max: 100_000,
  }),
  GEMINI_LIMIT: limitSetting({ label: 'Gemini', help: 'Requests in a time.', default: '1000/1min' }),
  GEMINI_DAILY: numberSetting({
    group: 'Limits',
    label: 'Gemini, a day',
    help: '0 for no limit.',
    default: 0,
    min: 0,
    max: 1_000_000,
  }),
  TVDB_LIMIT: limitSetting({ label: 'TheTVDB', help: 'Requests in a time.', default: '5/1s' }),
  FETCHES_DAILY: numberSetting({
    group: 'Limits',
    label: 'All requests, a day',
    help: 'Google gives a consumer account 20,000 a day, a Workspace account 100,000; some are kept back for your other scripts.',
    default: 19_500,
    min: 100,
    max: 100_000,
  }),

  ADOPT_EXISTING_ROWS: flag({
    group: 'Runs',
    label: 'Maintain rows that were there before',
    help: "Rows of CastInfo, RealiteaseInfo, WWHLinfo and FinalList that the old scripts made count as the add-on's own: it may remove them.",
    default: false,
  }),
  SHARE_LIMIT: numberSetting({
    group: 'Runs',
    label: 'Share that may change, %',
    help: 'A step that would replace or remove more of a tab stops and asks.',
    default: 20,
    min: 1,
    max: 100,
  }),
} as const satisfies Record<string, AnySetting>;

export type SettingName = keyof typeof settingList;

/** Parsed values of all settings. */
export type Settings = { readonly [N in SettingName]: ReturnType<(typeof settingList)[N]['parse']> };

export const settingNames = Object.keys(settingList) as SettingName[];

/**
 * Completes what is stored (as typed) with the defaults and parses it. A stored value that does not
 * parse any more (an older version allowed it) falls back to the default and is named in `problems`.
 */
export function readSettings(stored: Readonly<Record<string, string | undefined>>): {
  settings: Settings;
  problems: { name: SettingName; message: string }[];
} {
  const values: Record<string, unknown> = {};
  const problems: { name: SettingName; message: string }[] = [];
  for (const name of settingNames) {
    const declared: AnySetting = settingList[name];
    const typed = stored[name] ?? declared.default;
    try {
      values[name] = declared.parse(typed);
    } catch (error) {
      problems.push({ name, message: `${declared.label}: ${(error as Error).message}` });
      values[name] = declared.parse(declared.default);
    }
  }
  return { settings: values as Settings, problems };
}
