import { Command, InvalidArgumentError, Option } from 'commander';
import { invalid } from '../../../shared/model/index.ts';
import { demandOfPattern, PATTERNS, type Pattern, recordingText } from '../../../shared/simulation/index.ts';
import { print } from '../../../shared/terminal/index.ts';

interface Options {
  readonly pattern: Pattern;
  readonly days: number;
  readonly seed: number;
  readonly peak: number;
  readonly step: number;
  readonly start: string;
}

const generate = new Command('generate')
  .description('demand of our own making as CSV, the same for the same seed')
  .addOption(new Option('--pattern <name>', 'its shape').choices([...PATTERNS]).makeOptionMandatory())
  .option('--days <number>', 'how long it is', numberIn(0.01, 400), 7)
  .option('--seed <number>', 'a whole number', numberIn(0, 0xffff_ffff, true), 1)
  .option('--peak <number>', 'work units a second around which it peaks', numberIn(1e-6, 1e12), 100)
  .option('--step <seconds>', 'between two rows', numberIn(1, 86_400, true), 60)
  .option('--start <time>', 'of the first row, UTC', '2026-01-05T00:00:00Z')
  .action(({ pattern, days, seed, peak, step, start }: Options) => {
    const at = Date.parse(start);
    if (Number.isNaN(at)) throw invalid(`--start ${start} is no time such as 2026-01-05T00:00:00Z.`);
    const points = demandOfPattern(pattern, { start: at, days, stepSeconds: step, peak, seed });
    print(recordingText(points).trimEnd());
  });

function numberIn(least: number, most: number, isWhole = false): (written: string) => number {
  return (written) => {
    const value = Number(written);
    if (written.trim() !== '' && value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
    throw new InvalidArgumentError(`It must be a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}.`);
  };
}

export const demandCommand = new Command('demand').description('demand to replay a policy on').addCommand(generate);
