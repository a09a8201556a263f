/** SpreadsheetApp.Spreadsheet: the workbook that the script is bound to. */
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import type { SheetModel, WorkbookModel } from '../model';
import { serviceClass } from '../registry';
import { splitA1 } from '../sheet/address';
import { checkWorkbookSize } from '../sheet/structure';
import { NEW_SHEET_COLUMNS, NEW_SHEET_ROWS, newSheet } from '../state';
import { make, type GasRange, type GasSheet } from './make';
import type { Range } from './range';
import type { Sheet } from './sheet';
import { checkName, checkSheetCount, freeName } from './sheet-names';

type GasSpreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

export class Spreadsheet implements Pick<GasSpreadsheet, Exclude<keyof typeof METHODS, 'insertSheet'>> {
  constructor(private readonly execution: Execution) {}

  private get model(): WorkbookModel {
    return this.execution.host.workbook;
  }

  private sheetOf(model: SheetModel): GasSheet {
    return make.sheet(this.execution, model);
  }

  private find(fits: (sheet: SheetModel) => boolean): GasSheet | null {
    const sheet = this.model.sheets.find(fits);
    return sheet ? this.sheetOf(sheet) : null;
  }

  private get active(): SheetModel {
    const { sheets } = this.model;
    const { selection } = this.execution;
    const chosen = sheets.find(({ id }) => id === selection.sheetId) ?? sheets.find(({ hidden }) => !hidden);
    return chosen ?? (sheets[0] as SheetModel);
  }

  getId(): string {
    return this.model.id;
  }

  getName(): string {
    return this.model.name;
  }

  rename(newName: string): void {
    this.execution.sheets.writeNow(0, () => {
      this.model.name = newName;
    });
  }

  getUrl(): string {
    return `https://docs.google.com/spreadsheets/d/${this.model.id}/edit`;
  }

  getSpreadsheetTimeZone(): string {
    return this.model.timeZone;
  }

  setSpreadsheetTimeZone(timezone: string): void {
    try {
      new Intl.DateTimeFormat('en', { timeZone: timezone });
    } catch {
      throw new ServiceError(`Invalid argument: ${timezone}`);
    }
    this.execution.sheets.writeNow(0, () => {
      this.model.timeZone = timezone;
    });
  }

  getSpreadsheetLocale(): string {
    return this.model.locale;
  }

  getSheets(): GasSheet[] {
    return this.model.sheets.map((sheet) => this.sheetOf(sheet));
  }

  getNumSheets(): number {
    return this.model.sheets.length;
  }

  getSheetByName(name: string): GasSheet | null {
    return this.find((sheet) => sheet.name === name);
  }

  getSheetById(id: number): GasSheet | null {
    return this.find((sheet) => sheet.id === id);
  }

  getActiveSheet(): GasSheet {
    return this.sheetOf(this.active);
  }

  setActiveSheet(sheet: unknown): GasSheet {
    return (sheet as Sheet).activate();
  }

  getActiveRange(): GasRange {
    return this.getActiveSheet().getActiveRange() as GasRange;
  }

  setActiveRange(range: unknown): GasRange {
    return (range as Range).activate();
  }

  getActiveCell(): GasRange {
    return this.getActiveSheet().getActiveCell();
  }

  getCurrentCell(): GasRange {
    return this.getActiveSheet().getActiveCell();
  }

  getDataRange(): GasRange {
    return this.getActiveSheet().getDataRange();
  }

  getRange(address: string): GasRange {
    const { tab } = splitA1(address);
    const sheet = tab === undefined ? this.getActiveSheet() : this.getSheetByName(tab);
    if (!sheet) throw new ServiceError('Range not found');
    return sheet.getRange(address);
  }

  /** With a name, an index from 0, or both; the new tab becomes the active one. */
  insertSheet(...args: (string | number)[]): GasSheet {
    const named = args.find((arg): arg is string => typeof arg === 'string');
    const index = args.find((arg): arg is number => typeof arg === 'number');
    const { model, active } = this;
    const made = this.execution.sheets.writeNow(0, () => {
      const name = named ?? freeName(model);
      checkName(model, name);
      checkSheetCount(model);
      checkWorkbookSize(model, NEW_SHEET_ROWS * NEW_SHEET_COLUMNS);
      const sheet = newSheet(model.nextSheetId, name);
      model.nextSheetId += 1;
      model.sheets.splice(index ?? model.sheets.indexOf(active) + 1, 0, sheet);
      return sheet;
    });
    return this.sheetOf(made).activate();
  }

  deleteSheet(sheet: unknown): void {
    const doomed = (sheet as Sheet).model;
    this.execution.sheets.writeNow(0, () => {
      const { sheets } = this.model;
      const at = sheets.indexOf(doomed);
      if (at < 0) throw new ServiceError(`Sheet ${doomed.id} not found`);
      if (sheets.every((other) => other === doomed || other.hidden))
        throw new ServiceError("You can't remove all the sheets in a document.");
      sheets.splice(at, 1);
    });
  }

  deleteActiveSheet(): GasSheet {
    this.deleteSheet(this.getActiveSheet());
    return this.getActiveSheet();
  }

  /** `position` counts from 1. */
  moveActiveSheet(position: number): void {
    const { active } = this;
    this.execution.sheets.writeNow(0, () => {
      const { sheets } = this.model;
      if (position < 1 || position > sheets.length) throw new ServiceError(`Invalid argument: ${position}`);
      sheets.splice(sheets.indexOf(active), 1);
      sheets.splice(position - 1, 0, active);
    });
  }

  toast(message: string, title: string | null = null, seconds: number | null = null): void {
    this.execution.show({ kind: 'toast', title: title ?? '', text: message, seconds: seconds ?? undefined });
  }
}

const METHODS = {
  getId: '',
  getName: '',
  rename: 'str',
  getUrl: '',
  getSpreadsheetTimeZone: '',
  setSpreadsheetTimeZone: 'str',
  getSpreadsheetLocale: '',
  getSheets: '',
  getNumSheets: '',
  getSheetByName: 'str',
  getSheetById: 'int',
  getActiveSheet: '',
  setActiveSheet: 'Sheet|Sheet,bool',
  getActiveRange: '',
  setActiveRange: 'Range',
  getActiveCell: '',
  getCurrentCell: '',
  getDataRange: '',
  getRange: 'str',
  insertSheet: '|str|int|str,int',
  deleteSheet: 'Sheet',
  deleteActiveSheet: '',
  moveActiveSheet: 'int',
  toast: 'str|str,str?|str,str?,num?',
};

serviceClass(Spreadsheet, 'SpreadsheetApp.Spreadsheet', METHODS);

make.spreadsheet = (execution) => new Spreadsheet(execution) as unknown as GasSpreadsheet;
