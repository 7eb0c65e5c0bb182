import type { Context } from 'aws-lambda';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../names/index.ts';

export type TimedContext = Pick<Context, 'getRemainingTimeInMillis'>;

/** How long an invocation may still take, in ms: what Lambda grants, and at most the time limit of the function. */
export const timeLeft = (context: TimedContext, name: FunctionName): number =>
  Math.min(context.getRemainingTimeInMillis(), FUNCTION_TIMEOUT_SECONDS[name] * 1000);
