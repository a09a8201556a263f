/**
 * Gemini reads texts that other sources gave (sources.md §6). It is never asked from memory: a value counts
 * only with a quotation that stands in the text it was handed.
 */
import * as z from 'zod/mini';
import { isRealDate, MONTHS, parseWrittenDate } from '../rules/dates';
import { shortHash } from '../rules/hash';
import { nameStandsIn, quoteStandsIn } from '../rules/text';
import type { Settings } from '../settings/settings';
import type { ReadBio, ReadGuests } from './facts';
import { bad, jsonReader, parseJson, shaped } from './json';
import type { HttpCall, HttpReply, Lookup, Progress, Question } from './types';

const PEOPLE_PER_REQUEST = 25;
/** stages.md: at most one request for twenty open rows. */
const EPISODES_PER_REQUEST = 20;
const TOKENS = 8192;

const reply = z.object({
  candidates: z.nullish(
    z.array(
      z.object({
        content: z.nullish(
          z.object({
            parts: z.nullish(
              z.array(z.object({ text: z.nullish(z.string()), thought: z.nullish(z.boolean()) })),
            ),
          }),
        ),
        finishReason: z.nullish(z.string()),
      }),
    ),
  ),
  promptFeedback: z.nullish(z.object({ blockReason: z.nullish(z.string()) })),
});

interface Task<R, J extends { id: string }, T> {
  id: string;
  what: string;
  perLookup: number;
  instruction: string;
  /** Properties of a row of the answer besides `id`. */
  properties: Record<string, unknown>;
  row: z.ZodMiniType<R>;
  answer: z.ZodMiniType<J>;
  /** What is handed over of a row. */
  shown: (row: R) => Record<string, string>;
  /** Undefined: the text does not say. */
  value: (row: R, said: J) => T | undefined;
}

/**
 * Keys are rows as JSON, with the model's name in them, so that `_Cache` keeps an answer for as long as
 * text and model are the same.
 */
function question<R, J extends { id: string }, T>(task: Task<R, J, T>): Question<T> {
  return {
    id: task.id,
    source: 'gemini',
    perLookup: task.perLookup,
    keeps: 'value',
    holds: { found: 3650, absent: 180 },
    cacheKey: shortHash,
    lookup: (keys, settings) => {
      const rows = keys.map((key) => shaped(task.row, parseJson(key)));
      return {
        source: 'gemini',
        label: `${task.what} of ${rows.length} texts`,
        call: callFor(task, rows, settings, true),
        read: reader(task, keys, rows, settings),
      };
    },
  };
}

/** Thinking costs tokens and is not needed to copy out a text; how it is turned down differs by model. */
function thinking(model: string): Record<string, unknown> {
  return /^gemini-2\.5/.test(model) ? { thinkingBudget: 0 } : { thinkingLevel: 'low' };
}

function callFor<R, J extends { id: string }, T>(
  task: Task<R, J, T>,
  rows: readonly R[],
  settings: Settings,
  withThinking: boolean,
): HttpCall {
  const handed = rows.map((row, i) => ({ id: String(i + 1), ...task.shown(row) }));
  const body = {
    contents: [{ role: 'user', parts: [{ text: `${task.instruction}\n\n${JSON.stringify(handed)}` }] }],
    generationConfig: {
      temperature: 0,
      maxOutputTokens: TOKENS,
      responseMimeType: 'application/json',
      responseSchema: {
        type: 'ARRAY',
        items: {
          type: 'OBJECT',
          properties: { id: { type: 'STRING' }, ...task.properties },
          required: ['id'],
        },
      },
      ...(withThinking ? { thinkingConfig: thinking(settings.GEMINI_MODEL) } : {}),
    },
  };
  return {
    url: `${settings.GEMINI_BASE}/v1beta/models/${settings.GEMINI_MODEL}:generateContent`,
    method: 'post',
    contentType: 'application/json',
    payload: JSON.stringify(body),
  };
}

function reader<R, J extends { id: string }, T>(
  task: Task<R, J, T>,
  keys: readonly string[],
  rows: readonly R[],
  settings: Settings,
): Lookup<Record<string, T>>['read'] {
  const read = jsonReader(
    reply,
    (body): Progress<Record<string, T>> => {
      const said = shaped(z.array(task.answer), parseJson(textOf(body)));
      const byId = new Map(said.map((entry) => [entry.id, entry]));
      const value: Record<string, T> = {};
      for (const [i, row] of rows.entries()) {
        const entry = byId.get(String(i + 1));
        if (!entry) return bad(`left out row ${i + 1} of ${rows.length}`);
        const made = task.value(row, entry);
        if (made !== undefined) value[keys[i] ?? ''] = made;
      }
      return { kind: 'done', value };
    },
    () => false,
    false,
  );
  return (given: HttpReply, soFar: unknown) => {
    if (given.status === 404)
      return bad(`has no model ${settings.GEMINI_MODEL}; choose another one (GEMINI_MODEL)`);
    if (given.status !== 400) return read(given, soFar);
    // An option that this model does not know; asked again without it, once.
    if (/thinking/i.test(given.text) && soFar !== 'plain')
      return { kind: 'more', call: callFor(task, rows, settings, false), soFar: 'plain' };
    return bad('answered 400');
  };
}

