import { type Asked, blocked, type Check, passed, unchecked, warned } from '../../../model/index.ts';
import type { TargetGroup } from './ports.ts';
import { because } from './reasons.ts';

/** `…:targetgroup/web/0123` is named `web`. */
const nameOf = (arn: string): string => arn.split('/').at(-2) ?? arn;

/** Whether workers of these VPCs can be registered in the target group, and get requests from it. */
export function targetGroupCheck(
  group: string,
  arn: string,
  answer: Asked<TargetGroup | null>,
  vpcs: readonly string[],
): Check {
  if ('failure' in answer) return unchecked(group, answer.failure);
  const found = answer.value;
  const remedy = because['remedy-target-group']({});
  if (found === null) return blocked(group, because['target-group-missing']({ arn }), remedy);
  const name = nameOf(arn);
  if (found.targetType !== 'instance') {
    return blocked(group, because['target-group-type']({ name, type: found.targetType }), remedy);
  }
  if (vpcs.length > 0 && !vpcs.includes(found.vpc)) {
    return blocked(group, because['target-group-vpc']({ name, vpc: found.vpc }), remedy);
  }
  if (!found.hasLoadBalancer) {
    return warned(group, because['target-group-unused']({ name }), because['remedy-target-group-listener']({}));
  }
  return passed(group, because['target-group-found']({ name }));
}
