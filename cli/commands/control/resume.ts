import { resume, resumeAll, resumeRequest } from '../../../shared/operations/index.ts';
import { becauseOption, commandActor } from '../../actor.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import {
  controlMany,
  controlOne,
  type Directions,
  directionOf,
  inOption,
  oneOrAll,
  outOption,
  requestOf,
  useOf,
} from './controlled.ts';

interface Options extends StageOptions, Directions {
  readonly all?: boolean;
  readonly because: string;
}

export const resumeCommand = stageCommand('resume')
  .addArgument(groupArgument('[group]'))
  .option('--all', 'end what "pause --all" has set; groups that were paused by name stay paused')
  .addOption(outOption())
  .addOption(inOption())
  .addOption(becauseOption().makeOptionMandatory())
  .action((group: string | undefined, options: Options) => {
    const named = oneOrAll('resume', group, options.all);
    const { because } = options;
    const request = requestOf('The request', resumeRequest, { ...directionOf(options), because });
    return withDeployment(options, async (deployment) => {
      const actor = commandActor(because);
      if (named !== null) return controlOne(resume(named, request, actor, useOf(deployment)), options.json);
      const groups = await deployment.store.records.groups();
      return controlMany(resumeAll(groups, request, actor, useOf(deployment)), options.json);
    });
  });
