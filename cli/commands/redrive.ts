import { type Redriven, redrive } from '../../shared/evaluation/index.ts';
import { type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { Failure } from '../failure.ts';
import { print, printJson, tell } from '../output.ts';

export const redriveCommand = stageCommand('redrive')
  .description('bring back what waits among the failures and the dead letters')
  .option('--dry-run', 'only tell what would be done')
  .action((options: StageOptions & { dryRun?: boolean }) =>
    withDeployment(options, async ({ table, clients }) => {
      const { awsRedriving } = await import('../../shared/aws/redriving.ts');
      const use = await awsRedriving(clients, { stage: options.stage, table });
      const redriven = await redrive(use, options.dryRun === true);
      if (options.json) printJson(redriven);
      else if (redriven.length === 0) tell('Nothing waits among the failures and the dead letters.');
      else print(redriven.map(({ told }) => told).join('\n'));
      throwStaying(redriven);
    }),
  );

function throwStaying(redriven: readonly Redriven[]): void {
  const staying = redriven.filter(({ stays }) => stays).length;
  if (staying === 0) return;
  const stay = staying === 1 ? '1 message stays' : `${staying} messages stay`;
  const about = staying === 1 ? 'it' : 'them';
  throw new Failure(`${stay}: docs/operations.md#failure-queue tells what to do about ${about}.`);
}
