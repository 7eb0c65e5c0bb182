import {
  CreateFleetCommand,
  type CreateFleetResult,
  type EC2Client,
  RunInstancesCommand,
  type RunInstancesCommandOutput,
} from '@aws-sdk/client-ec2';
import { type LaunchPart, launchInRounds, partsOf } from '../../launching/parts.ts';
import type { Ec2Launch, LaunchedInstance, Resizer } from '../../ports.ts';
import { isBusy, isIdempotentMismatch } from '../errors.ts';
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
  async function fleet(of: LaunchOf, { launchTemplate }: Ec2Launch, part: LaunchPart): Promise<Answer> {
    const command = new CreateFleetCommand(fleetRequest(of, launchTemplate, part));
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
    const calls = partsOf(intent).flatMap(runsOf);
    const interfaces = await interfacesOf(client, intent.launchTemplate);
    const running = calls.map((call) => run(of, intent, interfaces, call));
    await Promise.allSettled(running);
    return Promise.all(running);
  }

  return async (group, activity, intent) => {
    const of: LaunchOf = { stage, group, activity, substitutes: intent.substitutes };
    try {
      const answers =
        intent.by === 'run-instances'
          ? await byRuns(of, intent)
          : await launchInRounds(intent, (part) => fleet(of, intent, part));
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

const answerOf = (answer: Pick<Answer, 'launched' | 'refused'>, isFinal: boolean): Answer => ({
  ...answer,
  // While EC2 throttles, no more requests are made.
  isFinal: isFinal && !answer.refused.some(({ code }) => isBusy(code)),
  short: answer.refused.flatMap(({ pools }) => pools),
});

class TokenTaken extends Error {
  readonly code = 'IdempotentParameterMismatch';
}
