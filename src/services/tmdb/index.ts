/** TMDb: the questions that steps may put to it. */
export {
  tmdbFindPerson,
  tmdbFindShow,
  tmdbList,
  tmdbPersonShows,
  tmdbSearchPerson,
  tmdbSearchShow,
} from './lists';
export { tmdbPerson } from './person';
export { tmdbSeason, tmdbSeasonList } from './seasons';
export { tmdbShow } from './show';
