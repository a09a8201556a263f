/** The options of `start`: those of `pipeline` that concern the workbook and its sources, and the page's own. */
import { InvalidArgumentError } from 'commander';
import { parseCommand, workbookCommand, type PipelineOptions } from '../cli/options';

export interface StartOptions extends Pick<
  PipelineOptions,
  'workbook' | 'sources' | 'env' | 'imdb' | 'set' | 'account' | 'clock' | 'now' | 'world' | 'state'
> {
  port: number;
  /** Missing keys are made up; only where the sources are. */
  keys: boolean;
}

export const DEFAULT_PORT = 8321;

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('It must be a port, 0 to 65535.');
  return port;
}

/** Reads the arguments after `start`. Throws UsageError; undefined when they asked for help. */
export function parseStart(argv: string[]): StartOptions | undefined {
  const command = workbookCommand('npm start --', 'Opens the workbook in the browser.')
    .option('--port <n>', 'where the page is served; 0 is any free port', portNumber, DEFAULT_PORT)
    .option('--no-keys', 'begin without the made-up keys that the demo sources take');
  return parseCommand<StartOptions>(argv, command);
}
