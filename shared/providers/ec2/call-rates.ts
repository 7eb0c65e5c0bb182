import type { Bucket } from '../call-budget/index.ts';

/** The token buckets with which EC2 limits an account's calls. */
export type Ec2Bucket = 'launched-instances' | 'terminate-calls';

/**
 * The default buckets of an account in a region: resource tokens of RunInstances, which fleets use as well, and request
 * tokens of TerminateInstances.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
export const BUCKETS: Readonly<Record<Ec2Bucket, Bucket>> = {
  'launched-instances': { burst: 1000, perSecond: 2 },
  'terminate-calls': { burst: 100, perSecond: 5 },
};

/** A call accepts at most 1,000 ids. */
export const terminateCalls = (workers: number): number => Math.ceil(workers / 1000);
