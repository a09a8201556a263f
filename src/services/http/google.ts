/** The HTTP layer's surroundings in Apps Script. */
import type { CachePort, HttpPort, PortCall, PortReply, TokenPort } from './port';

export function googleHttp(timeZone: string): HttpPort {
  return {
    fetchAll: (calls) => UrlFetchApp.fetchAll(calls.map(request)).map(reply),
    // Fractions of a millisecond are cut off: a wait that is rounded down would be asked for again and again.
    sleep: (ms) => Utilities.sleep(Math.max(1, Math.ceil(ms))),
    now: () => Date.now(),
    clock: (ms) => Utilities.formatDate(new Date(ms), timeZone, 'HH:mm'),
  };
}

function request(call: PortCall): GoogleAppsScript.URL_Fetch.URLFetchRequest {
  const result: GoogleAppsScript.URL_Fetch.URLFetchRequest = {
    url: call.url,
    method: call.method,
    headers: call.headers,
    followRedirects: call.followRedirects,
    muteHttpExceptions: true,
  };
  if (call.payload !== undefined) result.payload = call.payload;
  if (call.contentType !== undefined) result.contentType = call.contentType;
  return result;
}

function reply(response: GoogleAppsScript.URL_Fetch.HTTPResponse): PortReply {
  const headers: Record<string, string> = {};
  const given = response.getHeaders() as Record<string, unknown>;
  for (const name of Object.keys(given)) headers[name.toLowerCase()] = String(given[name]);
  return { status: response.getResponseCode(), headers, text: () => response.getContentText('UTF-8') };
}

/** The cache of this file; null where the script is not bound to one. */
export function googleCache(): CachePort | null {
  const cache = CacheService.getDocumentCache();
  if (!cache) return null;
  return {
    getAll: (keys) => cache.getAll([...keys]) as Record<string, string>,
    putAll: (values, seconds) => cache.putAll(values, seconds),
  };
}

/** Tokens are the user's own, like the keys that they were got with. */
export function googleTokens(): TokenPort {
  const store = PropertiesService.getUserProperties();
  return {
    get: (name) => store.getProperty(`token.${name}`),
    set: (name, token) => {
      store.setProperty(`token.${name}`, token);
    },
  };
}
