import { showsNamed } from '../../src/rules/named';

const SHOWS = [
  'The Real Housewives of Salt Lake City',
  'Big Brother',
  'Survivor',
  'Survivor: Fiji',
  'Love Island (US)',
  'Alone',
];

const named = (text: string): Record<string, number[]> =>
  Object.fromEntries([...showsNamed(SHOWS, text)].map(([show, seasons]) => [show, [...seasons].sort()]));

describe('shows named in a text', () => {
  it.each<[string, Record<string, number[]>]>([
    [
      'a cast member of The Real Housewives of Salt Lake City.',
      { 'The Real Housewives of Salt Lake City': [] },
    ],
    ['stars in Real Housewives of Salt Lake City', { 'The Real Housewives of Salt Lake City': [] }],
    ['the RHOSLC star', { 'The Real Housewives of Salt Lake City': [] }],
    ['The Real Housewives of Salt Lake City - Season 6', { 'The Real Housewives of Salt Lake City': [6] }],
    ['was a houseguest on Big Brother 26 (US) and Big Brother 28 (US).', { 'Big Brother': [26, 28] }],
    ['the 5th season of Big Brother', { 'Big Brother': [5] }],
    ['season 12 of Survivor', { Survivor: [12] }],
    ['a contestant on Survivor: Fiji', { 'Survivor: Fiji': [] }],
    ['Survivor: Fiji, then Survivor: Borneo', { 'Survivor: Fiji': [], Survivor: [] }],
    ['an islander of Love Island USA', { 'Love Island (US)': [] }],
    ['an islander of Love Island UK', {}],
    ['was on Big Brother Canada 5', {}],
    ['was on Celebrity Big Brother', {}],
    ['won Australian Survivor', {}],
    ['a cancer survivor who lives alone', {}],
    ['her big brother', { 'Big Brother': [] }],
    ['', {}],
  ])('%s', (text, expected) => expect(named(text)).toEqual(expected));

  it('knows a show by the name that it has in the workbook, whatever its signs', () => {
    expect([...showsNamed(['Girls, Guns & Gold'], 'of Girls, guns and gold').keys()]).toEqual(['Girls, Guns & Gold']); // prettier-ignore
  });
});
