import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { patience } from '../../../aws/client-settings.ts';
import { iamReads } from '../../../aws/iam.ts';
import { kmsKeyState } from '../../../aws/preflight/kms.ts';
import type { PreflightContext, ProviderPreflight } from '../../preflight/port.ts';
import type { Ec2Config } from '../format/config.ts';
import { hibernationOn } from './checks/hibernation.ts';
import { alarmsOn } from './checks/rollout-alarms.ts';
import { ec2Checks } from './checks.ts';
import { ec2DryRun } from './reads/dry-run.ts';
import { ec2Reads } from './reads/ec2-reads.ts';
import { passingOf } from './reads/passing.ts';
import { ec2Quota } from './reads/quota-value.ts';
import { enabledZonesOn, targetGroupOn } from './reads/target-group.ts';

/** The checks of the provider ec2 on AWS. */
export function ec2Preflight({
  clients: { cloudwatch },
  functions,
  stage,
}: PreflightContext): ProviderPreflight<Ec2Config> {
  const borrowed = cloudwatch.config;
  const client = new EC2Client(patience(15_000));
  const iam = iamReads(borrowed);
  const balancers = new ElasticLoadBalancingV2Client(patience(10_000));
  return ec2Checks({
    ...ec2Reads(client),
    profileRoles: iam.profileRoles,
    hasRole: iam.hasRole,
    notPassable: passingOf(functions, iam, stage),
    keyState: kmsKeyState(borrowed),
    quota: ec2Quota(borrowed),
    dryRun: ec2DryRun(client, stage),
    alarms: alarmsOn(cloudwatch),
    hibernation: hibernationOn(client),
    targetGroup: targetGroupOn(balancers),
    enabledZones: enabledZonesOn(balancers),
  });
}
