import { Argument, Command } from 'commander';
import { print } from '../../../shared/terminal/index.ts';
import { SCRIPTS } from './scripts.ts';

export const completionCommand = new Command('completion')
  .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(SCRIPTS)))
  .addHelpText(
    'after',
    `
With headcount on your PATH, add the line of your shell to its configuration:
  bash: source <(headcount completion bash)
  zsh:  source <(headcount completion zsh)     (after compinit)
  fish: headcount completion fish | source
Group names come from the table of the stage that the command line names, and are kept for a minute.`,
  )
  .action((shell: keyof typeof SCRIPTS) => print(SCRIPTS[shell].trimEnd()));
