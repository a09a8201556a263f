import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Cell, SheetModel, WorkbookModel } from '../../local/host/model';
import { keptOf, readWorkbook, writeWorkbook } from '../../local/xlsx';

export function sheetOf(cells: (Cell | undefined)[][], more: Partial<SheetModel> = {}): SheetModel {
  return {
    id: 1,
    name: 'ShowInfo',
    maxRows: 1000,
    maxColumns: 26,
    cells,
    frozenRows: 0,
    hidden: false,
    columnWidths: {},
    columnFormats: {},
    merges: [],
    validations: [],
    conditionalRules: [],
    charts: [],
    protectedSheet: false,
    ...more,
  };
}

export function workbookOf(sheets: SheetModel[], timeZone = 'America/New_York'): WorkbookModel {
  return { id: 'book', name: 'Book', timeZone, locale: 'en_US', sheets, nextSheetId: 100 };
}

/** A folder for the test's files, removed after it. */
export function useFolder(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'realitease-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

/** Writes a workbook and reads it again. */
export async function throughFile(model: WorkbookModel, folder: string): Promise<WorkbookModel> {
  const file = path.join(folder, 'book.xlsx');
  await writeWorkbook(model, file);
  return readWorkbook(file, JSON.parse(JSON.stringify(keptOf(model))));
}

/** Cells without what only the file's own form adds. */
export function plainCells(sheet: SheetModel | undefined): (Cell | undefined)[][] {
  return (sheet?.cells ?? []).map((row) =>
    row.map((cell) => {
      if (!cell) return undefined;
      const { carried: _, ...plain } = cell;
      return plain;
    }),
  );
}
