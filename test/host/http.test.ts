import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { emptyState } from '../../local/host';
import type { HttpExchange } from '../../local/host';
import { MESSAGE, START, useScripts } from './support';

const script = useScripts();

interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

let server: Server;
let origin = '';
let asked: Asked[] = [];
let atOnce = 0;
let most = 0;

function answer(path: string, response: ServerResponse): void {
  const [, status] = /^\/h\.test\/status\/(\d+)/.exec(path) ?? [];
  if (path === '/h.test/redirect') response.writeHead(302, { Location: '/text' }).end();
  else if (path === '/h.test/gzip') response.setHeader('Content-Encoding', 'gzip').end(gzipSync('unpacked'));
  else if (path === '/h.test/latin')
    response.setHeader('Content-Type', 'text/plain; charset=ISO-8859-1').end(Buffer.from([0xe9]));
  else if (path === '/h.test/cookies') {
    response.writeHead(200, ['X-One', 'a', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']).end();
  } else if (path.startsWith('/h.test/drop')) response.destroy();
  else if (path === '/h.test/bytes') response.end(Buffer.from([0, 127, 128, 255]));
  else response.writeHead(Number(status ?? 200)).end(status ? 'x'.repeat(200) : `text ${path}`);
}

beforeEach(async () => {
  asked = [];
  most = 0;
  server = createServer((request, response) => {
    let body = '';
    most = Math.max(most, ++atOnce);
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      asked.push({ method, path: url, headers, body });
      setTimeout(() => {
        atOnce--;
        answer(url, response);
      }, 20);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** As `--sources ORIGIN` does. */
const route = (url: string): string => (url.includes('h.test') ? url.replace(/^https?:\//, origin) : url);

describe('UrlFetchApp.fetch', () => {
  it('sends and reads headers and bodies', async () => {
    const { call } = await script(
      `function t() {
        var url = 'https://h.test/text?q=1';
        var response = UrlFetchApp.fetch(url, { method: 'post', contentType: 'application/json',
          payload: JSON.stringify({ a: 'é' }), headers: { Authorization: 'Bearer x' } });
        UrlFetchApp.fetch(url, { payload: { a: '1 2', b: 'x&y' } });
        UrlFetchApp.fetch(url, { method: 'delete' });
        return [response.getResponseCode(), response.getContentText()];
      }`,
      { route },
    );
    expect(await call('t')).toEqual([200, 'text /h.test/text?q=1']);
    expect(asked.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '{"a":"é"}'],
      ['POST', 'a=1+2&b=x%26y'],
      ['DELETE', ''],
    ]);
    expect(asked[0]?.headers).toMatchObject({
      authorization: 'Bearer x',
      'content-type': 'application/json',
      'x-sim-time': String(START + 1000),
    });
    expect(asked[0]?.headers['user-agent']).toMatch(/Google-Apps-Script/);
    expect(asked[1]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it('keeps header names as they are, repeated ones as arrays', async () => {
    const { call } = await script(
      `function t() {
        var response = UrlFetchApp.fetch('https://h.test/cookies');
        var all = response.getAllHeaders();
        return [response.getHeaders()['X-One'], all['Set-Cookie'], all['X-One'], all['x-one']];
      }`,
      { route },
    );
    expect(await call('t')).toEqual(['a', ['a=1', 'b=2'], 'a', undefined]);
  });

  it('unpacks, decodes, follows redirects unless told not to, gives signed bytes', async () => {
    const { call } = await script(
      `function t() {
        var get = function (path, options) { return UrlFetchApp.fetch('https://h.test/' + path, options || {}); };
        var still = get('redirect', { followRedirects: false });
        return [get('gzip').getContentText(), get('latin').getContentText(), get('redirect').getContentText(),
          still.getResponseCode(), still.getHeaders().Location, get('bytes').getContent()];
      }`,
      { route },
    );
    expect(await call('t')).toEqual(['unpacked', 'é', 'text /h.test/text', 302, '/text', [0, 127, -128, -1]]);
  });

  it('throws for an error status unless muted, and for no answer in any case', async () => {
    const { call, host } = await script(
      `${MESSAGE} function t() {
        var get = function (path, options) {
          return message(function () { UrlFetchApp.fetch('https://h.test/' + path, options || {}); });
        };
        return [get('status/404?key=secret'), get('drop?key=1', { muteHttpExceptions: true }),
          UrlFetchApp.fetch('https://h.test/status/503', { muteHttpExceptions: true }).getResponseCode(),
          message(function () { UrlFetchApp.fetch('http://localhost:1/x'); }),
          message(function () { UrlFetchApp.fetch('nonsense://x'); }),
          get('text', { method: 'head' }), get('text', { headers: { Host: 'x' } }),
          message(function () { UrlFetchApp.fetch('https://h.test/' + new Array(2100).join('x')); })];
      }`,
      { route },
    );
    expect(await call('t')).toEqual([
      `Exception: Request failed for https://h.test returned code 404. Truncated server response: ${'x'.repeat(147)}... ` +
        '(use muteHttpExceptions option to examine full response)',
      'Exception: Address unavailable: https://h.test/drop?key=1',
      503,
      'Exception: DNS error: http://localhost:1/x',
      'Exception: Invalid argument: nonsense://x',
      'Exception: Attribute provided with invalid value: method',
      'Exception: Attribute provided with invalid value: Header:Host',
      'Exception: Limit Exceeded: URLFetch URL Length.',
    ]);
    expect(host.http['h.test']).toEqual({ requests: 3, status: { '404': 1, '503': 1, error: 1 } });
  });
});

describe('UrlFetchApp.fetchAll', () => {
  it('asks in parallel, answers in order, costs what the model says', async () => {
    const told: HttpExchange[] = [];
    const { run } = await script(
      `function t() {
        var requests = [];
        for (var i = 0; i < 30; i++) requests.push(i % 2 ? 'https://h.test/' + i : { url: 'https://h.test/' + i });
        return UrlFetchApp.fetchAll(requests).map(function (r) { return r.getContentText(); });
      }`,
      { route, onRequest: (exchange) => told.push(exchange) },
    );
    const { value, virtualMs } = await run('t');
    expect(value).toEqual(Array.from({ length: 30 }, (_, index) => `text /h.test/${index}`));
    expect(virtualMs).toBe(1000 + 250 + 300);
    expect(most).toBeGreaterThan(5);
    expect(told.map(({ url }) => url)).toEqual(
      Array.from({ length: 30 }, (_, index) => `https://h.test/${index}`),
    );
  });

  it('loses the whole batch to one that is not muted', async () => {
    const { call, host } = await script(
      `${MESSAGE} function t() { return message(function () {
        UrlFetchApp.fetchAll(['https://h.test/a', 'https://h.test/status/500']); }); }`,
      { route },
    );
    expect(await call('t')).toMatch(/^Exception: Request failed for https:\/\/h\.test returned code 500\./);
    expect(host.state.quotas.urlFetch.reduce((sum, [, n]) => sum + n, 0)).toBe(2);
  });

  it('has twenty thousand requests a day', async () => {
    const state = emptyState();
    state.quotas.urlFetch = [[START - 60_000, 19_999]];
    const { call, host } = await script(
      `${MESSAGE} function t() { return [message(function () { UrlFetchApp.fetch('https://h.test/a'); }),
        message(function () { UrlFetchApp.fetch('https://h.test/b'); })]; }`,
      { route, state },
    );
    expect(await call('t')).toEqual([
      'nothing',
      'Exception: Service invoked too many times for one day: urlfetch.',
    ]);
    expect(asked).toHaveLength(1);
    expect(host.violations).toBe(1);
  });

  it('takes longer for some services', async () => {
    const { run } = await script(
      `function t() { UrlFetchApp.fetchAll(['https://h.test/sparql', 'https://h.test/x:generateContent']); }`,
      { route },
    );
    expect((await run('t')).virtualMs).toBe(1000 + 250 + 20 + 8000);
  });
});
