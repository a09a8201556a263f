/** Every fault in every stage; what comes of it is written down in docs/faults.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { play, type Verdict } from '../../local/fuzz/play';
import { prepareScenarios, STAGES, type Scenario } from '../../local/fuzz/scenarios';
import { REPLY_FAULTS, REPLY_WORDS } from '../../local/faults/replies';
import type { Fault } from '../../local/faults/plan';
import { BUNDLE, ROOT } from './support';

jest.setTimeout(600_000);

const FILE = path.join(ROOT, 'docs/faults.md');

interface Entry {
  title: string;
  plan(scenario: Scenario): Fault[];
}

/** The call at a share of the run. */
const at = ({ calls }: Scenario, share: number): number => Math.max(1, Math.round(calls * share));
const SHARES = [0.15, 0.3, 0.45, 0.6, 0.75, 0.9];

const service = (
  title: string,
  on: 'sheet' | 'properties',
  says: 'failed' | 'timeout' | 'server',
  when: 'before' | 'after' | 'lost',
): Entry => ({
  title,
  plan: (scenario) => SHARES.map((share) => ({ kind: 'service', call: at(scenario, share), on, says, when })),
});

const PLATFORM: Entry[] = [
  { title: 'Killed six times', plan: (s) => SHARES.map((share) => ({ kind: 'kill', call: at(s, share) })) },
  {
    title: 'Killed six times, half of its writes sent',
    plan: (s) => SHARES.map((share) => ({ kind: 'kill', call: at(s, share), landed: 3 })),
  },
  {
    title: 'A person sorts, inserts and types',
    plan: (s) =>
      SHARES.flatMap((share, index): Fault[] => {
        const edit = { afterCall: at(s, share), tab: s.tab };
        return [
          {
            kind: 'edit',
            edit: { ...edit, op: 'sort', column: 1 + (index % 4), descending: index % 2 === 0 },
          },
          { kind: 'edit', edit: { ...edit, op: 'insert', row: 2 + index } },
          {
            kind: 'edit',
            edit: { ...edit, op: 'set', row: 2 + index, column: 'Remarks', value: `typed ${index}` },
          },
        ];
      }),
  },
  {
    title: 'A person deletes a row',
    plan: (s) => [{ kind: 'edit', edit: { afterCall: at(s, 0.5), tab: s.tab, op: 'delete', row: 3 } }],
  },
  {
    title: 'A person puts columns in',
    plan: (s) =>
      SHARES.map((share, index) => ({ kind: 'column', call: at(s, share), tab: s.tab, column: 1 + index })),
  },
  {
    title: 'A person drags a column to the front, and another',
    plan: (s) =>
      SHARES.map((share, index) => ({
        kind: 'column',
        call: at(s, share),
        tab: s.tab,
        column: 1,
        from: 3 + index,
      })),
  },
  {
    title:
      'A person drags a column to the front, another puts one in, and the execution is killed soon after each',
    plan: (s) =>
      SHARES.flatMap((share, index): Fault[] => [
        {
          kind: 'column',
          call: at(s, share),
          tab: s.tab,
          column: 1 + index,
          ...(index % 2 === 0 && { from: 4 + index }),
        },
        { kind: 'kill', call: at(s, share) + 12, landed: 5 },
      ]),
  },
  service('The sheet fails for a moment, before it does anything', 'sheet', 'failed', 'before'),
  service('The sheet times out after it did it', 'sheet', 'timeout', 'after'),
  service('The sheet fails and loses what was buffered', 'sheet', 'failed', 'lost'),
  service('Properties fail for a moment', 'properties', 'server', 'before'),
  service('Properties fail after they were stored', 'properties', 'server', 'after'),
  {
    title: 'The property store is full for a while',
    plan: (s) => [{ kind: 'propertiesFull', call: at(s, 0.3), calls: at(s, 0.3) }],
  },
  {
    title: 'The cache is emptied again and again, with kills',
    plan: (s) =>
      SHARES.flatMap((share): Fault[] => [
        { kind: 'cacheEmptied', call: at(s, share) },
        { kind: 'kill', call: at(s, share) + 2 },
      ]),
  },
  {
    title: 'Triggers are refused, and the execution is killed',
    plan: (s) => [
      { kind: 'triggersRefused', times: 4 },
      { kind: 'kill', call: at(s, 0.5) },
    ],
  },
  {
    title: 'Triggers are born disabled, and the execution is killed',
    plan: (s) => [
      { kind: 'triggersDisabled', times: 2 },
      { kind: 'kill', call: at(s, 0.5) },
    ],
  },
  {
    title: 'A trigger fires while an execution is at work',
    plan: (s) => SHARES.map((share) => ({ kind: 'firedMeanwhile', call: at(s, share) })),
  },
  {
    title: 'Triggers fire twice and an hour late',
    plan: (s) => [
      { kind: 'kill', call: at(s, 0.4) },
      { kind: 'kill', call: at(s, 0.7) },
      { kind: 'firedLate', firing: 1, ms: 3_600_000 },
      { kind: 'firedTwice', firing: 2 },
    ],
  },
  {
    title: 'The clock goes back an hour, and a day',
    plan: (s) => [
      { kind: 'clock', call: at(s, 0.3), ms: -3_600_000 },
      { kind: 'clock', call: at(s, 0.6), ms: -90_000_000 },
    ],
  },
  {
    title: 'fetchAll fails as a whole',
    plan: (s) => SHARES.map((share) => ({ kind: 'fetchThrown', call: at(s, share) })),
  },
];

