/**
 * The command line of the local host: `start`, `pipeline`, `demo` and `env-example`. Exit codes: 0 done,
 * 1 not completed, 2 wrong usage; one clear line on stderr for each of the last two.
 */
import path from 'node:path';
import { WorkbookFileError } from '../xlsx';
import { runBench } from '../bench/main';
import { printEnvExample } from './env-example';
import { parsePipeline, pipelineCommand } from './options';
import { runPipeline } from './pipeline';
import { parseStart } from '../web/options';
import { runStart } from '../web/start';
import { UsageError } from './usage';

/** The bundle beside this file's folder, whether it runs built or from its source. */
const bundleDir = path.resolve(__dirname, '../../dist');
const pageDir = path.resolve(__dirname, '../web');

const DESCRIPTIONS: Record<string, string> = {
  pipeline: 'Runs the add-on on an .xlsx file.',
  demo: 'Runs all five stages on the built-in demo sources.',
};

async function run(name: string, argv: string[]): Promise<number> {
  if (name === 'bench') return runBench(argv, bundleDir);
  if (name === 'env-example') return printEnvExample(bundleDir);
  if (name === 'start') {
    const options = parseStart(argv);
    return options ? runStart(options, { bundleDir, pageDir }) : 0;
  }
  const description = DESCRIPTIONS[name];
  if (description === undefined) throw new UsageError(`There is no command "${name}".`);
  const options = parsePipeline(argv, pipelineCommand(`npm run ${name} --`, description));
  if (!options) return 0;
  const exitCode = await runPipeline(options, { bundleDir });
  if (name === 'demo') process.stdout.write(`\nThe workbook: ${path.resolve(options.workbook)}\n`);
  return exitCode;
}

async function main(): Promise<void> {
  const [name = 'pipeline', ...argv] = process.argv.slice(2);
  try {
    process.exitCode = await run(name, argv);
  } catch (error) {
    const expected = error instanceof UsageError || error instanceof WorkbookFileError;
    process.exitCode = expected ? 2 : 1;
    const text = expected || !process.env.DEBUG ? (error as Error).message : (error as Error).stack;
    process.stderr.write(`${text}\n`);
  }
}

void main();
