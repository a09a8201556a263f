/** The demo sources as one local server: `ORIGIN/HOST/PATH?QUERY` answers as HOST would. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { livingWorld } from './worlds';
import { Hiccups } from './hiccups';
import { RateLimits } from './limits';
import { famousBirthdays } from './sources/famous-birthdays';
import { fandom } from './sources/fandom';
import { gemini } from './sources/gemini';
import { imdbApi } from './sources/imdb-api';
import { imdbPages } from './sources/imdb-pages';
import { tmdb } from './sources/tmdb';
import { tvdb } from './sources/tvdb';
import { wikidata } from './sources/wikidata';
import { html, json, plain, type DemoReply, type DemoRequest } from './wire';
import type { World } from './world';

const LONGEST_BODY = 1_000_000;

export interface DemoServer {
  origin: string;
  close(): Promise<void>;
}

const HOSTS: Record<string, (request: DemoRequest, world: World) => DemoReply> = {
  'api.themoviedb.org': tmdb,
  'api.imdbapi.dev': imdbApi,
  'www.imdb.com': imdbPages,
  'query.wikidata.org': wikidata,
  'www.wikidata.org': wikidata,
  'www.famousbirthdays.com': famousBirthdays,
  'generativelanguage.googleapis.com': gemini,
  'api4.thetvdb.com': tvdb,
};

/** The caller's fetch fails as if the name did not resolve. */
const unresolved = (): DemoReply => ({ status: 599, headers: { 'x-sim-error': 'dns' }, body: '' });

function answer(request: DemoRequest, world: World): DemoReply {
  if (world.answers === 'today') {
    if (request.host === 'api.imdbapi.dev') return unresolved();
    if (request.host === 'www.imdb.com') return html('', 202, { 'x-amzn-waf-action': 'challenge' });
  }
  const source = HOSTS[request.host] ?? (request.host.endsWith('.fandom.com') ? fandom : undefined);
  return source ? source(request, world) : unresolved();
}

/** @param world `before`, `today` or `SHOWS,PEOPLE,SEED` */
export async function startDemoServer({ world: spec }: { world: string }): Promise<DemoServer> {
  const world = livingWorld(spec);
  const limits = new RateLimits();
  const hiccups = new Hiccups();
  const requests: Record<string, number> = {};
  const server = createServer((incoming, outgoing) => {
    void bodyOf(incoming).then((body) => {
      const request = requestOf(incoming, body);
      let reply: DemoReply;
      if (request.host === '__demo') reply = json({ requests, violations: limits.violations });
      else {
        requests[request.host] = (requests[request.host] ?? 0) + 1;
        reply =
          limits.check(request) ??
          hiccups.check(request) ??
          safely(() => answer(request, world.at(request.now)));
      }
      outgoing.writeHead(reply.status, reply.headers);
      outgoing.end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function safely(act: () => DemoReply): DemoReply {
  try {
    return act();
  } catch (error) {
    return plain(
      `The demo source failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      500,
    );
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LONGEST_BODY) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function requestOf(incoming: IncomingMessage, body: string): DemoRequest {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const [, host = '', ...path] = url.pathname.split('/');
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  const simulated = Number(headers['x-sim-time']);
  return {
    method: incoming.method ?? 'GET',
    host: host.toLowerCase(),
    path: decodeURIComponent(`/${path.join('/')}`),
    query: url.searchParams,
    headers,
    body,
    now: Number.isFinite(simulated) ? simulated : Date.now(),
  };
}
