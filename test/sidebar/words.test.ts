import { ago, at, clock, count, counted, lasting } from '../../src/sidebar/words';

const ZONE = 'America/New_York';
/** 09:00 in New York. */
const NOW = Date.parse('2026-03-10T13:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
  ])('%d is written %s', (n, text) => expect(count(n)).toBe(text));

  it('go with their noun', () => {
    expect(counted(1, 'row')).toBe('1 row');
    expect(counted(1200, 'row')).toBe('1,200 rows');
    expect(counted(2, 'item waits', 'items wait')).toBe('2 items wait');
  });
});

describe('times', () => {
  it('are those of the workbook', () => {
    expect(clock(NOW, ZONE)).toBe('09:00');
    expect(clock(NOW, 'Asia/Tokyo')).toBe('22:00');
    expect(clock(Date.parse('2026-03-10T04:05:00Z'), ZONE)).toBe('00:05');
  });

  it.each([
    [NOW + 70 * MINUTE, '10:10'],
    [NOW + 29 * HOUR + 10 * MINUTE, '14:10 tomorrow'],
    [NOW - 24 * HOUR, '09:00 yesterday'],
    [NOW + 72 * HOUR, '09:00 on Fri 13 Mar'],
  ])('say the day where it is another', (ms, text) => expect(at(ms, NOW, ZONE).replace(',', '')).toBe(text));

  it.each([
    [20_000, 'less than a minute'],
    [4.4 * MINUTE, 'about 4 min'],
    [2 * HOUR, 'about 2 h'],
    [70 * HOUR, 'about 3 days'],
  ])('%d ms last %s', (ms, text) => expect(lasting(ms)).toBe(text));

  it.each([
    [NOW - 12_000, '12 s ago'],
    [NOW - 4 * MINUTE, '4 min ago'],
    [NOW - 2 * HOUR, 'at 07:00'],
    [NOW + 500, '0 s ago'],
  ])('tell how long ago', (ms, text) => expect(ago(ms, NOW, ZONE)).toBe(text));
});
