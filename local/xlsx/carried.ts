/** What the reader puts in the model's `carried` fields, and the writer takes from there. */
import type { Comment, ConditionalFormattingOptions } from 'exceljs';
import type { ValidationMap } from './rules';
import type { CellStyle } from './styles';
import type { CarriedValue } from './values';

/** Height and the like of a row: kept in its first cell, so that it moves with the row. */
export interface CarriedRow {
  height?: number;
  hidden?: boolean;
  outlineLevel?: number;
}

export interface CarriedCell extends CarriedValue {
  style?: CellStyle;
  note?: Comment;
  row?: CarriedRow;
}

export interface CarriedSheet {
  validations: ValidationMap;
  conditional: ConditionalFormattingOptions[];
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export const carriedCell = (carried: unknown): CarriedCell => (isObject(carried) ? carried : {});

export const carriedSheet = (carried: unknown): CarriedSheet =>
  isObject(carried) && 'validations' in carried && 'conditional' in carried
    ? (carried as CarriedSheet)
    : { validations: {}, conditional: [] };
