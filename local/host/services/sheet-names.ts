/** Names of tabs, as Sheets takes them, and how many there may be. */
import { ServiceError } from '../errors';
import { WORKBOOK_SHEETS } from '../limits';
import type { SheetModel, WorkbookModel } from '../model';

/** Throws if another tab has the name, ignoring case. */
export function checkName(workbook: WorkbookModel, name: string, own?: SheetModel): void {
  if (name === '') throw new ServiceError('The sheet name cannot be empty.');
  const taken = workbook.sheets.some(
    (sheet) => sheet !== own && sheet.name.toLowerCase() === name.toLowerCase(),
  );
  if (taken)
    throw new ServiceError(`A sheet with the name "${name}" already exists. Please enter another name.`);
}

/** `Sheet1`, or the first number that is free. */
export function freeName(workbook: WorkbookModel): string {
  const taken = new Set(workbook.sheets.map((sheet) => sheet.name.toLowerCase()));
  let number = workbook.sheets.length + 1;
  while (taken.has(`sheet${number}`)) number++;
  return `Sheet${number}`;
}

/** Throws if the workbook can take no further tab. */
export function checkSheetCount(workbook: WorkbookModel): void {
  if (workbook.sheets.length < WORKBOOK_SHEETS) return;
  throw new ServiceError(
    `This action would increase the number of sheets in the workbook above the limit of ${WORKBOOK_SHEETS} sheets.`,
  );
}
