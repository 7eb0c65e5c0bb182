import { Argument, Command } from 'commander';
import { REPORTS, type Report } from '../../../shared/names/index.ts';
import { print, printJson } from '../../../shared/terminal/index.ts';
import { awsError } from '../../aws-errors.ts';
import { errors } from '../../errors/index.ts';

const DID: Readonly<Record<Report, string>> = {
  ready: 'has reported that it is ready',
  busy: 'has reported that it is busy',
  idle: 'has reported that it is idle',
  alive: 'has reported that it is alive',
  retire: 'has asked to retire',
};

export const workerCommand = new Command('worker')
  .addArgument(
    new Argument('<report>', 'ready for work, busy, idle, alive, or retire to drain and stop counting').choices([
      ...REPORTS,
    ]),
  )
  .option('--json', 'print JSON')
  .action(async (report: Report, { json }: { json?: boolean }) => {
    const at = Date.now();
    const { id, region } = await reported(report, at);
    if (json) printJson({ worker: id, region, report, at: new Date(at).toISOString() });
    else print(`${id} ${DID[report]}.`);
  });

async function reported(report: Report, at: number) {
  try {
    const { reportAsWorker } = await import('../../../shared/runtime/worker-reporting.ts');
    return await reportAsWorker(report, at);
  } catch (error) {
    // The cause is AWS's own error; the error around it names the call.
    const cause = (error as Error).cause ?? error;
    const explained = awsError(cause, undefined);
    if (explained?.reason.code !== 'access-denied') throw explained ?? error;
    throw errors['worker-access-denied']({ message: (cause as Error).message }, error);
  }
}
