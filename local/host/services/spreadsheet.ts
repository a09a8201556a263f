/** SpreadsheetApp.Spreadsheet: the workbook that the script is bound to. */
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import type { SheetModel, WorkbookModel } from '../model';
import { serviceClass } from '../registry';
import { splitA1 } from '../sheet/address';
import { checkWorkbookSize } from '../sheet/structure';
import { make, type GasRange, type GasSheet } from './make';
import type { Sheet } from './sheet';
import { checkName, freeName } from './sheet-names';

const NEW_ROWS = 1000;
const NEW_COLUMNS = 26;

export class Spreadsheet {
  constructor(private readonly execution: Execution) {}

  private get model(): WorkbookModel {
    return this.execution.host.workbook;
  }

  private sheetOf(model: SheetModel): GasSheet {
    return make.sheet(this.execution, model);
  }

  private get active(): SheetModel {
    const { selection } = this.execution.host;
    const active = this.model.sheets.find((sheet) => sheet.id === selection.sheetId) ?? this.model.sheets[0];
    if (!active) throw new ServiceError('The spreadsheet has no sheets.');
    return active;
  }

  getId(): string {
    return this.model.id;
  }

  getName(): string {
    return this.model.name;
  }

  getUrl(): string {
    return `https://docs.google.com/spreadsheets/d/${this.model.id}/edit`;
  }

  getSpreadsheetTimeZone(): string {
    return this.model.timeZone;
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
    const sheet = this.model.sheets.find((one) => one.name === name);
    return sheet ? this.sheetOf(sheet) : null;
  }

  getSheetById(id: number): GasSheet | null {
    const sheet = this.model.sheets.find((one) => one.id === id);
    return sheet ? this.sheetOf(sheet) : null;
  }

  getActiveSheet(): GasSheet {
    return this.sheetOf(this.active);
  }

  setActiveSheet(sheet: Sheet): GasSheet {
    return sheet.activate();
  }

  getActiveRange(): GasRange | null {
    const { selection } = this.execution.host;
    const box = selection.range ?? { row: 1, column: 1, rows: 1, columns: 1 };
    return make.range(this.execution, this.active, box);
  }

  getRange(address: string): GasRange {
    const { tab } = splitA1(address);
    const sheet = tab === undefined ? this.getActiveSheet() : this.getSheetByName(tab);
    if (!sheet) throw new ServiceError('Range not found');
    return sheet.getRange(address);
  }

  insertSheet(...args: (string | number)[]): GasSheet {
    const named = args.find((arg): arg is string => typeof arg === 'string');
    const index = args.find((arg): arg is number => typeof arg === 'number');
    const { model } = this;
    const made = this.execution.sheets.writeNow(0, () => {
      const name = named ?? freeName(model);
      checkName(model, name);
      checkWorkbookSize(model, NEW_ROWS * NEW_COLUMNS);
      const sheet = emptySheet(model.nextSheetId++, name);
      model.sheets.splice(index ?? model.sheets.indexOf(this.active) + 1, 0, sheet);
      return sheet;
    });
    this.execution.host.selection.sheetId = made.id;
    delete this.execution.host.selection.range;
    return this.sheetOf(made);
  }

  deleteSheet(sheet: Sheet): void {
    this.execution.sheets.writeNow(0, () => {
      const { sheets } = this.model;
      const at = sheets.indexOf(sheet.model);
      if (at < 0) throw new ServiceError(`Sheet ${sheet.model.id} not found`);
      if (sheets.filter((one) => !one.hidden || one === sheet.model).length < 2)
        throw new ServiceError("You can't remove all the visible sheets in a document.");
      sheets.splice(at, 1);
    });
  }

  moveActiveSheet(position: number): void {
    const { active } = this;
    this.execution.sheets.writeNow(0, () => {
      const { sheets } = this.model;
      sheets.splice(sheets.indexOf(active), 1);
      sheets.splice(position - 1, 0, active);
    });
  }

  toast(message: string, title = ''): void {
    this.execution.host.shown.push({ kind: 'toast', title, text: message });
  }
}

function emptySheet(id: number, name: string): SheetModel {
  return {
    id,
    name,
    maxRows: NEW_ROWS,
    maxColumns: NEW_COLUMNS,
    cells: [],
    frozenRows: 0,
    hidden: false,
    columnWidths: {},
    columnFormats: {},
    merges: [],
    validations: [],
    conditionalRules: [],
    charts: [],
    protectedSheet: false,
  };
}

serviceClass(Spreadsheet, 'SpreadsheetApp.Spreadsheet', {
  getId: '',
  getName: '',
  getUrl: '',
  getSpreadsheetTimeZone: '',
  getSpreadsheetLocale: '',
  getSheets: '',
  getNumSheets: '',
  getSheetByName: 'str',
  getSheetById: 'int',
  getActiveSheet: '',
  setActiveSheet: 'Sheet',
  getActiveRange: '',
  getRange: 'str',
  insertSheet: '|str|int|str,int',
  deleteSheet: 'Sheet',
  moveActiveSheet: 'int',
  toast: 'str|str,str|str,str,num',
});

make.spreadsheet = (execution) => new Spreadsheet(execution) as unknown as GoogleAppsScript.Spreadsheet.Spreadsheet;
