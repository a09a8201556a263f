/** wwhl.gemini: guests of rows that still have none, read by Gemini in title and overview. */
import type { Outcome, Plan, Step, StepContext } from '../../engine/types';
import { geminiGuests } from '../../services/gemini';
import { wwhlInfo } from '../../workbook/tabs';
import type { Change } from '../../workbook/types';
import { selectRows } from '../common/select';
import { guestCells, isGuest, unique } from './guests';
import { knownEpisodes, withoutGuests } from './known';

export const gemini: Step = {
  id: 'wwhl.gemini',
  title: 'Guests from descriptions (Gemini)',
  input: wwhlInfo,
  tabs: [wwhlInfo],
  begin: (context) => plan(context),
};

function plan(context: StepContext): Plan {
  const rows = withoutGuests(context, selectRows(context, context.table(wwhlInfo).rows));
  const episodes = knownEpisodes(
    context,
    rows.map((row) => Number(row.values.Season)),
  );
  const byKey = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const episode = episodes.get(`${row.values.Season}/${row.values.Episode}`);
    if (!episode || !`${episode.name}${episode.overview}`.trim()) continue;
    const id = `S${row.values.Season}E${row.values.Episode}`;
    const model = context.settings.GEMINI_MODEL;
    const key = JSON.stringify({ id, title: episode.name, overview: episode.overview, model });
    if (context.due(geminiGuests, key) || context.known(geminiGuests, key)?.kind === 'found')
      byKey.set(key, row);
  }
  return {
    items: [...byKey.keys()].slice(0, Number.isFinite(context.remaining) ? context.remaining : undefined),
    size: 100,
    batch: (keys): Outcome => {
      const answers = context.ask({ question: geminiGuests, keys });
      const changes: Change[] = [];
      const failed: { key: string; message: string }[] = [];
      for (const key of keys) {
        const row = byKey.get(key);
        const answer = answers.get(geminiGuests, key);
        if (answer.kind === 'failed')
          failed.push({ key: String((JSON.parse(key) as { id: string }).id), message: answer.error });
        if (!row || answer.kind !== 'found') continue;
        const names = answer.value.guests.filter((name) => isGuest(name, '', context.settings.WWHL_HOST));
        const guests = unique(names.map((name) => ({ name, imdbId: '', tmdbId: '' })));
        const { GuestNames } = guestCells(guests, 'Gemini');
        if (guests.length > 0 && GuestNames)
          changes.push({ kind: 'write', tab: wwhlInfo, row, cells: { GuestNames } });
      }
      return { changes, failed };
    },
  };
}
