/**
 * Parts of exceljs 4.4 that its types leave out. They are used because the public ways either copy
 * the whole sheet (`worksheet.model`) or touch every cell once more (`spliceRows`).
 */
import type { Column, ConditionalFormattingOptions, Row, Worksheet, Cell as ExcelCell } from 'exceljs';
import type { ValidationMap } from './rules';

export interface RowInternals {
  _cells: (ExcelCell | undefined)[];
}

export interface WorksheetInternals {
  _rows: ((Row & RowInternals) | undefined)[];
  _columns: (Column | undefined)[] | null;
  _merges: Record<string, { top: number; left: number; bottom: number; right: number } | undefined>;
  dataValidations: { model: ValidationMap };
  conditionalFormattings: ConditionalFormattingOptions[];
  sheetProtection: { sheet?: boolean } | null | undefined;
  orderNo: number;
}

export type Sheet = Omit<Worksheet, keyof WorksheetInternals> & WorksheetInternals;

export const internalsOf = (worksheet: Worksheet): Sheet => worksheet as unknown as Sheet;
