import { resume, resumeAll, resumeRequest } from '../../../shared/operations/index.ts';
import { becauseOption } from '../../actor.ts';
import { groupArgument, type StageOptions, stageCommand } from '../../aws.ts';
import { controlNamed, type Directions, directionOf, inOption, oneOrAll, outOption, requestOf } from './controlled.ts';

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
    return controlNamed(named, request, options, { one: resume, all: resumeAll });
  });
