import type { Borrowed } from '../query/call.ts';
import { type TargetedService, targetedCall } from '../query/json-call.ts';
import type { SqsCalls } from './calls.ts';

const SQS: TargetedService = {
  name: 'sqs',
  label: 'SQS',
  variable: 'SQS',
  prefix: 'AmazonSQS',
  attempts: 4,
};

/** SQS without its SDK client, whose contract it fulfills. */
export function lightSqsCalls(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): SqsCalls {
  const call = targetedCall(SQS, borrowed, environment);
  return async (action, input) => (await call(action, input)) as never;
}
