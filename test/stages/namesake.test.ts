/** Pages found by a name: whose they are, and what follows for the row. */
import type { FandomPage } from '../../src/services/facts';
import {
  decideBio,
  stillOpen,
  textOf,
  type Evidence,
  type PersonRow,
} from '../../src/stages/realitease/evidence';
import { whosePage, type KnownPerson, type NamedPage } from '../../src/stages/realitease/namesake';

const person: KnownPerson = {
  name: 'Ann Lee',
  shows: ['Survivor'],
  allShows: ['Survivor', 'Below Deck'],
  rivals: [],
  gender: '',
  birthYears: [],
  inShow: () => ({ seasons: [], since: 2000 }),
};
const page: NamedPage = {
  name: 'Ann Lee',
  text: 'Ann Lee is a contestant.',
  about: '',
  gender: '',
  birthYear: 0,
  deathYear: 0,
  ofTheShow: true,
};

describe('whose a page of that name is', () => {
  it.each<[string, Partial<NamedPage>, Partial<KnownPerson>, string]>([
    ['names the show in its text', { text: 'Ann Lee was on Survivor.' }, {}, 'theirs'],
    ['names it in the infobox, a link or a category', { about: 'Ohio | Survivor 12' }, {}, 'theirs'],
    ['is told apart by the show', { name: 'Ann Lee (Survivor)' }, {}, 'theirs'],
    ['names no show, in the wiki of the show', {}, {}, 'unsure'],
    ['names no show, elsewhere', { ofTheShow: false }, {}, 'other'],
    ['names another show', { text: 'Ann Lee works on Below Deck.' }, {}, 'other'],
    ['names both', { text: 'Ann Lee of Below Deck was on Survivor.' }, {}, 'theirs'],
    ['has another name', { name: 'Ann Leigh', text: 'Survivor' }, {}, 'other'],
    ['has a first name only', { name: 'Ann', text: 'Survivor' }, {}, 'other'],
    ['has a middle name', { name: 'Ann B. Lee', text: 'Survivor' }, {}, 'theirs'],
    ['is a relative by name', { name: 'Ann Lee Jr.', text: 'Survivor' }, {}, 'theirs'],
    ['is of another gender', { text: 'Survivor', gender: 'M' }, { gender: 'F' }, 'unsure'],
    ['is of another gender, and names nothing', { gender: 'M' }, { gender: 'F' }, 'other'],
    ['is of another gender by its words', { text: 'Ann Lee: he ate his rice. Survivor.' }, { gender: 'F' }, 'unsure'],
    ['is of the same gender', { text: 'Survivor', gender: 'F' }, { gender: 'F' }, 'theirs'],
    ['is of one gender, the person of neither', { text: 'Survivor', gender: 'F' }, { gender: 'X' }, 'theirs'],
    ['was born in another year', { text: 'Survivor', birthYear: 1931 }, { birthYears: [1985] }, 'unsure'],
    ['was born in another year, and names nothing', { birthYear: 1931 }, { birthYears: [1985] }, 'other'],
    ['was born a year off', { text: 'Survivor', birthYear: 1984 }, { birthYears: [1985] }, 'theirs'],
    ['fits one source and not the other', { text: 'Survivor', birthYear: 1985 }, { birthYears: [1985, 1931] }, 'unsure'],
    ['died before the show began', { text: 'Survivor', deathYear: 1999 }, {}, 'other'],
    ['died later', { text: 'Survivor', deathYear: 2004 }, {}, 'theirs'],
    ['fits another person of the name as well', { text: 'Survivor' }, { rivals: [{ name: 'Ann Lee', shows: ['Survivor'] }] }, 'unsure'],
    ['fits another person of the name only', { text: 'Below Deck' }, { rivals: [{ name: 'Ann Lee', shows: ['Below Deck'] }] }, 'other'],
    ['is called as the other one is', { text: 'Survivor' }, { name: 'Ann B. Lee', rivals: [{ name: 'Ann Lee', shows: ['Survivor'] }] }, 'unsure'],
    ['is called as they are, and not as the other', { text: 'Survivor' }, { rivals: [{ name: 'Ann Lee, Jr.', shows: ['Survivor'] }] }, 'theirs'],
    ['names a show of each', { text: 'Survivor and Below Deck' }, { rivals: [{ name: 'Ann Lee', shows: ['Below Deck'] }] }, 'unsure'],
    ['names the one show that the other was not in', { text: 'Survivor' }, { rivals: [{ name: 'Ann Lee', shows: ['Below Deck'] }] }, 'theirs'],
    ['was in other seasons', { about: 'Survivor 12' }, { inShow: () => ({ seasons: [3, 4], since: 2000 }) }, 'unsure'],
    ['was in one of the seasons', { about: 'Survivor 12 | Survivor 4' }, { inShow: () => ({ seasons: [4], since: 2000 }) }, 'theirs'],
  ])('%s', (_name, given, known, expected) => {
    expect(whosePage({ ...page, ...given }, { ...person, ...known })).toBe(expected);
  }); // prettier-ignore
});

