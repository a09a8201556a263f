/** Rules between tabs and between the cells of a row. */
import type { StepContext } from '../../engine/types';
import { isPlausibleBirthday, usToIso } from '../../rules/dates';
import { splitAligned, splitList } from '../../rules/lists';
import { normaliseName } from '../../rules/names';
import { wwhlStatus } from '../../rules/wwhl';
import { zodiacOf } from '../../rules/zodiac';
import { castInfo, finalList, realiteaseInfo, showInfo, wwhlInfo } from '../../workbook/tabs';
import type { AnyTab, RowOf } from '../../workbook/schema';
import type { TableRow } from '../../workbook/types';
import { candidatesOf } from '../final/candidates';
import { qualifyLimits } from '../common/qualify';
import { peopleOf, qualification } from '../realitease/cast';
import { showCells } from '../realitease/showCells';
import { KNOWN_PEOPLE } from '../wwhl/identity';
import { knownPeople } from '../wwhl/known';
import type { Failure, QualityRule } from './types';

/** Works something out once for all rules of a check. */
function once<V>(of: (context: StepContext) => V): (context: StepContext) => V {
  const known = new WeakMap<StepContext, { value: V }>();
  return (context) => {
    const kept = known.get(context) ?? { value: of(context) };
    known.set(context, kept);
    return kept.value;
  };
}

const peopleIn = once((context) => peopleOf(context));
const candidatesIn = once(candidatesOf);
const guestsIn = once(knownPeople);

/** A rule over each row of a tab: a message says what is wrong, null that all is well, undefined that it does not apply. */
function eachRow<T extends AnyTab>(
  tab: T,
  title: string,
  column: string,
  prepare: (context: StepContext) => (row: TableRow<RowOf<T>>) => string | null | undefined,
): QualityRule {
  return {
    title: `${tab.name}: ${title}`,
    check(context) {
      const test = prepare(context);
      let checked = 0;
      const failures: Failure[] = [];
      for (const row of context.table(tab).rows) {
        const message = test(row);
        if (message === undefined) continue;
        checked++;
        if (message !== null) failures.push({ tab: tab.name, row: row.sheetRow, column, message });
      }
      return { checked, failures };
    },
  };
}

const showsExist = eachRow(castInfo, 'the show stands in ShowInfo', 'ShowName', (context) => {
  const shows = context.table(showInfo);
  return ({ values }) =>
    shows.match({ TMDbSeriesID: values.TMDbSeriesID, IMDbSeriesID: values.IMDbSeriesID }).kind === 'row'
      ? null
      : `${values.Name}: no such show (${values.ShowName})`;
});

const noCastOfSkipped = eachRow(castInfo, 'no cast of a show marked SKIP', 'ShowName', (context) => {
  const shows = context.table(showInfo);
  return ({ values }) => {
    const match = shows.match({ TMDbSeriesID: values.TMDbSeriesID, IMDbSeriesID: values.IMDbSeriesID });
    if (match.kind !== 'row') return undefined;
    return match.row.values.OVERRIDE.trim().toUpperCase() === 'SKIP'
      ? `${values.Name}: ${values.ShowName} is marked SKIP`
      : null;
  };
});

const peopleHaveCast = eachRow(realiteaseInfo, 'the person stands in CastInfo', 'CastName', (context) => {
  const people = peopleIn(context);
  return ({ values }) =>
    people.byImdb.has(values.CastIMDbID) || people.byTmdb.has(values.CastTMDbID)
      ? null
      : `${values.CastName} is in no cast`;
});

const peopleQualify = eachRow(realiteaseInfo, 'the person still qualifies', 'CastName', (context) => {
  const people = peopleIn(context);
  const limits = qualifyLimits(context.settings);
  return ({ values }) => {
    const person = people.byImdb.get(values.CastIMDbID) ?? people.byTmdb.get(values.CastTMDbID);
    if (!person) return undefined;
    return qualification(person, limits) === 'no' ? `${values.CastName} no longer qualifies` : null;
  };
});

const nobodyMissing: QualityRule = {
  title: 'CastInfo: everyone who qualifies stands in RealiteaseInfo',
  check(context) {
    const people = peopleIn(context);
    const limits = qualifyLimits(context.settings);
    const table = context.table(realiteaseInfo);
    const qualified = people.list.filter((person) => qualification(person, limits) === 'yes');
    const failures = qualified
      .filter((person) => {
        const ids = { CastIMDbID: person.imdbId, CastTMDbID: person.tmdbId };
        return table.match(ids).kind === 'none' && !table.deletedByPerson(ids);
      })
      .map((person): Failure => ({
        tab: castInfo.name,
        row: person.rows[0]?.sheetRow ?? 0,
        column: 'Name',
        message: `${person.name} is missing in RealiteaseInfo`,
      }));
    return { checked: qualified.length, failures };
  },
};

