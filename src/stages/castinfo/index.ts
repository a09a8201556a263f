/** Stage 2: the cast of every show. */
import type { Stage } from '../../engine/types';
import { appearances } from './appearances';
import { members } from './members';
import { prune } from './prune';

export const castinfo: Stage = {
  id: 'castinfo',
  title: 'Cast',
  steps: [members, appearances, prune],
};
