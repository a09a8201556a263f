/** The Test button of a source: one cheap request, with the settings as they are typed, counted like any other. */
import { documentLock } from '../engine/lock';
import { LIMITS, readStored } from '../engine/checkpoint';
import { documentProperties, toPieces, userProperties } from '../engine/store';
import { fetchAll, httpParts } from '../services/http/fetchAll';
import { googleHttp } from '../services/http/google';
import { probe } from '../services/probe';
import { sources } from '../services/sources';
import type { Answer, SourceId } from '../services/types';
import { readSettings, settingNames } from '../settings/settings';
import { storedSettings } from '../settings/stored';
import type { Said } from './api';
import { textIn, type Request } from './request';
import { at } from './words';

/** A person waits for the answer. */
const WAIT_MS = 40_000;

const refuse = (message: string): Said => ({ ok: false, message });

/** `{source, typed?: {NAME: text}}`: asks the source once; nothing that was typed is stored. */
export function testSource(request: Request): Said {
  const id = textIn(request, 'source');
  if (!Object.prototype.hasOwnProperty.call(sources, id)) return refuse(`There is no source "${id}".`);
  const lock = documentLock();
  if (!lock.take()) return refuse('A run is at work and uses the sources. Test when it is done.');
  try {
    return ask(id as SourceId, request.typed);
  } finally {
    lock.release();
  }
}

function ask(id: SourceId, typed: unknown): Said {
  const store = documentProperties();
  const properties = store.getProperties();
  const given = Object.entries(typed ?? {}).filter(
    ([name, text]) => isSetting(name) && typeof text === 'string',
  );
  const { settings, problems } = readSettings({
    ...storedSettings(properties, userProperties().getProperties()),
    ...(Object.fromEntries(given) as Record<string, string>),
  });
  const wrong = problems.find(({ name }) => given.some(([one]) => one === name));
  if (wrong) return refuse(wrong.message);
  const source = sources[id];
  const ready = source.ready(settings);
  if (!ready.on) return refuse(ready.why);
  const zone = SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
  const port = googleHttp(zone);
  const parts = httpParts(
    {
      port,
      sources: {
        ...sources,
        [id]: { ...source, indispensable: false, retry: { ...source.retry, attempts: 2 } },
      },
      settings,
      budget: {
        askUntil: port.now() + WAIT_MS,
        onWait: () => 'go on',
        reserve: (limits) => store.setProperties(toPieces(LIMITS, limits)),
      },
      cache: null,
      tokenStore: null,
      delay: 0,
      force: true,
    },
    readStored(properties).limits,
  );
  // Whoever tests wants to know how it is now, whatever was given up before.
  for (const { breaker } of parts.limits.of(id).lanes.values()) breaker.success();
  try {
    const [answer] = fetchAll(parts, [probe(id, settings)]);
    return inWords(source.title, answer, (ms) => at(ms, port.now(), zone));
  } catch {
    return refuse(`${source.title} was asked too much in the last minutes. Test again in a minute.`);
  } finally {
    parts.limits.close();
    store.setProperties(toPieces(LIMITS, parts.limits.export(port.now())));
  }
}

const isSetting = (name: string): boolean => (settingNames as readonly string[]).includes(name);

function inWords(title: string, answer: Answer<unknown> | undefined, when: (ms: number) => string): Said {
  switch (answer?.kind) {
    case 'found': {
      const more = String(answer.value);
      return { ok: !more.startsWith('But'), message: `${title} answers. ${more}`.trim() };
    }
    case 'absent':
      return { ok: true, message: `${title} answers.` };
    case 'parked':
      return refuse(`${title} was not asked: ${answer.reason}; goes on at about ${when(answer.until)}.`);
    case 'failed':
      return refuse(answer.error.replace(': test:', ':'));
    default:
      return refuse(`${title} is off.`);
  }
}
