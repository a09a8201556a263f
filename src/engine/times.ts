/** Until when an execution does what, in ms since it began. */

/** Apps Script ends an execution at 6 minutes, and waits a minute for a silent source: asking ends here, so that what was asked can be written. */
export const ASK_MS = 290_000;
/** No batch begins after this. */
export const BATCH_MS = 285_000;
/** A batch that is still at work then breaks off where it stands, as if it were killed. */
export const WRITE_MS = 325_000;
