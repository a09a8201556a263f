/** Limits of Apps Script and of its accounts (apps-script.md §2, §3, §6) and the cost model of the simulated clock. */

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export const EXECUTION_MS = 6 * MINUTE;
/** Simple triggers such as onOpen. */
export const SIMPLE_EXECUTION_MS = 30_000;

export const ACCOUNT_LIMITS = {
  consumer: { urlFetch: 20_000, triggerMs: 90 * MINUTE, propertyCalls: 50_000 },
  workspace: { urlFetch: 100_000, triggerMs: 6 * 60 * MINUTE, propertyCalls: 500_000 },
} as const;

export const MAX_TRIGGERS = 20;
/** A trigger that is made inside a triggered execution and is due this soon is born disabled. */
export const DISABLED_TRIGGER_DELAY_MS = 60_000;

export const PROPERTY_VALUE_BYTES = 9_216;
export const PROPERTY_STORE_BYTES = 512_000;
export const PROPERTY_KEY_LENGTH = 8_066;

export const CACHE_VALUE_LENGTH = 102_400;
export const CACHE_KEY_LENGTH = 250;
export const CACHE_ITEMS = 1_000;
export const CACHE_EVICTED = 101;
export const CACHE_DEFAULT_SECONDS = 600;
export const CACHE_MAX_SECONDS = 21_600;

export const CELL_LENGTH = 50_000;
export const WORKBOOK_CELLS = 10_000_000;
export const SHEET_COLUMNS = 18_278;
export const WORKBOOK_SHEETS = 200;

export const URL_LENGTH = 2_082;
export const BODY_BYTES = 50 * 1024 * 1024;
export const HEADER_COUNT = 100;
export const HEADER_BYTES = 8 * 1024;
export const HTTP_TIMEOUT_MS = 60_000;
export const FETCH_PARALLEL = 20;

export const SLEEP_MAX_MS = 300_000;

/** Virtual cost of calls in ms (local-host.md, "Two clocks"). */
export const COST = {
  start: 1_000,
  fetch: 250,
  fetchAllEach: 10,
  sparql: 3_000,
  gemini: 8_000,
  read: 300,
  readCell: 0.01,
  write: 20,
  writeCell: 0.02,
  flush: 300,
  properties: 50,
  cache: 20,
  lock: 20,
} as const;
