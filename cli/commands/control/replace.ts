import { Option } from 'commander';
import { InvalidInputError, type Reason, ReasonedError } from '../../../shared/model/index.ts';
import {
  isInvalidRequest,
  type Replaced,
  type ReplaceUse,
  replace,
  replaceRequest,
  rolloutRequest,
  steer,
} from '../../../shared/operations/index.ts';
import { remedy, replacedDocument, replacedLines, sentence } from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { becauseOption, commandActor } from '../../actor.ts';
import { type Deployment, groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { errors } from '../../errors/index.ts';
import { everyOption } from '../live/watch.ts';
import { requestOf } from './controlled.ts';
import { watchRollout } from './rollout-watch.ts';

const ACTIONS = ['pause', 'resume', 'rollback', 'cancel'] as const;
type Action = (typeof ACTIONS)[number];

interface Options extends StageOptions, Partial<Record<Action, true>> {
  readonly version?: string;
  readonly all?: true;
  readonly because?: string;
  readonly watch?: true;
  readonly every: number;
}

export const replaceCommand = stageCommand('replace')
  .addArgument(groupArgument('<group>'))
  .addOption(
    new Option('--version <n>', 'the version of the launch template; without it, the version that the policy names'),
  )
  .option('--all', 'also replace workers that have this version already')
  .option('--pause', 'replace no more workers until --resume')
  .option('--resume', 'continue a rollout that is paused')
  .option('--rollback', 'go back to what ran before; during a rollback, go forward again')
  .option('--cancel', 'end the rollout, and leave all workers as they are')
  .addOption(becauseOption('the reason; status and the audit trail show it'))
  .option('-w, --watch', 'print the progress until the rollout has ended; exits with 1 if it is not complete then')
  .addOption(everyOption())
  .action((group: string, options: Options) => {
    const doing = doingOf(group, options);
    return withDeployment(options, async (deployment) => {
      const replaced = await doing(useOf(deployment)).catch((error: unknown) => {
        if (error instanceof ReasonedError && isInvalidRequest(error.reason))
          throw new InvalidInputError(sentence(error.reason), { ...about(error.reason), cause: error });
        throw error;
      });
      if (options.watch) return watchRollout(replaced, options, deployment);
      if (options.json) return printJson(replacedDocument(replaced));
      for (const line of replacedLines(replaced)) print(line);
      for (const note of replaced.notes) printNote(sentence(note));
    });
  });

const about = (reason: Reason) => ({ reason, remedy: remedy(reason) });

/** What is asked for: a rollout, or one thing that is done with the one in progress. */
function doingOf(group: string, options: Options): (use: ReplaceUse) => Promise<Replaced> {
  const { version, all, because } = options;
  const [action, another] = ACTIONS.filter((each) => options[each]);
  const actor = commandActor(because);
  const why = because === undefined ? {} : { because };
  if (action === undefined) {
    const request = requestOf('The request', replaceRequest, {
      ...(version !== undefined && { version }),
      ...(all && { all }),
      ...why,
    });
    return (use) => replace(group, request, actor, use);
  }
  if (another !== undefined) throw errors['wrong-usage']({ what: `Add --${action} or --${another}, not both` });
  if (version !== undefined || all)
    throw errors['wrong-usage']({
      what: `--${action} takes no --version and no --all: it is about the rollout in progress`,
    });
  const request = requestOf('The request', rolloutRequest, { action, ...why });
  return (use) => steer(group, request, actor, use);
}

const useOf = ({ evaluation, audit }: Deployment): ReplaceUse => ({
  ...audit,
  states: evaluation.states,
  policies: evaluation.policies,
  providers: evaluation.providers,
});
