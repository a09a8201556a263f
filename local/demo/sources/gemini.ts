/**
 * Gemini (sources.md §6): reads the rows that stand as a JSON array in the prompt and answers in the shape
 * that was asked for, from what those rows say. Of a text that states nothing it now and then invents a
 * birthday, as the real one does.
 */
import { json, type DemoReply, type DemoRequest } from '../wire';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const MODELS = /^gemini-(?:3\.\d|2\.5)-/;

interface Part {
  text?: string;
}
interface Body {
  contents?: { parts?: Part[] }[];
  generationConfig?: {
    thinkingConfig?: { thinkingBudget?: number; thinkingLevel?: string };
    responseSchema?: { items?: { properties?: Record<string, unknown> } };
  };
}
type Row = Record<string, string>;

const failure = (code: number, status: string, message: string, details: unknown[] = []): DemoReply =>
  json({ error: { code, message, status, details } }, code);

export function gemini(request: DemoRequest): DemoReply {
  const key = request.headers['x-goog-api-key'] ?? request.query.get('key') ?? '';
  if (key === '' || /^(?:bad|wrong|invalid)/i.test(key)) {
    const details = [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'API_KEY_INVALID',
        domain: 'googleapis.com',
      },
    ];
    return failure(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', details);
  }
  if (request.path === '/v1beta/models')
    return json({ models: [{ name: 'models/gemini-3.5-flash-lite', outputTokenLimit: 65536 }] });
  const model = /^\/v1beta\/models\/([^:]+):generateContent$/.exec(request.path)?.[1] ?? '';
  if (!MODELS.test(model))
    return failure(404, 'NOT_FOUND', `models/${model} is not found for API version v1beta.`);
  let body: Body;
  try {
    body = JSON.parse(request.body) as Body;
  } catch {
    return failure(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.');
  }
  const thinking = body.generationConfig?.thinkingConfig;
  if (thinking?.thinkingLevel !== undefined && model.startsWith('gemini-2.5'))
    return failure(400, 'INVALID_ARGUMENT', 'Thinking level is not supported for this model.');
  const text = (body.contents ?? []).flatMap((content) => content.parts ?? []).map((part) => part.text ?? '').join('\n'); // prettier-ignore
  const wanted = Object.keys(body.generationConfig?.responseSchema?.items?.properties ?? {});
  const said = JSON.stringify(rowsIn(text).map((row) => read(row, wanted)));
  // Now and then the answer comes fenced, as if it were to be shown.
  const fenced = said.length % 5 === 0 ? `\`\`\`json\n${said}\n\`\`\`` : said;
  return json({
    candidates: [{ content: { parts: [{ text: fenced }], role: 'model' }, finishReason: 'STOP', index: 0 }],
    usageMetadata: {
      promptTokenCount: Math.ceil(text.length / 4),
      candidatesTokenCount: Math.ceil(said.length / 4),
    },
    modelVersion: model,
  });
}

/** The last JSON array of objects in a text. */
function rowsIn(text: string): Row[] {
  for (let start = text.indexOf('[{'); start >= 0; start = text.indexOf('[{', start + 1)) {
    try {
      return JSON.parse(text.slice(start)) as Row[];
    } catch {
      // Not the beginning of the rows.
    }
  }
  return [];
}

function read(row: Row, wanted: string[]): Record<string, unknown> {
  const text = Object.entries(row).filter(([name]) => name !== 'id' && name !== 'name').map(([, value]) => value).join('. '); // prettier-ignore
  const answer: Record<string, unknown> = { id: row.id };
  if (wanted.includes('birthday')) {
    const found = birthdayIn(text);
    answer.birthday = found?.day ?? null;
    answer.birthdayQuote = found?.quote ?? null;
  }
  if (wanted.includes('gender')) {
    const found = genderIn(text);
    answer.gender = found?.gender ?? null;
    answer.genderQuote = found?.quote ?? null;
  }
  if (wanted.includes('guests')) answer.guests = guestsIn(row);
  return answer;
}

function birthdayIn(text: string): { day: string; quote: string } | null {
  const written = /born (?:on )?([A-Z][a-z]+ \d{1,2}, \d{4})/.exec(text);
  const [, month = '', day = '', year = ''] =
    /^([A-Z][a-z]+) (\d{1,2}), (\d{4})$/.exec(written?.[1] ?? '') ?? [];
  const number = MONTHS.indexOf(month) + 1;
  if (written && number > 0) {
    return { day: `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`, quote: written[0] };
  }
  return text.length % 3 === 0 ? { day: '1990-06-15', quote: 'born on June 15, 1990' } : null;
}

function genderIn(text: string): { gender: string; quote: string } | null {
  const sentence = text.split(/(?<=[.!?])\s+/);
  const find = (pattern: RegExp) => sentence.find((one) => pattern.test(one));
  const plural = find(/\bnon-?binary\b/i);
  if (plural) return { gender: 'X', quote: plural };
  const she = find(/\b(?:she|her)\b/i);
  const he = find(/\b(?:he|his)\b/i);
  if (she && !he) return { gender: 'F', quote: she };
  return he && !she ? { gender: 'M', quote: he } : null;
}

/** Names after "with", "joined by" or "welcomes" in the overview. */
function guestsIn(row: Row): string[] {
  const overview = row.overview ?? '';
  const list = /\b(?:with|joined by|welcomes) (.+)\.$/.exec(overview);
  return (list?.[1] ?? '').split(/, (?!(?:Jr|Sr)\b)| and /).map((name) => name.replace(/[.,]+$/, '').trim()).filter(Boolean); // prettier-ignore
}
