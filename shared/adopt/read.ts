import type { QueryCall } from '../aws/query/call.ts';
import { describePolicies, describeScheduled } from '../providers/auto-scaling-group/api/index.ts';
import { groupNow } from '../providers/auto-scaling-group/api/resize.ts';
import type { ExistingGroup, PolicyAlarm } from './model.ts';

/** Reads the alarms that have the ARN among their actions. */
export type AlarmsOf = (actionArn: string) => Promise<readonly PolicyAlarm[]>;

/** Reads all settings of a group. Throws an `AutoScalingGroupError` when the group does not exist, or when AWS denies access. */
export async function readExistingGroup(call: QueryCall, alarmsOf: AlarmsOf, name: string): Promise<ExistingGroup> {
  const group = await groupNow(call, name);
  const [policies, scheduled] = await Promise.all([describePolicies(call, name), describeScheduled(call, name)]);
  const byAlarms = policies.filter(({ type }) => type === 'StepScaling' || type === 'SimpleScaling');
  const alarms = await Promise.all(byAlarms.map(async ({ arn }) => [arn, await alarmsOf(arn)] as const));
  return { group, policies, scheduled, alarms: new Map(alarms) };
}
