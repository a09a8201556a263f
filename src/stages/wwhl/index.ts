import type { Stage } from '../../engine/types';
import { check } from './check';
import { gemini } from './gemini';
import { imdb } from './imdb';
import { title } from './title';
import { tmdb } from './tmdb';

/** WWHLinfo: episodes and guests of Watch What Happens Live. */
export const wwhl: Stage = {
  id: 'wwhl',
  title: 'WWHLinfo',
  steps: [tmdb, imdb, title, gemini, check],
};
