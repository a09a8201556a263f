/** A small world written by hand, for a server that shares nothing with the demo's. */

export interface Cast {
  id: number;
  name: string;
  /** `total_episode_count`; absent: only its roles count. */
  total?: number;
  roles?: { character: string; episode_count?: number }[];
}

export interface Season {
  n: number;
  episodes: Episode[];
  regulars?: [id: number, name: string][];
}

export interface Episode {
  id: number;
  n: number;
  name?: string;
  overview?: string;
  date?: string | null;
  guests?: { id: number; name: string; character?: string }[];
}

export interface Show {
  id: number;
  name: string;
  first: string;
  imdb?: string | null;
  tvdb?: number;
  wikidata?: string;
  networks?: string[];
  genres?: [id: number, name: string][];
  total?: number;
  seasons: Season[];
  cast: Cast[];
}

const twelve = Array.from({ length: 12 }, (_, i): Season => {
  const n = i + 1;
  const episodes: Episode[] = [1, 2].map((e) => ({
    id: 7_000_000 + n * 10 + e,
    n: e,
    date: `${2010 + n}-03-0${e}`,
  }));
  if (n === 12) episodes.push({ id: 7_000_999, n: 3, date: '2027-01-05' });
  return { n, episodes };
});
for (const [n, id, name] of [
  [1, 880001, 'Jose Nunez'],
  [11, 880001, 'Jose Nunez'],
  [3, 880008, '=Cmd Person'],
] as const) {
  const season = twelve[n - 1];
  if (season) season.regulars = [...(season.regulars ?? []), [id, name]];
}
const guestOf = twelve[1]?.episodes[0];
if (guestOf)
  guestOf.guests = [
    { id: 880001, name: 'Jose Nunez' },
    { id: 880004, name: 'Robert\u00a0"Bob" Crow', character: 'Self' },
  ];

const one = (base: number, date: string, regulars: [number, string][]): Season[] => [
  { n: 0, episodes: [{ id: base, n: 1, date: '2001-01-01' }] },
  {
    n: 1,
    episodes: [
      { id: base + 1, n: 1, date },
      { id: base + 2, n: 2, date: null },
    ],
    regulars,
  },
];

export const shows: Show[] = [
  {
    id: 5000001,
    name: 'Girls, Guns & Gold',
    first: '2011-03-01',
    imdb: 'tt9000001',
    tvdb: 771,
    wikidata: 'Q111',
    networks: ['Bravo', 'Peacock'],
    genres: [[10764, 'Reality']],
    total: 25,
    seasons: [{ n: 0, episodes: [] }, ...twelve],
    cast: [
      { id: 880001, name: 'Jose Nunez', total: 19, roles: [{ character: 'Self' }] },
      { id: 880002, name: 'Ann Lee', total: 9 },
      { id: 880004, name: 'Robert\u00a0"Bob" Crow', total: 7 },
      {
        id: 880007,
        name: 'No Count',
        roles: [
          { character: 'Self', episode_count: 4 },
          { character: 'Self - Host', episode_count: 2 },
        ],
      },
      { id: 880008, name: '=Cmd Person', total: 5 },
    ],
  },
  {
    id: 5000002,
    name: '=Sum of Us',
    first: '2020-02-29',
    imdb: '',
    genres: [[10767, 'Talk']],
    seasons: one(7_100_000, '2020-02-29', [
      [880010, 'Mary O’Dowd'],
      [880012, 'Solo Star'],
    ]),
    cast: [
      { id: 880010, name: 'Mary O’Dowd', total: 4, roles: [{ character: 'Presenter' }] },
      { id: 880011, name: 'Uncredited Guy', total: 30, roles: [{ character: 'Self (uncredited)' }] },
      { id: 880012, name: 'Solo Star', total: 5 },
    ],
  },
  {
    id: 5000003,
    name: 'Love Shack',
    first: '2015-06-01',
    imdb: 'tt9000003',
    genres: [[10764, 'Reality']],
    total: 1,
    seasons: [{ n: 1, episodes: [{ id: 7_200_001, n: 1, date: '2015-06-01' }] }],
    cast: [],
  },
  { id: 5000004, name: 'Near Miss', first: '2013-01-01', imdb: null, seasons: [], cast: [] },
  {
    id: 5000005,
    name: 'Hidden Cove',
    first: '2019-05-05',
    imdb: 'tt9000005',
    genres: [[10764, 'Reality']],
    seasons: one(7_300_000, '2019-05-05', [[880020, 'Two Timer']]),
    cast: [{ id: 880020, name: 'Two Timer', total: 2 }],
  },
  {
    id: 5000006,
    name: 'The Long Road',
    first: '2018-01-01',
    imdb: null,
    genres: [[18, 'Drama']],
    seasons: one(7_400_000, '2018-01-01', [[880010, 'Mary O’Dowd']]),
    cast: [
      { id: 880010, name: 'Mary O’Dowd', total: 2, roles: [{ character: 'Self - Guest' }] },
      { id: 880030, name: 'Actor Guy', total: 8, roles: [{ character: 'John' }] },
    ],
  },
  {
    id: 5000007,
    name: 'Left Alone',
    first: '2017-01-01',
    imdb: 'tt9000007',
    genres: [[10764, 'Reality']],
    seasons: one(7_500_000, '2017-01-01', []),
    cast: [{ id: 880001, name: 'Jose Nunez', total: 40 }],
  },
  {
    id: 22980,
    name: 'Watch What Happens Live',
    first: '2009-07-16',
    imdb: 'tt2057880',
    genres: [[10767, 'Talk']],
    cast: [],
    seasons: [
      {
        n: 0,
        episodes: [
          { id: 6000, n: 1, date: '2009-01-01', guests: [{ id: 880004, name: 'Robert "Bob" Crow' }] },
        ],
      },
      {
        n: 1,
        episodes: [
          {
            id: 6001,
            n: 1,
            date: '2020-06-01',
            name: 'Tonight',
            guests: [
              { id: 1, name: 'Andy Cohen', character: 'Self - Host' },
              { id: 880001, name: 'Jose Nunez', character: 'Self' },
            ],
          },
          { id: 6002, n: 2, date: '2020-06-02', name: 'Tonight Again' },
          { id: 6003, n: 3, date: '2020-06-03', name: 'Solo Star & Ann Lee' },
          { id: 6004, n: 4, date: '2020-06-04', name: 'Best Reunion & Finale Special' },
          {
            id: 6005,
            n: 5,
            date: '2020-06-05',
            name: 'Late Fun',
            overview: 'Andy chats with Mary O’Dowd about life.',
          },
        ],
      },
    ],
  },
];

