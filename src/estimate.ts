/** Before a run: what it will cost. */
import { readStored } from './engine/checkpoint';
import { readOptions } from './engine/options';
import type { Forecast } from './engine/report';
import { newRecord } from './engine/state';
import { documentProperties } from './engine/store';
import { Session } from './session';
import { textIn, type Request } from './sidebar/request';
import { jobOf } from './stages';
import { wordsOf } from './stages/estimate';
import { dataTabs } from './workbook/tabs';

type Estimate = Forecast & { text: string };

/** `{step, options}` → `{requests: [{source, title, requests}], minutes, days, text}`. Asks no source and writes nothing. */
export function estimateRequested(request: Request): Estimate {
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
  const unknown = (text: string): Estimate => ({ requests: [], minutes: 0, days: 0, text });
  const job = jobOf(textIn(request, 'step'));
  const read = readOptions(request.options);
  if (job.length === 0) return unknown('There is no such step.');
  if ('error' in read) return unknown(read.error);
  const first = 'The workbook has no shows yet. Each 100 shows cost about 1,300 requests and 14 minutes of execution; the run says more once it has read the lists.'; // prettier-ignore
  if (dataTabs.some(({ name }) => !spreadsheet.getSheetByName(name))) return unknown(first);
  const now = Date.now();
  const record = newRecord(
    'estimate',
    textIn(request, 'step'),
    job,
    { ...read.options, dryRun: false },
    'person',
    now,
    readStored(documentProperties().getProperties()).record?.news,
  );
  record.executions = 2;
  const session = new Session(spreadsheet, record, { askUntil: now, writeUntil: now, onWait: () => 'go on', reserve: () => undefined }, null, () => undefined); // prettier-ignore
  const forecast = session.foresee(job);
  if (!forecast) return unknown(first);
  const { requests, minutes, days } = forecast;
  return { requests, minutes, days, text: sentence(wordsOf(forecast)) };
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
