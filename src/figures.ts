/** What the Dashboard shows, from what a run has in memory at its end. */
import type { QualityReport } from './engine/report';
import { totalsOf, type RunRecord } from './engine/state';
import type { Limits } from './services/http/limits';
import { sources } from './services/sources';
import type { Settings } from './settings/settings';
import { titleOf } from './stages';
import type { Figures, Share } from './workbook/dashboard';
import type { AnyTab } from './workbook/schema';
import { dataTabs, finalList, realiteaseInfo } from './workbook/tabs';
import type { Table } from './workbook/types';

export interface FigureParts {
  record: RunRecord;
  quality: readonly QualityReport[];
  openConflicts: number;
  table<T extends AnyTab>(tab: T): Table<T>;
  limits: Limits;
  settings: Settings;
  now: number;
  /** Day and time in the workbook's zone. */
  stamp(ms: number): string;
}

export function figuresOf(parts: FigureParts): Figures {
  const { record, quality, openConflicts, table, now } = parts;
  const { added, updated, removed } = totalsOf(record);
  const ended =
    record.state === 'failed' ? `failed: ${record.message}` : `${added} added, ${updated} updated`;
  return {
    asOf: parts.stamp(now),
    run: `${titleOf(record.step)}: ${ended}`,
    openConflicts,
    coverage: coverageOf(table),
    sources: usageOf(parts),
    quality,
    rows: dataTabs.map((tab) => ({ title: tab.name, count: table(tab as AnyTab).rows.length, of: 0 })),
    ...{ added, updated, removed },
  };
}

function coverageOf(table: FigureParts['table']): Share[] {
  const people = table(realiteaseInfo).rows;
  const listed = table(finalList).rows;
  const share = (title: string, cells: readonly string[]): Share => {
    return { title, count: cells.filter((cell) => cell !== '').length, of: cells.length };
  };
  return [
    share('Birthday', people.map(({ values }) => values.Birthday)), // prettier-ignore
    share('Gender', people.map(({ values }) => values.Gender)), // prettier-ignore
    share('TMDb id', people.map(({ values }) => values.CastTMDbID)), // prettier-ignore
    share('Image (FinalList)', listed.map(({ values }) => values.ImageURL)), // prettier-ignore
  ];
}

function usageOf({ limits, settings, now }: FigureParts): Share[] {
  const own = Object.values(sources).map((source): Share => ({
    title: source.title,
    count: limits.of(source.id).quota.used(now),
    of: source.daily(settings),
  }));
  return [...own, { title: 'All requests', count: limits.all.used(now), of: settings.FETCHES_DAILY }];
}
