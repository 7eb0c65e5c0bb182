import { type Iam, iamReads } from '../../aws/iam.ts';
import { asked, type Check } from '../../model/index.ts';
import type { PreflightContext, PreflightRequest, ProviderPreflight } from '../preflight/port.ts';
import { serviceRoleCheck } from '../preflight/service-role.ts';
import { groupTagChecks } from '../preflight/tags.ts';
import { autoScalingCall } from './api/call.ts';
import { describeGroups } from './api/describe-groups.ts';
import { because } from './because.ts';
import type { DescribedGroup } from './described/group.ts';
import type { AutoScalingGroupConfig } from './format/config.ts';
import type { AutoScaling } from './ports.ts';

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html */
const ROLE = { role: 'AWSServiceRoleForAutoScaling', service: 'autoscaling.amazonaws.com', isNeeded: true };

/** Checks that Auto Scaling may launch, and that the stage may resize the group. Describing the group shows whether it exists. */
export function autoScalingGroupPreflight({
  clients: { cloudwatch },
  stage,
}: PreflightContext): ProviderPreflight<AutoScalingGroupConfig> {
  const call = autoScalingCall(cloudwatch.config);
  const groups: AutoScaling['groups'] = (names) => describeGroups(call, names);
  return autoScalingGroupChecks({ iam: iamReads(cloudwatch.config), groups, stage });
}

interface Reads extends Pick<AutoScaling, 'groups'> {
  readonly iam: Pick<Iam, 'hasRole'>;
  readonly stage: string;
}

export const autoScalingGroupChecks =
  ({ iam, groups, stage }: Reads): ProviderPreflight<AutoScalingGroupConfig> =>
  async ({ group, config: { name }, capacity }) => {
    const [hasRole, read] = await Promise.all([
      iam.hasRole(ROLE.role),
      asked('autoscaling:DescribeAutoScalingGroups', '*', async () => (await groups([name])).get(name) ?? null),
    ]);
    const found = 'value' in read ? read.value : null;
    const tags = 'value' in read ? { value: found?.tags ?? null } : read;
    return [
      serviceRoleCheck(group, ROLE, hasRole),
      ...groupTagChecks({ group, stage, what: `Auto Scaling group ${name}` }, tags),
      ...(found === null ? [] : sizeChecks(group, found, capacity)),
    ];
  };

/** Warns if the group's own bounds are narrower than those of the policy. The sentences include the remedy. */
function sizeChecks(group: string, { name, min, max }: DescribedGroup, bounds: PreflightRequest['capacity']): Check[] {
  const reasons = [
    ...(max < bounds.max ? [because['group-at-max']({ name, max, wanted: bounds.max })] : []),
    ...(min > bounds.min ? [because['group-at-min']({ name, min, wanted: bounds.min })] : []),
  ];
  return reasons.map((reason) => ({ verdict: 'warning', group, reason, remedy: null }));
}
