/**
 * What a workbook has and an .xlsx file has no place for: time zone, locale, sheet ids, the size of
 * the grid, charts, long tab names, dropdowns that Excel cannot say. Kept as JSON beside the file.
 */
import type { ChartSpec, SheetModel, ValidationRule, WorkbookModel } from '../host/model';
import { fitsInFile } from './rules';
import { fileNames } from './names';

export interface KeptSheet {
  name: string;
  /** The tab's name in the file, where it differs. */
  fileName?: string;
  id: number;
  maxRows: number;
  maxColumns: number;
  charts: ChartSpec[];
  validations: ValidationRule[];
}

export interface KeptWorkbook {
  id: string;
  name: string;
  timeZone: string;
  locale: string;
  nextSheetId: number;
  sheets: KeptSheet[];
}

/** What must be kept of a workbook beside its file. */
export function keptOf(model: WorkbookModel): KeptWorkbook {
  const names = fileNames(model.sheets.map((sheet) => sheet.name));
  return {
    id: model.id,
    name: model.name,
    timeZone: model.timeZone,
    locale: model.locale,
    nextSheetId: model.nextSheetId,
    sheets: model.sheets.map((sheet, index) => {
      const { name, id, maxRows, maxColumns, charts } = sheet;
      const fileName = names[index];
      const validations = sheet.validations.filter((rule) => !fitsInFile(rule));
      return { name, id, maxRows, maxColumns, charts, validations, ...(fileName !== name && { fileName }) };
    }),
  };
}

/** Gives the sheets just read from a file what was kept for them; sheets new in the file get new ids. */
export function applyKept(sheets: SheetModel[], kept: KeptWorkbook): number {
  const byFileName = new Map(kept.sheets.map((sheet) => [sheet.fileName ?? sheet.name, sheet]));
  let nextSheetId = kept.nextSheetId;
  for (const sheet of sheets) {
    const known = byFileName.get(sheet.name);
    if (!known) {
      sheet.id = nextSheetId++;
      continue;
    }
    sheet.name = known.name;
    sheet.id = known.id;
    sheet.maxRows = Math.max(sheet.maxRows, known.maxRows);
    sheet.maxColumns = Math.max(sheet.maxColumns, known.maxColumns);
    sheet.charts = known.charts;
    sheet.validations.push(...known.validations);
  }
  return nextSheetId;
}
