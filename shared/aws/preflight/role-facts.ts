import type { Asked } from '../../model/index.ts';
import { functionName, versionIn } from '../../names/index.ts';
import type { EvaluatingRole, Judgement, RoleFacts, SimulatedCalls } from '../../operations/index.ts';
import { iamReads } from '../iam.ts';
import type { Borrowed } from '../query/call.ts';
import type { FunctionFacts } from './functions.ts';

/** Reads what the roles of a stage's functions may do. */
export function awsRoleFacts(
  borrowed: Borrowed,
  stage: string,
  functions: Pick<FunctionFacts, 'function'>,
  environment: NodeJS.ProcessEnv = process.env,
): RoleFacts {
  const iam = iamReads(borrowed, environment);
  return {
    async roleOf(name): Promise<Asked<EvaluatingRole | null>> {
      const answer = await functions.function(functionName(stage, name));
      if ('failure' in answer || answer.value === null) return answer as Asked<null>;
      const { arn, role, description } = answer.value;
      const [, partition = '', , region = '', account = ''] = arn.split(':');
      return { value: { arn: role, place: { partition, region, account }, version: versionIn(description) } };
    },
    simulate: inTurn(iam.simulate),
  };
}

/**
 * One simulation after the other, and each only once: IAM throttles its calls for the whole account, and the groups of a
 * stage need much the same.
 */
function inTurn(simulate: RoleFacts['simulate']): RoleFacts['simulate'] {
  const known = new Map<string, Promise<Asked<readonly Judgement[]>>>();
  let last: Promise<unknown> = Promise.resolve();
  return (role: string, calls: SimulatedCalls) => {
    const key = JSON.stringify([role, calls]);
    const earlier = known.get(key);
    if (earlier) return earlier;
    const answer = last.then(() => simulate(role, calls));
    known.set(key, answer);
    last = answer;
    return answer;
  };
}
