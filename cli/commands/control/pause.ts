import { Option } from 'commander';
import { pause, pauseAll, pauseRequest } from '../../../shared/operations/index.ts';
import { becauseOption } from '../../actor.ts';
import { groupArgument, type StageOptions, stageCommand } from '../../aws.ts';
import {
  controlNamed,
  type Directions,
  directionOf,
  inOption,
  oneOrAll,
  outOption,
  requestOf,
  written,
} from './controlled.ts';

interface Options extends StageOptions, Directions {
  readonly all?: boolean;
  readonly for?: string;
  readonly because: string;
}

export const pauseCommand = stageCommand('pause')
  .addArgument(groupArgument('[group]'))
  .option('--all', 'every group of the stage that exists now')
  .addOption(outOption())
  .addOption(inOption())
  .addOption(
    new Option('--for <duration>', 'end by itself after 30m, 2h or 1d; without it, "npx headcount resume" ends it'),
  )
  .addOption(becauseOption('the reason; status and every decision show it').makeOptionMandatory())
  .action((group: string | undefined, options: Options) => {
    const named = oneOrAll('pause', group, options.all);
    const { because, for: lasts } = options;
    const request = requestOf('The pause', pauseRequest, {
      ...directionOf(options),
      because,
      ...(lasts === undefined ? {} : { for: written(lasts) }),
    });
    return controlNamed(named, request, options, { one: pause, all: pauseAll });
  });
