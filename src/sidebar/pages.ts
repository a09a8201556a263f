/** The sidebar and the dialogs: one HTML file, told at its opening which page it is and what it starts from. */
import { PAGE_ENTRIES } from '../entryPoints';
import { runnableNames, steps } from '../stages';
import type { SettingDescription } from '../settings/stored';
import type { Boot, Runnable } from './api';
import { walkNow } from './firstRun';
import { currentSettings } from './server';
import { statusNow } from './status';

const FILE = 'sidebar';
const TITLE = 'Realitease';
/** Stands in the HTML file where the page's start values go. */
const PLACE = '"BOOT"';

type Start = Omit<Boot, 'steps' | 'functions' | 'settings'> & { settings?: SettingDescription[] };

function pageOf(boot: Start): GoogleAppsScript.HTML.HtmlOutput {
  // What stands in for keys of made-up sources is nobody's business here.
  const settings = boot.settings?.map(({ dummy: _, ...setting }) => setting);
  // No end tag can stand in the values, so no text of the workbook can become markup.
  const whole: Boot = { ...boot, settings, steps: runnables(), functions: PAGE_ENTRIES };
  const json = JSON.stringify(whole).replace(/</g, '\\u003c');
  const [before = '', after = ''] = HtmlService.createHtmlOutputFromFile(FILE).getContent().split(PLACE);
  return HtmlService.createHtmlOutput(before + json + after);
}

function runnables(): Runnable[] {
  return runnableNames().map((name) => ({ ...name, tab: steps.get(name.id)?.input.name }));
}

export function openSidebar(): void {
  showSidebar(false);
}

/** @param starting a run is started right after it, which the page is to look for */
export function showSidebar(starting: boolean): void {
  const walk = walkNow();
  const settings = walk.shown ? currentSettings() : undefined;
  const page = pageOf({ page: 'sidebar', status: statusNow(), walk, settings, starting });
  SpreadsheetApp.getUi().showSidebar(page.setTitle(TITLE));
}

function dialog(boot: Start, title: string, width: number, height: number): void {
  SpreadsheetApp.getUi().showModalDialog(pageOf(boot).setWidth(width).setHeight(height), title);
}

export function openSettings(): void {
  dialog({ page: 'settings', settings: currentSettings(), status: statusNow() }, 'Settings', 760, 600);
}

export function openSchedules(): void {
  dialog({ page: 'schedules' }, 'Schedules', 640, 560);
}

export function openRestore(): void {
  dialog({ page: 'restore', status: statusNow() }, 'Restore a snapshot', 560, 480);
}

export function openHelp(): void {
  dialog({ page: 'help' }, 'Help', 620, 560);
}
