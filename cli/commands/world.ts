import { existsSync, writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { SCENARIO_TEXTS } from '../../shared/comparison/index.ts';
import { invalid } from '../../shared/model/index.ts';
import { print, tell } from '../../shared/terminal/index.ts';

const init = new Command('init')
  .description('write a world file with a comment on every field: what a worker is, for simulate')
  .argument('[file]', 'where to; without it, it is printed')
  .addOption(
    new Option('--kind <kind>', 'what work does that finds no free worker')
      .choices(Object.keys(SCENARIO_TEXTS))
      .default('interactive'),
  )
  .option('--force', 'write over a file that is there')
  .action((file: string | undefined, { kind, force }: { kind: keyof typeof SCENARIO_TEXTS; force?: boolean }) => {
    const text = SCENARIO_TEXTS[kind];
    if (file === undefined) return print(text.trimEnd());
    if (existsSync(file) && !force) throw invalid(`${file} is there already: give another name, or --force.`);
    writeFileSync(file, text);
    tell(`${file} is written. Replay a policy in it: headcount simulate --policy POLICY --demand CSV --world ${file}`);
  });

export const worldCommand = new Command('world').description('the world a policy is replayed in').addCommand(init);
