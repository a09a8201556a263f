/** The demo sources for a host in the same process: no server, no network, at once. */
import type { HostHttpRequest, HttpAnswer } from '../host';
import type { DemoSources } from './demo-sources';
import type { DemoReply, DemoRequest } from './wire';

/** The request as the sources see it. */
export function demoRequest({ url, method, headers, body }: HostHttpRequest): DemoRequest {
  const { hostname, pathname, searchParams } = new URL(url);
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const simulated = Number(lower['x-sim-time']);
  return {
    method: method.toUpperCase(),
    host: hostname,
    path: decodeURIComponent(pathname),
    query: searchParams,
    headers: lower,
    body: body ? Buffer.from(body).toString('utf8') : '',
    now: Number.isFinite(simulated) ? simulated : Date.now(),
  };
}

export function httpAnswer({ status, headers = {}, body }: DemoReply): HttpAnswer {
  return { status, headers: Object.entries(headers), body: Buffer.from(body) };
}

/** For `HostOptions.sources`. */
export function sourcesHere(demo: Pick<DemoSources, 'reply'>): (request: HostHttpRequest) => HttpAnswer {
  return (request) => httpAnswer(demo.reply(demoRequest(request)));
}
