/** A quality rule: declared once; the Quality tab, the Dashboard and the report follow from the list of them. */
import type { StepContext } from '../../engine/types';

export interface Failure {
  tab: string;
  /** Row of the sheet, for the link. */
  row: number;
  /** Header of the cell, or '' for the whole row. */
  column: string;
  /** The row's key or name, and what is wrong. */
  message: string;
}

export interface Findings {
  checked: number;
  failures: Failure[];
}

export interface QualityRule {
  /** `Tab: what must hold`. */
  readonly title: string;
  check(context: StepContext): Findings;
}

export interface RuleResult extends Findings {
  title: string;
}