/** v3 list in this order, two a page. */
export const listed = [5000001, 5000002, 5000006, 5000007];

export interface Credit {
  id: string;
  name: string;
  episodes?: number;
  characters?: string[];
  attributes?: string[];
  isCredited?: boolean;
}

export const credits: Record<string, Credit[]> = {
  tt9000001: [
    { id: 'nm9000001', name: 'José Núñez', episodes: 20 },
    { id: 'nm9000002', name: 'Ann Lee', episodes: 10 },
    { id: 'nm9000003', name: 'Ann Lee', episodes: 8, characters: ['Self'] },
    { id: 'nm9000004', name: 'Robert "Bob" Crow', episodes: 3 },
    { id: 'nm9000005', name: 'Zed Unseen', episodes: 9, characters: ['Self (uncredited)'] },
    { id: 'nm9000006', name: 'Few Times', episodes: 3 },
    { id: 'nm9000004', name: 'Robert "Bob" Crow', episodes: 7, characters: ['Self - Host'] },
    { id: 'nm9000007', name: 'No Count' },
    { id: 'nm9000008', name: '=Cmd Person', episodes: 5 },
    { id: 'nm9000009', name: 'Not Credited', episodes: 12, isCredited: false },
    { id: 'nm9000011', name: 'By Attribute', episodes: 12, attributes: ['uncredited'] },
  ],
  tt9000003: [{ id: 'nm9000004', name: 'Robert Crow', episodes: 4 }],
  tt9000004: [{ id: 'nm9000040', name: 'Lone Wolf', episodes: 5 }],
  tt9000005: [
    { id: 'nm9000020', name: 'Two Timer', episodes: 2 },
    { id: 'nm9000021', name: 'One Timer', episodes: 1 },
  ],
  tt9100002: [
    { id: 'nm9000004', name: 'Robert "Bob" Crow' },
    { id: 'nm9000050', name: 'Jane Stranger' },
    { id: 'nm9000051', name: 'Stand In', characters: ['Self - Guest Host'] },
    { id: 'nm9000052', name: 'Andy Cohen', characters: ['Self'] },
  ],
  tt9100003: [{ id: 'nm9000052', name: 'Andy Cohen', characters: ['Self - Host'] }],
};

/** IMDb dates every episode a day later than TMDb. */
export const imdbEpisodes = [1, 2, 3, 4, 5].map((n) => ({ id: `tt910000${n}`, n, day: n + 1 }));

