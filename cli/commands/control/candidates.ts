import { Option } from 'commander';
import { preview } from '../../../shared/evaluation/index.ts';
import { MOST_WORKERS } from '../../../shared/model/index.ts';
import { candidatesIn } from '../../../shared/operations/index.ts';
import { candidatesDocument, candidatesText, notDescribed, unknownGroup } from '../../../shared/presentation/index.ts';
import { print, printJson } from '../../../shared/terminal/index.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { errors } from '../../errors/index.ts';
import { limitOf, type TableOptions, viewOf, wideOption } from '../../options.ts';

interface Options extends StageOptions, TableOptions {
  readonly count?: number;
}

export const candidatesCommand = stageCommand('candidates')
  .addArgument(groupArgument('<group>'))
  .addOption(wideOption())
  .addOption(
    new Option('--count <n>', 'how many workers the scale-in terminates; without it, all').argParser(
      limitOf(MOST_WORKERS),
    ),
  )
  .action((group: string, { json, count, ...options }: Options) =>
    withDeployment(options, async (deployment) => {
      const present = await preview(group, deployment.evaluation);
      if (!present) throw unknownGroup(group, deployment);
      if (present.undescribed) throw notDescribed(group, present.undescribed);
      const found = candidatesIn(present, count);
      if (!found) throw errors['no-active-policy']({ group });
      if (json) printJson(candidatesDocument(group, found));
      else print(candidatesText(found, viewOf(options)));
    }),
  );
