import { Command, CommanderError } from 'commander';
import { activitiesCommand } from './commands/activities.ts';
import { decideCommand } from './commands/decide.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { localCommand } from './commands/local.ts';
import { policyCommand } from './commands/policy.ts';
import { statusCommand } from './commands/status.ts';
import { EXIT, explain } from './failure.ts';
import { tell } from './output.ts';

const program = new Command('headcount')
  .description('Keeps every worker group at the head count its work needs.')
  .showHelpAfterError('(run with --help for usage)')
  .addCommand(policyCommand)
  .addCommand(statusCommand)
  .addCommand(activitiesCommand)
  .addCommand(evaluateCommand)
  .addCommand(decideCommand)
  .addCommand(localCommand);

/** Commander's own exits (help, unknown options) become codes of this program: 0 for help, 2 for wrong usage. */
function exitLikeHeadcount(command: Command): void {
  command.exitOverride();
  for (const each of command.commands) exitLikeHeadcount(each);
}

exitLikeHeadcount(program);
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  else {
    const { message, exitCode } = explain(error);
    tell(message);
    process.exitCode = exitCode;
  }
}
