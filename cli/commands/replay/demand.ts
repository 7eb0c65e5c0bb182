import { Command, InvalidArgumentError, Option } from 'commander';
import { looseTimeOf } from '../../../shared/model/index.ts';
import { demandOfPattern, PATTERNS, type Pattern, recordingText } from '../../../shared/simulation/index.ts';
import { print } from '../../../shared/terminal/index.ts';
import { wrongUsage } from '../../errors/index.ts';

interface Options {
  readonly pattern: Pattern;
  readonly days: number;
  readonly seed: number;
  readonly peak: number;
  readonly step: number;
  readonly start: string;
}

export const demandGenerateCommand = new Command('generate')
  .addOption(new Option('--pattern <name>', 'the shape of the demand').choices([...PATTERNS]).makeOptionMandatory())
  .option('--days <number>', 'the length in days', numberIn(0.01, 400), 7)
  .option('--seed <number>', 'the seed, a whole number', numberIn(0, 0xffff_ffff, true), 1)
  .option('--peak <number>', 'work units per second at the peak', numberIn(1e-6, 1e12), 100)
  .option('--step <seconds>', 'the seconds between two rows', numberIn(1, 86_400, true), 60)
  .option('--start <time>', 'the time of the first row, UTC', '2026-01-05T00:00:00Z')
  .action(({ pattern, days, seed, peak, step, start }: Options) => {
    const at = looseTimeOf(start);
    if (at === undefined) throw wrongUsage(`--start ${start} must be a time such as 2026-01-05T00:00:00Z.`);
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
