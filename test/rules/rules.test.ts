import fc from 'fast-check';
import {
  ageOn,
  isoToUs,
  isPlausibleBirthday,
  isRealDate,
  parseWrittenDate,
  usToIso,
} from '../../src/rules/dates';
import { decideBirthday, type BioSource } from '../../src/rules/birthday';
import { qualifies } from '../../src/rules/qualify';
import { episodeThreshold } from '../../src/rules/threshold';
import { joinList, splitList } from '../../src/rules/lists';
import { normaliseName, sameFirstAndLast } from '../../src/rules/names';
import { guestsFromTitle, wwhlStatus } from '../../src/rules/wwhl';
import { zodiacOf } from '../../src/rules/zodiac';

/** Inclusive boundaries that the almanacs agree on (captured from several; Scorpio and Sagittarius lie between the last and the first). */
const SIGNS: [string, string, string][] = [
  ['Capricorn', '12-22', '01-19'],
  ['Aquarius', '01-20', '02-18'],
  ['Pisces', '02-19', '03-20'],
  ['Aries', '03-21', '04-19'],
  ['Taurus', '04-20', '05-20'],
  ['Gemini', '05-21', '06-20'],
  ['Cancer', '06-21', '07-22'],
  ['Leo', '07-23', '08-22'],
  ['Virgo', '08-23', '09-22'],
  ['Libra', '09-23', '10-22'],
];

describe('zodiac', () => {
  it.each(SIGNS)('%s from %s to %s', (sign, from, to) => {
    expect(zodiacOf(`1985-${from}`)).toBe(sign);
    expect(zodiacOf(`1985-${to}`)).toBe(sign);
  });

  it('has a sign for every real day and none for anything else', () => {
    const days = fc.date({ min: new Date('1920-01-01'), max: new Date('2020-12-31'), noInvalidDate: true });
    fc.assert(fc.property(days, (day) => zodiacOf(day.toISOString().slice(0, 10)) !== ''));
    for (const text of ['', '1985', '1985-02-30', '02/03/1985']) expect(zodiacOf(text)).toBe('');
  });
});

describe('dates', () => {
  it('go from ISO to US and back', () => {
    const days = fc.date({ min: new Date('1920-01-01'), max: new Date('2090-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (day) => {
        const iso = day.toISOString().slice(0, 10);
        return usToIso(isoToUs(iso)) === iso && isRealDate(iso);
      }),
    );
  });

  it.each([
    ['March 3, 1970', '1970-03-03'],
    ['1970-03-03', '1970-03-03'],
    ['February 30, 1970', null],
    ['born in 1970', null],
  ])('%s is %s', (text, expected) => expect(parseWrittenDate(text)).toBe(expected));

  it('counts an age up to the birthday', () => {
    expect(ageOn('1990-11-25', '2026-11-24')).toBe(35);
    expect(ageOn('1990-11-24', '2026-11-24')).toBe(36);
    expect(isPlausibleBirthday('2020-01-01', '2026-11-24')).toBe(false);
    expect(isPlausibleBirthday('1880-01-01', '2026-11-24')).toBe(false);
  });
});

describe('lists', () => {
  it('come apart as they were joined, commas and quotes included', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => text.trim() === text && !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.uniqueArray(name), (items) => {
        expect(splitList(joinList(items))).toEqual(items);
      }),
      { numRuns: 3000, seed: 11 },
    );
  });
});

describe('names', () => {
  it.each([
    ['Élise St.John', 'elise stjohn'],
    ['  LISA   Barlow ', 'lisa barlow'],
    ['Piers O’Dowd', "Piers O'Dowd"],
    ['D´Andra & Co.', 'dandra and co'],
    ['Søren Łuk Đo Straße', 'soren luk do strasse'],
    ['Ann\u00a0\u00a0Lee-Ray', 'ann lee ray'],
    ['=Cmd', 'cmd'],
    ['Юля', 'юля'],
  ])('%s and %s are one name', (a, b) => expect(normaliseName(a)).toBe(normaliseName(b)));

  it('compares first and last names only', () => {
    expect(sameFirstAndLast('Mary Ann Cosby', 'Mary Cosby')).toBe(true);
    expect(sameFirstAndLast('Mary Cosby', 'Mary Barlow')).toBe(false);
    expect(sameFirstAndLast("Robert Crowley 'Bob'", 'Robert Crowley')).toBe(true);
    expect(sameFirstAndLast('Robert "Bob" Crowley', 'Robert Crowley (II)')).toBe(true);
  });
});

describe('REALITEASE of an episode', () => {
  const of = (...known: boolean[]) => wwhlStatus(known.map((inRealitease) => ({ inRealitease })));
  it.each([
    [[], ''],
    [[false], 'NONE'],
    [[true], 'SOLO'],
    [[true, true], 'REALITEASE'],
    [[true, false], 'ALMOST'],
  ])('%j is "%s"', (known, status) => expect(of(...known)).toBe(status));
});

