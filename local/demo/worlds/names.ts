/** Made-up people and shows. */
import type { Gender } from '../world';
import type { Random } from './random';

const FIRST: Record<Gender, readonly string[]> = {
  F: 'Alma Bryony Calista Daria Élise Fenna Greta Hanne Ilse Jolie Kerensa Liora Marisol Noor Ottilie Petra Quilla Renée Saskia Tamsin Una Vesna Wilma Xenia Yara Zofia'.split(
    ' ',
  ),
  M: 'Anselm Bastian Corin Dragan Emeric Fabrice Gareth Håkon Ivo Joaquín Kester Ludo Matteo Niall Osric Piers Quentin Rafe Søren Tibor Ulric Viggo Wes Xander Yannick Zoltán'.split(
    ' ',
  ),
  X: 'Ari Blake Cove Dale Ember Frost Gale Haven Indigo Jules'.split(' '),
};
const LAST =
  'Abernethy Brandvold Castellane Dunmore Eklund Fairweather Grimaldi Hollister Iversen Jankowski Kirkbride Lindqvist Montrose Nakagawa O’Dowd Pemberton Quillfeather Rosenthal Stavros Thackeray Underhill Vandermeer Whitlock Yarrow Zielinski Løvenskiold Großmann Đorđević Peña Müller St.John Okonkwo-Reid McAllister Delacroix Ferreira Haverford Kowalczyk Lindenbaum'.split(
    ' ',
  );

const NICKNAMES = ['Ace', 'Sugar', 'Chicken', 'Big Tom', 'Coach'];

const ONSETS =
  'Bar Cal Dor El Fen Gar Hol Is Jar Kel Lin Mar Nor Os Per Quin Ros Sal Thor Ul Ver Wen Yar Zel Bran Cor Dun Est Far Gil'.split(
    ' ',
  );
const MIDDLES = 'a e i o u an er il on ar'.split(' ');
const ENDS = 'berg dale feld gate holm ling mont ner ridge sen ski son ton ville well wick'.split(' ');

/** One of some thousands: in a large world two people do not share a name by accident. */
const madeUpName = (random: Random): string => random.pick(ONSETS) + random.pick(MIDDLES) + random.pick(ENDS);

/** @param many whether the world is too large for the names that are listed */
export function personName(random: Random, gender: Gender, many = false): string {
  const middle = random.chance(0.06) ? ` ${random.pick(FIRST[gender])}` : '';
  const first = random.pick(FIRST[gender]);
  const last = many && random.chance(0.9) ? madeUpName(random) : random.pick(LAST);
  const odd = random.next();
  if (odd < 0.015) return `=${first} ${last}`;
  if (odd < 0.03) return `${first} "${random.pick(NICKNAMES)}" ${last}`;
  if (odd < 0.045) return `${first} ${last}, Jr.`;
  if (odd < 0.06) return `${first} ${last} III`;
  if (odd < 0.075) return `${first}\u00a0${last}`;
  return `${first}${middle} ${last}`;
}

/** As another source may spell it: now and then without marks, with a nickname, or under another first name. */
export function otherSpelling(random: Random, name: string, gender: Gender): string {
  const how = random.next();
  const [first = '', ...rest] = name.replace(/^=/, '').split(' ');
  if (how < 0.04)
    return name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/\u00a0/g, ' ');
  if (how < 0.06) return [first, `'${random.pick(NICKNAMES)}'`, ...rest].join(' ');
  return how < 0.08 ? [random.pick(FIRST[gender]), ...rest].join(' ') : name;
}

const PLACES =
  'Harbour Fjord Prairie Canyon Riviera Tundra Lagoon Summit Bayou Outback Delta Highlands Marina Mesa Orchard Boulevard'.split(
    ' ',
  );
const PATTERNS = [
  'The Real Housewives of PLACE',
  'Survivor: PLACE',
  'Big Brother PLACE',
  'Love Island PLACE',
  'Below Deck PLACE',
  'The Bachelor PLACE',
  'Married at PLACE',
  'PLACE Chefs',
  'Selling PLACE',
  'PLACE & Company',
  'Girls, Guns & PLACE',
  'Dancing on PLACE',
  'The X Factor PLACE',
  'Too Hot to Handle PLACE',
  'Café PLACE',
  'PLACE After Dark',
];

/** The n-th show's name; no two are the same. */
export function showName(n: number): string {
  const pattern = PATTERNS[n % PATTERNS.length] ?? 'PLACE';
  const round = Math.floor(n / PATTERNS.length);
  const place = PLACES[(n * 7 + round * 3) % PLACES.length] ?? '';
  const again = round >= PLACES.length ? ` ${Math.floor(round / PLACES.length) + 1}` : '';
  return pattern.replace('PLACE', `${place}${again}`);
}