const SOURCES: Entry[] = REPLY_FAULTS.map((reply) => ({
  title: REPLY_WORDS[reply],
  plan: () => [{ kind: 'source', host: '', from: 1, reply }],
}));

const WORDS = { same: 'same result', told: 'says why, then the same', wrong: 'WRONG' } as const;

interface Played extends Entry {
  verdicts: Verdict[];
}

async function playAll(entries: readonly Entry[], scenarios: readonly Scenario[]): Promise<Played[]> {
  const played: Played[] = [];
  for (const entry of entries) {
    const verdicts: Verdict[] = [];
    for (const scenario of scenarios)
      verdicts.push(await play(scenario, entry.plan(scenario), { bundleDir: BUNDLE }));
    played.push({ ...entry, verdicts });
  }
  return played;
}

function table(played: readonly Played[]): string {
  const head = `| fault | ${STAGES.map(([stage]) => stage).join(' | ')} | what the run says |`;
  const rule = `| --- |${' --- |'.repeat(STAGES.length + 1)}`;
  const rows = played.map(({ title, verdicts }) => {
    const said = verdicts.find(({ outcome, said: words }) => outcome === 'told' && words)?.said ?? '';
    return `| ${title} | ${verdicts.map(({ outcome }) => WORDS[outcome]).join(' | ')} | ${said.replace(/\|/g, '/')} |`;
  });
  return [head, rule, ...rows].join('\n');
}

const page = (platform: readonly Played[], sources: readonly Played[]): string => `# What faults come to

Written by \`test/faults/matrix.test.ts\`, which plays every fault in every stage against the built bundle and fails if
this page is not what it saw (\`UPDATE_DOCS=1 npx jest test/faults/matrix\` writes it anew).

**same result**: the run itself ends with the five tabs as an undisturbed run leaves them (and what people did in
between). **says why, then the same**: the run says what it could not do and why, nothing in the tabs is wrong by then
but what is missing, and a run after the fault is over brings the same five tabs.

## Google and people

Each stage some weeks after the first run: rows are updated, added and removed.

${table(platform)}

## Sources

Each stage of the first run, with every reply of every source spoiled until the run is over.

${table(sources)}
`;

test('docs/faults.md is what was seen, and nothing in it is wrong', async () => {
  const scenarios = (await prepareScenarios(BUNDLE)).filter(({ tab }) => tab !== '');
  const platform = await playAll(
    PLATFORM,
    scenarios.filter(({ name }) => name.endsWith('later')),
  );
  const sources = await playAll(
    SOURCES,
    scenarios.filter(({ name }) => name.endsWith('first')),
  );
  const wrong = [...platform, ...sources].flatMap(({ title, verdicts }) =>
    verdicts.flatMap(({ problems }, index) =>
      problems.length > 0 ? [[title, STAGES[index]?.[0], problems]] : [],
    ),
  );
  const text = page(platform, sources);
  if (process.env['UPDATE_DOCS']) writeFileSync(FILE, text);
  expect(wrong).toEqual([]);
  expect(readFileSync(FILE, 'utf8')).toBe(text);
});
