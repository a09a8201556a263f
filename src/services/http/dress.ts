import { withQuery } from './address';
import type { HttpParts } from './fetchAll';
import type { PortCall } from './port';
import type { Job } from './queue';

/** The call with what its source adds. UrlFetch follows no redirects: a key goes nowhere else, and what another host says is no answer. */
export function dress(
  { settings, tokens }: Pick<HttpParts, 'settings' | 'tokens'>,
  { call, source, index }: Job,
): PortCall {
  const headers: Record<string, string> = { ...source.headers(settings), ...call.headers };
  const token = tokens.get(source.id);
  if (token !== undefined && index >= 0) headers['Authorization'] = `Bearer ${token}`;
  const query = source.query?.(settings) ?? {};
  const dressed: PortCall = {
    url: withQuery(call.url, query),
    method: call.method ?? 'get',
    headers,
    followRedirects: false,
  };
  if (call.payload !== undefined) dressed.payload = call.payload;
  if (call.contentType !== undefined) dressed.contentType = call.contentType;
  return dressed;
}
