/** The demo sources as one local server: `ORIGIN/HOST/PATH?QUERY` answers as HOST would. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { livingWorld } from './worlds';
import { Hiccups } from './hiccups';
import { DemoSources } from './demo-sources';
import type { DemoRequest } from './wire';

const LONGEST_BODY = 1_000_000;

export interface DemoServer {
  origin: string;
  close(): Promise<void>;
}

/** @param world `before`, `today` or `SHOWS,PEOPLE,SEED` */
export async function startDemoServer({ world: spec }: { world: string }): Promise<DemoServer> {
  const sources = new DemoSources(livingWorld(spec), new Hiccups());
  const server = createServer((incoming, outgoing) => {
    void bodyOf(incoming).then((body) => {
      const reply = sources.reply(requestOf(incoming, body));
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
