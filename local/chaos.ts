import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { ChaosAccount } from './chaos/account.ts';
import { runChaos } from './chaos/run.ts';

const SECONDS = 30;
const MOST_SECONDS = 3_600;
const SEEDS = 2 ** 32;

/** As every command of the project: an interruption has the shells' own code. */
const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

interface Options {
  readonly seconds: number;
  readonly seed?: number;
  readonly json?: boolean;
}

const program = new Command('npm run chaos --')
  .description(
    'Kills processes that evaluate groups on a local AWS, at random moments, and checks that every resize happened exactly once.',
  )
  .addOption(new Option('--seconds <n>', 'how long to kill').argParser(wholeUpTo(1, MOST_SECONDS)).default(SECONDS))
  .addOption(new Option('--seed <n>', 'play the plan of an earlier run').argParser(wholeUpTo(0, SEEDS - 1)))
  .option('--json', 'print the account as JSON on the last line')
  .allowExcessArguments(false)
  .exitOverride();

/** Progress goes to standard error with `--json`, so that standard output holds nothing but the account. */
const started = Date.now();
let toError = false;
const tell = (line: string): void => {
  const seconds = String(Math.round((Date.now() - started) / 1000)).padStart(3);
  (toError ? process.stderr : process.stdout).write(`${seconds}s  ${line}\n`);
};

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!ending.signal.aborted) tell(`${signal}: ending what was started.`);
    ending.abort();
  });
}
process.stdout.on('error', () => ending.abort());

try {
  const options = program.parse().opts<Options>();
  toError = options.json === true;
  process.exitCode = await chaos(options);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  else if (ending.signal.aborted) {
    process.stderr.write('The run was interrupted; everything it started has been ended.\n');
    process.exitCode = EXIT.interrupted;
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = EXIT.failed;
  }
}

function wholeUpTo(least: number, most: number): (written: string) => number {
  return (written) => {
    const number = Number(written);
    if (written.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

async function chaos({ seconds, seed = Math.floor(Math.random() * SEEDS), json }: Options): Promise<number> {
  const account = await runChaos({ seconds, seed, signal: ending.signal, tell });
  for (const each of account.violations) tell(`Does not hold: ${each}.`);
  tell(accountText(account));
  if (account.violations.length > 0) tell(`The same plan again: npm run chaos -- --seconds ${seconds} --seed ${seed}`);
  if (json) process.stdout.write(`${JSON.stringify(account)}\n`);
  return account.violations.length === 0 ? EXIT.done : EXIT.failed;
}

function accountText({
  processes,
  kills,
  evaluations,
  activities,
  launched,
  violations,
  ...rest
}: ChaosAccount): string {
  const results = Object.entries(evaluations).map(([result, count]) => `${count} ${result}`);
  return [
    `${processes} processes, ${kills} killed; ${rest.disturbances} disturbances.`,
    `Evaluations that lived: ${results.join(', ')}; they finished ${rest.finishedByOthers} activities that others had begun.`,
    `${activities} activities launched ${launched} workers. ${violations.length} violations; seed ${rest.seed}.`,
  ].join(' ');
}
setTimeout(() => {}, 3000).unref();