export const tmdbPeople: Record<number, Record<string, unknown>> = {
  880001: { name: 'Jose Nunez', gender: 2, birthday: '1988-02-29', imdb_id: 'nm9000001' },
  880004: { name: 'Robert "Bob" Crow', birthday: null, also_known_as: ['Bobby C', 'robert "bob" crow'] },
  880002: {
    name: 'Ann Lee',
    external_ids: { imdb_id: 'nm9000077' },
    tv_credits: { cast: [{ id: 5000001 }] },
  },
  880099: { name: 'Ann Lee', tv_credits: { cast: [{ id: 5000003 }] } },
  880007: { name: 'No Count', gender: 1, birthday: '1980-01-01' },
  880008: { name: '=Cmd Person', birthday: '1975-01-01' },
  880010: {
    name: 'Mary O’Dowd',
    gender: 0,
    profile_path: '/mary.jpg',
    external_ids: { imdb_id: 'nm9000010' },
  },
  880012: {
    name: 'Solo Star',
    birthday: '',
    biography: 'Solo Star was born on 5 May 1991 in Leeds. She loves her dogs.',
    external_ids: { imdb_id: 'nm9000012' },
  },
};

/** What a search for a name finds: people who are others, whatever their name and shows. */
export const searched: Record<string, { id: number; name: string }[]> = {
  'Ann Lee': [
    { id: 880002, name: 'Ann Lee' },
    { id: 880099, name: 'Ann Lee' },
  ],
};

const born = (year: number) =>
  `{{Cast\n|birthdate = {{Birth date|${year}|4|4}}\n|series = [[Girls, Guns & Gold]]\n}}\n`;

/** Pages of the wiki by title: one that is theirs, and others of people who have but the name in common. */
export const wikiPages: Record<string, string> = {
  // Found without the nickname; of the year that Wikidata states.
  'Robert Crow': `${born(1969)}'''Robert "Bob" Crow''' dug for it.`,
  // TMDb's year is another one.
  'No Count': `${born(1931)}'''No Count''' dealt cards. He, his wife and his horse went west.`,
  // Another show's.
  '=Cmd Person': "{{Cast|gender = Male}}\n'''=Cmd Person''' was on [[Love Shack]].",
  // Two people of the show have the name.
  'Ann Lee': `${born(1977)}'''Ann Lee''' won. She sold her share; she is rich.`,
  // No show's at all, in the show's own wiki.
  'Solo Star': "{{Cast|birthdate = March 3, 1931|gender = Male}}\n'''Solo Star''' kept the inn.",
};

export const imdbNames: Record<string, Record<string, unknown>> = {
  nm9000001: {
    displayName: 'José Núñez',
    alternativeNames: ['José Núñez', 'Joey N'],
    birthDate: { year: 1988, month: 2, day: 28 },
    primaryImage: { url: 'https://m.media-amazon.com/images/M/abc._V1_QL75_UX500_.jpg', width: 1 },
  },
  nm9000002: { displayName: 'Ann Lee', birthDate: { year: 1990, month: 12, day: 21 } },
  nm9000004: { displayName: 'Robert "Bob" Crow', birthDate: { year: 1969 } },
  nm9000008: { displayName: '=Cmd Person', birthDate: { year: 1975, month: 1, day: 1 } },
};

export interface Birth {
  time: string;
  precision: number;
  rank?: 'Preferred' | 'Deprecated';
}

export interface Item {
  q: string;
  imdb?: string;
  tmdb?: string;
  tmdbTv?: string;
  tvdb?: string;
  genders?: string[];
  births?: Birth[];
  aliases?: string[];
}

export const items: Item[] = [
  { q: 'Q200', imdb: 'tt9000002', tmdbTv: '5000002', tvdb: '772' },
  {
    q: 'Q104',
    imdb: 'nm9000004',
    tmdb: '880004',
    genders: ['Q6581097', 'Q2449503'],
    births: [{ time: '1969-01-01T00:00:00Z', precision: 9 }],
    aliases: ['R. Crow'],
  },
  {
    q: 'Q110',
    imdb: 'nm9000010',
    tmdb: '880010',
    genders: ['Q48270'],
    births: [
      { time: '1971-05-05T00:00:00Z', precision: 11 },
      { time: '1970-05-05T00:00:00Z', precision: 11, rank: 'Preferred' },
      { time: '1950-05-05T00:00:00Z', precision: 11, rank: 'Deprecated' },
    ],
  },
  { q: 'Q112', imdb: 'nm9000012', tmdb: '880012' },
  // Two items claim one person: nothing of either counts.
  {
    q: 'Q301',
    imdb: 'nm9000003',
    genders: ['Q6581072'],
    births: [{ time: '1985-05-05T00:00:00Z', precision: 11 }],
  },
  {
    q: 'Q302',
    imdb: 'nm9000003',
    genders: ['Q6581097'],
    births: [{ time: '1986-05-05T00:00:00Z', precision: 11 }],
  },
];
