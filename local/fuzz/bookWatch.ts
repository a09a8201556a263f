/** A host's workbook from moment to moment: what did not change is neither looked at nor copied again. */
import type { SheetModel, WorkbookModel } from '../host';
import { copied } from './copied';

export class BookWatch {
  private readonly touched = new Set<SheetModel>();
  private all = true;
  private readonly texts = new Map<object, string>();
  private readonly copies = new Map<SheetModel, SheetModel>();

  constructor(private readonly workbook: WorkbookModel) {}

  /** For the host's `onChange`: anything on the tab, or without one anything at all, may be different. */
  touch(sheet?: SheetModel): void {
    if (sheet) {
      this.touched.add(sheet);
      this.copies.delete(sheet);
    } else {
      this.all = true;
      this.copies.clear();
    }
  }

  /** Whether it differs from what it was when this was last asked; the first time it does. */
  differs(): boolean {
    const { sheets, ...rest } = this.workbook;
    let differs = false;
    const look = (at: object, value: unknown): void => {
      const text = JSON.stringify(value);
      differs ||= this.texts.get(at) !== text;
      this.texts.set(at, text);
    };
    for (const sheet of sheets) if (this.all || this.touched.has(sheet)) look(sheet, sheet);
    if (this.all) look(this.workbook, [rest, sheets.map(({ id }) => id)]);
    this.all = false;
    this.touched.clear();
    return differs;
  }

  /** As it is now. Tabs are shared with other images: copy it before a host works on it. */
  image(): WorkbookModel {
    const { sheets, ...rest } = this.workbook;
    const imageOf = (sheet: SheetModel): SheetModel => {
      const image = this.copies.get(sheet) ?? copied(sheet);
      this.copies.set(sheet, image);
      return image;
    };
    return { ...this.workbook, ...copied(rest), sheets: sheets.map(imageOf) };
  }
}
