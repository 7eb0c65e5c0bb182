import { Argument, Option } from 'commander';
import { endScale, endScaleRequest, scale, scaleRequest } from '../../../shared/operations/index.ts';
import { becauseOption, commandActor } from '../../actor.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { errors } from '../../errors/index.ts';
import { controlOne, requestOf, useOf, workersOf, written } from './controlled.ts';

interface Options extends StageOptions {
  readonly for?: string;
  readonly because: string;
  readonly force?: boolean;
  readonly end?: boolean;
}

export const scaleCommand = stageCommand('scale')
  .addArgument(groupArgument('<group>'))
  .addArgument(new Argument('[workers]', 'the number of workers: a floor and a ceiling').argParser(workersOf))
  .addOption(new Option('--for <duration>', 'how long: 30m, 2h, 1d; at most 30d'))
  .addOption(becauseOption('the reason; status and every decision show it').makeOptionMandatory())
  .option('--force', 'also below capacity.min or above capacity.max, but never beyond guards')
  .option('--end', 'end a size that was set earlier, now')
  .action((group: string, workers: number | undefined, options: Options) => {
    const { because, end, force, for: lasts } = options;
    const actor = commandActor(because);
    if (end) {
      if (workers !== undefined || lasts !== undefined || force)
        throw errors['wrong-usage']({ what: '--end takes no number, --for or --force' });
      const request = requestOf('The request', endScaleRequest, { because });
      return withDeployment(options, (deployment) =>
        controlOne(endScale(group, request, actor, useOf(deployment)), options.json),
      );
    }
    if (workers === undefined || lasts === undefined) {
      throw errors['wrong-usage']({
        what: `Write the number of workers and how long, such as: npx headcount scale ${group} ${workers ?? 8} --for ${lasts ?? '1h'} --because "load test"`,
      });
    }
    const request = requestOf('The size', scaleRequest, {
      workers,
      for: written(lasts),
      because,
      ...(force && { force }),
    });
    return withDeployment(options, (deployment) =>
      controlOne(scale(group, request, actor, useOf(deployment)), options.json),
    );
  });
