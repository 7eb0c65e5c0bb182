import type { QueryCall } from '../../../aws/query/call.ts';
import { type Node, only, text } from '../../../aws/query/xml.ts';
import { inChunks } from '../../../model/index.ts';
import type { DescribedGroup, GroupMember, GroupTemplate } from '../described/group.ts';
import { explained } from '../errors.ts';
import { listParameters } from './call.ts';
import { everyPage, members, number } from './pages.ts';

/** "By default, you can only specify up to 50 names. You can optionally increase this limit using the MaxRecords property", up to 100. */
const NAMES_PER_CALL = 100;
const GROUPS = { action: 'DescribeAutoScalingGroups', set: 'AutoScalingGroups', perPage: NAMES_PER_CALL };

/**
 * Groups by name, one call for 100 of them. A name that this account and region do not have is missing from the answer.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html
 */
export async function describeGroups(call: QueryCall, names: readonly string[]): Promise<Map<string, DescribedGroup>> {
  const chunks = inChunks([...new Set(names)], NAMES_PER_CALL);
  const answers = await explained(
    () =>
      Promise.all(
        chunks.map((chunk) => everyPage(call, GROUPS, listParameters('AutoScalingGroupNames', chunk), groupOf)),
      ),
    names,
  );
  return new Map(answers.flat().map((group) => [group.name, group]));
}

function groupOf(node: Node): DescribedGroup {
  const described = members(node, 'Instances');
  return {
    name: text(node, 'AutoScalingGroupName'),
    arn: text(node, 'AutoScalingGroupARN'),
    min: number(node, 'MinSize') ?? 0,
    max: number(node, 'MaxSize') ?? 0,
    desired: number(node, 'DesiredCapacity') ?? 0,
    deleting: text(node, 'Status') !== '',
    template: templateIn(node) ?? templateIn(mixedIn(node), 'LaunchTemplateSpecification'),
    mixed: mixedIn(node) !== undefined,
    weighted: described.some((member) => text(member, 'WeightedCapacity') !== '') || hasWeights(node),
    cooldown: number(node, 'DefaultCooldown') ?? 0,
    warmup: warmupOf(node),
    protectsNew: text(node, 'NewInstancesProtectedFromScaleIn') === 'true',
    suspended: members(node, 'SuspendedProcesses').map((process) => text(process, 'ProcessName')),
    tags: Object.fromEntries(members(node, 'Tags').map((tag) => [text(tag, 'Key'), text(tag, 'Value')])),
    members: described.map(memberOf),
  };
}

const memberOf = (node: Node): GroupMember => ({
  id: text(node, 'InstanceId'),
  template: templateIn(node),
  instanceType: text(node, 'InstanceType'),
  zone: text(node, 'AvailabilityZone'),
  lifecycle: text(node, 'LifecycleState'),
  healthy: text(node, 'HealthStatus').toLowerCase() !== 'unhealthy',
  protected: text(node, 'ProtectedFromScaleIn') === 'true',
});

const mixedIn = (node: Node): Node => only(only(node, 'MixedInstancesPolicy'), 'LaunchTemplate');

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html: without a version, the default one. */
function templateIn(node: Node, name = 'LaunchTemplate'): GroupTemplate | null {
  const template = only(node, name);
  const id = text(template, 'LaunchTemplateId');
  if (id === '') return null;
  return { id, name: text(template, 'LaunchTemplateName'), version: text(template, 'Version') || '$Default' };
}

/** A mixed instances policy may give types weights: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateOverrides.html */
function hasWeights(node: Node): boolean {
  return members(mixedIn(node), 'Overrides').some((override) => text(override, 'WeightedCapacity') !== '');
}

/** -1 means that the value was removed. */
function warmupOf(node: Node): number | null {
  const seconds = number(node, 'DefaultInstanceWarmup');
  return seconds === undefined || seconds < 0 ? null : seconds;
}
