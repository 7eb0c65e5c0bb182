import { Argument, Command } from 'commander';
import { UserError } from '../../../shared/model/index.ts';
import { REPORTS, type Report } from '../../../shared/names/index.ts';
import { print, printJson } from '../../../shared/terminal/index.ts';
import { awsSentence } from '../../aws-sentences.ts';

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
    const sentence = awsSentence((error as Error).cause ?? error, undefined);
    if (sentence === undefined) throw error;
    const isDenied = sentence.startsWith('AWS denies access');
    const remedy = isDenied
      ? '\nThe permissions of a worker are in docs/how-to/protect-busy-workers.md#permissions.'
      : '';
    throw new UserError(sentence + remedy, { cause: error });
  }
}
