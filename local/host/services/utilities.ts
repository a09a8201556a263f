/** Utilities (apps-script.md §10). */
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { enumName } from '../enums';
import type { Execution } from '../execution';
import { ServiceError } from '../errors';
import { SLEEP_MAX_MS } from '../limits';
import { serviceClass } from '../registry';
import { parseCsv } from '../util/csv';
import { formatJavaDate, parseJavaDate } from '../util/java-date';
import { Blob, toBytes } from './blob';

type Data = string | number[];

const HASHES: Record<string, string> = {
  MD5: 'md5',
  SHA_1: 'sha1',
  SHA_256: 'sha256',
  SHA_384: 'sha384',
  SHA_512: 'sha512',
};

/** Texts are US-ASCII unless the script says UTF-8: what is not ASCII becomes a question mark. */
function bytesOf(data: Data, charset?: unknown): Uint8Array {
  if (typeof data !== 'string') return toBytes(data);
  const isUtf8 = charset !== undefined && enumName(charset) === 'UTF_8';
  // eslint-disable-next-line no-control-regex -- ASCII is a range of codes
  return Buffer.from(isUtf8 ? data : data.replace(/[^\x00-\x7f]/gu, '?'), 'utf8');
}

function hashName(algorithm: unknown): string {
  const name = HASHES[enumName(algorithm).replace(/^HMAC_/, '')];
  if (!name)
    throw new ServiceError(
      `not implemented in the local host: Utilities.DigestAlgorithm.${enumName(algorithm)}`,
    );
  return name;
}

function inZone<T>(zone: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError)
      throw new ServiceError(`Invalid argument: timeZone. Should be of type: String (${zone})`);
    throw new ServiceError((error as Error).message);
  }
}

export class Utilities {
  constructor(private readonly execution: Execution) {}

  sleep(milliseconds: number): void | Promise<void> {
    if (milliseconds > SLEEP_MAX_MS || milliseconds < 0) {
      throw new ServiceError(`Invalid argument: ${milliseconds}. Should be between 0 and ${SLEEP_MAX_MS}.`);
    }
    return this.execution.sleep(milliseconds);
  }

  formatDate(date: Date, timeZone: string, format: string): string {
    return inZone(timeZone, () => formatJavaDate(date.getTime(), timeZone, format));
  }

  parseDate(date: string, timeZone: string, format: string): Date {
    const instant = inZone(timeZone, () => parseJavaDate(date, timeZone, format));
    if (instant === undefined) throw new ServiceError(`Unparseable date: "${date}"`);
    return new Date(instant);
  }

  formatString(template: string, ...args: unknown[]): string {
    const values = [...args];
    return template.replace(/%(-?)(0?)(\d*)(?:\.(\d+))?([sdfx%])/g, (...parts: string[]) => {
      const [, left, zero, width = '', precision, type] = parts;
      if (type === '%') return '%';
      const value = values.shift();
      let text = String(value);
      if (type === 'd') text = String(Math.trunc(Number(value)));
      if (type === 'x') text = Math.trunc(Number(value)).toString(16);
      if (type === 'f') text = Number(value).toFixed(precision === undefined ? 6 : Number(precision));
      const size = Number(width);
      return left ? text.padEnd(size) : text.padStart(size, zero && type !== 's' ? '0' : ' ');
    });
  }

  getUuid(): string {
    if (!this.execution.simulated) return randomUUID();
    const { host } = this.execution;
    const template = 'xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx';
    return template.replace(/x/g, () => Math.floor(host.random() * 16).toString(16));
  }

  base64Encode(data: Data, charset?: unknown): string {
    // Unlike digests, texts are taken as UTF-8 here when no charset is given.
    const bytes =
      typeof data === 'string' && charset === undefined ? Buffer.from(data, 'utf8') : bytesOf(data, charset);
    return Buffer.from(bytes).toString('base64');
  }

  base64EncodeWebSafe(data: Data, charset?: unknown): string {
    return this.base64Encode(data, charset).replace(/\+/g, '-').replace(/\//g, '_');
  }

  base64Decode(encoded: string): Uint8Array {
    if (!/^[a-z0-9+/]*={0,2}$/i.test(encoded)) throw new ServiceError('Could not decode string.');
    return Buffer.from(encoded, 'base64');
  }

  base64DecodeWebSafe(encoded: string): Uint8Array {
    return this.base64Decode(encoded.replace(/-/g, '+').replace(/_/g, '/'));
  }

  computeDigest(algorithm: unknown, value: Data, charset?: unknown): Uint8Array {
    return createHash(hashName(algorithm)).update(bytesOf(value, charset)).digest();
  }

  computeHmacSignature(algorithm: unknown, value: Data, key: Data, charset?: unknown): Uint8Array {
    return createHmac(hashName(algorithm), bytesOf(key, charset)).update(bytesOf(value, charset)).digest();
  }

  computeHmacSha256Signature(value: Data, key: Data, charset?: unknown): Uint8Array {
    return createHmac('sha256', bytesOf(key, charset)).update(bytesOf(value, charset)).digest();
  }

  newBlob(data: Data, contentType?: string | null, name?: string | null): Blob {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : toBytes(data);
    return new Blob(bytes, contentType ?? (typeof data === 'string' ? 'text/plain' : null), name ?? null);
  }

  gzip(blob: Blob, name?: string): Blob {
    return new Blob(gzipSync(blob.content()), 'application/x-gzip', name ?? 'archive.gz');
  }

  ungzip(blob: Blob): Blob {
    try {
      return new Blob(gunzipSync(blob.content()), null, blob.getName()?.replace(/\.gz$/, '') ?? null);
    } catch {
      throw new ServiceError('Invalid argument');
    }
  }

  parseCsv(csv: string, delimiter = ','): string[][] {
    const rows = parseCsv(csv, delimiter);
    const isRagged = rows?.some((row) => row.length !== rows[0]?.length);
    if (!rows || isRagged) throw new ServiceError('Could not parse text.');
    return rows;
  }
}

const DIGEST = 'Utilities.DigestAlgorithm';
const MAC = 'Utilities.MacAlgorithm';
const CHARSET = 'Utilities.Charset';

serviceClass(Utilities, 'Utilities', {
  sleep: 'int',
  formatDate: 'date,str,str',
  parseDate: 'str,str,str',
  formatString: 'str,...any',
  getUuid: '',
  base64Encode: `str|int[]|str,${CHARSET}`,
  base64EncodeWebSafe: `str|int[]|str,${CHARSET}`,
  base64Decode: 'str',
  base64DecodeWebSafe: 'str',
  computeDigest: `${DIGEST},str|${DIGEST},int[]|${DIGEST},str,${CHARSET}`,
  computeHmacSignature: `${MAC},str,str|${MAC},int[],int[]|${MAC},str,str,${CHARSET}`,
  computeHmacSha256Signature: `str,str|int[],int[]|str,str,${CHARSET}`,
  newBlob: 'str|int[]|str,str?|int[],str?|str,str?,str?|int[],str?,str?',
  gzip: 'Blob|Blob,str',
  ungzip: 'Blob',
  parseCsv: 'str|str,str',
});
