import type { Stage } from '../../engine/types';
import { bio } from './bio';
import { duplicates } from './duplicates';
import { ids } from './ids';
import { people } from './people';
import { shows } from './shows';

/** RealiteaseInfo: one row per person. */
export const realitease: Stage = {
  id: 'realitease',
  title: 'RealiteaseInfo',
  steps: [people, shows, ids, bio, duplicates],
};