/** The one complete text of the answer. */
function textOf({ candidates, promptFeedback }: z.infer<typeof reply>): string {
  const [first] = candidates ?? [];
  if (!first) throw new Error(`refused to read the texts (${promptFeedback?.blockReason ?? 'no answer'})`);
  if (first.finishReason !== 'STOP')
    throw new Error(`broke off its answer (${first.finishReason ?? 'no reason given'})`);
  const parts = (first.content?.parts ?? []).filter((part) => part.thought !== true);
  const text = parts.map((part) => part.text ?? '').join('').trim(); // prettier-ignore
  return text.replace(/^```(?:json)?/, '').replace(/```$/, '');
}

const GENDER_WORDS = { M: /\b(?:he|him|his|himself|male|man)\b/i, F: /\b(?:she|her|hers|herself|female|woman)\b/i, X: /\bnon-?binary\b/i }; // prettier-ignore
const nullable = (type: string) => ({ type, nullable: true });
const maybe = z.nullish(z.string());
/** Models give back a number as they got it, or as a number. */
const rowId = z.pipe(z.union([z.string(), z.number()]), z.transform(String));

/** Birthday and gender as a text states them. Key: JSON `{name, text, model}`. */
export const geminiBio: Question<ReadBio> = question({
  id: 'gemini.bio',
  what: 'biographies',
  perLookup: PEOPLE_PER_REQUEST,
  instruction:
    'Each row below has a person\'s name and a text about that person. For every row give back its id, and only what the text itself states about this very person: "birthday" as YYYY-MM-DD with "birthdayQuote", and "gender" as M, F or X (non-binary) with "genderQuote". A quote is copied word for word from the text. Use null for whatever the text does not state; never use other knowledge and never guess.',
  properties: {
    birthday: nullable('STRING'),
    birthdayQuote: nullable('STRING'),
    gender: nullable('STRING'),
    genderQuote: nullable('STRING'),
  },
  row: z.object({ name: z.string(), text: z.string() }),
  answer: z.object({
    id: rowId,
    birthday: maybe,
    birthdayQuote: maybe,
    gender: maybe,
    genderQuote: maybe,
  }),
  shown: ({ name, text }) => ({ name, text }),
  value: ({ text }, said): ReadBio | undefined => {
    const birthday = provenDay(said.birthday ?? '', said.birthdayQuote ?? '', text);
    const gender = provenGender(said.gender ?? '', said.genderQuote ?? '', text);
    return birthday || gender ? { birthday, gender } : undefined;
  },
});

/** The day, if the quotation stands in the text and says that day. */
function provenDay(day: string, quote: string, text: string): string {
  if (!isRealDate(day) || !quoteStandsIn(quote, text)) return '';
  const quoted = parseWrittenDate(quote);
  return quoted === day || (quoted === null && saysAllParts(day, quote)) ? day : '';
}

/** Year, month and day of the month each stand in the quotation, in whatever order. */
function saysAllParts(day: string, quote: string): boolean {
  const [year = '', month = '', date = ''] = day.split('-');
  const numbers = (quote.match(/\d+/g) ?? []).map(Number);
  const months = quote.toLowerCase().match(/[a-z]{3,}/g) ?? [];
  const name = MONTHS[Number(month) - 1] ?? '';
  const named = months.some((word) => name.startsWith(word) || word === name);
  return named && numbers.includes(Number(year)) && numbers.includes(Number(date));
}

function provenGender(gender: string, quote: string, text: string): ReadBio['gender'] {
  if (gender !== 'M' && gender !== 'F' && gender !== 'X') return '';
  const said = (['M', 'F', 'X'] as const).filter((one) => GENDER_WORDS[one].test(quote));
  // Words of both are about two people.
  return quoteStandsIn(quote, text) && said.length === 1 && said[0] === gender ? gender : '';
}

/** Guests whom title and overview name. Key: JSON `{title, overview, model}`. */
export const geminiGuests: Question<ReadGuests> = question({
  id: 'gemini.guests',
  what: 'guests',
  perLookup: EPISODES_PER_REQUEST,
  instruction:
    'Each row below has the title and the overview of an episode of a talk show. For every row give back its id and "guests": the full names of the people who are guests of that episode, in the order of the text, copied as the text writes them. Leave out the host, people who are only talked about, shows and places. Give an empty list if the text names no guest; never use other knowledge and never guess.',
  properties: { guests: { type: 'ARRAY', items: { type: 'STRING' } } },
  row: z.object({ title: z.string(), overview: z.string() }),
  answer: z.object({ id: rowId, guests: z.nullish(z.array(z.string())) }),
  shown: ({ title, overview }) => ({ title, overview }),
  value: ({ title, overview }, said): ReadGuests | undefined => {
    const guests = (said.guests ?? []).filter((name) => nameStandsIn(name, `${title} ${overview}`));
    return guests.length > 0 ? { guests } : undefined;
  },
});
