import type { Borrowed } from '../query/call.ts';
import { targetedCall } from '../query/json-call.ts';
import type { CloudWatchCalls } from './calls.ts';

const CLOUDWATCH = {
  label: 'CloudWatch',
  name: 'monitoring',
  variable: 'CLOUDWATCH',
  attempts: 4,
  prefix: 'GraniteServiceVersion20100801',
};

/** CloudWatch without its SDK client. Its contract is that client, but of an alarm's times, which nobody reads. */
export function lightCloudWatchCalls(
  borrowed: Borrowed,
  environment: NodeJS.ProcessEnv = process.env,
): CloudWatchCalls {
  const call = targetedCall(CLOUDWATCH, borrowed, environment);
  return async (action, input) => withTimes(await call(action, inSeconds(input))) as never;
}

/** The protocol writes times as seconds. */
const inSeconds = (input: object): object =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, value instanceof Date ? value.getTime() / 1000 : value]),
  );

function withTimes(answer: Readonly<Record<string, unknown>>): object {
  const { MetricDataResults: results } = answer as { MetricDataResults?: readonly { Timestamps?: number[] }[] };
  if (results === undefined) return answer;
  const dated = results.map((result) => ({
    ...result,
    Timestamps: (result.Timestamps ?? []).map((seconds) => new Date(Math.round(seconds * 1000))),
  }));
  return { ...answer, MetricDataResults: dated };
}
