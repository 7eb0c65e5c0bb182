/**
 * Times that hold each other up. A claim's lease must outlive every function that can hold one, or a slow evaluation
 * would be taken for a dead one.
 */
export const FUNCTION_TIMEOUT_SECONDS = {
  'on-schedule': 30,
  evaluate: 120,
  'on-alarm': 60,
  'on-worker-event': 60,
  'on-policy-change': 60,
  'put-policy': 30,
} as const;
export type FunctionName = keyof typeof FUNCTION_TIMEOUT_SECONDS;

const CLOCKS_MAY_DIFFER_BY_SECONDS = 60;

/** How long a claim lasts: the longest function, and what two machines' clocks may differ by. */
export const LEASE_SECONDS = Math.max(...Object.values(FUNCTION_TIMEOUT_SECONDS)) + CLOCKS_MAY_DIFFER_BY_SECONDS;
