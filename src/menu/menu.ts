/** The menu. Labels and order come from the one list of stages and steps. */
import { defaultOptions } from '../engine/options';
import { plainly, saidBy } from '../engine/plainWords';
import { menuFunction } from '../entryPoints';
import { showSidebar } from '../sidebar/pages';
import { startRun, stopRun } from '../sidebar/server';
import { QUALITY, runnableNames, stages } from '../stages';

/** A simple trigger: fast, and with the permissions that one has (no service that needs authorisation). */
export function onOpen(): void {
  const ui = SpreadsheetApp.getUi();
  ui.createMenu('Realitease')
    .addSubMenu(runMenu(ui, 'Run Stage', false))
    .addSubMenu(runMenu(ui, 'Dry run', true))
    .addSeparator()
    .addItem('Open sidebar', 'openSidebar')
    .addItem('Stop', 'stopFromMenu')
    .addItem('Check quality', 'checkQuality')
    .addSeparator()
    .addItem('Restore a snapshot…', 'openRestore')
    .addItem('Schedules…', 'openSchedules')
    .addItem('Settings…', 'openSettings')
    .addItem('Help', 'openHelp')
    .addToUi();
}

export function onInstall(): void {
  onOpen();
}

function runMenu(ui: GoogleAppsScript.Base.Ui, title: string, dryRun: boolean): GoogleAppsScript.Base.Menu {
  const menu = ui.createMenu(title);
  const all = runnableNames()[0];
  if (all) menu.addItem(all.title, menuFunction(all.id, dryRun));
  for (const stage of stages) {
    const sub = ui.createMenu(stage.title);
    sub.addItem('Whole stage', menuFunction(stage.id, dryRun)).addSeparator();
    for (const step of stage.steps) sub.addItem(step.title, menuFunction(step.id, dryRun));
    menu.addSubMenu(sub);
  }
  return menu;
}

/** Opens the sidebar, where the run is seen, and works on the run for this execution. */
export function runFromMenu(step: string, dryRun: boolean): void {
  try {
    showSidebar(true);
  } catch (error) {
    say(`The sidebar does not open: ${inWords(error)} The run goes on without it; see Run Log.`);
  }
  saying(() => startRun({ step, options: { ...defaultOptions, dryRun }, by: 'person' }).message);
}

export function checkQuality(): void {
  runFromMenu(QUALITY, false);
}

export function stopFromMenu(): void {
  saying(stopRun);
}

/** Tells what came of it; of an error in words that the menu's user can act on. */
function saying(act: () => string): void {
  try {
    const message = act();
    if (message) say(message);
  } catch (error) {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    say(inWords(error));
  }
}

function inWords(error: unknown): string {
  const said = saidBy(error);
  const plain = plainly(said);
  return plain ? `${plain.what} ${plain.todo} (${said})` : said;
}

function say(message: string): void {
  SpreadsheetApp.getActiveSpreadsheet().toast(message, 'Realitease', 10);
}
