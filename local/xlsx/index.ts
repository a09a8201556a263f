/**
 * Workbook files: .xlsx into the model of the host and back, with exceljs. What a person put into
 * the file and the model has no field for is carried through as far as exceljs knows it; charts,
 * pivot tables, slicers and macros it does not know, and they are lost when the file is written.
 */
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Workbook, type Worksheet } from 'exceljs';
import type { SheetModel, WorkbookModel } from '../host/model';
import { WorkbookFileError } from './errors';
import { internalsOf } from './internals';
import { applyKept, type KeptWorkbook } from './kept';
import { fileNames } from './names';
import { readSheet } from './read-sheet';
import { styleMaker } from './styles';
import { writeSheet } from './write-sheet';

export { WorkbookFileError } from './errors';
export { keptOf, type KeptWorkbook } from './kept';

/** What each model was read from: the parts of a file that the model does not have are still there. */
const workbookOf = new WeakMap<WorkbookModel, Workbook>();
const worksheetOf = new WeakMap<SheetModel, Worksheet>();

const reasonOf = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') return 'no permission';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
};

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new WorkbookFileError(`${file}: cannot be read (${reasonOf(error)})`);
  }
}

async function load(file: string): Promise<Workbook> {
  const bytes = await readBytes(file);
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') {
    throw new WorkbookFileError(
      `${file}: an old .xls or a password-protected workbook; save it as plain .xlsx`,
    );
  }
  const workbook = new Workbook();
  try {
    await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  } catch {
    throw new WorkbookFileError(`${file}: not an .xlsx workbook`);
  }
  if (workbook.worksheets.length === 0) throw new WorkbookFileError(`${file}: not an .xlsx workbook`);
  return workbook;
}

/**
 * Reads a workbook file. `kept` is what was kept beside it when it was last written, or that of a
 * new workbook. Throws WorkbookFileError.
 */
export async function readWorkbook(file: string, kept: KeptWorkbook): Promise<WorkbookModel> {
  const workbook = await load(file);
  const sheets = workbook.worksheets.map((worksheet) => {
    const sheet = readSheet(worksheet, kept.timeZone);
    worksheetOf.set(sheet, worksheet);
    return sheet;
  });
  const nextSheetId = applyKept(sheets, kept);
  const { id, name, timeZone, locale } = kept;
  const model: WorkbookModel = { id, name, timeZone, locale, sheets, nextSheetId };
  workbookOf.set(model, workbook);
  return model;
}

/** An exceljs workbook that holds what the model does. */
function fillWorkbook(model: WorkbookModel): Workbook {
  const workbook = workbookOf.get(model) ?? new Workbook();
  workbookOf.set(model, workbook);
  const kept = new Set(model.sheets.map((sheet) => worksheetOf.get(sheet)));
  for (const worksheet of workbook.worksheets) {
    if (!kept.has(worksheet)) workbook.removeWorksheet(worksheet.id);
  }
  const names = fileNames(model.sheets.map((sheet) => sheet.name));
  renameSheets(model, names);
  const styleFor = styleMaker();
  for (const [index, sheet] of model.sheets.entries()) {
    const worksheet = worksheetOf.get(sheet) ?? workbook.addWorksheet(names[index]);
    worksheetOf.set(sheet, worksheet);
    internalsOf(worksheet).orderNo = index + 1;
    writeSheet(worksheet, sheet, model.timeZone, styleFor);
  }
  showVisibleTab(workbook);
  return workbook;
}

/** In two passes: exceljs refuses a name that another tab still has. */
function renameSheets(model: WorkbookModel, names: string[]): void {
  const renamed = model.sheets.flatMap((sheet, index) => {
    const worksheet = worksheetOf.get(sheet);
    const name = names[index];
    return worksheet && name !== undefined && worksheet.name !== name ? [{ worksheet, name }] : [];
  });
  for (const [index, { worksheet }] of renamed.entries()) worksheet.name = `renaming ${index}`;
  for (const { worksheet, name } of renamed) worksheet.name = name;
}

/** A file whose active tab is hidden or gone makes some programs refuse it. */
function showVisibleTab(workbook: Workbook): void {
  const { worksheets } = workbook;
  // Not set when the file names none, whatever the types say.
  for (const view of (workbook.views as typeof workbook.views | undefined) ?? []) {
    const active = worksheets[view.activeTab ?? 0];
    if (!active || active.state !== 'visible') {
      view.activeTab = Math.max(
        0,
        worksheets.findIndex((worksheet) => worksheet.state === 'visible'),
      );
    }
    view.firstSheet = 0;
  }
}

/** Writes the workbook; the file at hand stays whole until the new one is complete on disk. */
export async function writeWorkbook(model: WorkbookModel, file: string): Promise<void> {
  const bytes = await fillWorkbook(model).xlsx.writeBuffer({
    // Level 1 is three times as fast as the default for a file a tenth larger.
    zip: { compression: 'DEFLATE', compressionOptions: { level: 1 } },
  } as object);
  await writeAtomically(file, Buffer.from(bytes));
}

/** Writes a file by way of a temporary one beside it. */
export async function writeAtomically(file: string, content: Buffer | string): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
