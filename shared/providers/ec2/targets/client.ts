import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { patience } from '../../../aws/client-settings.ts';
import type { Targets } from '../ports.ts';
import { elbTargets } from './targets.ts';

/** The only module that loads the client of load balancers. `lazy.ts` imports it. */
export function targetsWithClient(onUnusable: (message: string) => void): Targets {
  return elbTargets(new ElasticLoadBalancingV2Client(patience(10_000)), onUnusable);
}
