import { Option } from 'commander';
import { type Activity, reasonOf } from '../../shared/evaluation/index.ts';
import {
  activityDocument,
  sentence,
  sizeText,
  table,
  timeText,
  unknownGroup,
} from '../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../shared/terminal/index.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { limitOf } from '../options.ts';

const MOST = 1000;

export const activitiesCommand = stageCommand('activities')
  .addArgument(groupArgument('<group>'))
  .addOption(new Option('--limit <n>', 'the maximum number of activities').argParser(limitOf(MOST)).default(20))
  .action((group: string, options: StageOptions & { limit: number }) =>
    withDeployment(options, async (deployment) => {
      const activities = await deployment.store.activities.list(group, options.limit);
      if (activities.length === 0 && !(await deployment.store.states.read([group])).has(group)) {
        throw unknownGroup(group, deployment);
      }
      if (options.json) printJson(activities.map(activityDocument));
      else if (activities.length === 0) printNote(`${group} has no scaling activities yet.`);
      else print(table(['STARTED (UTC)', 'TRIGGER', 'STATUS', 'SIZE', 'WHAT AND WHY'], activities.map(row)));
    }),
  );

const row = (activity: Activity): string[] => [
  timeText(activity.startedAt),
  activity.trigger,
  activity.status,
  sizeText(activity.decision),
  sentence(reasonOf(activity)),
];
