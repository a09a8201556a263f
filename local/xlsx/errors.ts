/** The workbook file cannot be used; the message is one line for the person who named it. */
export class WorkbookFileError extends Error {
  override name = 'WorkbookFileError';
}
