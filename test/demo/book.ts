/** Runs of the built command line in a scratch folder, and their workbooks as rows. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Workbook } from 'exceljs';
import type { Tabs } from './truth';

const ROOT = path.join(__dirname, '../..');
const CLI = path.join(ROOT, 'build/local/cli.cjs');
/** When every run begins that says nothing else. */
export const TODAY = '2026-11-24';
export const TABS = ['ShowInfo', 'CastInfo', 'RealiteaseInfo', 'WWHLinfo', 'FinalList'];

interface StepLine {
  step: string;
  looked: number;
  added: number;
  updated: number;
  removed: number;
  failed: number;
  requests: number;
}

export interface Report {
  executions: number;
  http: {
    total: number;
    byHost: Record<string, { requests: number; retries: number; status: Record<string, number> }>;
  };
  quotas: { violations: number };
  stages: { stage: string; steps: StepLine[] }[];
  errors: { stage: string; step: string; key: string; message: string }[];
}

export interface Ran {
  status: number | null;
  output: string;
  report: Report;
}

/** A folder of workbooks and reports that is removed in the end. */
export class Scratch {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'realitease-'));

  file(name: string): string {
    return path.join(this.folder, name);
  }

  run(name: string, ...options: string[]): Ran {
    const reportFile = this.file(`${name}.json`);
    const all = ['pipeline', '--workbook', this.file(`${name}.xlsx`), '--report', reportFile];
    const when = options.includes('--now') ? [] : ['--now', `${TODAY}T12:00:00Z`];
    const { status, stdout, stderr } = spawnSync('node', [CLI, ...all, ...when, ...options], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    return {
      status,
      output: stdout + stderr,
      report: JSON.parse(readFileSync(reportFile, 'utf8')) as Report,
    };
  }

  tabs(name: string): Promise<Tabs> {
    return readTabs(this.file(`${name}.xlsx`));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Every cell as the text that it shows. */
export async function readTabs(file: string): Promise<Tabs> {
  const book = new Workbook();
  await book.xlsx.readFile(file);
  const tabs: Tabs = {};
  for (const sheet of book.worksheets) {
    const header = (sheet.getRow(1).values as unknown[]).slice(1).map((value) => String(value ?? ''));
    const rows: Tabs[string] = [];
    sheet.eachRow((row, n) => {
      if (n > 1) rows.push(Object.fromEntries(header.map((name, i) => [name, row.getCell(i + 1).text])));
    });
    tabs[sheet.name] = rows;
  }
  return tabs;
}

/** The five tabs as lines in a stable order: people sort rows as they like. */
export function lines(tabs: Tabs): string[] {
  return TABS.flatMap((tab) =>
    (tabs[tab] ?? [])
      .filter((row) => Object.values(row).some((value) => value !== ''))
      .map((row) => `${tab} ${JSON.stringify(row)}`),
  ).sort();
}
