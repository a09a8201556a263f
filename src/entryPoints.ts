/** The one list of the functions that Google, the menu, a trigger or a page may call. */
import { runnableNames } from './stages';

/** Called by Google itself. */
export const GOOGLE_ENTRIES = ['onOpen', 'onInstall', 'continueRun', 'runSchedules'] as const;

/** Called by the pages (sidebar, dialogs) and the local host; each takes and returns JSON text. */
export const PAGE_ENTRIES = [
  'startRun',
  'stopRun',
  'runStatus',
  'runReport',
  'describeSteps',
  'describeSettings',
  'saveSettings',
  'listSchedules',
  'saveSchedule',
  'removeSchedule',
  'testSource',
  'uploadImdbList',
  'firstRun',
  'keepWalk',
  'selectedRows',
  'goTo',
  'listFailures',
  'changedRows',
  'estimate',
  'dryRunResult',
  'listSnapshots',
  'undoInfo',
  'listConflicts',
  'decideConflict',
  'cellInfo',
] as const;

/** Called by menu items that are not runs. */
export const MENU_ENTRIES = [
  'openSidebar',
  'openSettings',
  'openSchedules',
  'openRestore',
  'openHelp',
  'stopFromMenu',
  'checkQuality',
] as const;

/** Name of the menu function that runs a stage or step. */
export function menuFunction(id: string, dryRun: boolean): string {
  return `${dryRun ? 'dry' : 'run'}_${id.replace('.', '_')}`;
}

export function entryPoints(): string[] {
  const runs = runnableNames().filter((name) => name.kind !== 'other');
  return [
    ...GOOGLE_ENTRIES,
    ...PAGE_ENTRIES,
    ...MENU_ENTRIES,
    ...runs.map((name) => menuFunction(name.id, false)),
    ...runs.map((name) => menuFunction(name.id, true)),
  ];
}
