/** The steps of the set-up by the names that people read. */
import type { Walk, WalkStep } from '../api';

export const WALK_TITLE = 'Set up Realitease';
export const WALK_WORDS =
  'A few steps and the first shows are in. Leave whenever you like; what you entered is kept.';

export const WALK_TITLES: Record<WalkStep, string> = {
  keys: 'Keys',
  contact: 'Contact address',
  lists: 'Lists of shows',
  rows: 'Rows that are there already',
  try: 'Try it on three shows',
  run: 'Run',
};

/** Without rows from before nothing is to be said about them. */
export const shownSteps = (walk: Walk): Walk['steps'] =>
  walk.steps.filter(({ id }) => id !== 'rows' || walk.rows > 0);
