import { Meter } from '../../local/cli/meter';
import { routeTo } from '../../local/cli/route';
import { formatDuration } from '../../local/cli/table';
import type { Clock } from '../../local/host/host';

const DAY = 86_400_000;

function meterAt(): { meter: Meter; clock: Clock & { at: number } } {
  const clock = { kind: 'simulated' as const, at: 5000, now: () => clock.at, pass: async () => undefined };
  const meter = new Meter();
  meter.start(clock);
  meter.counting = true;
  return { meter, clock };
}

const ask = (meter: Meter, status: number | 'error', url = 'https://a.example/x', bodyHash = '') =>
  meter.request({ host: 'a.example', url, method: 'get', bodyHash, status });

test('a request after its own failure is a retry; 404 is an answer', () => {
  const { meter } = meterAt();
  for (const status of [429, 'error', 200, 200, 404, 404] as const) ask(meter, status);
  ask(meter, 500, 'https://a.example/y', 'b1');
  ask(meter, 200, 'https://a.example/y', 'b2');
  expect(meter.http['a.example']).toEqual({
    requests: 6,
    retries: 2,
    status: { '429': 1, error: 1, '200': 3, '404': 2, '500': 1 },
  });
  expect(meter.requestCount).toBe(8);
});

test('quotas are counted by day of the run, and only while counting', () => {
  const { meter, clock } = meterAt();
  ask(meter, 200);
  clock.at += 2 * DAY;
  ask(meter, 200);
  meter.call('Properties.getProperty');
  meter.counting = false;
  ask(meter, 200);
  expect(meter.urlFetchPerDay).toEqual([1, 0, 1]);
  expect(meter.propertyCallsPerDay).toEqual([0, 0, 1]);
});

test.each([
  ['https://api.example.org/3/find?x=1', 'http://127.0.0.1:8900/api.example.org/3/find?x=1'],
  ['https://A.example', 'http://127.0.0.1:8900/a.example/'],
  ['https://a.example?q=1#part', 'http://127.0.0.1:8900/a.example/?q=1'],
  ['https://user:pw@a.example:8443/x', 'http://127.0.0.1:8900/a.example:8443/x'],
  ['http://127.0.0.1:8900/own', 'http://127.0.0.1:8900/own'],
])('%s goes to %s', (url, routed) => {
  expect(routeTo('http://127.0.0.1:8900')(url)).toBe(routed);
});

test.each([
  [900, '0.9s'],
  [65_000, '1m 05s'],
  [3_725_000, '1h 02m'],
  [2 * DAY + 3_600_000, '2d 01h'],
])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
