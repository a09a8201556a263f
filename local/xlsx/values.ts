/** What a cell holds, between exceljs's forms and the model's. */
import {
  ValueType,
  type Cell as ExcelCell,
  type CellErrorValue,
  type CellValue,
  type RichText,
} from 'exceljs';
import type { Cell, CellContent } from '../host/model';
import { escapeText } from './text';
import { instantToWall, wallToInstant } from './zone';

/** What a cell had in the file that the model has no field for; moves with the cell. */
export interface CarriedValue {
  richText?: RichText[];
  /** The value is this error, not a text that reads like it. */
  error?: boolean;
  /** An array formula and the cell it stands in. */
  array?: { ref: string; at: string };
}

const ERRORS = new Set(['#N/A', '#REF!', '#NAME?', '#DIV/0!', '#NULL!', '#VALUE!', '#NUM!']);
const DEFAULT_DATE = 'yyyy-mm-dd';
const DEFAULT_DATE_TIME = 'yyyy-mm-dd hh:mm:ss';

const textOf = (runs: RichText[]): string => runs.map((run) => run.text).join('');

function contentOf(value: CellValue | undefined, zone: string): CellContent {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? '' : new Date(wallToInstant(value.getTime(), zone));
  }
  if (typeof value !== 'object') return value;
  if ('richText' in value) return textOf(value.richText);
  if ('error' in value) return value.error;
  return '';
}

/** Value, formula and link of an exceljs cell, and what else must be carried. */
export function readValue(
  cell: ExcelCell,
  zone: string,
): Pick<Cell, 'value' | 'formula' | 'link'> & { carried?: CarriedValue } {
  switch (cell.type) {
    case ValueType.Null:
    case ValueType.Merge:
      return { value: '' };
    case ValueType.Formula: {
      const { shareType, ref } = cell.model as { shareType?: string; ref?: string };
      const array = shareType === 'array' && ref ? { ref, at: cell.address } : undefined;
      const value = contentOf(cell.result as CellValue, zone);
      return { value, formula: `=${cell.formula}`, ...(array && { carried: { array } }) };
    }
    case ValueType.Hyperlink: {
      const { text, hyperlink } = cell.value as unknown as { text: CellValue; hyperlink: string };
      return { value: contentOf(text, zone), link: hyperlink };
    }
    case ValueType.RichText: {
      const { richText } = cell.value as { richText: RichText[] };
      return { value: textOf(richText), carried: { richText } };
    }
    case ValueType.Error:
      return { value: (cell.value as CellErrorValue).error, carried: { error: true } };
    default:
      return { value: contentOf(cell.value, zone) };
  }
}

/** True for number formats that make a number a date (as exceljs decides when it reads). */
export function isDateFormat(format: string | undefined): boolean {
  if (!format) return false;
  return /[ymdhMsb]/.test(format.replace(/\[[^\]]*\]/g, '').replace(/"[^"]*"/g, ''));
}

/** The number format that a cell needs beyond its own, so that a date is read as a date again. */
export function formatForValue(cell: Cell, zone: string): string | undefined {
  if (!(cell.value instanceof Date) || isDateFormat(cell.format)) return undefined;
  const wall = instantToWall(cell.value.getTime(), zone);
  return wall % 86_400_000 === 0 ? DEFAULT_DATE : DEFAULT_DATE_TIME;
}

function plainValue(value: CellContent, zone: string): string | number | boolean | Date {
  if (value instanceof Date) return new Date(instantToWall(value.getTime(), zone));
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}

function formulaValue(
  formula: string,
  shown: string | number | boolean | Date,
  array: { ref: string } | undefined,
): CellValue {
  const result = typeof shown === 'string' && ERRORS.has(shown) ? { error: shown } : shown;
  return {
    formula: formula.slice(1),
    result,
    ...(array && { shareType: 'array', ref: array.ref }),
  } as CellValue;
}

/** The value as exceljs must be given it; null for an empty cell. */
export function writeValue(cell: Cell, address: string, zone: string, carried: CarriedValue = {}): CellValue {
  const { value } = cell;
  if (cell.formula) {
    const array = carried.array?.at === address ? carried.array : undefined;
    return formulaValue(cell.formula, plainValue(value, zone), array);
  }
  if (value === '') return null;
  if (typeof value !== 'string') return plainValue(value, zone);
  if (carried.error && ERRORS.has(value)) return { error: value } as CellErrorValue;
  if (cell.link) return { text: escapeText(value), hyperlink: cell.link };
  if (carried.richText && textOf(carried.richText) === value) {
    return { richText: carried.richText.map((run) => ({ ...run, text: escapeText(run.text) })) };
  }
  return escapeText(value);
}
