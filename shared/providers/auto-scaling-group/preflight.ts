import { type Iam, iamReads } from '../../aws/iam.ts';
import type { Check } from '../../model/index.ts';
import type { PreflightContext, ProviderPreflight } from '../preflight/port.ts';
import { serviceRoleCheck } from '../preflight/service-role.ts';
import type { AutoScalingGroupConfig } from './format/config.ts';

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html */
const ROLE = { role: 'AWSServiceRoleForAutoScaling', service: 'autoscaling.amazonaws.com', isNeeded: true };

/** Checks that Auto Scaling may launch; that the group exists shows when it is described. */
export const autoScalingGroupPreflight = ({
  clients: { cloudwatch },
}: PreflightContext): ProviderPreflight<AutoScalingGroupConfig> => autoScalingGroupChecks(iamReads(cloudwatch.config));

const autoScalingGroupChecks =
  (iam: Pick<Iam, 'hasRole'>): ProviderPreflight<AutoScalingGroupConfig> =>
  async ({ group }): Promise<Check[]> => {
    return [serviceRoleCheck(group, ROLE, await iam.hasRole(ROLE.role))];
  };
