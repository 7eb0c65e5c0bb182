import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { type Asked, asked, blocked, type Check, passed, unchecked, warned } from '../../../../model/index.ts';
import type { LaunchFacts } from '../ports.ts';
import { because } from '../reasons.ts';

/**
 * Reads alarms by their names; a policy names at most ten.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export const alarmsOn =
  (client: CloudWatchClient): LaunchFacts['alarms'] =>
  (names) =>
    asked('cloudwatch:DescribeAlarms', names.join(', '), async () => {
      const command = new DescribeAlarmsCommand({
        AlarmNames: [...names],
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      });
      const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(command);
      const found = [...MetricAlarms, ...CompositeAlarms];
      return new Map(found.map(({ AlarmName = '', StateValue = '' }) => [AlarmName, StateValue]));
    });

/** A rollout waits for an alarm that does not exist, and does not start while one is in ALARM. */
export function alarmChecks(
  group: string,
  names: readonly string[],
  answer: Asked<ReadonlyMap<string, string>>,
): Check[] {
  if ('failure' in answer) return [unchecked(group, answer.failure)];
  const missing = names.filter((name) => !answer.value.has(name));
  const firing = names.filter((name) => answer.value.get(name) === 'ALARM');
  const problems = [
    ...(missing.length > 0
      ? [blocked(group, because['rollout-alarms-missing']({ alarms: missing }), because['remedy-rollout-alarms']({}))]
      : []),
    ...(firing.length > 0
      ? [warned(group, because['rollout-alarms-firing']({ alarms: firing }), because['remedy-rollout-firing']({}))]
      : []),
  ];
  return problems.length > 0 ? problems : [passed(group, because['rollout-alarms-found']({ alarms: names }))];
}
