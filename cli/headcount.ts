import { createRequire } from 'node:module';
import { Command } from 'commander';
import { ReasonedError } from '../shared/model/index.ts';
import { sentence } from '../shared/presentation/index.ts';
import { endQuietlyWithItsReader, runProgram } from '../shared/terminal/index.ts';
import { activitiesCommand } from './commands/activities.ts';
import { adoptCommand } from './commands/adopt.ts';
import { auditCommand } from './commands/audit.ts';
import { decideCommand } from './commands/decide.ts';
import { doctorCommand } from './commands/doctor.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { explainCommand } from './commands/explain.ts';
import { localCommand } from './commands/local.ts';
import { policyCommand } from './commands/policy/index.ts';
import { preflightCommand } from './commands/preflight.ts';
import { pushCommand } from './commands/push.ts';
import { redriveCommand } from './commands/redrive.ts';
import { backtestCommand } from './commands/replay/backtest.ts';
import { demandCommand } from './commands/replay/demand.ts';
import { simulateCommand } from './commands/replay/simulate.ts';
import { worldCommand } from './commands/replay/world.ts';
import { statusCommand } from './commands/status.ts';
import { workerCommand } from './commands/workers/worker.ts';
import { workersCommand } from './commands/workers/workers.ts';

// By the package's own name, as the built program has another folder than the source.
const { version } = createRequire(import.meta.url)('headcount/package.json') as { version: string };

const program = new Command('headcount')
  .description('Scales groups of EC2 instances to match their work.')
  .version(version, '-V, --version', 'print the version')
  .showHelpAfterError('(run with --help for usage)')
  .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong usage or invalid input.')
  .addCommand(policyCommand)
  .addCommand(preflightCommand)
  .addCommand(statusCommand)
  .addCommand(workersCommand)
  .addCommand(activitiesCommand)
  .addCommand(explainCommand)
  .addCommand(evaluateCommand)
  .addCommand(pushCommand)
  .addCommand(redriveCommand)
  .addCommand(doctorCommand)
  .addCommand(auditCommand)
  .addCommand(adoptCommand)
  .addCommand(workerCommand)
  .addCommand(decideCommand)
  .addCommand(simulateCommand)
  .addCommand(backtestCommand)
  .addCommand(worldCommand)
  .addCommand(demandCommand)
  .addCommand(localCommand);

/** Makes Commander throw instead of exiting (help, unknown options), so that `runProgram` sets the exit code. */
function exitLikeHeadcount(command: Command): void {
  command.exitOverride().copyInheritedSettings(program);
  for (const each of command.commands) exitLikeHeadcount(each);
}

exitLikeHeadcount(program);
endQuietlyWithItsReader();
await runProgram(program, (error) => (error instanceof ReasonedError ? sentence(error.reason) : undefined));
