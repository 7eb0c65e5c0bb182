/** Budgets of calls that an account's groups share: token buckets whose levels many processes write. Pure. */
export { type Bucket, grantOf, type Level, latestFor, leftIn } from './bucket.ts';
export { type BucketLevels, callBudget, type LevelWritten } from './draw.ts';
export type { BudgetKind, CallBudget } from './port.ts';
