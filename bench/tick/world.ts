import { DUE_INDEX, dueShard, groupKey, KEY, SORT, versionSort } from '../../shared/aws/names.ts';
import { cloudWatchStandIn } from './aws/cloudwatch.ts';
import { TableStandIn } from './aws/dynamodb.ts';
import { describeInstanceStatus, FleetStandIn } from './aws/ec2.ts';
import { type Asked, standIn } from './aws/server.ts';
import { type QueuedMessage, QueueStandIn } from './aws/sqs.ts';
import { type Situation, validDocument, WORKERS_EACH } from './situations.ts';

const HOUR_MS = 3_600_000;

/** An AWS with so many groups in one situation, just accepted, their workers an hour old. */
export interface World {
  readonly url: string;
  /** Makes due the groups whose turn it is on a tick; how many they are. */
  makeDue(tick: number): number;
  receive(atMost: number): QueuedMessage[];
  takeAsked(): Asked;
  close(): Promise<void>;
}

export async function worldOf(situation: Situation, groups: number): Promise<World> {
  const now = Date.now();
  const names = Array.from({ length: groups }, (_, index) => `group-${String(index).padStart(4, '0')}`);
  const table = new TableStandIn();
  for (const group of names) {
    const key = { [KEY.partition]: groupKey(group) };
    const document = validDocument(situation, group);
    table.put({
      ...key,
      [KEY.sort]: versionSort(1),
      version: 1,
      document,
      at: now,
      by: 'bench',
      because: 'to measure',
    });
    table.put({
      ...key,
      [KEY.sort]: SORT.state,
      version: 1,
      desired: WORKERS_EACH,
      [DUE_INDEX.partition]: dueShard(group),
      [DUE_INDEX.sort]: situation.every === 1 ? now - HOUR_MS : now + HOUR_MS,
    });
  }
  const queue = new QueueStandIn();
  const fleet = new FleetStandIn(names, WORKERS_EACH, new Date(now - HOUR_MS));
  const aws = await standIn({
    json: { ...table.actions, ...queue.actions, ...cloudWatchStandIn(() => situation.metric) },
    ec2: {
      DescribeInstances: (parameters) => fleet.describeInstances(parameters),
      DescribeInstanceStatus: describeInstanceStatus,
    },
  });
  return {
    ...aws,
    receive: (atMost) => queue.receive(atMost),
    makeDue(tick) {
      const turn = names.filter((_, index) => index % situation.every === tick % situation.every);
      // A group that is polled on every tick stays due by itself.
      if (situation.every > 1) {
        for (const group of turn) {
          table.change({ [KEY.partition]: groupKey(group), [KEY.sort]: SORT.state }, { [DUE_INDEX.sort]: Date.now() });
        }
      }
      return turn.length;
    },
  };
}
