import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT, type LongRun, runLongProgram } from '../../shared/terminal/index.ts';
import type { ChaosAccount } from './account.ts';

const SECONDS = 30;
const MOST_SECONDS = 3_600;
const SEEDS = 2 ** 32;

interface Options {
  readonly seconds: number;
  readonly seed?: number;
  readonly worstDay?: boolean;
  readonly json?: boolean;
}

const program = new Command('npm run chaos --')
  .description(
    'Kills processes that evaluate groups on a local AWS, at random moments, and checks that every resize happened exactly once.',
  )
  .addOption(
    new Option('--seconds <n>', 'duration of the kills').argParser(wholeUpTo(1, MOST_SECONDS)).default(SECONDS),
  )
  .addOption(new Option('--seed <n>', 'repeat the plan of an earlier run').argParser(wholeUpTo(0, SEEDS - 1)))
  .option('--worst-day', 'play the outage of October 20, 2025, instead, and print what an operator sees')
  .option('--json', 'print the outcome as JSON on the last line')
  .allowExcessArguments(false)
  .exitOverride();

await runLongProgram<Options>({ program, name: 'The run', run: chaos });

function wholeUpTo(least: number, most: number): (written: string) => number {
  return (written) => {
    const number = Number(written);
    if (written.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

async function chaos(
  { seconds, seed = Math.floor(Math.random() * SEEDS), json, worstDay }: Options,
  { signal, report }: LongRun,
): Promise<number> {
  if (worstDay) return worst(seed, json, { signal, report });
  // A usage error doesn't need it.
  const { runChaos } = await import('./run.ts');
  const account = await runChaos({ seconds, seed, signal, onProgress: report });
  for (const each of account.violations) report(`Does not hold: ${each}.`);
  report(accountText(account));
  if (account.violations.length > 0)
    report(`The same plan again: npm run chaos -- --seconds ${seconds} --seed ${seed}`);
  if (json) process.stdout.write(`${JSON.stringify(account)}\n`);
  return account.violations.length === 0 ? EXIT.done : EXIT.failed;
}

async function worst(seed: number, json: boolean | undefined, { signal, report }: LongRun): Promise<number> {
  const { runWorstDay } = await import('./worst-day/run.ts');
  const account = await runWorstDay({ seed, signal, onProgress: report });
  for (const each of account.violations) report(`Does not hold: ${each}.`);
  const { evaluations, launched, terminated, convergedAfter, violations } = account;
  report(
    `${evaluations} evaluations launched ${launched} workers and terminated ${terminated}. ${convergenceText(convergedAfter)} ${violations.length} violations; seed ${seed}.`,
  );
  if (json) process.stdout.write(`${JSON.stringify(account)}\n`);
  return violations.length === 0 ? EXIT.done : EXIT.failed;
}

function accountText({
  processes,
  kills,
  evaluations,
  activities,
  launched,
  started,
  violations,
  ...rest
}: ChaosAccount): string {
  const results = Object.entries(evaluations).map(([result, count]) => `${count} ${result}`);
  return [
    `${processes} processes, ${kills} killed; ${rest.injectedFaults} injected faults.`,
    `Evaluations that were not killed: ${results.join(', ')}. They finished ${rest.finishedByOthers} activities that others had begun.`,
    `${activities} activities launched ${launched} workers, ${started} of them from warm pools. ${violations.length} violations; seed ${rest.seed}.`,
  ].join(' ');
}

function convergenceText(minutes: number | null): string {
  if (minutes === null) return 'The groups did not converge.';
  return `The groups converged ${minutes} simulated minutes after the last fault.`;
}
