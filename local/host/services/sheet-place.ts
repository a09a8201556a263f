/** A tab as such: its name, its place among the others, whether it is seen. */
import { ServiceError } from '../errors';
import type { Execution } from '../execution';
import type { RangeBox, SheetModel } from '../model';
import type { BufferedWrite } from '../sheet/session';
import { checkProtection } from '../sheet/write';
import { make, type GasSheet } from './make';

export class SheetPlace implements Pick<GasSheet, keyof typeof PLACE_METHODS> {
  constructor(
    readonly execution: Execution,
    readonly model: SheetModel,
  ) {}

  protected get self(): GasSheet {
    return this as unknown as GasSheet;
  }

  protected get whole(): RangeBox {
    return { row: 1, column: 1, rows: this.model.maxRows, columns: this.model.maxColumns };
  }

  protected checkThere(): void {
    if (this.execution.host.workbook.sheets.includes(this.model)) return;
    throw new ServiceError(`Sheet ${this.model.id} not found`);
  }

  /** A call that changes the tab: buffered, as all writes are. */
  protected change(
    act: () => void,
    more: Partial<Pick<BufferedWrite, 'cells' | 'grows' | 'mayGrow'>> = {},
  ): GasSheet {
    this.execution.sheets.write({
      cells: 0,
      where: { sheet: this.model },
      ...more,
      apply: () => {
        this.checkThere();
        act();
      },
    });
    return this.self;
  }

  /** A call that reads the tab. */
  protected read(): SheetModel {
    this.execution.sheets.read();
    this.checkThere();
    return this.model;
  }

  getName(): string {
    return this.model.name;
  }

  getSheetName(): string {
    return this.model.name;
  }

  getSheetId(): number {
    return this.model.id;
  }

  getIndex(): number {
    return this.execution.host.workbook.sheets.indexOf(this.model) + 1;
  }

  getParent(): GoogleAppsScript.Spreadsheet.Spreadsheet {
    return make.spreadsheet(this.execution);
  }

  hideSheet(): GasSheet {
    return this.change(() => {
      checkProtection(this.model);
      const others = this.execution.host.workbook.sheets.filter((sheet) => sheet !== this.model);
      if (others.every((sheet) => sheet.hidden))
        throw new ServiceError("You can't hide all the sheets in a document.");
      this.model.hidden = true;
    });
  }

  showSheet(): GasSheet {
    return this.change(() => {
      this.model.hidden = false;
    });
  }

  isSheetHidden(): boolean {
    return this.read().hidden;
  }
}

export const PLACE_METHODS = {
  getName: '',
  getSheetName: '',
  getSheetId: '',
  getIndex: '',
  getParent: '',
  hideSheet: '',
  showSheet: '',
  isSheetHidden: '',
};
