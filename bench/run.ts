import { Command } from 'commander';
import { invalid } from '../shared/model/index.ts';
import { table } from '../shared/presentation/index.ts';
import { EXIT, print, printJson, runProgram, tell } from '../shared/terminal/index.ts';
import type { Benchmark } from './benchmark.ts';
import { cold } from './cold/index.ts';
import { decideRate } from './decide/index.ts';
import { quality } from './quality/index.ts';
import { ruleCosts } from './rules/index.ts';
import { tick } from './tick/index.ts';

const BENCHMARKS: readonly Benchmark[] = [tick, cold, decideRate, quality, ruleCosts];

interface Options {
  readonly json?: boolean;
  readonly ours?: boolean;
}

const list = (): string =>
  table(
    ['NAME', 'MEASURES'],
    BENCHMARKS.map(({ name, about }) => [name, about]),
  );

/** Exit codes: 0 measured, 1 something that must hold does not, 2 no such benchmark. */
const program = new Command('npm run bench --')
  .description('Measures Headcount. Without a name: tells what there is to measure.')
  .argument('[name]')
  .argument('[folder]', 'of recordings, for quality')
  .option('--ours', 'of quality: not the other autoscalers')
  .option('--json', 'print the figures as JSON')
  .exitOverride()
  .action(async (name: string | undefined, folder: string | undefined, { json = false, ours: oursOnly }: Options) => {
    if (name === undefined) return print(list());
    const benchmark = BENCHMARKS.find((each) => each.name === name);
    if (!benchmark) throw invalid(`There is no benchmark ${name}. There are:\n${list()}`);
    const { figures, text, broken } = await benchmark.measure(tell, { folder, oursOnly });
    if (json) printJson(figures);
    else print(text);
    for (const each of broken) tell(`Does not hold: ${each}`);
    if (broken.length > 0) process.exitCode = EXIT.failed;
  });

await runProgram(program);
