import { becauseOfOverflow as because, type OtherRegions, type RegionAnswer } from '../../evaluation/index.ts';
import { functionName } from '../../names/index.ts';
import { connectionError, isTimeout } from '../bounded-fetch.ts';
import { functionAnswer } from '../lambda/answer.ts';
import { invoke } from '../lambda/invoke.ts';
import type { Borrowed } from '../query/call.ts';

/** An answer crosses an ocean twice in 0.5 s, and a function starts in one. */
const PATIENCE_MS = 2500;
/** Of 100 groups, each takes some 200. */
const MOST_BYTES = 262_144;

/** Asks the function that receives requests in each region. A call that fails is not repeated: the next evaluation asks again. */
export function otherRegions(
  borrowed: Borrowed,
  { stage }: { readonly stage: string },
  environment?: NodeJS.ProcessEnv,
  milliseconds: number = PATIENCE_MS,
): OtherRegions {
  const name = functionName(stage, 'on-overflow');
  return {
    stage,
    own: () => borrowed.region(),

    async send(region, message): Promise<RegionAnswer> {
      const there = { ...borrowed, region: async () => region };
      const invocation = { function: name, payload: JSON.stringify(message), milliseconds, mostBytes: MOST_BYTES };
      try {
        const answered = functionAnswer(await invoke(invocation, there, environment));
        switch (answered.kind) {
          case 'answered':
            return answered.threw === null
              ? { document: answered.document }
              : { failed: because['overflow-unreachable']({ region, error: answered.threw }) };
          case 'too-large':
            return { failed: because['overflow-answer-invalid']({ region, answer: `more than ${MOST_BYTES} bytes` }) };
          case 'not-invoked':
            return { failed: notInvoked(region, name, answered) };
        }
      } catch (error) {
        const why = isTimeout(error) ? `no answer in ${milliseconds / 1000} s` : connectionError(error);
        return { failed: because['overflow-unreachable']({ region, error: why }) };
      }
    },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
function notInvoked(region: string, name: string, { status, error }: { status: number; error: string }) {
  if (status === 404) return because['overflow-no-stack']({ region, function: name });
  if (status === 403) return because['overflow-not-allowed']({ region, error });
  return because['overflow-unreachable']({ region, error });
}
