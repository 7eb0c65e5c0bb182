import type { Bucket } from '../call-budget/index.ts';

/** The buckets in which EC2 counts an account's calls. */
export type Ec2Bucket =
  | 'launched-instances'
  | 'fleet-requests'
  | 'run-requests'
  | 'terminate-calls'
  | 'started-instances'
  | 'start-calls';

/**
 * An account's buckets in a region, unless AWS has raised them: resource tokens of RunInstances, which a fleet draws on
 * too, and of StartInstances, and request tokens of CreateFleet (a mutating action of no category of its own),
 * RunInstances, StartInstances and TerminateInstances.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
export const BUCKETS: Readonly<Record<Ec2Bucket, Bucket>> = {
  'launched-instances': { burst: 1000, perSecond: 2 },
  'fleet-requests': { burst: 50, perSecond: 5 },
  'run-requests': { burst: 5, perSecond: 2 },
  'terminate-calls': { burst: 100, perSecond: 5 },
  'started-instances': { burst: 1000, perSecond: 2 },
  'start-calls': { burst: 5, perSecond: 2 },
};

/** A call accepts at most 1,000 ids. */
export const terminateCalls = (workers: number): number => Math.ceil(workers / 1000);