describe('episodes that make a person cast', () => {
  const rules = [{ contains: 'X Factor', episodes: 6 }];
  it.each([
    ['', 'A Show', 4],
    ['', 'The x factor UK', 6],
    [' y ', 'A Show', 2],
    ['Y', 'The X Factor', 2],
    ['7', 'A Show', 7],
    ['3.0', 'A Show', 3],
    ['0', 'A Show', 1],
    ['skip', 'A Show', null],
    ['later', 'A Show', 4],
  ])('OVERRIDE "%s" of %s: %s', (override, showName, least) => {
    expect(episodeThreshold({ override, showName }, rules, { blank: 4, y: 2 })).toBe(least);
  });
});

describe('who belongs in RealiteaseInfo', () => {
  const credit = (show: string, episodes: number | '**' | '', seasons: string) => ({
    show,
    episodes,
    seasons,
  });
  it.each([
    ['two shows', [credit('a', '**', '**'), credit('b', '', '')], 'yes'],
    ['two seasons', [credit('a', 4, '1, 3')], 'yes'],
    ['five episodes', [credit('a', 5, '1')], 'yes'],
    ['too few', [credit('a', 4, '1')], 'no'],
    ['unknown seasons', [credit('a', 4, '**')], 'open'],
    ['unknown episodes', [credit('a', '', '1')], 'open'],
    ['nothing', [], 'no'],
  ])('%s', (_name, credits, expected) => expect(qualifies(credits)).toBe(expected));
});

describe('which birthday is believed', () => {
  const day = (source: BioSource, date: string, more: object = {}) => ({ source, date, ...more });
  it.each([
    [
      'the most trusted',
      [day('wikidata', '1980-05-05'), day('tmdb', '1981-05-05')],
      '1981-05-05',
      ['1980-05-05'],
    ],
    ['January 1 of TMDb alone', [day('tmdb', '1980-01-01')], null, []],
    ['January 1 of two', [day('tmdb', '1980-01-01'), day('fandom', '1980-01-01')], '1980-01-01', []],
    ['January 1 to the day', [day('wikidata', '1980-01-01', { precisionDay: true })], '1980-01-01', []],
    ['January 1 in three parts', [day('imdb', '1980-01-01', { parts3: true })], '1980-01-01', []],
    ['another day beside it', [day('tmdb', '1980-01-01'), day('fandom', '1980-07-07')], '1980-07-07', []],
    ['too young', [day('tmdb', '2015-05-05')], null, []],
    ['no such day', [day('tmdb', '1981-02-29')], null, []],
    ['a leap day', [day('tmdb', '1980-02-29')], '1980-02-29', []],
  ])('%s', (_name, candidates, expected, others) => {
    const decided = decideBirthday(candidates, '2026-11-24');
    expect([decided?.value ?? null, (decided?.disagree ?? []).map(({ value }) => value)]).toEqual([
      expected,
      others,
    ]);
  });
});

describe('guests from a title', () => {
  const known = new Set(['RuPaul', 'Sammy Davis, Jr.', 'Cher', 'Ann Lee']);
  const stopWords = ['Reunion', 'Special', 'Part', 'Finale', 'Live', 'Episode', 'Best'];
  const of = (title: string) => guestsFromTitle(title, { isKnown: (name) => known.has(name), stopWords });
  it.each<[string, string[]]>([
    ['Kyle Richards & Lisa Rinna', ['Kyle Richards', 'Lisa Rinna']],
    ['Kyle Richards, Lisa Rinna and Cher', ['Kyle Richards', 'Lisa Rinna', 'Cher']],
    ['Kyle Richards, Lisa Rinna, and Erika Jayne', ['Kyle Richards', 'Lisa Rinna', 'Erika Jayne']],
    ['Kyle Richards / Lisa Rinna', ['Kyle Richards', 'Lisa Rinna']],
    ['Kyle Richards (RHOBH) & Lisa Rinna (Days of Our Lives)', ['Kyle Richards', 'Lisa Rinna']],
    ['Sammy Davis, Jr. & Kyle Richards', ['Sammy Davis, Jr.', 'Kyle Richards']],
    ['Mary-Kate O’Dowd & José Núñez', ['Mary-Kate O’Dowd', 'José Núñez']],
    ['Kyle\u00a0Richards & Lisa  Rinna', ['Kyle Richards', 'Lisa Rinna']],
    ['=Cmd Person & +Plus Sign', []],
    ['RuPaul', ['RuPaul']],
    ['Kyle Richards', []],
    ['Kyle Richards with Lisa Rinna', []],
    ['Best Reunion & Finale Special', []],
    ['Sun & Fun', []],
    ['Kyle Richards & the Others', ['Kyle Richards']],
    ['Season 2 & Kyle Richards', ['Kyle Richards']],
    ['One Two Three Four Five & Kyle Richards', ['Kyle Richards']],
    ['', []],
  ])('%s', (title, guests) => expect(of(title)).toEqual(guests));
});