const totalsAdd = eachRow(
  realiteaseInfo,
  'shows and totals equal the sum of CastInfo',
  'TotalShows',
  (context) => {
    const people = peopleIn(context);
    return ({ values }) => {
      const person = people.byImdb.get(values.CastIMDbID) ?? people.byTmdb.get(values.CastTMDbID);
      if (!person) return undefined;
      const row: Record<string, unknown> = values;
      const wrong = Object.entries(showCells(person.shows)).filter(
        ([column, cell]) => cell && row[column] !== cell.value,
      );
      return wrong.length === 0 ? null : `${values.CastName}: ${wrong.map(([column]) => column).join(', ')}`;
    };
  },
);

const idsAligned = eachRow(
  realiteaseInfo,
  'show ids are aligned with show names',
  'ShowNames',
  () =>
    ({ values }) => {
      const names = splitList(values.ShowNames).length;
      const fits = [values.ShowIMDbIDs, values.ShowTMDbIDs].every(
        (cell) => splitAligned(cell, names).length === names,
      );
      return fits ? null : `${values.CastName}: more ids than shows`;
    },
);

const zodiacFits = eachRow(realiteaseInfo, 'zodiac fits birthday', 'Zodiac', () => ({ values }) => {
  if (!values.Birthday)
    return values.Zodiac ? `${values.CastName}: ${values.Zodiac} without a birthday` : undefined;
  const sign = zodiacOf(values.Birthday);
  return sign === values.Zodiac
    ? null
    : `${values.CastName}: ${values.Birthday} is ${sign || 'no date'}, not ${values.Zodiac || 'blank'}`;
});

const agesPlausible = eachRow(
  realiteaseInfo,
  'the age is plausible',
  'Birthday',
  (context) =>
    ({ values }) => {
      if (!values.Birthday) return undefined;
      return isPlausibleBirthday(
        values.Birthday,
        context.today,
        context.settings.AGE_MIN,
        context.settings.AGE_MAX,
      )
        ? null
        : `${values.CastName}: ${values.Birthday}`;
    },
);

const statusFits = eachRow(wwhlInfo, 'REALITEASE fits the guests', 'REALITEASE', (context) => {
  const people = guestsIn(context);
  return ({ values }) => {
    const names = splitList(values.GuestNames);
    const imdb = splitAligned(values.IMDbCastIDs, names.length);
    const tmdb = splitAligned(values.TMDbCastIDs, names.length);
    const guests = names.map((name, i) => {
      const known =
        people.byImdb(imdb[i] ?? '') ??
        people.byTmdb(tmdb[i] ?? '') ??
        (imdb[i] || tmdb[i] ? undefined : people.byName(name));
      return { inRealitease: known?.inRealitease ?? false };
    });
    const status = wwhlStatus(guests);
    return status === values.REALITEASE
      ? null
      : `S${values.Season}E${values.Episode}: ${values.REALITEASE || 'blank'} should be ${status || 'blank'}`;
  };
});

/** A namesake may come to a show long after a guest was found by name: which of them it was, only credits can tell. */
const guestsTold = eachRow(
  wwhlInfo,
  'a guest who is known by name alone has no namesake',
  'GuestNames',
  (context) => {
    const people = guestsIn(context);
    const table = context.table(wwhlInfo);
    return (row) => {
      const { values } = row;
      const ids = (['IMDbCastIDs', 'TMDbCastIDs'] as const).filter((column) => values[column] !== '');
      const isByName = ids.every((column) => table.origin(row, column)?.source === KNOWN_PEOPLE);
      if (ids.length === 0 || !isByName) return undefined;
      const names = splitList(values.GuestNames);
      const known = ids.map((column) => splitAligned(values[column], names.length));
      const shared = names.filter(
        (name, i) => known.some((list) => list[i]) && people.named(name).length > 1,
      );
      return shared.length === 0
        ? null
        : `S${values.Season}E${values.Episode}: several people are called ${shared.join(', ')}, and no credits say which of them it was`;
    };
  },
);

