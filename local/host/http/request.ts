/** What a script asks UrlFetchApp for, checked and made ready to send. */
import { randomBytes } from 'node:crypto';
import { ServiceError } from '../errors';
import type { HostHttpRequest } from '../host';
import { BODY_BYTES, HEADER_BYTES, HEADER_COUNT, URL_LENGTH } from '../limits';
import { Blob } from '../services/blob';

export interface FetchRequest extends HostHttpRequest {
  muteHttpExceptions: boolean;
  contentType: string | undefined;
}

const METHODS = ['get', 'delete', 'patch', 'post', 'put'];
/** Headers that UrlFetchApp sets itself. */
const OWN_HEADERS = ['host', 'content-length'];
const USER_AGENT =
  'Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com; id: local)';

function invalid(attribute: string): never {
  throw new ServiceError(`Attribute provided with invalid value: ${attribute}`);
}

function checkUrl(url: string, refuse: (message: string) => never): string {
  if (url.length > URL_LENGTH) refuse('Limit Exceeded: URLFetch URL Length.');
  const full = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`;
  const isHttp = /^https?:\/\/[^/?#]/i.test(full) && !/[\s<>"{}|\\^`]/.test(full);
  if (!isHttp || !URL.canParse(full)) throw new ServiceError(`Invalid argument: ${url}`);
  return full;
}

function headersOf(given: unknown): Record<string, string> {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) invalid('headers');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const text = String(value);
    const wrong = OWN_HEADERS.includes(name.toLowerCase()) || !/^[\w!#$%&'*+.^`|~-]+$/.test(name);
    // eslint-disable-next-line no-control-regex -- these are what a header must not contain
    if (wrong || /[\x00-\x08\x0a-\x1f\x7f]/.test(text)) invalid(`Header:${name}`);
    headers[name] = text;
  }
  const size = Object.entries(headers).reduce(
    (sum, [name, value]) => sum + name.length + value.length + 4,
    0,
  );
  if (Object.keys(headers).length > HEADER_COUNT || size > HEADER_BYTES) {
    throw new ServiceError('Limit Exceeded: URLFetch Header Size.');
  }
  return headers;
}

interface Payload {
  body: Uint8Array;
  contentType: string;
}

function multipart(fields: Record<string, unknown>): Payload {
  const boundary = `local-host-${randomBytes(12).toString('hex')}`;
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const blob = value instanceof Blob ? value : undefined;
    const file = blob ? `; filename="${blob.getName() ?? name}"` : '';
    const type = blob ? `\r\nContent-Type: ${blob.getContentType() ?? 'application/octet-stream'}` : '';
    parts.push(
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}${type}\r\n\r\n`),
      blob ? Buffer.from(blob.content()) : Buffer.from(String(value)),
      Buffer.from('\r\n'),
    );
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { body: Buffer.concat(parts), contentType: `multipart/form-data; boundary=${boundary}` };
}

function payloadOf(payload: unknown): Payload | undefined {
  const form = 'application/x-www-form-urlencoded';
  if (payload === undefined || payload === null) return undefined;
  if (payload instanceof Blob) {
    return { body: payload.content(), contentType: payload.getContentType() ?? 'application/octet-stream' };
  }
  if (Array.isArray(payload) && payload.every((item) => typeof item === 'number')) {
    return { body: Uint8Array.from(payload, (value: number) => value & 0xff), contentType: form };
  }
  if (typeof payload === 'object') {
    const fields = payload as Record<string, unknown>;
    if (Object.values(fields).some((value) => value instanceof Blob)) return multipart(fields);
    const text = new URLSearchParams(
      Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return { body: Buffer.from(text.toString()), contentType: form };
  }
  return { body: Buffer.from(String(payload)), contentType: form };
}

/** `refuse` throws for a limit of the account (and counts it). */
export function prepareRequest(
  url: string,
  params: Record<string, unknown>,
  refuse: (message: string) => never,
): FetchRequest {
  const address = checkUrl(url, refuse);
  const headers = headersOf(params.headers);
  const payload = payloadOf(params.payload);
  if (payload && payload.body.length > BODY_BYTES) refuse('Limit Exceeded: URLFetch POST Size.');
  const method = String(params.method ?? (payload ? 'post' : 'get')).toLowerCase();
  if (!METHODS.includes(method)) invalid('method');
  const has = (name: string) => Object.keys(headers).some((key) => key.toLowerCase() === name);
  const type = params.contentType === undefined ? undefined : String(params.contentType);
  const contentType = type ?? (payload && method !== 'get' ? payload.contentType : undefined);
  if (contentType !== undefined && !has('content-type')) headers['Content-Type'] = contentType;
  if (!has('user-agent')) headers['User-Agent'] = USER_AGENT;
  return {
    url: address,
    method,
    headers,
    body: method === 'get' ? undefined : payload?.body,
    followRedirects: params.followRedirects !== false,
    muteHttpExceptions: params.muteHttpExceptions === true,
    contentType,
  };
}
