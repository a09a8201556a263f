/** The web server of `npm start`: the page, its files, and what the page asks for. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer } from '../host';
import { ServiceError } from '../host/errors';
import type { Person } from '../host/people';
import { isBox, isNumber } from './checks';
import type { Desk } from './desk';
import { FRAME_POLICY, type Frames } from './frames';
import { Guard, LOOPBACK } from './guard';
import { checkEdit } from './person-edits';

const LONGEST_BODY = 20_000_000;
const MOST_PORTS = 20;
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const FILES: Record<string, string> = {
  '/app.js': 'text/javascript; charset=utf-8',
  '/app.css': 'text/css; charset=utf-8',
};
const NAME = /^[\w-]{1,40}$/;

export interface ServerParts {
  desk: Desk;
  frames: Frames;
  /** Folder with the built page. */
  pageDir: string;
  /** Writes the workbook and gives the file's bytes. */
  download(): Promise<Buffer>;
  /** Name under which it is downloaded. */
  fileName: string;
}

type Asked = Record<string, unknown>;
type Action = (asked: Asked, person: Person) => unknown;

class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

function personOf(user: string | null | undefined, window: string | null | undefined): Person {
  const fits = (!user || NAME.test(user)) && window && NAME.test(window);
  if (!fits) throw new Refused(400, 'The page does not say whose it is.');
  return { user: user ?? '', window };
}

async function bodyOf(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_BODY) throw new Refused(413, 'That is too much.');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Asked;
  } catch {
    throw new Refused(400, 'The request is not JSON.');
  }
}

export class WebServer {
  private readonly server: Server;
  private readonly guard = new Guard(() => this.port);
  port = 0;

  constructor(private readonly parts: ServerParts) {
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  get url(): string {
    return `http://${LOOPBACK}:${this.port}/`;
  }

  /** Listens on the port or, if it is taken, on one of the next ones; 0 is any free one. */
  async listen(wanted: number): Promise<void> {
    for (let port = wanted; ; port++) {
      try {
        await this.tryPort(port);
        this.port = (this.server.address() as AddressInfo).port;
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port >= wanted + MOST_PORTS)
          throw error;
      }
    }
  }

  private tryPort(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, LOOPBACK, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    try {
      const refusal = this.guard.refusal(request);
      if (refusal) throw new Refused(403, refusal);
      const url = new URL(request.url ?? '/', this.url);
      if (request.method === 'GET') await this.get(url, request, response);
      else if (request.method === 'POST') await this.post(url, request, response);
      else throw new Refused(405, 'That is not possible here.');
    } catch (error) {
      this.fail(response, error);
    }
  }

  private fail(response: ServerResponse, error: unknown): void {
    const known = error instanceof Refused || error instanceof ServiceError;
    if (!known) process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
    if (response.headersSent) return void response.end();
    const status = error instanceof Refused ? error.status : known ? 409 : 500;
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
    response.end((error as Error).message);
  }

  private async get(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = url;
    const type = FILES[pathname];
    if (pathname === '/') return this.page(response);
    if (type) {
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' });
      response.end(readFileSync(path.join(this.parts.pageDir, pathname)));
      return;
    }
    if (pathname.startsWith('/frame/')) return this.frame(pathname.slice('/frame/'.length), response);
    if (!this.guard.knows(searchParams.get('token'))) throw new Refused(403, 'Load the page again.');
    if (pathname === '/download') return this.sendWorkbook(response);
    if (pathname !== '/events') throw new Refused(404, 'There is no such page.');
    request.socket.setNoDelay(true);
    const person = personOf(searchParams.get('user'), searchParams.get('window'));
    this.parts.desk.windows.connect(person, response);
    this.parts.desk.greet(person);
  }

  private page(response: ServerResponse): void {
    const html = readFileSync(path.join(this.parts.pageDir, 'index.html'), 'utf8');
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': PAGE_POLICY,
      'cross-origin-opener-policy': 'same-origin',
    });
    response.end(html.replace('TOKEN', this.guard.token).replace('BOOK', escapeHtml(this.parts.fileName)));
  }

  private frame(id: string, response: ServerResponse): void {
    const html = this.parts.frames.get(id);
    if (html === undefined) throw new Refused(404, 'This page was closed.');
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': FRAME_POLICY,
    });
    response.end(html);
  }

  private async sendWorkbook(response: ServerResponse): Promise<void> {
    const bytes = await this.parts.download();
    response.writeHead(200, {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="${this.parts.fileName.replace(/[^\w. -]/g, '_')}"`,
    });
    response.end(bytes);
  }

  private async post({ pathname }: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers } = request;
    if (!this.guard.knows(headers['x-token'] as string)) throw new Refused(403, 'Load the page again.');
    const person = personOf(headers['x-user'] as string, headers['x-window'] as string);
    const action = this.actions[pathname];
    if (!action) throw new Refused(404, 'There is no such page.');
    const answer = await action(await bodyOf(request), person);
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? null));
  }

  private readonly actions: Record<string, Action> = {
    '/api/run': (asked, person) => this.run(asked, person),
    '/api/menus': () => this.parts.desk.host.menus,
    '/api/tab': ({ id, version }) => {
      const tab = this.parts.desk.tab(Number(id), Number(version));
      if (tab === undefined) throw new Refused(410, 'This tab is no longer there.');
      return tab;
    },
    '/api/edit': (asked) => ({ warning: this.parts.desk.edit(checkEdit(asked)) }),
    '/api/select': ({ sheetId, range }, { user }) => {
      if (!isNumber(sheetId)) throw new Refused(400, 'There is no such tab.');
      this.parts.desk.select(user, sheetId, isBox(range) ? range : undefined);
    },
    '/api/answer': ({ id, button, text }) => this.parts.desk.settle(Number(id), { button, text } as Answer),
    '/api/clock': ({ speed, skip }) => {
      const { pace } = this.parts.desk;
      if (isNumber(speed)) pace.speed = speed === 0 ? Infinity : speed;
      if (isNumber(skip, 1)) pace.skip(skip);
    },
    '/api/break': ({ on }) => this.parts.desk.breaker.setOn(on === true),
  };

  /** Answers at once: the execution may take minutes, and its outcome comes as an event. */
  private run({ call, handler, args, kind }: Asked, person: Person): null {
    const fits =
      isNumber(call) &&
      typeof handler === 'string' &&
      Array.isArray(args) &&
      (kind === 'menu' || kind === 'page' || kind === 'simple');
    if (!fits) throw new Refused(400, 'There is no such call.');
    const { desk } = this.parts;
    desk.run(handler, args, kind, person).then(
      (outcome) => desk.windows.send(person, { type: 'done', call, ...outcome }),
      (error: unknown) => {
        process.stderr.write(`${(error as Error).stack}\n`);
        desk.windows.send(person, { type: 'done', call, error: (error as Error).message });
      },
    );
    return null;
  }
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