const datesAscend: QualityRule = {
  title: 'WWHLinfo: air dates ascend with the episodes',
  check(context) {
    const rows = context
      .table(wwhlInfo)
      .rows.filter((row) => usToIso(row.values.AirDate) !== '')
      .sort(
        (a, b) =>
          Number(a.values.Season) - Number(b.values.Season) ||
          Number(a.values.Episode) - Number(b.values.Episode),
      );
    const failures: Failure[] = [];
    rows.forEach((row, i) => {
      const before = rows[i - 1];
      if (
        before &&
        before.values.Season === row.values.Season &&
        usToIso(before.values.AirDate) > usToIso(row.values.AirDate)
      ) {
        failures.push({
          tab: wwhlInfo.name,
          row: row.sheetRow,
          column: 'AirDate',
          message: `S${row.values.Season}E${row.values.Episode} (${row.values.AirDate}) airs before the episode ahead of it`,
        });
      }
    });
    return { checked: rows.length, failures };
  },
};

const finalHasPeople = eachRow(finalList, 'the person stands in RealiteaseInfo', 'IMDbCastID', (context) => {
  const table = context.table(realiteaseInfo);
  return ({ values }) =>
    table.match({ CastIMDbID: values.IMDbCastID }).kind === 'none'
      ? `${values.Name} is not in RealiteaseInfo`
      : null;
});

/** Columns that FinalList takes over as they are. */
const COPIED = [
  'ShowNames',
  'TotalShows',
  'TotalSeasons',
  'TotalEpisodes',
  'Gender',
  'Birthday',
  'Zodiac',
] as const;

const finalFollows = eachRow(finalList, 'says what RealiteaseInfo says', 'TotalShows', (context) => {
  const byId = new Map(candidatesIn(context).map((candidate) => [candidate.imdbId, candidate]));
  return ({ values }) => {
    const candidate = byId.get(values.IMDbCastID);
    if (!candidate) return undefined;
    const wrong: string[] = COPIED.filter((column) => values[column] !== candidate.row.values[column]);
    if (values.WWHLEpisodes !== candidate.wwhlEpisodes) wrong.push('WWHLEpisodes');
    return wrong.length === 0 ? null : `${values.Name}: ${wrong.join(', ')}`;
  };
});

/** One IMDb id with two TMDb ids, or the other way round. */
const idsPaired: QualityRule = {
  title: 'CastInfo: nobody has two ids of one kind',
  check(context) {
    const failures = peopleIn(context).conflicts.map(({ key, column, evidence }): Failure => {
      const row = context.table(castInfo).rows.find(({ values }) => values.IMDbCastID === key || values.TMDbCastID === key); // prettier-ignore
      return { tab: castInfo.name, row: row?.sheetRow ?? 1, column, message: evidence };
    });
    return { checked: context.table(castInfo).rows.length, failures };
  },
};

const finalQualifies = eachRow(finalList, 'the person still qualifies', 'IMDbCastID', (context) => {
  const qualified = new Set(candidatesIn(context).map((candidate) => candidate.imdbId));
  return ({ values }) => (qualified.has(values.IMDbCastID) ? null : `${values.Name} no longer qualifies`);
});

const finalNobodyTwice = eachRow(
  finalList,
  'alternative names are not repeated',
  'AlternativeNames',
  () =>
    ({ values }) => {
      if (!values.AlternativeNames) return undefined;
      const names = splitList(values.AlternativeNames).map((name) => name.toLowerCase());
      return new Set(names).size === names.length && !names.includes(values.Name.toLowerCase())
        ? null
        : `${values.Name}: ${values.AlternativeNames.slice(0, 80)}`;
    },
);

const namesAreNames = eachRow(showInfo, 'the name of a show stands on one row only', 'Show', (context) => {
  const seen = new Map<string, number>();
  for (const row of context.table(showInfo).rows) {
    const name = normaliseName(row.values.Show);
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  return ({ values }) =>
    (seen.get(normaliseName(values.Show)) ?? 0) > 1 ? `${values.Show} stands on several rows` : null;
});

export const crossRules: readonly QualityRule[] = [
  namesAreNames,
  showsExist,
  noCastOfSkipped,
  idsPaired,
  peopleHaveCast,
  nobodyMissing,
  peopleQualify,
  totalsAdd,
  idsAligned,
  zodiacFits,
  agesPlausible,
  statusFits,
  guestsTold,
  datesAscend,
  finalHasPeople,
  finalQualifies,
  finalFollows,
  finalNobodyTwice,
];
