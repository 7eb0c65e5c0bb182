/** What the functions may invoke: names of other functions are rejected, and IAM denies them. */
export const FUNCTION_PREFIX = 'metrics-for-headcount-';
