import { Option } from 'commander';
import { type Activity, reasonOf } from '../../shared/evaluation/index.ts';
import {
  activityDocument,
  type Cell,
  isoTimes,
  sentence,
  sizeText,
  table,
  timeText,
  unknownGroup,
} from '../../shared/presentation/index.ts';
import { printJson, printNote } from '../../shared/terminal/index.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../aws.ts';
import { limitOf, type TableOptions, viewOf, wideOption } from '../options.ts';
import { printTexts } from '../texts.ts';

const MOST = 1000;

export const activitiesCommand = stageCommand('activities')
  .addArgument(groupArgument('<group>'))
  .addOption(wideOption())
  .addOption(new Option('--limit <n>', 'the maximum number of activities').argParser(limitOf(MOST)).default(20))
  .action((group: string, options: StageOptions & TableOptions & { limit: number }) =>
    withDeployment(options, async (deployment) => {
      const activities = await deployment.store.activities.list(group, options.limit);
      if (activities.length === 0 && !(await deployment.store.states.read([group])).has(group)) {
        throw unknownGroup(group, deployment);
      }
      if (options.json) printJson(isoTimes(activities.map(activityDocument)));
      else if (activities.length === 0) printNote(`${group} has no scaling activities yet.`);
      else printTexts(table(COLUMNS, activities.map(row), viewOf(options)));
    }),
  );

const COLUMNS = ['STARTED (UTC)', { name: 'TRIGGER', rank: 1 }, 'STATUS', 'SIZE', 'WHAT AND WHY'];

const row = (activity: Activity): Cell[] => [
  timeText(activity.startedAt),
  activity.trigger,
  statusCell(activity),
  sizeText(activity.decision),
  sentence(reasonOf(activity)),
];

function statusCell({ status }: Activity): Cell {
  if (status === 'failed') return { text: status, tone: 'trouble' };
  return status === 'partial' ? { text: status, tone: 'caution' } : status;
}
