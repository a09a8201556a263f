/** The walk through a first run: what is set up already, and what is still open. */
import { readStored } from '../engine/checkpoint';
import { documentProperties, userProperties } from '../engine/store';
import { sources } from '../services/sources';
import { readSettings } from '../settings/settings';
import { storedSettings } from '../settings/stored';
import { DRY_RUN } from '../workbook/dryRunTab';
import { PROVENANCE } from '../workbook/provenanceLine';
import { castInfo, finalList, imdbListTab, realiteaseInfo, wwhlInfo } from '../workbook/tabs';
import type { Walk, WalkStep } from './api';
import type { Request } from './request';

const WALK = 'walk';
const STEPS: readonly WalkStep[] = ['keys', 'contact', 'lists', 'rows', 'try', 'run'];

interface Stored {
  left?: boolean;
  done?: WalkStep[];
}

/** Where the person is on the way; read from the properties and the size of five tabs. */
export function walkNow(): Walk {
  const properties = documentProperties().getProperties();
  const stored = JSON.parse(properties[WALK] ?? '{}') as Stored;
  const typed = storedSettings(properties, userProperties().getProperties());
  const { settings } = readSettings(typed);
  const { record } = readStored(properties);
  const rows = rowsThere();
  const ran = rowsOf(PROVENANCE) > 0;
  const tried = ran || rowsOf(DRY_RUN.name) > 0 || record?.state === 'done';
  const done: Record<WalkStep, boolean> = {
    keys: sources.tmdb.ready(settings).on,
    contact: settings.CONTACT !== '',
    lists:
      typed.TMDB_LIST_ID !== undefined || typed.IMDB_LIST_ID !== undefined || rowsOf(imdbListTab.name) > 0,
    rows: rows === 0 || typed.ADOPT_EXISTING_ROWS !== undefined,
    try: tried,
    run: ran,
  };
  const steps = STEPS.map((id) => ({ id, open: !done[id] && !stored.done?.includes(id) }));
  // Whoever has run something or left the walk finds the way by the link.
  const shown = !stored.left && !done.run && steps.some(({ open }) => open);
  return { steps, shown, rows };
}

/** `{done?: step, left?: true | false}`: ticks a step off, leaves the walk, or takes it up again. */
export function keepWalk(request: Request): Walk {
  const store = documentProperties();
  const stored = JSON.parse(store.getProperty(WALK) ?? '{}') as Stored;
  const done = STEPS.filter((id) => stored.done?.includes(id) || request.done === id);
  const left = typeof request.left === 'boolean' ? request.left : stored.left === true;
  store.setProperties({ [WALK]: JSON.stringify({ left, done }) });
  return walkNow();
}

/** Rows in the tabs whose rows the add-on makes and may remove. */
function rowsThere(): number {
  return [castInfo, realiteaseInfo, wwhlInfo, finalList].reduce((sum, { name }) => sum + rowsOf(name), 0);
}

function rowsOf(tab: string): number {
  const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheetByName(tab);
  return sheet ? Math.max(0, sheet.getLastRow() - 1) : 0;
}
