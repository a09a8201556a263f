/** Which permissions calls need, and what of them a manifest or a simple trigger lacks (apps-script.md §3, §7, §9). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ServiceError } from './errors';

const AUTH = 'https://www.googleapis.com/auth/';
const SHEETS = `${AUTH}spreadsheets`;
const SHEETS_CURRENT = `${AUTH}spreadsheets.currentonly`;
const TRIGGERS = `${AUTH}script.scriptapp`;
const EXTERNAL = `${AUTH}script.external_request`;
const CONTAINER_UI = `${AUTH}script.container.ui`;
const EMAIL = `${AUTH}userinfo.email`;

const BY_CALL: Record<string, string[]> = {
  'UrlFetchApp.fetch': [EXTERNAL],
  'UrlFetchApp.fetchAll': [EXTERNAL],
  'ScriptApp.newTrigger': [TRIGGERS],
  'ScriptApp.getProjectTriggers': [TRIGGERS],
  'ScriptApp.getUserTriggers': [TRIGGERS],
  'ScriptApp.deleteTrigger': [TRIGGERS],
  'Ui.showSidebar': [CONTAINER_UI],
  'Ui.showModalDialog': [CONTAINER_UI],
  'Ui.showModelessDialog': [CONTAINER_UI],
  'Session.getActiveUser': [EMAIL],
  'Session.getEffectiveUser': [EMAIL],
  'SpreadsheetApp.getActive': [SHEETS_CURRENT, SHEETS],
  'SpreadsheetApp.getActiveSpreadsheet': [SHEETS_CURRENT, SHEETS],
  'SpreadsheetApp.openById': [SHEETS],
};
/** What a simple trigger may do without being authorised although a scope exists for it. */
const SIMPLE_MAY = new Set([SHEETS_CURRENT]);

export interface Manifest {
  timeZone?: string;
  oauthScopes?: string[];
}

/** The manifest beside the bundle; empty if there is none. */
export function readManifest(bundleDir: string): Manifest {
  try {
    return JSON.parse(readFileSync(path.join(bundleDir, 'appsscript.json'), 'utf8')) as Manifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** Throws what Google says if the call (`ScriptApp.newTrigger`) lacks a permission. */
export function checkPermission(call: string, simple: boolean, granted: string[] | undefined): void {
  const needed = BY_CALL[call];
  if (!needed) return;
  if (simple && !needed.some((scope) => SIMPLE_MAY.has(scope))) {
    throw new ServiceError(
      `The script does not have permission to perform that action. Required permissions: (${needed.join(' || ')})`,
    );
  }
  // A manifest without the list gets the scopes that Google finds in the code.
  if (!granted || needed.some((scope) => granted.includes(scope))) return;
  throw new ServiceError(
    `Specified permissions are not sufficient to call ${call}. Required permissions: ${needed.join(' || ')}`,
  );
}
