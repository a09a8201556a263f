/** A tab as the server tells the page of it. */
import type { ConditionalRule, RangeBox } from '../host/model';

export interface ChartView {
  id: number;
  type: string;
  title: string;
  anchor: { row: number; column: number };
  /** A row for each category, the first one with the names of the series. */
  data: (string | number)[][];
  /** `%` where the figures are shares. */
  unit: string;
}

export interface TabHead {
  id: number;
  name: string;
  /** Counts up with every change. */
  version: number;
  /** The first row holds the headers. */
  hasHeader: boolean;
  columns: number;
  rows: number;
  widths: Record<number, number>;
  rules: ConditionalRule[];
  lists: { range: RangeBox; list: string[] }[];
  charts: ChartView[];
}

/** What a cell looks like where it differs from any other: background, colour, bold. */
export type Look = [background: string, color: string, bold: 0 | 1];

/** What the cells show and, by column, what they look like. */
export type TabRow = [texts: string[], looks?: Record<number, Look>];

export interface TabAnswer {
  head: TabHead;
  /** The rows that have changed, by number. */
  rows: Record<string, TabRow>;
}
