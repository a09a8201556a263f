/** SpreadsheetApp: the way to the workbook, and what is built for it. */
import './chart';
import './filter';
import './range-list';
import './sheet';
import './text-finder';
import type { Execution } from '../execution';
import { serviceClass } from '../registry';
import { ConditionalFormatRuleBuilder } from './conditional-rule';
import { DataValidationBuilder } from './data-validation';
import { make, type GasRange, type GasSheet } from './make';
import { RichTextValueBuilder } from './rich-text';
import { Spreadsheet } from './spreadsheet';
import { Ui } from './ui';

export class SpreadsheetApp {
  constructor(private readonly execution: Execution) {}

  getActiveSpreadsheet(): GoogleAppsScript.Spreadsheet.Spreadsheet {
    return make.spreadsheet(this.execution);
  }

  getActive(): GoogleAppsScript.Spreadsheet.Spreadsheet {
    return make.spreadsheet(this.execution);
  }

  getActiveSheet(): GasSheet {
    return new Spreadsheet(this.execution).getActiveSheet();
  }

  getActiveRange(): GasRange | null {
    return new Spreadsheet(this.execution).getActiveRange();
  }

  getUi(): Ui {
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

serviceClass(SpreadsheetApp, 'SpreadsheetApp', {
  getActiveSpreadsheet: '',
  getActive: '',
  getActiveSheet: '',
  getActiveRange: '',
  getUi: '',
  flush: '',
  newDataValidation: '',
  newConditionalFormatRule: '',
  newRichTextValue: '',
});
