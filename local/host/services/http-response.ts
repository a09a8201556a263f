/** The answer to a request, as the script reads it. */
import type { HttpAnswer } from '../host';
import { headerOf } from '../http/transport';
import { serviceClass } from '../registry';
import { Blob, encodingOf } from './blob';

type GasResponse = GoogleAppsScript.URL_Fetch.HTTPResponse;

export class HTTPResponse implements Omit<GasResponse, 'getAs' | 'getBlob'> {
  constructor(private readonly answer: HttpAnswer) {}

  getResponseCode(): number {
    return this.answer.status;
  }

  /** Without a charset that of Content-Type, else UTF-8. */
  getContentText(charset?: string): string {
    const type = headerOf(this.answer.headers, 'content-type') ?? '';
    const named = /charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1];
    const { buffer, byteOffset, byteLength } = this.answer.body;
    return Buffer.from(buffer, byteOffset, byteLength).toString(encodingOf(charset ?? named));
  }

  getContent(): number[] {
    return this.answer.body as unknown as number[];
  }

  /** Names in the server's case; of repeated ones the last. */
  getHeaders(): Record<string, string> {
    return Object.fromEntries(this.answer.headers);
  }

  /** The same, with an array for a repeated one. */
  getAllHeaders(): Record<string, string | string[]> {
    const all: Record<string, string | string[]> = {};
    for (const [name, value] of this.answer.headers) {
      const before = all[name];
      all[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
    }
    return all;
  }

  getBlob(): Blob {
    return new Blob(this.answer.body, headerOf(this.answer.headers, 'content-type') ?? null, null);
  }
}

serviceClass(HTTPResponse, 'UrlFetchApp.HTTPResponse', {
  getResponseCode: '',
  getContentText: '|str',
  getContent: '',
  getHeaders: '',
  getAllHeaders: '',
  getBlob: '',
});
