/** What a cell means, whatever form Sheets or a person gave it. */
import { isoToUs, readDay } from '../rules/dates';
import { cleanId } from '../rules/ids';
import type { CellType } from './schema';
import type { CellValue } from './types';

export const isDate = (raw: unknown): raw is Date => Object.prototype.toString.call(raw) === '[object Date]';

/**
 * A cell's value in the form of its column; a text that does not have that form is kept as it is, for
 * the quality checks to name.
 * @param formatDay a date of the spreadsheet as an ISO day in the workbook's zone
 */
export function normaliseCell(type: CellType, raw: unknown, formatDay: (date: Date) => string): CellValue {
  if (raw === '' || raw === null || raw === undefined) return '';
  switch (type.kind) {
    case 'integer':
    case 'count':
      return wholeNumber(raw);
    case 'id':
      return type.id === 'episode' ? episodeId(raw) : cleanId(type.id, raw).id;
    case 'day':
      return readDay(raw, formatDay) || asText(raw, formatDay);
    case 'usDay':
      return isoToUs(readDay(raw, formatDay)) || asText(raw, formatDay);
    default:
      return asText(raw, formatDay);
  }
}

function asText(raw: unknown, formatDay: (date: Date) => string): string {
  return isDate(raw) ? formatDay(raw) : String(raw).trim();
}

function wholeNumber(raw: unknown): CellValue {
  if (typeof raw === 'number') return raw;
  const text = String(raw).trim();
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function episodeId(raw: unknown): string {
  const imdb = cleanId('imdbTitle', raw);
  return imdb.valid ? imdb.id : cleanId('tmdb', raw).id;
}
