/** Who may use the page's server, and what it hands out; without a browser. */
import { request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseStart } from '../../local/web/options';
import { startWeb, type Started } from '../../local/web/start';

const root = path.resolve(__dirname, '../..');
let folder: string;
let started: Started;
let token: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'realitease-server-'));
  const options = parseStart(['--workbook', path.join(folder, 'Book.xlsx'), '--port', '0']);
  if (!options) throw new Error('no options');
  const context = { bundleDir: path.join(root, 'dist'), pageDir: path.join(root, 'build/web') };
  started = await startWeb(options, context);
  const page = await ask('/');
  token = /name="token" content="([^"]+)"/.exec(page.body)?.[1] ?? '';
});
afterAll(async () => {
  await started.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: object;
  host?: string;
}

/** Node's own client: it sends the headers that it is told to, `Host` too. */
function ask(
  pathname: string,
  asked: Asked = {},
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  const { port } = new URL(started.url);
  const { method = 'GET', headers = {}, body, host = '127.0.0.1' } = asked;
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, path: pathname, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          headers: response.headers,
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

const own = () => new URL(started.url).origin;
const post = (pathname: string, body: object, headers: Record<string, string> = {}) =>
  ask(pathname, {
    method: 'POST',
    body,
    headers: { origin: own(), 'x-token': token, 'x-window': 'w', ...headers },
  });

test('the page comes with a token of this start, and may be framed by nobody', async () => {
  const { status, headers } = await ask('/');
  expect(status).toBe(200);
  expect(token.length).toBeGreaterThan(20);
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
});

test('a name that was made to point here is refused, and so are other sites', async () => {
  const evil = 'http://evil.example';
  expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(403);
  expect((await ask('/', { headers: { origin: evil } })).status).toBe(403);
  expect((await ask('/', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  expect((await post('/api/menus', {}, { origin: evil })).status).toBe(403);
  expect((await post('/api/menus', {}, { origin: 'null' })).status).toBe(403);
});

test('without the token nothing is done, read or downloaded', async () => {
  const call = { call: 1, handler: 'onOpen', args: [], kind: 'simple' };
  expect((await post('/api/run', call, { 'x-token': 'wrong' })).status).toBe(403);
  expect((await ask('/events?window=w&token=wrong')).status).toBe(403);
  expect((await ask('/download')).status).toBe(403);
  expect((await post('/api/menus', {})).status).toBe(200);
});

test('no other interface of this computer answers', async () => {
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal);
  for (const { address } of others) await expect(ask('/', { host: address })).rejects.toThrow(/ECONNREFUSED/);
});

test('what makes no sense is refused in words', async () => {
  const sheetId = started.desk.host.workbook.sheets[0]?.id;
  expect((await post('/api/edit', { sheetId, op: 'set', row: 0, column: 1, value: 'x' })).status).toBe(409);
  expect((await post('/api/edit', { sheetId: 999, op: 'sort', column: 1, descending: true })).body).toBe(
    'This tab is no longer there.',
  );
  expect((await post('/api/nothing', {})).status).toBe(404);
  expect((await ask('/frame/unknown')).status).toBe(404);
});

test('a tab is given whole at first, then only what changed', async () => {
  const sheetId = started.desk.host.workbook.sheets[0]?.id;
  const read = async (version: number) =>
    JSON.parse((await post('/api/tab', { id: sheetId, version })).body) as {
      head: { version: number };
      rows: Record<string, unknown[]>;
    };
  const whole = await read(0);
  expect(Object.keys(whole.rows)).toHaveLength(20);
  await post('/api/edit', { sheetId, op: 'set', row: 3, column: 2, value: '=HYPERLINK("x")' });
  const changed = await read(whole.head.version);
  expect(changed.rows['3']).toEqual([['', '=HYPERLINK("x")']]);
  await post('/api/edit', { sheetId, op: 'insertRows', at: 2, count: 1 });
  const moved = await read(changed.head.version);
  expect(Object.keys(moved.rows).slice(0, 2)).toEqual(['3', '4']);
  expect((await read(moved.head.version)).rows).toEqual({});
});
