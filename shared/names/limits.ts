/**
 * Timeouts that depend on each other. A claim's lease must be longer than the timeout of every function that can hold
 * one. Otherwise another evaluation would resume the activity of a slow function that still runs.
 */
export const FUNCTION_TIMEOUT_SECONDS = {
  'on-schedule': 30,
  evaluate: 120,
  'on-alarm': 60,
  'on-worker-event': 60,
  'on-push': 30,
  'on-policy-change': 60,
  'on-overflow': 10,
  'put-policy': 30,
  'refresh-prices': 120,
  tune: 120,
  // API Gateway waits 30 s at most: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
  api: 29,
} as const;
export type FunctionName = keyof typeof FUNCTION_TIMEOUT_SECONDS;

/** The functions that evaluate groups. Each has a role of its own, with the same permissions to observe and resize. */
export const EVALUATING_FUNCTIONS = ['evaluate', 'on-alarm', 'on-worker-event'] as const satisfies FunctionName[];
export type EvaluatingFunctionName = (typeof EVALUATING_FUNCTIONS)[number];

const CLOCKS_MAY_DIFFER_BY_SECONDS = 60;

/** Length of a claim's lease: the longest function timeout plus the clock difference between two machines. */
export const LEASE_SECONDS = Math.max(...Object.values(FUNCTION_TIMEOUT_SECONDS)) + CLOCKS_MAY_DIFFER_BY_SECONDS;

/**
 * After this many failures in a row, a group becomes a dead letter, and so does a message whose groups could not be observed.
 * Fewer failures may be temporary, such as throttled calls.
 */
export const FAILURES_UNTIL_DEAD_LETTER = 3;

/** Groups in a message to `tune`: it takes one process less than a minute. */
export const GROUPS_PER_TUNING = 20;
/**
 * Messages that `tune` works on at the same time. A tuning of `forecast` takes about two seconds, so that six processes tune
 * 10,000 such groups in an hour: `npm run bench -- tune`.
 */
export const TUNINGS_AT_ONCE = 8;
/** Where nothing is reserved, as in a new account with ten executions: the lowest limit that Lambda accepts. */
export const FEWEST_TUNINGS_AT_ONCE = 2;
/** The longest delay of a message in SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html */
export const LONGEST_DELAY_SECONDS = 900;
