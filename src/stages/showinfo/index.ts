/** Stage 1: from lists to ShowInfo. */
import type { Stage } from '../../engine/types';
import { details } from './details';
import { lists } from './lists';
import { resolve } from './resolve';
import { skip } from './skip';
import { write } from './write';

export const showinfo: Stage = {
  id: 'showinfo',
  title: 'Shows',
  steps: [lists, resolve, details, write, skip],
};
