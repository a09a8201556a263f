/** The options of `pipeline`: names, defaults and what is a right value (local-host.md, "The command line"). */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { RunOptions } from '../../src/engine/types';
import { UsageError } from './usage';

export type Sources = { kind: 'demo' } | { kind: 'live' } | { kind: 'origin'; origin: string };

type Switches = 'dryRun' | 'verbose' | 'force' | 'confirm' | 'incremental' | 'resume';

/** The options of a run; numbers that are not given are as usual. */
type RunChoices = Pick<RunOptions, Switches> &
  Partial<{ [K in Exclude<keyof RunOptions, Switches>]: number }>;

export interface PipelineOptions extends RunChoices {
  step: string;
  workbook: string;
  sources: Sources;
  /** As typed: `demo`, `live` or the origin. */
  sourcesName: string;
  env?: string;
  imdb?: 'on' | 'off';
  set: Record<string, string>;
  account: 'consumer' | 'workspace';
  clock: 'real' | 'simulated';
  /** ms since the epoch. */
  now?: number;
  world: string;
  edits?: string;
  state: string;
  maxDays: number;
  killAfterCalls?: number;
  report?: string;
}

export const DEFAULT_WORKBOOK = '.realitease/Realitease2025Data.xlsx';

const DIGITS = /^\d{1,15}$/;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!DIGITS.test(text) || value < 1)
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return value;
}

function duration(text: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(text)) throw new InvalidArgumentError('It must be a number of at least 0.');
  return Number(text);
}

function days(text: string): number {
  const value = duration(text);
  if (value === 0) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

/** ISO 8601; without a zone it is UTC, so that the same command means the same everywhere. */
function instant(text: string): number {
  const match = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text);
  const zoned = match && text.includes('T') && !match[1] ? `${text}Z` : text;
  const value = match ? Date.parse(zoned) : NaN;
  if (Number.isNaN(value))
    throw new InvalidArgumentError('It must be a date as ISO 8601, e.g. 2026-11-24T09:00:00Z.');
  return value;
}

function sources(text: string): Sources {
  if (text === 'demo' || text === 'live') return { kind: text };
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    url = undefined;
  }
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new InvalidArgumentError('It must be demo, live or an origin such as http://127.0.0.1:8900.');
  }
  return { kind: 'origin', origin: url.href.replace(/\/+$/, '') };
}

function world(text: string): string {
  if (text === 'today' || text === 'before' || /^\d{1,9},\d{1,9},\d{1,9}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be today, before or SHOWS,PEOPLE,SEED, e.g. 100,2000,1.');
}

function assignment(text: string, before: Record<string, string> = {}): Record<string, string> {
  const match = /^([A-Z_]\w*)=(.*)$/is.exec(text);
  if (!match) throw new InvalidArgumentError('It must be NAME=VALUE.');
  const [, name = '', value = ''] = match;
  return { ...before, [name]: value };
}

/** A command with the options that say which workbook, which sources, whose keys, which time. */
export function workbookCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .allowExcessArguments(false)
    .option('--workbook <file.xlsx>', 'the workbook; created if it is not there', DEFAULT_WORKBOOK)
    .addOption(
      new Option('--sources <which>', 'demo, live or an origin')
        .argParser(sources)
        .default({ kind: 'demo' }, 'demo'),
    )
    .option('--env <file>', 'file with keys and settings (default: .env if there)')
    .addOption(new Option('--imdb <on|off>', 'whether IMDb is a source').choices(['on', 'off']))
    .addOption(
      new Option('--set <name=value>', 'any setting; repeatable').argParser(assignment).default({}, 'none'),
    )
    .addOption(
      new Option('--account <kind>', 'whose quotas hold')
        .choices(['consumer', 'workspace'])
        .default('consumer'),
    )
    .addOption(
      new Option('--clock <kind>', 'real waits as the real thing does (default with live sources)').choices([
        'real',
        'simulated',
      ]),
    )
    .option('--now <iso>', 'start of the simulated clock, if later than the saved state', instant)
    .option(
      '--world <which>',
      'what the demo sources play: today, before or SHOWS,PEOPLE,SEED',
      world,
      'before',
    )
    .option('--state <dir>', 'where properties, cache and triggers are kept (default: beside the workbook)');
}

/** commander's command with every option; nothing is parsed yet. */
export function pipelineCommand(name: string, description: string): Command {
  return workbookCommand(name, description)
    .option('--step <name>', 'all, a stage, STAGE.STEP or quality', 'all')
    .option('--dry-run', 'write to no data tab; list what would change', false)
    .option('--limit <n>', 'rows or shows looked at', wholeNumber)
    .option('--start-row <n>', 'first row of the input tab', wholeNumber)
    .option('--end-row <n>', 'last row of the input tab', wholeNumber)
    .option('--batch-size <n>', 'rows a batch', wholeNumber)
    .option('--delay <seconds>', 'extra seconds between requests', duration)
    .option('--verbose', 'say more, and show the log of the script', false)
    .option('--force', 'ignore what is already done and the caches', false)
    .option('--confirm', 'go past the share limits, this run only', false)
    .option('--no-incremental', 'take every row as due')
    .option('--no-resume', 'do not take up a run that was cut short')
    .option('--edits <file.json>', 'edits that a person does meanwhile')
    .option('--max-days <n>', 'stop after so many days', days, 30)
    .option(
      '--kill-after-calls <n>',
      'end the execution abruptly right before this service call',
      wholeNumber,
    )
    .option('--report <file.json>', 'write a report');
}

type Filled = 'state' | 'sourcesName' | 'clock';
/** Options as typed, before those that follow from others are filled in. */
export type Typed<T> = Omit<T, Filled> & { state?: string; clock?: 'real' | 'simulated' };

const nameOf = (chosen: Sources): string => (chosen.kind === 'origin' ? chosen.origin : chosen.kind);

/** Wording of commander without its prefix and on one line. */
const oneLine = (message: string): string =>
  message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();

/**
 * Reads the arguments after a command's name. Throws UsageError; undefined when they asked for help,
 * which is on stdout then.
 */
export function parseCommand<T extends Pick<PipelineOptions, 'workbook' | 'sources'>>(
  argv: string[],
  command: Command,
): (T & Pick<PipelineOptions, Filled>) | undefined {
  try {
    command.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UsageError(oneLine(error.message));
  }
  const typed = command.opts<Typed<T>>();
  if (!/\.xlsx$/i.test(typed.workbook))
    throw new UsageError(`--workbook ${typed.workbook}: it must be an .xlsx file.`);
  return {
    ...typed,
    sourcesName: nameOf(typed.sources),
    clock: typed.clock ?? (typed.sources.kind === 'live' ? 'real' : 'simulated'),
    state: typed.state ?? `${typed.workbook}.state`,
  } as unknown as T & Pick<PipelineOptions, Filled>;
}

/** The same for `pipeline`. */
export function parsePipeline(argv: string[], command: Command): PipelineOptions | undefined {
  const options = parseCommand<PipelineOptions>(argv, command);
  if (options?.startRow !== undefined && options.endRow !== undefined && options.endRow < options.startRow) {
    throw new UsageError('--end-row lies before --start-row.');
  }
  return options;
}
