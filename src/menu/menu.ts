/** The menu. Labels and order come from the one list of stages and steps. */
import { menuFunction } from '../entryPoints';
import { stopRun, startRun } from '../sidebar/server';
import { runnableNames, stages } from '../stages';
import { defaultOptions } from '../engine/options';

/** A simple trigger: fast, and with the permissions that one has (no service that needs authorisation). */
export function onOpen(): void {
  const ui = SpreadsheetApp.getUi();
  ui.createMenu('Realitease')
    .addSubMenu(runMenu(ui, 'Run Stage', false))
    .addSubMenu(runMenu(ui, 'Dry run', true))
    .addSeparator()
    .addItem('Stop', 'stopFromMenu')
    .addItem('Check quality', 'checkQuality')
    .addItem('Settings…', 'openSettings')
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

export function runFromMenu(step: string, dryRun: boolean): void {
  say(
    startRun({ step, options: { ...defaultOptions, dryRun }, by: 'person' }).message ||
      'Done or going on by itself; see Run Log.',
  );
}

export function stopFromMenu(): void {
  say(stopRun());
}

function say(message: string): void {
  SpreadsheetApp.getActiveSpreadsheet().toast(message, 'Realitease', 10);
}
