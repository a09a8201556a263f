import type { Stage } from '../../engine/types';
import { build } from './build';
import { enrich } from './enrich';
import { normalise } from './normalise';
import { verify } from './verify';

/** FinalList: the curated list. */
export const final: Stage = {
  id: 'final',
  title: 'FinalList',
  steps: [build, enrich, normalise, verify],
};
