import { DUE_INDEX, dueShard, groupKey, KEY, SORT, versionSort } from '../../shared/names/index.ts';
import { completedPolicy } from '../../shared/policy/index.ts';
import { cloudWatchStandIn } from './aws/cloudwatch.ts';
import { TableStandIn } from './aws/dynamodb.ts';
import { describeInstanceStatus, FleetStandIn } from './aws/ec2.ts';
import { PushedFrames } from './aws/pushed-frames.ts';
import { type Requests, standIn } from './aws/server.ts';
import { type QueuedMessage, QueueStandIn } from './aws/sqs.ts';
import { type GroupKind, PUSHED_METRIC, validPolicy, WORKERS_PER_GROUP } from './group-kinds.ts';

const HOUR_MS = 3_600_000;

/** A stand-in for AWS with newly accepted groups of one kind, whose workers are an hour old. */
export interface Environment {
  readonly url: string;
  /** Makes the groups of a tick due, and returns them. */
  makeDue(tick: number): readonly string[];
  receive(limit: number): QueuedMessage[];
  takeRequests(): Requests;
  close(): Promise<void>;
}

export async function environmentOf(groupKind: GroupKind, groups: number): Promise<Environment> {
  const now = Date.now();
  const names = Array.from({ length: groups }, (_, index) => `group-${String(index).padStart(4, '0')}`);
  const frames = groupKind.isPushed ? new PushedFrames(names, PUSHED_METRIC, groupKind.metric) : null;
  const table = new TableStandIn((partition, from) => frames?.since(partition, from, Date.now()) ?? []);
  for (const group of names) {
    const key = { [KEY.partition]: groupKey(group) };
    const { document, policy } = validPolicy(groupKind, group);
    table.put({
      ...key,
      [KEY.sort]: versionSort(1),
      version: 1,
      document,
      completed: completedPolicy(policy),
      at: now,
      by: 'bench',
      because: 'to measure',
    });
    table.put({
      ...key,
      [KEY.sort]: SORT.state,
      version: 1,
      desired: WORKERS_PER_GROUP,
      [DUE_INDEX.partition]: dueShard(group),
      [DUE_INDEX.sort]: groupKind.every === 1 ? now - HOUR_MS : now + HOUR_MS,
    });
  }
  const queue = new QueueStandIn();
  const fleet = new FleetStandIn(names, WORKERS_PER_GROUP, new Date(now - HOUR_MS));
  const aws = await standIn({
    json: { ...table.actions, ...queue.actions, ...cloudWatchStandIn(() => groupKind.metric) },
    ec2: {
      DescribeInstances: (parameters) => fleet.describeInstances(parameters),
      DescribeInstanceStatus: describeInstanceStatus,
    },
  });
  return {
    ...aws,
    receive: (limit) => queue.receive(limit),
    makeDue(tick) {
      const turn = names.filter((_, index) => index % groupKind.every === tick % groupKind.every);
      // Groups that are evaluated in every tick stay due.
      if (groupKind.every > 1) {
        for (const group of turn) {
          table.change({ [KEY.partition]: groupKey(group), [KEY.sort]: SORT.state }, { [DUE_INDEX.sort]: Date.now() });
        }
      }
      return turn;
    },
  };
}
