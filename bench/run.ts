import { Command } from 'commander';
import { invalid } from '../shared/model/index.ts';
import { table } from '../shared/presentation/index.ts';
import { EXIT, print, printJson, printNote, runProgram } from '../shared/terminal/index.ts';
import type { Benchmark } from './benchmark.ts';
import { cold } from './cold/index.ts';
import { decideRate } from './decide/index.ts';
import { push } from './push/index.ts';
import { quality } from './quality/index.ts';
import { ruleCosts } from './rules/index.ts';
import { tick } from './tick/index.ts';
import { tune } from './tune/index.ts';

const BENCHMARKS: readonly Benchmark[] = [tick, push, cold, decideRate, quality, ruleCosts, tune];

interface Options {
  readonly json?: boolean;
  readonly ours?: boolean;
  readonly cold?: string;
}

const list = (): string =>
  table(
    ['NAME', 'MEASURES'],
    BENCHMARKS.map(({ name, about }) => [name, about]),
  );

/** Exit codes: 0 success, 1 a requirement is not met, 2 usage error. */
const program = new Command('npm run bench --')
  .description('Run a benchmark. Without a name, list the benchmarks.')
  .argument('[name]')
  .argument('[folder]', 'folder of recordings, for the benchmark quality')
  .option('--ours', 'leave out the other autoscalers, for the benchmark quality')
  .option('--cold <folder>', 'folder of further recordings of cold starts, for the benchmark quality')
  .option('--json', 'print the figures as JSON')
  .exitOverride()
  .action(
    async (
      name: string | undefined,
      folder: string | undefined,
      { json = false, ours: oursOnly, cold: coldStarts }: Options,
    ) => {
      if (name === undefined) return print(list());
      const benchmark = BENCHMARKS.find((known) => known.name === name);
      if (!benchmark) throw invalid(`There is no benchmark ${name}. Available benchmarks:\n${list()}`);
      const { figures, text, broken } = await benchmark.measure(printNote, { folder, cold: coldStarts, oursOnly });
      if (json) printJson(figures);
      else print(text);
      for (const requirement of broken) printNote(`Requirement not met: ${requirement}.`);
      if (broken.length > 0) process.exitCode = EXIT.failed;
    },
  );

await runProgram(program);
