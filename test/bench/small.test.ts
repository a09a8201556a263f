/** A small workbook from empty to a week of scheduled days, in counts: what `npm run bench` measures at full size. */
import path from 'node:path';
import { measure, type Measured } from '../../local/bench/measure';
import type { Phase } from '../../local/bench/phase';

const SIZE = { shows: 100, people: 1000, seed: 1 };

describe('100 shows and 1,000 people, IMDb off', () => {
  let measured: Omit<Measured, 'commit'>;
  const phase = (name: string): Phase => {
    const found = measured.phases.find((one) => one.name === name);
    if (!found) throw new Error(`no phase ${name}`);
    return found;
  };

  beforeAll(async () => {
    const bundleDir = path.join(__dirname, '../../dist');
    measured = await measure({ size: SIZE, imdb: false, bundleDir, say: () => undefined }, 7);
  }, 240_000);

  it('has every cell as the sources say', () => {
    expect(measured.cells?.examples).toEqual([]);
    expect(measured.cells?.compared).toBeGreaterThan(25_000);
  });

  it('has every cell as the source told it when it was due last, after a week on which the sources went on', () => {
    expect(measured.cellsLater?.examples).toEqual([]);
    expect(measured.cellsLater?.compared).toBeGreaterThan(25_000);
    // The sources would say something else today, but were not to be asked yet.
    expect(measured.cellsLater?.stale).toBeGreaterThan(0);
  });

  it('breaks no limit, and leaves no trigger', () => {
    expect(measured.violations).toBe(0);
    expect(phase('cold fill').triggersLeft).toBe(0);
    expect(phase('scheduled days').triggersLeft).toBe(0);
    expect(phase('scheduled days').failed).toBe(0);
  });

  it('asks each source as often as there is something to ask', () => {
    const { requests, totalRequests } = phase('cold fill');
    expect(requests.TMDb).toBeLessThan(1050);
    expect(requests.Wikidata).toBeLessThan(25);
    expect(requests.Fandom).toBeLessThan(40);
    expect(totalRequests).toBeLessThan(1450);
  });

  it('lets slow sources hold nothing up', () => {
    const { core, minutes } = phase('cold fill');
    expect(core?.minutes).toBeLessThan(6.3);
    expect(minutes).toBeLessThan(14);
  });

  it('changes nothing in a second run, which asks almost nothing', () => {
    const second = phase('second run');
    expect(second.changedCells).toBe(0);
    expect(second.totalRequests).toBeLessThanOrEqual(phase('cold fill').totalRequests * 0.02);
    expect(second.minutes).toBeLessThan(1);
  });

  it('keeps up a day with few requests', () => {
    expect(phase('normal day').totalRequests).toBeLessThan(60);
    expect(phase('normal day').minutes).toBeLessThan(1.6);
  });

  it('foresees a fill and a day', () => {
    for (const name of ['cold fill', 'normal day']) {
      const { forecast, totalRequests, retries, minutes } = phase(name);
      expect(Math.abs((forecast?.requests ?? 0) / (totalRequests + retries) - 1)).toBeLessThan(0.2);
      expect(Math.abs((forecast?.minutes ?? 0) / minutes - 1)).toBeLessThan(0.2);
    }
  });

  it('takes few requests for scheduled days', () => {
    expect(phase('scheduled days').totalRequests).toBeLessThan(7 * 60);
  });

  it('reaches the sheet few times, and stays within what Google keeps', () => {
    const { sheet, largestPropertyBytes, propertyBytes } = phase('cold fill');
    expect(sheet.reads + sheet.flushes).toBeLessThan(275);
    expect(largestPropertyBytes).toBeLessThan(9216);
    expect(propertyBytes).toBeLessThan(100_000);
  });
});
