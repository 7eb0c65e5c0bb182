import { Option } from 'commander';
import { preview } from '../../../shared/evaluation/index.ts';
import { healthiestFirst, versionsIn, workersWithHealth } from '../../../shared/operations/index.ts';
import {
  membersDocument,
  membersText,
  notDescribed,
  unknownGroup,
  workerHealthDocument,
  workersHealthText,
} from '../../../shared/presentation/index.ts';
import { print, printJson } from '../../../shared/terminal/index.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { type TableOptions, viewOf, wideOption } from '../../options.ts';

interface Options extends StageOptions, TableOptions {
  readonly healthiest?: boolean;
}

export const workersCommand = stageCommand('workers')
  .addArgument(groupArgument('<group>'))
  .addOption(wideOption())
  .addOption(new Option('--healthiest', 'ready workers with the lowest load first, instead of the oldest first'))
  .action((group: string, { json, healthiest, ...options }: Options) =>
    withDeployment(options, async (deployment) => {
      const present = await preview(group, deployment.evaluation);
      if (!present) throw unknownGroup(group, deployment);
      const { at, policy, observedWorkers, undescribed } = present;
      const listed = workersWithHealth({ rules: policy?.rules ?? [] }, observedWorkers, await versionsIn(present));
      const workers = healthiest ? healthiestFirst(listed) : listed;
      const members = membersDocument(present);
      if (json)
        printJson({ group, at: new Date(at).toISOString(), workers: workers.map(workerHealthDocument), members });
      else {
        const pool = membersText(present, viewOf(options));
        print([workersHealthText(workers, viewOf(options)), ...(pool === null ? [] : ['', pool])].join('\n'));
      }
      if (undescribed) throw notDescribed(group, undescribed);
    }),
  );
