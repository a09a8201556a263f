/** UrlFetchApp (apps-script.md §5): real requests, in parallel within fetchAll, at the model's cost. */
import { createHash } from 'node:crypto';
import type { Execution } from '../execution';
import { ServiceError } from '../errors';
import { prepareRequest, type FetchRequest } from '../http/request';
import type { HostHttpRequest, HttpAnswer } from '../host';
import { exchangeHere, HttpError, type HttpFailure } from '../http/transport';
import { COST, FETCH_PARALLEL, HTTP_TIMEOUT_MS } from '../limits';
import { serviceClass } from '../registry';
import { HTTPResponse } from './http-response';

type Params = Record<string, unknown>;
type Outcome = HttpAnswer | HttpError;

const SHOWN_BODY = 147;
const DAY_QUOTA = 'Service invoked too many times for one day: urlfetch.';

/** What some services take longer than others (local-host.md, "Two clocks"). */
function extraCost(url: string): number {
  const { pathname } = new URL(url);
  if (pathname.endsWith('/sparql')) return COST.sparql;
  return pathname.includes(':generateContent') ? COST.gemini : 0;
}

function failureText(kind: HttpFailure, url: string): string {
  if (kind === 'dns') return `DNS error: ${url}`;
  if (kind === 'tls') return `SSL Error ${url}`;
  // The whole address, keys in it included.
  return kind === 'too-large' ? `Response too large: ${url}` : `Address unavailable: ${url}`;
}

function statusText(request: FetchRequest, answer: HttpAnswer): string {
  const { protocol, host } = new URL(request.url);
  const text = Buffer.from(answer.body).toString('utf8');
  const body = text.length > SHOWN_BODY ? `${text.slice(0, SHOWN_BODY)}...` : text;
  return (
    `Request failed for ${protocol}//${host} returned code ${answer.status}. ` +
    `Truncated server response: ${body} (use muteHttpExceptions option to examine full response)`
  );
}

function failureOnly(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  throw error;
}

export class UrlFetchApp implements Record<'fetch' | 'fetchAll' | 'getRequest', unknown> {
  constructor(private readonly execution: Execution) {}

  private readonly refuse = (message: string): never => {
    this.execution.host.violated();
    throw new ServiceError(message);
  };

  fetch(url: string, params: Params = {}): HTTPResponse | Promise<HTTPResponse> {
    const request = prepareRequest(url, params, this.refuse);
    return this.send([request], COST.fetch, ([response]) => response as HTTPResponse);
  }

  fetchAll(asked: (Params | string)[]): HTTPResponse[] | Promise<HTTPResponse[]> {
    const requests = asked.map((one) =>
      typeof one === 'string'
        ? prepareRequest(one, {}, this.refuse)
        : prepareRequest(String(one.url), one, this.refuse),
    );
    if (requests.length === 0) return [];
    return this.send(requests, COST.fetch + COST.fetchAllEach * requests.length, (responses) => responses);
  }

  getRequest(url: string, params: Params = {}): Params {
    const { url: address, method, headers, contentType } = prepareRequest(url, params, this.refuse);
    const { payload, followRedirects = true, muteHttpExceptions = false } = params;
    const shown = {
      url: address,
      method,
      headers,
      contentType,
      payload,
      followRedirects,
      muteHttpExceptions,
    };
    return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined));
  }

  private countUse(requests: number): void {
    const { quotas } = this.execution.host;
    const now = this.execution.now();
    if (quotas.urlFetch.left(now) < requests) this.refuse(DAY_QUOTA);
    quotas.urlFetch.add(now, requests);
  }

  private send<T>(
    requests: FetchRequest[],
    cost: number,
    then: (responses: HTTPResponse[]) => T,
  ): T | Promise<T> {
    this.countUse(requests.length);
    const { sources } = this.execution.host.options;
    const settle = (outcomes: Outcome[]) => then(this.settle(requests, outcomes, cost));
    if (sources)
      return settle(requests.map((one) => this.attempt(() => exchangeHere(this.asked(one), sources))));
    return this.together(requests).then(settle);
  }

  /** Sends all, at most so many at once. */
  private async together(requests: FetchRequest[]): Promise<Outcome[]> {
    const { transport } = this.execution.host;
    const outcomes: Outcome[] = new Array(requests.length);
    let next = 0;
    const lane = async () => {
      for (let index = next++; index < requests.length; index = next++) {
        const asked = this.asked(requests[index] as FetchRequest);
        outcomes[index] = await transport.exchange(asked).catch(failureOnly);
      }
    };
    await Promise.all(Array.from({ length: Math.min(FETCH_PARALLEL, requests.length) }, lane));
    return outcomes;
  }

  private attempt(act: () => HttpAnswer): Outcome {
    try {
      return act();
    } catch (error) {
      return failureOnly(error);
    }
  }

  /** The time that the model gives to the requests passes once they are answered. */
  private settle(requests: FetchRequest[], outcomes: Outcome[], cost: number): HTTPResponse[] {
    requests.forEach((request, index) => this.record(request, outcomes[index] as Outcome));
    const extras = requests.map(({ url }, index) => {
      const outcome = outcomes[index];
      return outcome instanceof HttpError && outcome.kind === 'timeout' ? HTTP_TIMEOUT_MS : extraCost(url);
    });
    this.execution.charge(cost + Math.max(...extras));
    return this.responses(requests, outcomes);
  }

  private asked({ url, method, body, headers, followRedirects }: FetchRequest): HostHttpRequest {
    const { execution } = this;
    const time: Record<string, string> = execution.simulated
      ? { 'X-Sim-Time': String(Math.round(execution.now())) }
      : {};
    return { url, method, body, headers: { ...headers, ...time }, followRedirects };
  }

  private record(request: FetchRequest, outcome: Outcome): void {
    const { http, options } = this.execution.host;
    const { host } = new URL(request.url);
    const status = outcome instanceof HttpError ? 'error' : outcome.status;
    const entry = (http[host] ??= { requests: 0, status: {} });
    entry.requests += 1;
    entry.status[status] = (entry.status[status] ?? 0) + 1;
    const bodyHash = request.body ? createHash('sha256').update(request.body).digest('hex') : '';
    options.onRequest?.({ host, url: request.url, method: request.method, bodyHash, status });
  }

  /** One that got no answer, or an unmuted error status, throws the whole batch away. */
  private responses(requests: FetchRequest[], outcomes: Outcome[]): HTTPResponse[] {
    return requests.map((request, index) => {
      const outcome = outcomes[index] as Outcome;
      if (outcome instanceof HttpError) throw new ServiceError(failureText(outcome.kind, request.url));
      const failed = outcome.status >= 400 && !request.muteHttpExceptions;
      if (failed) throw new ServiceError(statusText(request, outcome));
      return new HTTPResponse(outcome);
    });
  }
}

serviceClass(UrlFetchApp, 'UrlFetchApp', {
  fetch: 'str|str,obj',
  fetchAll: 'any[]',
  getRequest: 'str|str,obj',
});
