import {
  CreateFleetCommand,
  type CreateFleetResult,
  type EC2Client,
  RunInstancesCommand,
  type RunInstancesCommandOutput,
} from '@aws-sdk/client-ec2';
import { isBusy, isIdempotentMismatch, NOTHING_MATCHES } from '../../../instances/errors.ts';
import { type LaunchPart, launchInRounds, partsOf } from '../../launching/parts.ts';
import type { Requirements } from '../../launching/requirements.ts';
import { launchInTurns } from '../../launching/turns.ts';
import { isWeighted } from '../../launching/weights.ts';
import type { Ec2Launch, LaunchedInstance, Resizer } from '../../ports.ts';
import { answered } from './answered.ts';
import { interfacesOf, type NetworkInterface } from './interfaces.ts';
import {
  fleetAnswer,
  fleetRequest,
  type LaunchOf,
  type Run,
  refusedRun,
  refusedWhole,
  runLaunched,
  runRequest,
  runsOf,
} from './launch.ts';
import { matchingTypes } from './matching-types.ts';
import { launchErrors, type Refused } from './refusals.ts';

interface Answer {
  readonly launched: readonly LaunchedInstance[];
  readonly refused: readonly Refused[];
  readonly short: readonly string[];
  /** Whether a repeated request gets the same answer: EC2 has created the fleet, and its token keeps the answer. */
  readonly isFinal: boolean;
}

type LaunchedBy = (group: string, activity: string) => Promise<LaunchedInstance[]>;

/**
 * Launches what an intent says. Each request has its own token. A request depends on the answer to another one only if
 * that answer is final. So a repeated launch makes the same requests, and launches once.
 */
export function ec2Launcher(client: EC2Client, stage: string, launchedBy: LaunchedBy): Resizer['launch'] {
  async function fleet(of: LaunchOf, intent: Ec2Launch, part: LaunchPart): Promise<Answer> {
    const command = new CreateFleetCommand(fleetRequest(of, intent, part));
    const answer = await answered<CreateFleetResult>(client, command);
    if ('output' in answer) return answerOf(fleetAnswer(part, answer.output), true);
    if (isIdempotentMismatch(answer.refusal.code)) throw new TokenTaken(answer.refusal.message);
    return answerOf({ launched: [], refused: [refusedWhole(part, answer.refusal)] }, false);
  }

  async function run(
    of: LaunchOf,
    { launchTemplate }: Ec2Launch,
    interfaces: readonly NetworkInterface[],
    call: Run,
  ): Promise<Answer> {
    const command = new RunInstancesCommand(runRequest(of, launchTemplate, interfaces, call));
    const answer = await answered<RunInstancesCommandOutput>(client, command);
    if ('output' in answer) return answerOf({ launched: runLaunched(call, answer.output), refused: [] }, true);
    if (isIdempotentMismatch(answer.refusal.code)) throw new TokenTaken(answer.refusal.message);
    // EC2 does not keep the token of a failed call, so the same call may succeed later.
    return answerOf({ launched: [], refused: [refusedRun(call, answer.refusal)] }, false);
  }

  async function byRuns(of: LaunchOf, intent: Ec2Launch): Promise<Answer[]> {
    const interfaces = await interfacesOf(client, intent.launchTemplate);
    if (isWeighted(intent)) return launchInTurns(intent, (part) => run(of, intent, interfaces, runsOf(part)[0] as Run));
    const typed = intent.requirements ? await withTypes(client, intent.requirements, intent) : partsOf(intent);
    if (typed === null) return [nothingMatches(intent)];
    const calls = typed.flatMap(runsOf);
    const running = calls.map((call) => run(of, intent, interfaces, call));
    await Promise.allSettled(running);
    return Promise.all(running);
  }

  return async (group, activity, intent) => {
    const of: LaunchOf = { stage, group, activity, substitutes: intent.substitutes, warm: intent.warm };
    try {
      const answers =
        intent.by === 'run-instances'
          ? await byRuns(of, intent)
          : await (isWeighted(intent) ? launchInTurns : launchInRounds)(intent, (part) => fleet(of, intent, part));
      const errors = launchErrors(answers.flatMap(({ refused }) => refused));
      return {
        launched: answers.flatMap(({ launched }) => launched),
        // Only one pool of each zone was tried. The next launch tries others, without a back-off.
        errors:
          intent.by === undefined ? errors : errors.map((error) => (error.capacity ? { ...error, retry } : error)),
      };
    } catch (error) {
      if (!(error instanceof TokenTaken)) throw error;
      // The token belongs to another request, for example of an earlier version. Its launches are the outcome.
      const { code, message } = error;
      return { launched: await launchedBy(group, activity), errors: [{ code, message, pools: [], capacity: false }] };
    }
  };
}

const retry = 'now' as const;

/**
 * RunInstances takes no requirements, but one type. In each zone it is the smallest that matches and was not short there
 * lately; null if none matches. The same launch always takes the same.
 */
async function withTypes(
  client: EC2Client,
  requirements: Requirements,
  intent: Ec2Launch,
): Promise<LaunchPart[] | null> {
  const types = await matchingTypes(client, intent.launchTemplate, requirements);
  const [smallest] = types;
  if (!smallest) return null;
  const isLeftOut = (type: string, at: string) =>
    intent.leftOut?.some(({ instanceType, subnet }) => instanceType === type && subnet === at);
  return partsOf(intent).map((part) => ({
    ...part,
    pools: part.pools.map(({ subnet }) => ({
      subnet,
      instanceType: (types.find(({ name }) => !isLeftOut(name, subnet)) ?? smallest).name,
    })),
  }));
}

const nothingMatches = (intent: Ec2Launch): Answer => {
  const message = 'No instance type matches the requirements and can run the image of the launch template';
  return answerOf({ launched: [], refused: [refusedWhole(intent, { code: NOTHING_MATCHES, message })] }, false);
};

const answerOf = (answer: Pick<Answer, 'launched' | 'refused'>, isFinal: boolean): Answer => ({
  ...answer,
  // While EC2 throttles, no more requests are made.
  isFinal: isFinal && !answer.refused.some(({ code }) => isBusy(code)),
  short: answer.refused.flatMap(({ pools }) => pools),
});

class TokenTaken extends Error {
  readonly code = 'IdempotentParameterMismatch';
}
