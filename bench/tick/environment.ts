import {
  DUE_INDEX,
  dueShard,
  groupKey,
  isDue,
  KEY,
  LONGEST_GAP_MS,
  SORT,
  STEADY,
  versionSort,
} from '../../shared/names/index.ts';
import { completedPolicy } from '../../shared/policy/index.ts';
import { cloudWatchStandIn } from './aws/cloudwatch.ts';
import { TableStandIn } from './aws/dynamodb.ts';
import { describeInstanceStatus, FleetStandIn } from './aws/ec2.ts';
import { PushedFrames } from './aws/pushed-frames.ts';
import { type Requests, standIn } from './aws/server.ts';
import { type QueuedMessage, QueueStandIn } from './aws/sqs.ts';
import { type GroupKind, PUSHED_METRIC, validPolicy, WORKERS_PER_GROUP } from './group-kinds.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A stand-in for AWS with newly accepted groups of one kind, whose workers are an hour old. */
export interface Environment {
  readonly url: string;
  /** Passes to the time of a tick, ms since the epoch, and returns the groups that are due then. */
  passTo(tick: number): { readonly at: number; readonly due: readonly string[] };
  receive(limit: number): QueuedMessage[];
  takeRequests(): Requests;
  close(): Promise<void>;
}

export async function environmentOf(groupKind: GroupKind, groups: number): Promise<Environment> {
  // Ten minutes past the hour, because the end of an hour is extra work, and between the moments of steady groups.
  const first = Math.floor(Date.now() / HOUR_MS) * HOUR_MS + 10 * MINUTE_MS + (2 * MINUTE_MS) / 3;
  let now = first;
  const names = Array.from({ length: groups }, (_, index) => `group-${String(index).padStart(4, '0')}`);
  const frames = groupKind.isPushed ? new PushedFrames(names, PUSHED_METRIC, groupKind.metric) : null;
  const table = new TableStandIn((partition, from) => frames?.since(partition, from, now) ?? []);
  const dueAt = groupKind.isSteady ? STEADY : now - HOUR_MS;
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
      [DUE_INDEX.sort]: dueAt,
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
    passTo(tick) {
      now = first + tick * MINUTE_MS;
      // A new process of on-schedule looks further back, because the one before may have failed.
      const since = now - (tick === 0 ? LONGEST_GAP_MS : MINUTE_MS);
      return { at: now, due: names.filter((group) => isDue(group, dueAt, since, now)) };
    },
  };
}
