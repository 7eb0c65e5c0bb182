import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Targets } from '../../evaluation/ports.ts';
import { patience } from '../clients.ts';
import { elbTargets } from './targets.ts';

/** The only module that loads the client of load balancers; reached through `lazy.ts`. */
export function targetsWithClient(onUnusable: (told: string) => void): Targets {
  return elbTargets(new ElasticLoadBalancingV2Client(patience(10_000)), onUnusable);
}
