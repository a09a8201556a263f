/**
 * The tab `Dashboard`: figures of the workbook as the last run left it, a line for each run, and charts of
 * them. Its look and its charts are given once, when it is made; later runs write cells only, and the charts
 * follow their ranges.
 */
import type { QualityReport } from '../engine/report';
import type { Gateway, Sheet } from './gateway';
import { newSheet } from './newSheet';
import { placeOfOwn } from './ownTabs';

export const DASHBOARD = 'Dashboard';

/** How many of how many; what is not limited has no `of`. */
export interface Share {
  title: string;
  count: number;
  of: number;
}

export interface Figures {
  /** Day and time of the run's end. */
  asOf: string;
  /** What ran, and what came of it. */
  run: string;
  openConflicts: number;
  /** People with a birthday, a gender, … */
  coverage: readonly Share[];
  /** Requests of the last 24 hours by source. */
  sources: readonly Share[];
  quality: readonly QualityReport[];
  /** Rows of each data tab. */
  rows: readonly Share[];
  added: number;
  updated: number;
  removed: number;
}

/** First rows of the parts. The history comes last: it grows. */
const COVERAGE_ROW = 4;
const SOURCES_ROW = 11;
const QUALITY_ROW = 23;
const HISTORY_ROW = 70;
const WIDTH = 4;
const MOST_RUNS = 200;
/** Charts stand beside the figures. */
const CHART_COLUMN = 11;
const CHART_ROWS = 20;
const CHART_COLUMNS = 6;

type Line = (string | number)[];

/** Called once a run, at its end. Buffered, but for one look at where the history ends. */
export function writeDashboard(gateway: Gateway, figures: Figures): void {
  const sheet = gateway.sheet(DASHBOARD) ?? newDashboard(gateway, figures);
  const last = Math.max(HISTORY_ROW, gateway.lastRow(sheet));
  gateway.write(sheet, 1, 1, linesOf(figures), false);
  addRun(gateway, sheet, last, figures);
}

/** All but the history, down to where that begins. */
function linesOf({ asOf, run, openConflicts, coverage, sources, quality }: Figures): Line[] {
  const lines = Array.from({ length: HISTORY_ROW - 2 }, (): Line => Array.from({ length: WIDTH }, () => ''));
  const put = (row: number, part: readonly Line[]) =>
    part.slice(0, HISTORY_ROW - 1 - row).forEach((line, i) => (lines[row - 1 + i] = line));
  put(1, [
    ['As of', `'${asOf}`, run, ''],
    ['Open questions in Conflicts', openConflicts, '', ''],
  ]);
  put(COVERAGE_ROW, [['People with', 'Share', 'People', 'Of'], ...coverage.map(covered)]);
  put(SOURCES_ROW, [['Requests in 24 hours', 'Made', 'Left', 'Limit'], ...sources.map(used)]);
  const byFailures = [...quality].sort((a, b) => b.failed - a.failed);
  put(QUALITY_ROW, [
    ['Quality rule', 'Failed', 'Checked', 'Share'],
    ...byFailures.map(({ rule, failed, checked }): Line => [rule, failed, checked, shareOf(failed, checked)]),
  ]);
  return lines;
}

const shareOf = (count: number, of: number): number => (of > 0 ? count / of : 0);

const covered = ({ title, count, of }: Share): Line => [title, shareOf(count, of), count, of];

const used = ({ title, count, of }: Share): Line =>
  of > 0 ? [title, count, Math.max(0, of - count), of] : [title, count, '', ''];

/**
 * The run goes into the blank row that ends the chart's range, after a new one has been put before that:
 * so the range grows with the history, and gives its oldest row away when it is long enough.
 */
function addRun(gateway: Gateway, sheet: Sheet, last: number, figures: Figures): void {
  const { asOf, rows, added, updated, removed } = figures;
  const line: Line = [`'${asOf}`, ...rows.map(({ count }) => count), added, updated, removed];
  gateway.reserveRows(sheet, last + 1);
  gateway.insertRows(sheet, last + 1, 1);
  gateway.write(sheet, last + 1, 1, [line], false);
  if (last - HISTORY_ROW >= MOST_RUNS) gateway.change(() => void sheet.deleteRows(HISTORY_ROW + 1, 1));
}

function newDashboard(gateway: Gateway, figures: Figures): Sheet {
  const history = [
    'Rows after each run',
    ...figures.rows.map(({ title }) => title),
    'Added',
    'Updated',
    'Removed',
  ];
  const place = () => placeOfOwn(gateway, DASHBOARD);
  return newSheet(gateway, DASHBOARD, place, (sheet) => {
    gateway.write(sheet, HISTORY_ROW, 1, [history], true);
    giveLook(sheet, figures, history.length);
    for (const chart of chartsOf(sheet, figures).slice(sheet.getCharts().length))
      gateway.once(() => sheet.insertChart(chart));
  });
}

function giveLook(sheet: Sheet, { coverage, quality }: Figures, historyWidth: number): void {
  sheet.setColumnWidth(1, 380);
  for (const row of [1, COVERAGE_ROW, SOURCES_ROW, QUALITY_ROW])
    sheet.getRange(row, 1, 1, WIDTH).setFontWeight('bold');
  sheet.getRange(HISTORY_ROW, 1, 1, historyWidth).setFontWeight('bold');
  sheet.getRange(COVERAGE_ROW + 1, 2, coverage.length, 1).setNumberFormat('0.0%');
  sheet.getRange(QUALITY_ROW + 1, 4, quality.length, 1).setNumberFormat('0.0%');
}

function chartsOf(sheet: Sheet, figures: Figures): GoogleAppsScript.Spreadsheet.EmbeddedChart[] {
  const { coverage, sources, quality, rows } = figures;
  const charts = [
    { as: 'asColumnChart', title: 'Share of people with …', box: [COVERAGE_ROW, coverage.length, 2] },
    { as: 'asLineChart', title: 'Rows after each run', box: [HISTORY_ROW, 1, 1 + rows.length] },
    { as: 'asBarChart', title: 'Quality: failures by rule', box: [QUALITY_ROW, quality.length, 2] },
    { as: 'asBarChart', title: 'Requests in 24 hours: made and left', box: [SOURCES_ROW, sources.length, 3] },
  ] as const;
  return charts.map(({ as, title, box: [row, lines, columns] }, i) => {
    const builder = sheet.newChart()[as]() as GoogleAppsScript.Spreadsheet.EmbeddedChartBuilder;
    return builder
      .addRange(sheet.getRange(row, 1, lines + 1, columns))
      .setNumHeaders(1)
      .setOption('title', title)
      .setOption('legend.position', columns > 2 ? 'bottom' : 'none')
      .setOption('isStacked', row === SOURCES_ROW)
      .setPosition(2 + Math.floor(i / 2) * CHART_ROWS, CHART_COLUMN + (i % 2) * CHART_COLUMNS, 0, 0)
      .build();
  });
}
