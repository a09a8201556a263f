/** wwhl.gemini: guests of rows that still have none, read by Gemini in title and overview. */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { geminiGuests } from '../../services/gemini';
import { castInfo, realiteaseInfo, wwhlInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { selectRows } from '../common/select';
import { guestCells, isGuest, unique } from './guests';
import { namedCells } from './identity';
import { FROM_TEXT, knownEpisodes, knownPeople, withoutGuests } from './known';

/** As many as Gemini is asked at the same time: it takes as long for one. */
const SIZE = 400;

export const gemini: Step = {
  id: 'wwhl.gemini',
  title: 'Guests from descriptions (Gemini)',
  input: wwhlInfo,
  tabs: [wwhlInfo, castInfo, realiteaseInfo],
  rewrites: [wwhlInfo],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const rows = withoutGuests(context, selectRows(context, context.table(wwhlInfo).rows));
  const episodes = knownEpisodes(
    context,
    rows.map((row) => Number(row.values.Season)),
  );
  /** Episodes of one text are asked about once. */
  const byKey = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) {
    const episode = episodes.get(`${row.values.Season}/${row.values.Episode}`);
    if (!episode || !`${episode.name}${episode.overview}`.trim()) continue;
    const model = context.settings.GEMINI_MODEL;
    const key = JSON.stringify({ title: episode.name, overview: episode.overview, model });
    if (context.due(geminiGuests, key) || context.known(geminiGuests, key)?.kind === 'found')
      byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  return {
    items: [...byKey.keys()].slice(0, Number.isFinite(context.remaining) ? context.remaining : undefined),
    size: SIZE,
    batch: (keys): Outcome => {
      const people = knownPeople(context);
      const answers = context.ask({ question: geminiGuests, keys });
      const changes: Change[] = [];
      const failed: { key: string; message: string }[] = [];
      for (const key of keys) {
        const own = byKey.get(key) ?? [];
        const answer = answers.get(geminiGuests, key);
        if (answer.kind === 'failed')
          failed.push(
            ...own.map((row) => ({
              key: `S${row.values.Season}E${row.values.Episode}`,
              message: answer.error,
            })),
          );
        if (answer.kind !== 'found') continue;
        const names = answer.value.guests.filter((name) => isGuest(name, '', context.settings.WWHL_HOST));
        const guests = unique(names.map((name) => ({ name, imdbId: '', tmdbId: '' })));
        const { GuestNames } = guestCells(guests, FROM_TEXT);
        if (guests.length === 0) continue;
        for (const row of own) {
          const cells = namedCells(people, row, guests, { GuestNames });
          changes.push({ kind: 'write', tab: wwhlInfo, row, cells });
        }
      }
      return { changes, failed };
    },
  };
}
