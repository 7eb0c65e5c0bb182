import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { SCENARIO_TEXTS } from '../../../shared/comparison/index.ts';
import { print, printNote } from '../../../shared/terminal/index.ts';
import { errors } from '../../errors/index.ts';
import { WholeFile } from '../../files/whole-file.ts';

export const worldInitCommand = new Command('init')
  .argument('[file]', 'the file to write; without it, the scenario is printed')
  .addOption(
    new Option(
      '--kind <kind>',
      'what happens to work that finds no free worker: it is lost (interactive) or waits (queue)',
    )
      .choices(Object.keys(SCENARIO_TEXTS))
      .default('interactive'),
  )
  .option('--force', 'overwrite an existing file')
  .action((file: string | undefined, { kind, force }: { kind: keyof typeof SCENARIO_TEXTS; force?: boolean }) => {
    const text = SCENARIO_TEXTS[kind];
    if (file === undefined) return print(text.trimEnd());
    if (existsSync(file) && !force) throw errors['output-exists']({ file });
    const written = new WholeFile(file);
    written.write(text);
    written.keep();
    printNote(
      `Wrote ${file}. To replay a policy in it: npx headcount simulate --policy POLICY --demand CSV --world ${file}`,
    );
  });
