/** The conditions of groups that are watched, in the words of a sentence about the group. */
export const CONDITION_CLAUSES: Readonly<Record<'cannot-launch' | 'no-data' | 'replacing-in-loop' | 'at-max', string>> =
  {
    'cannot-launch': 'cannot launch the workers that it needs',
    'no-data': 'has rules without recent data',
    'replacing-in-loop': 'has replaced as many unhealthy workers as guards.velocity allows',
    'at-max': 'needs more workers than its maximum',
  };

/** The same sentence when a condition is over. */
export const CONDITION_OVER: typeof CONDITION_CLAUSES = {
  'cannot-launch': 'can launch the workers that it needs again',
  'no-data': 'has recent data for all its rules again',
  'replacing-in-loop': 'may replace unhealthy workers again',
  'at-max': 'no longer needs more workers than its maximum',
};
