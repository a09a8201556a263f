/** `npm run fuzz`: generated schedules of faults against the built bundle, until one leaves the tabs wrong. */
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { describeFault } from '../faults/plan';
import { fuzz, type Found } from './fuzz';
import { play, type Outcome } from './play';
import { prepareScenarios } from './scenarios';
import type { Schedule } from './schedules';

const BUNDLE = path.resolve(__dirname, '../../dist');
const EVERY_MS = 5000;

interface Options {
  runs: number;
  seed: number;
  jobs: number;
  bundle: string;
  only: string;
  schedule?: string;
  trace: boolean;
}

type Message = { played: Outcome } | { found: Found };

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('must be a whole number.');
  return value;
};

function show({ seed, schedule, problems }: Found): void {
  console.log(`\nSeed ${seed} found, in the smallest form: ${schedule.scenario}`);
  for (const fault of schedule.plan) console.log(`  ${describeFault(fault)}`);
  if (schedule.undo) console.log('  undone in the end');
  console.log(`${problems.map((line) => `  ${line}`).join('\n')}`);
  console.log(`Again: npm run fuzz -- --schedule '${JSON.stringify(schedule)}'`);
}

/** Plays one schedule that is given as text or in a file. */
async function replay({ bundle, schedule = '', trace }: Options): Promise<number> {
  const text = schedule.startsWith('{') ? schedule : readFileSync(schedule, 'utf8');
  const { scenario: name, plan, undo = false } = JSON.parse(text) as Schedule;
  const scenarios = await prepareScenarios(bundle);
  const scenario = scenarios.find((one) => one.name === name);
  if (!scenario) throw new Error(`no scenario "${name}": ${scenarios.map((one) => one.name).join(', ')}`);
  const verdict = await play(scenario, plan, {
    bundleDir: bundle,
    undo,
    ...(trace && { trace: (line: string) => console.log(line) }),
  });
  console.log([verdict.outcome, verdict.said, ...verdict.problems].filter(Boolean).join('\n'));
  return verdict.outcome === 'wrong' ? 1 : 0;
}

/** One process's share; tells its parent what it plays. */
async function share({ bundle, runs, seed, only }: Options): Promise<void> {
  const send = (message: Message) => new Promise((resolve) => process.send?.(message, resolve));
  // Nobody is there any more to be told.
  process.on('disconnect', () => process.exit());
  // Listening alone does not keep the process from ending.
  process.channel?.unref();
  const onPlayed = (_: Schedule, played: Outcome): void => void send({ played });
  const scenarios = (await prepareScenarios(bundle)).filter(({ name }) => name.includes(only));
  if (scenarios.length === 0) throw new Error(`There is no scenario with "${only}" in its name.`);
  const found = await fuzz(scenarios, { bundleDir: bundle, runs, seed, onPlayed });
  if (found) await send({ found });
}

/** All shares; gives the exit code. */
async function all({ runs, seed, jobs, bundle, only }: Options): Promise<number> {
  const counts: Record<Outcome, number> = { same: 0, told: 0, wrong: 0 };
  const started = Date.now();
  const tell = (): void => {
    const played = counts.same + counts.told + counts.wrong;
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`${played} of ${runs}: ${counts.same} same, ${counts.told} told and made good, ${seconds} s`);
  };
  const timer = setInterval(tell, EVERY_MS);
  let code = 0;
  const each = Math.ceil(runs / jobs);
  const children = Array.from({ length: jobs }, (_, index) => {
    const args = ['--share', '--runs', `${each}`, '--seed', `${seed + index}`, '--bundle', bundle, '--only', only]; // prettier-ignore
    const child = fork(__filename, args);
    child.on('message', (message: Message) => {
      if ('played' in message) counts[message.played] += 1;
      else {
        code = 1;
        show(message.found);
      }
    });
    return new Promise<void>((resolve) =>
      child.on('exit', (status) => {
        if (status !== 0) code = 1;
        resolve();
      }),
    );
  });
  await Promise.all(children);
  clearInterval(timer);
  tell();
  return code;
}

const command = new Command('fuzz')
  .description('Generated schedules of kills, edits, failures and bad answers against the built bundle.')
  .option('--runs <n>', 'how many schedules', whole, 20_000)
  .option('--seed <n>', 'seed of the first process; the others count on', whole, Date.now() % 1_000_000)
  .option('--jobs <n>', 'processes', whole, availableParallelism())
  .option('--bundle <dir>', 'folder with the built bundle', BUNDLE)
  .option('--only <text>', 'only scenarios with this in their name', '')
  .option('--schedule <json>', 'plays only this schedule (JSON, or a file with it)')
  .option('--trace', 'with --schedule: prints every service call', false)
  .option('--share', 'one process of several (used by the command itself)', false);

async function main(): Promise<void> {
  const options = command.parse().opts<Options & { share: boolean }>();
  if (options.share) await share(options);
  else if (options.schedule) process.exitCode = await replay(options);
  else process.exitCode = await all(options);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
