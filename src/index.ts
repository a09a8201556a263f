/**
 * The functions that Google may call, a line each; `entryPoints.ts` lists them, and a test compares
 * that list with the built file. gas-webpack-plugin makes a top-level function of every
 * `global.name = …` that it finds here, so they stand written out.
 */
import { checkQuality, onInstall, onOpen, runFromMenu, stopFromMenu } from './menu/menu';
import { estimateRequested } from './estimate';
import { goTo, selectedRows } from './sidebar/cells';
import { changedRows } from './sidebar/changedRows';
import { listFailures } from './sidebar/failures';
import { keepWalk, walkNow } from './sidebar/firstRun';
import { MOST_CSV, uploadImdbList } from './sidebar/imdbList';
import { openHelp, openRestore, openSchedules, openSettings, openSidebar } from './sidebar/pages';
import { pageFunction } from './sidebar/request';
import {
  continueRun,
  currentSettings,
  keepSettings,
  lastReport,
  startRequested,
  stopRun,
} from './sidebar/server';
import { statusNow } from './sidebar/status';
import { testSource } from './sidebar/testSource';
import { cellInfo, decideConflict, dryRunResult, listConflicts, snapshots, undoInfo } from './sidebar/trust';
import { runnableNames } from './stages';
import { listSchedulesJson, removeScheduleJson, runSchedules, saveScheduleJson } from './schedules/server';

declare const global: Record<string, unknown>;

global.onOpen = onOpen;
global.onInstall = onInstall;
global.continueRun = continueRun;
global.runSchedules = runSchedules;

global.startRun = pageFunction(startRequested);
global.stopRun = pageFunction(() => ({ message: stopRun() }));
global.runStatus = pageFunction(statusNow);
global.runReport = pageFunction(lastReport);
global.describeSteps = pageFunction(() => ({ steps: runnableNames() }));
global.describeSettings = pageFunction(() => ({ settings: currentSettings() }));
global.saveSettings = pageFunction(keepSettings);
global.testSource = pageFunction(testSource);
global.uploadImdbList = pageFunction(uploadImdbList, 2 * MOST_CSV);
global.firstRun = pageFunction(walkNow);
global.keepWalk = pageFunction(keepWalk);
global.selectedRows = pageFunction(selectedRows);
global.goTo = pageFunction(goTo);
global.listFailures = pageFunction(listFailures);
global.changedRows = pageFunction(changedRows);
global.estimate = pageFunction(estimateRequested);
global.dryRunResult = pageFunction(dryRunResult);
global.listSnapshots = pageFunction(snapshots);
global.undoInfo = pageFunction(undoInfo);
global.listConflicts = pageFunction(listConflicts);
global.decideConflict = pageFunction(decideConflict);
global.cellInfo = pageFunction(cellInfo);
global.listSchedules = listSchedulesJson;
global.saveSchedule = saveScheduleJson;
global.removeSchedule = removeScheduleJson;

global.openSidebar = openSidebar;
global.openSettings = openSettings;
global.openSchedules = openSchedules;
global.openRestore = openRestore;
global.openHelp = openHelp;
global.stopFromMenu = stopFromMenu;
global.checkQuality = checkQuality;

global.run_all = () => runFromMenu('all', false);
global.run_showinfo = () => runFromMenu('showinfo', false);
global.run_showinfo_lists = () => runFromMenu('showinfo.lists', false);
global.run_showinfo_resolve = () => runFromMenu('showinfo.resolve', false);
global.run_showinfo_details = () => runFromMenu('showinfo.details', false);
global.run_showinfo_write = () => runFromMenu('showinfo.write', false);
global.run_showinfo_skip = () => runFromMenu('showinfo.skip', false);
global.run_castinfo = () => runFromMenu('castinfo', false);
global.run_castinfo_members = () => runFromMenu('castinfo.members', false);
global.run_castinfo_appearances = () => runFromMenu('castinfo.appearances', false);
global.run_castinfo_prune = () => runFromMenu('castinfo.prune', false);
global.run_realitease = () => runFromMenu('realitease', false);
global.run_realitease_people = () => runFromMenu('realitease.people', false);
global.run_realitease_shows = () => runFromMenu('realitease.shows', false);
global.run_realitease_ids = () => runFromMenu('realitease.ids', false);
global.run_realitease_bio = () => runFromMenu('realitease.bio', false);
global.run_realitease_duplicates = () => runFromMenu('realitease.duplicates', false);
global.run_wwhl = () => runFromMenu('wwhl', false);
global.run_wwhl_tmdb = () => runFromMenu('wwhl.tmdb', false);
global.run_wwhl_imdb = () => runFromMenu('wwhl.imdb', false);
global.run_wwhl_title = () => runFromMenu('wwhl.title', false);
global.run_wwhl_gemini = () => runFromMenu('wwhl.gemini', false);
global.run_wwhl_check = () => runFromMenu('wwhl.check', false);
global.run_final = () => runFromMenu('final', false);
global.run_final_build = () => runFromMenu('final.build', false);
global.run_final_enrich = () => runFromMenu('final.enrich', false);
global.run_final_normalise = () => runFromMenu('final.normalise', false);
global.run_final_verify = () => runFromMenu('final.verify', false);

global.dry_all = () => runFromMenu('all', true);
global.dry_showinfo = () => runFromMenu('showinfo', true);
global.dry_showinfo_lists = () => runFromMenu('showinfo.lists', true);
global.dry_showinfo_resolve = () => runFromMenu('showinfo.resolve', true);
global.dry_showinfo_details = () => runFromMenu('showinfo.details', true);
global.dry_showinfo_write = () => runFromMenu('showinfo.write', true);
global.dry_showinfo_skip = () => runFromMenu('showinfo.skip', true);
global.dry_castinfo = () => runFromMenu('castinfo', true);
global.dry_castinfo_members = () => runFromMenu('castinfo.members', true);
global.dry_castinfo_appearances = () => runFromMenu('castinfo.appearances', true);
global.dry_castinfo_prune = () => runFromMenu('castinfo.prune', true);
global.dry_realitease = () => runFromMenu('realitease', true);
global.dry_realitease_people = () => runFromMenu('realitease.people', true);
global.dry_realitease_shows = () => runFromMenu('realitease.shows', true);
global.dry_realitease_ids = () => runFromMenu('realitease.ids', true);
global.dry_realitease_bio = () => runFromMenu('realitease.bio', true);
global.dry_realitease_duplicates = () => runFromMenu('realitease.duplicates', true);
global.dry_wwhl = () => runFromMenu('wwhl', true);
global.dry_wwhl_tmdb = () => runFromMenu('wwhl.tmdb', true);
global.dry_wwhl_imdb = () => runFromMenu('wwhl.imdb', true);
global.dry_wwhl_title = () => runFromMenu('wwhl.title', true);
global.dry_wwhl_gemini = () => runFromMenu('wwhl.gemini', true);
global.dry_wwhl_check = () => runFromMenu('wwhl.check', true);
global.dry_final = () => runFromMenu('final', true);
global.dry_final_build = () => runFromMenu('final.build', true);
global.dry_final_enrich = () => runFromMenu('final.enrich', true);
global.dry_final_normalise = () => runFromMenu('final.normalise', true);
global.dry_final_verify = () => runFromMenu('final.verify', true);
