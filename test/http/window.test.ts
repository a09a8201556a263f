import { SlidingWindow } from '../../src/services/http/window';

const HOUR = 3_600_000;

describe('a window of requests', () => {
  const limit = { requests: 3, perMs: 1000 };

  test('opens once the time is over', () => {
    const window = new SlidingWindow(limit);
    window.fill(5000);
    expect(window.free(5500)).toBe(0);
    expect(window.free(window.opensAt(5500))).toBe(3);
  });

  test.each([HOUR, 25 * HOUR])('is full no longer than that where the clock is put back by %i ms', (back) => {
    const now = 100 * HOUR;
    const window = new SlidingWindow(limit);
    window.fill(now);
    expect(window.free(now - back)).toBe(0);
    const opens = window.opensAt(now - back);
    expect(opens - (now - back)).toBeLessThan(2 * limit.perMs);
    expect(window.free(opens)).toBe(3);
  });

  test('keeps its limit where the clock is put back', () => {
    const now = 100 * HOUR;
    const before = new SlidingWindow(limit);
    before.add(now, 2);
    const window = new SlidingWindow(limit);
    window.import(before.export(now));
    expect(window.free(now - HOUR)).toBe(1);
  });
});
