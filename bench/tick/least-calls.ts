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

export interface Due {
  /** Groups due in the tick. */
  readonly groups: number;
  readonly workersPerGroup: number;
  /** Metrics in CloudWatch. */
  readonly metricsPerGroup: number;
  /** The page of what each group pushes; empty if nothing is pushed. */
  readonly pushedPages: readonly number[];
  /** Whether the function must still read their policies. */
  readonly areNew: boolean;
  /** Whether the function reads the prices, which it keeps for five minutes. */
  readonly readsPrices: boolean;
  /** Groups whose state changes. */
  readonly changed: number;
  /** Blocks of neighboring groups, over all invocations: what a reader of one group reads is in the items of its blocks. */
  readonly blocks: number;
  /** Whether the function has listed the workers of these groups in the last minutes. */
  readonly areListed: boolean;
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
  const { groups, workersPerGroup, metricsPerGroup, areNew, readsPrices, changed, areListed } = due;
  const messages = Math.ceil(groups / LIMIT.groupsPerMessage);
  const reads = Math.ceil(groups / LIMIT.keysPerBatchGet);
  const invocations = Math.ceil(messages / LIMIT.messagesPerInvocation);
  const perInvocation = LIMIT.groupsPerMessage * LIMIT.messagesPerInvocation;
  const listed = Array.from({ length: invocations }, (_, n) => Math.min(perInvocation, groups - n * perInvocation));
  return {
    Query: DUE_SHARDS + pagesRead(due.pushedPages, perInvocation),
    SendMessageBatch: Math.ceil(messages / LIMIT.messagesPerBatch),
    BatchGetItem: (areNew ? 2 * reads : reads) + (readsPrices ? 1 : 0),
    DescribeInstances: areListed ? 0 : listed.reduce((sum, some) => sum + pages(some, workersPerGroup), 0),
    DescribeInstanceStatus: 2 * invocations,
    GetMetricData: Math.ceil((groups * metricsPerGroup) / LIMIT.queriesPerCall),
    UpdateItem: changed + invocations,
    PutItem: due.blocks,
  };
}

/** Groups of a page are neighbors in the queue. A page is read once by each invocation that has groups of it. */
function pagesRead(pages: readonly number[], perInvocation: number): number {
  const sorted = pages.toSorted((one, other) => one - other);
  const read = sorted.map((page, index) => `${Math.floor(index / perInvocation)} ${page}`);
  return new Set(read).size;
}

/** Pages of the listings. A listing without instances still takes one call. */
function pages(groups: number, workersPerGroup: number): number {
  const full = Math.floor(groups / LIMIT.groupsPerListing);
  const rest = groups % LIMIT.groupsPerListing;
  const of = (listed: number) => Math.max(1, Math.ceil((listed * workersPerGroup) / LIMIT.instancesPerPage));
  return full * of(LIMIT.groupsPerListing) + (rest > 0 ? of(rest) : 0);
}
