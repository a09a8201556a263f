/** One size from an empty workbook to a month of scheduled days. */
import { loadWorld } from '../demo/worlds';
import { compare } from '../../test/demo/truth';
import type { Phase } from './phase';
import { BenchWorld, specOf, START, type Conditions } from './world';
import { tabsOf, type Tabs } from './workbook';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Cells {
  compared: number;
  wrong: number;
  blank: number;
  /** The first few that are not as they should be. */
  examples: string[];
}

export interface Measured {
  id: string;
  shows: number;
  people: number;
  imdb: boolean;
  phases: Phase[];
  /** After the cold fill. */
  cells: Cells;
  violations: number;
}

/** Every cell of the five tabs against the sources' records as they were on the day. */
export function checkCells(spec: string, tabs: Tabs, imdb: boolean, day: string): Cells {
  const { cells, differences } = compare(loadWorld(spec, day), tabs, { imdb, today: day });
  const blank = differences.filter((one) => /: is "", should be|is missing/.test(one)).length;
  return { compared: cells, wrong: differences.length - blank, blank, examples: differences.slice(0, 8) };
}

/** @param days scheduled days after the single runs; 0 for none */
export async function measure(conditions: Conditions, days: number): Promise<Measured> {
  const { size, imdb, say } = conditions;
  const world = await BenchWorld.open(conditions);
  try {
    const phases = [await world.run('cold fill')];
    const day = new Date(START).toISOString().slice(0, 10);
    say('comparing every cell');
    const cells = checkCells(specOf(size), tabsOf(world.workbook), imdb, day);
    // What came up while the slow sources were asked, which takes days.
    await world.run('catching up');
    await world.wait(HOUR_MS);
    phases.push(await world.run('second run'));
    await world.wait(DAY_MS - 2 * HOUR_MS);
    phases.push(await world.run('normal day'));
    if (days > 0) phases.push(await world.schedule('scheduled days', days));
    const violations = phases.reduce((sum, phase) => sum + phase.violations, 0);
    const { shows, people } = size;
    return { id: `${specOf(size)} ${imdb ? 'on' : 'off'}`, shows, people, imdb, phases, cells, violations };
  } finally {
    await world.close();
  }
}
