import { DUE_SHARDS } from '../../shared/names/index.ts';

/** AWS's limits per call. Repeated here, so that the benchmark checks the adapters' limits. */
const LIMIT = {
  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html; 100 groups per message is Headcount's limit. */
  groupsPerMessage: 100,
  messagesPerBatch: 10,
  /** Also Headcount's limit. A request for all groups is made once per invocation. */
  messagesPerInvocation: 10,
  /** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
  keysPerBatchGet: 100,
  /**
   * 200 filter values, of which the stage and four states take five.
   * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html
   */
  groupsPerListing: 195,
  /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
  instancesPerPage: 1000,
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
  queriesPerCall: 500,
} as const;

/** What an invocation has received. SQS keeps no order, so its groups need not be neighbors. */
export interface Received {
  readonly groups: number;
  /** The page of what each group pushes; empty if nothing is pushed. */
  readonly pushedPages: readonly number[];
  /** Groups that are evaluated for the first time: the function reads their policies, lists their workers and changes their states. */
  readonly newGroups: number;
}

export interface Due {
  readonly invocations: readonly Received[];
  readonly workersPerGroup: number;
  /** Metrics in CloudWatch. */
  readonly metricsPerGroup: number;
  /** Whether the function reads the prices, which it keeps for five minutes. */
  readonly readsPrices: boolean;
  /** Blocks of neighboring groups, in all invocations. Each block is one item, so a reader of one group reads few items. */
  readonly blocks: number;
}

/** The actions of a tick, in order. */
export const ACTIONS = [
  'Query',
  'SendMessageBatch',
  'BatchGetItem',
  'DescribeInstances',
  'DescribeInstanceStatus',
  'GetMetricData',
  'UpdateItem',
  'PutItem',
] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * The minimum number of calls for a tick. Every one of the DUE_SHARDS shards of the index needs a query. Policies are read
 * after the states, which contain their versions. A function reads the prices every five minutes. The two status checks need two calls, because EC2 combines filters with
 * AND. Conditional writes need a call per item, because batches do not support conditions. An invocation counts its evaluations
 * in one item, and records them in an item for each block of neighbors.
 */
export function leastCalls(due: Due): Record<Action, number> {
  const { invocations, workersPerGroup, metricsPerGroup, readsPrices } = due;
  const groups = sum(invocations.map((each) => each.groups));
  const messages = Math.ceil(groups / LIMIT.groupsPerMessage);
  const reads = Math.ceil(groups / LIMIT.keysPerBatchGet);
  const news = invocations.map(({ newGroups }) => newGroups);
  return {
    Query: DUE_SHARDS + sum(invocations.map(({ pushedPages }) => new Set(pushedPages).size)),
    SendMessageBatch: Math.ceil(messages / LIMIT.messagesPerBatch),
    BatchGetItem: reads + sum(news.map((some) => Math.ceil(some / LIMIT.keysPerBatchGet))) + (readsPrices ? 1 : 0),
    DescribeInstances: sum(news.map((some) => pages(some, workersPerGroup))),
    DescribeInstanceStatus: 2 * Math.ceil(messages / LIMIT.messagesPerInvocation),
    GetMetricData: Math.ceil((groups * metricsPerGroup) / LIMIT.queriesPerCall),
    UpdateItem: sum(news) + Math.ceil(messages / LIMIT.messagesPerInvocation),
    PutItem: due.blocks,
  };
}

/** Pages of the listings. A listing without instances still takes one call. */
function pages(groups: number, workersPerGroup: number): number {
  const full = Math.floor(groups / LIMIT.groupsPerListing);
  const rest = groups % LIMIT.groupsPerListing;
  const of = (listed: number) => Math.max(1, Math.ceil((listed * workersPerGroup) / LIMIT.instancesPerPage));
  return full * of(LIMIT.groupsPerListing) + (rest > 0 ? of(rest) : 0);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
