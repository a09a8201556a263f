/** One HTTP exchange as UrlFetchApp makes it (apps-script.md §5): redirects, compression, time and size limits. */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { Agent, request } from 'undici';
import type { HostHttpRequest, HttpAnswer } from '../host';
import { BODY_BYTES, HTTP_TIMEOUT_MS } from '../limits';

export type HttpFailure = 'dns' | 'address-unavailable' | 'timeout' | 'tls' | 'too-large';

/** No answer came; `kind` says why. */
export class HttpError extends Error {
  constructor(readonly kind: HttpFailure) {
    super(kind);
  }
}

const MAX_REDIRECTS = 20;
const REDIRECTS = [301, 302, 303, 307, 308];
const PRIVATE_HOST =
  /^(?:localhost|127\.\d+\.\d+\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|169\.254\.\d+\.\d+|0\.0\.0\.0|\[.*\])$|^[^.]+$/i;

/** True for addresses that Google's servers do not resolve. */
function isPrivateHost(hostname: string): boolean {
  return PRIVATE_HOST.test(hostname) || hostname.endsWith('.local');
}

function failureOf(error: unknown): HttpFailure {
  const { code = '', name = '' } = error as { code?: string; name?: string };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns';
  if (name === 'TimeoutError' || name === 'AbortError' || code.includes('TIMEOUT')) return 'timeout';
  return /CERT|SSL|TLS|SELF_SIGNED/.test(code) ? 'tls' : 'address-unavailable';
}

/** What a header list has under a name, whatever its case. */
export function headerOf(headers: readonly [string, string][], name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

function pairsOf(raw: readonly (string | Buffer)[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2)
    pairs.push([String(raw[index]), String(raw[index + 1])]);
  return pairs;
}

function decompress(body: Uint8Array, encoding: string | undefined): Uint8Array {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(body);
    case 'deflate':
      return inflateSync(body);
    case 'br':
      return brotliDecompressSync(body);
    default:
      return body;
  }
}

async function readBody(stream: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > BODY_BYTES) throw new HttpError('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Headers go along, to another host too: nothing says that Google drops them, so the worst is taken. */
function redirected(
  asked: HostHttpRequest,
  target: string,
  location: string,
  status: number,
): HostHttpRequest {
  const base = location.startsWith(new URL(target).origin) ? target : asked.url;
  const url = new URL(location, base).href;
  const keeps = status === 307 || status === 308 || asked.method === 'get';
  return keeps ? { ...asked, url } : { ...asked, url, method: 'get', body: undefined };
}

/** The request that a redirect leads to; throws the failure that a local server plays. */
function nextHop(asked: HostHttpRequest, target: string, answer: HttpAnswer): HostHttpRequest | undefined {
  const played = answer.status === 599 ? headerOf(answer.headers, 'x-sim-error') : undefined;
  if (played) throw new HttpError(played as HttpFailure);
  const location = headerOf(answer.headers, 'location');
  if (!asked.followRedirects || !location || !REDIRECTS.includes(answer.status)) return undefined;
  return redirected(asked, target, location, answer.status);
}

/** An exchange with sources in this process. */
export function exchangeHere(
  asked: HostHttpRequest,
  source: (request: HostHttpRequest) => HttpAnswer,
): HttpAnswer {
  for (let current = asked, hops = 0; ; hops++) {
    const answer = source(current);
    const next = nextHop(current, current.url, answer);
    if (!next || hops >= MAX_REDIRECTS) return answer;
    current = next;
  }
}

export class Transport {
  private readonly agent = new Agent({ connections: 32, keepAliveTimeout: 10_000 });

  /** `route` turns the address that was asked for into the one really asked. */
  constructor(private readonly route: ((url: string) => string) | undefined) {}

  close(): Promise<void> {
    return this.agent.close();
  }

  /** Throws HttpError if no answer came. */
  async exchange(asked: HostHttpRequest): Promise<HttpAnswer> {
    const signal = AbortSignal.timeout(HTTP_TIMEOUT_MS);
    for (let current = asked, hops = 0; ; hops++) {
      const target = this.route?.(current.url) ?? current.url;
      if (target === current.url && isPrivateHost(new URL(current.url).hostname)) throw new HttpError('dns');
      const answer = await this.send({ ...current, url: target }, signal);
      const next = nextHop(current, target, answer);
      if (!next || hops >= MAX_REDIRECTS) return answer;
      current = next;
    }
  }

  private async send(asked: HostHttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    // With an Accept-Encoding of its own the script gets what the server sends.
    const own = Object.keys(asked.headers).some((name) => name.toLowerCase() === 'accept-encoding');
    const headers = own ? asked.headers : { ...asked.headers, 'accept-encoding': 'gzip' };
    try {
      const response = await request(asked.url, {
        method: asked.method.toUpperCase() as 'GET',
        headers,
        body: asked.body === undefined ? null : Buffer.from(asked.body),
        dispatcher: this.agent,
        signal,
        // The types misspell the option that keeps repeated headers apart.
        ...({ responseHeaders: 'raw' } as object),
      });
      const pairs = pairsOf(response.headers as unknown as string[]);
      const body = await readBody(response.body as AsyncIterable<Buffer>);
      const encoding = own ? undefined : headerOf(pairs, 'content-encoding');
      return { status: response.statusCode, headers: pairs, body: decompress(body, encoding) };
    } catch (error) {
      throw error instanceof HttpError ? error : new HttpError(failureOf(error));
    }
  }
}