const row: PersonRow = {
  key: 'nm0000001',
  name: 'Ann Lee',
  shows: ['Survivor'],
  allShows: ['Survivor', 'Below Deck'],
  inShow: person.inShow,
  rivals: [],
  gender: '',
  birthday: '',
  zodiac: '',
  genderOrigin: null,
  birthdayOrigin: null,
};
const fandom = (more: Partial<FandomPage>): FandomPage => ({
  wiki: 'survivor',
  title: 'Ann Lee',
  birthday: '1931-03-03',
  birthYear: 1931,
  deathYear: 0,
  gender: 'M',
  text: '',
  about: '',
  ...more,
});
const LIMITS = { today: '2026-11-24', ageMin: 16, ageMax: 100 };
const decide = (evidence: Partial<Evidence>, of: Partial<PersonRow> = {}) =>
  decideBio({ ...row, ...of }, { fandom: [], ...evidence }, LIMITS);

describe('what a page of that name comes to', () => {
  const tmdb = {
    id: '1',
    name: 'Ann Lee',
    gender: 1,
    birthday: '',
    imdbId: '',
    alsoKnownAs: [],
    image: '',
    biography: '',
  };

  it('writes what a page says that is theirs', () => {
    expect(decide({ fandom: [fandom({ text: 'Ann Lee of Survivor' })] })).toMatchObject({
      cells: { Birthday: { value: '1931-03-03', source: 'Fandom (Ann Lee)' }, Gender: { value: 'M' } },
      conflicts: [],
    });
  });

  it('asks the curator where the page is not sure to be theirs, and writes nothing of it', () => {
    const { cells, conflicts } = decide({ fandom: [fandom({})] });
    expect(cells).toEqual({});
    expect(conflicts.map(({ column, kept, others }) => [column, kept, others])).toEqual([
      ['Birthday', '', [{ value: '1931-03-03', source: 'Fandom (Ann Lee)' }]],
      ['Gender', '', [{ value: 'M', source: 'Fandom (Ann Lee)' }]],
    ]);
  });

  it('says nothing of a page that is somebody else’s', () => {
    const other = fandom({ text: 'Ann Lee of Below Deck. He and his dog.' });
    expect(decide({ fandom: [other] })).toEqual({ cells: {}, conflicts: [] });
    expect(textOf(row, { fandom: [other, fandom({ text: 'Ann Lee, a carpenter.' })] })).toBe('');
    expect(stillOpen(row, { fandom: [other] }, LIMITS)).toEqual({ birthday: true, gender: true });
  });

  it('keeps what is known by id, and asks about a page that contradicts it', () => {
    const { cells, conflicts } = decide({ tmdb, fandom: [fandom({ text: 'Ann Lee of Survivor' })] });
    expect(cells).toMatchObject({ Gender: { value: 'F' } });
    expect(cells.Birthday).toBeUndefined();
    expect(conflicts.map(({ column, kept }) => [column, kept])).toEqual([['Birthday', ''], ['Gender', 'F']]); // prettier-ignore
  });

  it('is not kept from a page by what that page said before', () => {
    const origin = { source: 'Fandom (Ann Lee)', at: 0 } as never;
    const corrected = fandom({ birthday: '1971-03-03', birthYear: 1971, text: 'Ann Lee of Survivor' });
    const { cells } = decide({ fandom: [corrected] }, { birthday: '1931-03-03', birthdayOrigin: origin });
    expect(cells).toMatchObject({ Birthday: { value: '1971-03-03' } });
  });

  it('takes back what a page gave that fits no more, and asks', () => {
    const origin = { source: 'Fandom (Ann Lee) · also TMDb: none', date: '', value: 'M' };
    const known = { ...tmdb, gender: 0, birthday: '1985-04-05' };
    const { cells, conflicts } = decide(
      { tmdb: known, fandom: [fandom({ text: 'Ann Lee of Survivor' })] },
      { gender: 'M', genderOrigin: origin },
    );
    expect(cells).toMatchObject({
      Gender: { value: '', when: 'correct' },
      Birthday: { value: '1985-04-05' },
    });
    expect(conflicts.map(({ column, kept }) => [column, kept])).toEqual([['Birthday', '1985-04-05'], ['Gender', '']]); // prettier-ignore
  });

  it('takes no year alone, but holds pages against it', () => {
    const imdb = { name: 'Ann Lee', alternativeNames: [], birthday: '', birthYear: 1985, image: '' };
    const theirs = fandom({ birthday: '1985-04-05', birthYear: 1985, gender: '', text: 'Survivor' });
    expect(decide({ imdb, fandom: [theirs] }).cells).toMatchObject({ Birthday: { value: '1985-04-05' } });
    expect(decide({ imdb, fandom: [fandom({ text: 'Survivor' })] }).cells.Birthday).toBeUndefined();
  });

  it('believes Famous Birthdays only where it names the show', () => {
    const famous = { name: 'Ann Lee', birthday: '1985-04-05' };
    const of = (text: string) => decide({ famousBirthdays: { ...famous, text } });
    expect(of('Reality star of Survivor').cells).toMatchObject({ Birthday: { value: '1985-04-05' } });
    expect(of('A singer, and a survivor')).toEqual({ cells: {}, conflicts: [] });
  });
});
