/** The command line against a server that answers badly, and killed as a whole while it asks. */
import { spawn, type ChildProcess } from 'node:child_process';
import { startDemoServer, type DemoServer } from '../../local/demo/server';
import { loadWorld } from '../../local/demo/worlds';
import { Injector } from '../../local/faults/inject';
import { spoil } from '../../local/faults/replies';
import type { Fault } from '../../local/faults/plan';
import { Scratch, TODAY } from '../demo/book';
import { compare } from '../demo/truth';
import { ROOT } from './support';

const WORLD = '6,50,3';
const FIRST = `${TODAY}T12:00:00Z`;
const LATER = `${TODAY}T16:00:00Z`;
const scratch = new Scratch();
afterAll(() => scratch.remove());

function start(name: string, { origin }: DemoServer, now: string): ChildProcess {
  const book = ['--workbook', scratch.file(`${name}.xlsx`)];
  const sources = ['--sources', origin, '--imdb', 'on', '--clock', 'simulated', '--now', now];
  return spawn('node', ['build/local/cli.cjs', 'pipeline', ...book, ...sources], { cwd: ROOT });
}

/** The exit code, and what the command printed. */
function ended(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

const differences = async (name: string): Promise<string[]> =>
  compare(loadWorld(WORLD, TODAY), await scratch.tabs(name), { imdb: true, today: TODAY }).differences;

/** Every second answer is spoiled, each source in ways of its own. */
const SPOILED: Fault[] = (
  [
    ['themoviedb', ['serverError', 'cutShort', 'tooMany', 'empty']],
    ['imdbapi', ['page', 'empty', 'unresolved', 'cutShort']],
    ['wikidata', ['challenge', 'cutShort']],
    ['fandom', ['challenge', 'empty']],
    ['famousbirthdays', ['elsewhere', 'page']],
    ['googleapis', ['tooMany', 'cutShort']],
  ] as const
).flatMap(([host, replies]) =>
  Array.from({ length: 60 }, (_, i): Fault => {
    const reply = replies[i % replies.length] ?? 'serverError';
    return { kind: 'source', host, from: 2 + i * 9, count: 3 + (i % 5), reply };
  }),
);

test('answers that are spoiled now and then leave nothing wrong behind', async () => {
  const injector = new Injector(SPOILED);
  let isOver = false;
  let spoiled = 0;
  const server = await startDemoServer({
    world: WORLD,
    around: (sources) => (request) => {
      const fault = isOver ? undefined : injector.sourceFault(new URL(request.url).hostname);
      if (fault) spoiled += 1;
      return fault ? spoil(fault.reply, request, sources) : sources(request);
    },
  });
  try {
    expect((await ended(start('spoiled', server, FIRST))).code).toBe(0);
    expect(spoiled).toBeGreaterThan(40);
    isOver = true;
    expect((await ended(start('spoiled', server, LATER))).code).toBe(0);
    expect(await differences('spoiled')).toEqual([]);
  } finally {
    await server.close();
  }
});

test('a process that is killed asks nothing twice at the same instant when it is started again', async () => {
  let child: ChildProcess | undefined;
  let asked = 0;
  const refused: string[] = [];
  const server = await startDemoServer({
    world: WORLD,
    around: (sources) => (request) => {
      if (++asked === 60 || asked === 120) child?.kill('SIGKILL');
      const answer = sources(request);
      // The sources count by the clock that comes with the request.
      if (answer.status === 429 && !/^2$/.test(Object.fromEntries(answer.headers)['retry-after'] ?? ''))
        refused.push(request.url);
      return answer;
    },
  });
  try {
    const codes: (number | null)[] = [];
    for (let i = 0; i < 3; i++) codes.push((await ended((child = start('killed', server, FIRST)))).code);
    expect(codes).toEqual([null, null, 0]);
    expect(refused).toEqual([]);
    expect(await differences('killed')).toEqual([]);
  } finally {
    await server.close();
  }
});
