/** The global names of the script's context and the services behind them. */
import { ENUMS } from './enums';
import type { Execution, GlobalServices } from './execution';
import type { FacadeSpec } from './protocol';
import { methodNames, serviceClass } from './registry';
import { CacheService } from './services/cache';
import { HtmlService } from './services/html';
import { LockService } from './services/lock';
import { PropertiesService } from './services/properties';
import { ScriptApp } from './services/script-app';
import { Session } from './services/session';
import { SpreadsheetApp } from './services/spreadsheet-app';
import { UrlFetchApp } from './services/url-fetch';
import { Utilities } from './services/utilities';

/** Only its enums: charts are made by the sheet. */
class Charts {}
serviceClass(Charts, 'Charts', {});

/** Services that Apps Script has and the host does not: naming one is fine, using it is told. */
const MISSING = [
  'Browser',
  'CalendarApp',
  'CardService',
  'ConferenceDataService',
  'ContactsApp',
  'ContentService',
  'DocumentApp',
  'DriveApp',
  'FormApp',
  'GmailApp',
  'GroupsApp',
  'Jdbc',
  'LanguageApp',
  'LinearOptimizationService',
  'MailApp',
  'Maps',
  'MimeType',
  'SitesApp',
  'SlidesApp',
  'XmlService',
];

/** One set of services for each execution. */
export function globalServices(execution: Execution): GlobalServices {
  return {
    SpreadsheetApp: new SpreadsheetApp(execution),
    PropertiesService: new PropertiesService(execution),
    CacheService: new CacheService(execution),
    LockService: new LockService(execution),
    ScriptApp: new ScriptApp(execution),
    UrlFetchApp: new UrlFetchApp(execution),
    Utilities: new Utilities(execution),
    HtmlService: new HtmlService(execution),
    Session: new Session(execution),
    Charts: new Charts(),
  };
}

const GLOBALS = [
  'SpreadsheetApp',
  'PropertiesService',
  'CacheService',
  'LockService',
  'ScriptApp',
  'UrlFetchApp',
  'Utilities',
  'HtmlService',
  'Session',
  'Charts',
];

/** What the workers must know to build the script's side. */
export function facadeSpec(): FacadeSpec {
  const globals = Object.fromEntries(GLOBALS.map((name) => [name, name]));
  return { classes: methodNames(), globals, enums: ENUMS, missing: MISSING };
}
