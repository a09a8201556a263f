/** wwhl.title: guests from the title of an episode that has none yet, or none but what its title said before. */
import type { Plan, Step, StepContext } from '../../engine/types';
import { guestsFromTitle } from '../../rules/wwhl';
import { wwhlInfo, castInfo, realiteaseInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { firstRows, selectRows } from '../common/select';
import { guestCells, isGuest, unique } from './guests';
import { namedCells, withIdentities } from './identity';
import { FROM_TITLE, isFromTitle, knownEpisodes, knownPeople, withoutGuests } from './known';

export const title: Step = {
  id: 'wwhl.title',
  title: 'Guests from episode titles',
  input: wwhlInfo,
  tabs: [wwhlInfo, castInfo, realiteaseInfo],
  rewrites: [wwhlInfo],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const rows = firstRows(context, selectRows(context, context.table(wwhlInfo).rows));
  const open = [...withoutGuests(context, rows), ...rows.filter((row) => isFromTitle(context, row))];
  const people = knownPeople(context);
  const episodes = knownEpisodes(
    context,
    open.map((row) => Number(row.values.Season)),
  );
  const work = new Map<string, Change>();
  for (const row of open) {
    const episode = episodes.get(`${row.values.Season}/${row.values.Episode}`);
    if (!episode) continue;
    const names = guestsFromTitle(episode.name, {
      isKnown: (name) => people.isKnown(name),
      stopWords: context.settings.WWHL_STOP_WORDS,
    }).filter((name) => isGuest(name, '', context.settings.WWHL_HOST));
    const guests = unique(names.map((name) => ({ name, imdbId: '', tmdbId: '' })));
    if (guests.length === 0) continue;
    const all = guestCells(guests, FROM_TITLE);
    const { GuestNames } = all;
    if (!GuestNames || GuestNames.value === row.values.GuestNames) continue;
    // Ids beside other names would be taken for theirs.
    const cells = row.values.GuestNames
      ? withIdentities(people, guests, all)
      : namedCells(people, row, guests, { GuestNames });
    work.set(String(row.handle), { kind: 'write', tab: wwhlInfo, row, cells });
  }
  return {
    items: [...work.keys()],
    looked: open.length,
    size: 1000,
    batch: (items) => ({ changes: items.flatMap((item) => work.get(item) ?? []) }),
  };
}
