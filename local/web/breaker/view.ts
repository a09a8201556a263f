/** What the page shows of "Try to break it". */
export interface Comparison {
  tabs: number;
  rows: number;
  cells: number;
  /** In words, the first of them. */
  differences: string[];
  /** How many rows differ. */
  different: number;
}

export type Phase = 'off' | 'armed' | 'breaking' | 'comparing' | 'over';

export interface BreakerView {
  phase: Phase;
  killed: number;
  /** Refusals of services, and of sources. */
  refused: number;
  sources: number;
  sorted: number;
  inserted: number;
  deleted: number;
  typed: number;
  /** Of the last run. */
  result?: Comparison;
}
