import type { QueryCall } from '../../../aws/query/call.ts';
import { type Node, text } from '../../../aws/query/xml.ts';
import { explained } from '../errors.ts';
import { everyPage, number } from './pages.ts';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScheduledUpdateGroupAction.html */
export interface ScheduledAction {
  readonly name: string;
  /** Five cron fields; empty for an action that happens once. */
  readonly recurrence: string;
  /** Empty: UTC. */
  readonly timezone: string;
  /** ms since the epoch; null: not given. */
  readonly start: number | null;
  readonly end: number | null;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly desired: number | undefined;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScheduledActions.html */
const SCHEDULED = { action: 'DescribeScheduledActions', set: 'ScheduledUpdateGroupActions', perPage: 100 };

export const describeScheduled = (call: QueryCall, group: string): Promise<ScheduledAction[]> =>
  explained(() => everyPage(call, SCHEDULED, { AutoScalingGroupName: group }, actionOf), [group]);

const actionOf = (node: Node): ScheduledAction => ({
  name: text(node, 'ScheduledActionName'),
  recurrence: text(node, 'Recurrence'),
  timezone: text(node, 'TimeZone'),
  start: moment(text(node, 'StartTime')),
  end: moment(text(node, 'EndTime')),
  min: number(node, 'MinSize'),
  max: number(node, 'MaxSize'),
  desired: number(node, 'DesiredCapacity'),
});

const moment = (value: string): number | null => (value === '' ? null : Date.parse(value));
