import { blocked, type Check, passed, unchecked, warned } from '../../../../model/index.ts';
import { targetGroupName } from '../../targets/name.ts';
import type { LaunchFacts, Subnet } from '../ports.ts';
import { because } from '../reasons.ts';

/** Whether workers in these subnets can be registered in the target group, and get requests from it. */
export async function targetGroupCheck(
  { group, arn, subnets }: { readonly group: string; readonly arn: string; readonly subnets: readonly Subnet[] },
  facts: Pick<LaunchFacts, 'targetGroup' | 'enabledZones'>,
): Promise<Check> {
  const answer = await facts.targetGroup(arn);
  if ('failure' in answer) return unchecked(group, answer.failure);
  const found = answer.value;
  const remedy = because['remedy-target-group']({});
  if (found === null) return blocked(group, because['target-group-missing']({ arn }), remedy);
  const name = targetGroupName(arn);
  if (found.targetType !== 'instance') {
    return blocked(group, because['target-group-type']({ name, type: found.targetType }), remedy);
  }
  if (subnets.length > 0 && !subnets.some(({ vpc }) => vpc === found.vpc)) {
    return blocked(group, because['target-group-vpc']({ name, vpc: found.vpc }), remedy);
  }
  if (found.loadBalancers.length === 0) {
    return warned(group, because['target-group-unused']({ name }), because['remedy-target-group-listener']({}));
  }
  const enabled = await facts.enabledZones(found.loadBalancers);
  if ('failure' in enabled) return unchecked(group, enabled.failure);
  const outside = subnets.filter(({ zone }) => !enabled.value.has(zone));
  if (outside.length === 0) return passed(group, because['target-group-found']({ name }));
  const zones = [...new Set(outside.map(({ zone }) => zone))].toSorted();
  const reason = because['target-group-zone']({ name, subnets: outside.map(({ id }) => id), zones });
  const problem = outside.length === subnets.length ? blocked : warned;
  return problem(group, reason, because['remedy-target-group-zone']({ zones }));
}
