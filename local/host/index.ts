/** The local host: runs the built bundle as Apps Script would, on a workbook in memory. */
export { createHost } from './create-host';
export { realClock, simulatedClock } from './clock';
export { emptyState, newWorkbook } from './state';
export type * from './host';
export type * from './model';
export type * from './people';
