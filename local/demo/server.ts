/** The demo sources as one local server: `ORIGIN/HOST/PATH?QUERY` answers as HOST would. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { livingWorld } from './worlds';
import { Hiccups } from './hiccups';
import type { HostHttpRequest, HttpAnswer } from '../host';
import { DemoSources } from './demo-sources';
import { sourcesHere } from './here';

const LONGEST_BODY = 1_000_000;

export interface DemoServer {
  origin: string;
  close(): Promise<void>;
}

type Sources = (request: HostHttpRequest) => HttpAnswer;

export interface DemoServerOptions {
  /** `before`, `today` or `SHOWS,PEOPLE,SEED`. */
  world: string;
  /** What is put around the sources, such as the faults of a plan; where it throws, the connection is cut. */
  around?(sources: Sources): Sources;
}

export async function startDemoServer({
  world,
  around = (sources) => sources,
}: DemoServerOptions): Promise<DemoServer> {
  const answer = around(sourcesHere(new DemoSources(livingWorld(world), new Hiccups())));
  const server = createServer((incoming, outgoing) => {
    void bodyOf(incoming).then((body) => {
      try {
        const reply = answer(requestOf(incoming, body));
        for (const [name, value] of reply.headers) outgoing.appendHeader(name, value);
        outgoing.writeHead(reply.status);
        outgoing.end(reply.body);
      } catch {
        incoming.socket.destroy();
      }
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

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LONGEST_BODY) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The request to the host that was meant: `/HOST/PATH?QUERY`. */
function requestOf(incoming: IncomingMessage, body: Buffer): HostHttpRequest {
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return {
    url: `https:/${incoming.url ?? '/'}`,
    method: incoming.method ?? 'GET',
    headers: Object.fromEntries(headers),
    body,
    followRedirects: false,
  };
}
