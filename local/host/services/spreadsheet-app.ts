/** SpreadsheetApp: the way to the workbook, and what is built for it. */
import './chart';
import './chart-builder';
import './filter';
import './range';
import './range';
import './range-list';
import './sheet';
import './spreadsheet';
import './text-finder';
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import { serviceClass } from '../registry';
import { ConditionalFormatRuleBuilder } from './conditional-rule';
import { DataValidationBuilder } from './data-validation';
import { make, type GasRange, type GasSheet } from './make';
import { RichTextValueBuilder } from './rich-text';
import { Ui } from './ui';

type GasApp = GoogleAppsScript.Spreadsheet.SpreadsheetApp;
type GasSpreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
/** What is made by classes of the host that have not all of Google's methods. */
type Built = 'getUi' | 'newDataValidation' | 'newConditionalFormatRule' | 'newRichTextValue';

export class SpreadsheetApp
  implements Pick<GasApp, Exclude<keyof typeof METHODS, Built>>, Record<Built, unknown>
{
  constructor(private readonly execution: Execution) {}

  getActiveSpreadsheet(): GasSpreadsheet {
    return make.spreadsheet(this.execution);
  }

  getActive(): GasSpreadsheet {
    return make.spreadsheet(this.execution);
  }

  /** The host has one workbook. */
  openById(id: string): GasSpreadsheet {
    if (id === this.execution.host.workbook.id) return this.getActive();
    throw new ServiceError(
      'Unexpected error while getting the method or property openById on object SpreadsheetApp.',
    );
  }

  getActiveSheet(): GasSheet {
    return this.getActive().getActiveSheet();
  }

  setActiveSheet(sheet: GasSheet): GasSheet {
    return this.getActive().setActiveSheet(sheet);
  }

  getActiveRange(): GasRange {
    return this.getActiveSheet().getActiveRange() as GasRange;
  }

  setActiveRange(range: GasRange): GasRange {
    return this.getActive().setActiveRange(range);
  }

  getCurrentCell(): GasRange {
    return this.getActiveSheet().getActiveCell();
  }

  getUi(): Ui {
    if (this.execution.kind === 'trigger')
      throw new ServiceError('Cannot call SpreadsheetApp.getUi() from this context.');
    return new Ui(this.execution);
  }

  flush(): void {
    this.execution.sheets.flush();
  }

  newDataValidation(): DataValidationBuilder {
    return new DataValidationBuilder();
  }

  newConditionalFormatRule(): ConditionalFormatRuleBuilder {
    return new ConditionalFormatRuleBuilder(this.execution);
  }

  newRichTextValue(): RichTextValueBuilder {
    return new RichTextValueBuilder();
  }
}

const METHODS = {
  getActiveSpreadsheet: '',
  getActive: '',
  openById: 'str',
  getActiveSheet: '',
  setActiveSheet: 'Sheet|Sheet,bool',
  getActiveRange: '',
  setActiveRange: 'Range',
  getCurrentCell: '',
  getUi: '',
  flush: '',
  newDataValidation: '',
  newConditionalFormatRule: '',
  newRichTextValue: '',
};

serviceClass(SpreadsheetApp, 'SpreadsheetApp', METHODS);
