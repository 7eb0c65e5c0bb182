import { DUE_SHARDS } from '../../shared/aws/names.ts';

/** What one call may carry, by AWS's limits. Written down here once more, so that the adapters' own are checked. */
const LIMIT = {
  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html; 100 groups a message is Headcount's. */
  groupsPerMessage: 100,
  messagesPerBatch: 10,
  /** Messages that one invocation takes are Headcount's, too: what is asked once for all groups is asked once for these. */
  messagesPerInvocation: 10,
  /** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
  keysPerBatchGet: 100,
  /**
   * 200 filter values, of which three say the stage and two states.
   * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html
   */
  groupsPerListing: 197,
  /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
  instancesPerPage: 1000,
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
  queriesPerCall: 500,
} as const;

export interface Due {
  /** Groups that are due on the tick. */
  readonly groups: number;
  readonly workersEach: number;
  readonly metricsEach: number;
  /** Whether the function has not read their policies yet. */
  readonly areNew: boolean;
  /** Groups whose state changes. */
  readonly changed: number;
}

/** Every action a tick may take, in its order. */
export const ACTIONS = [
  'Query',
  'SendMessageBatch',
  'BatchGetItem',
  'DescribeInstances',
  'DescribeInstanceStatus',
  'GetMetricData',
  'UpdateItem',
] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * The fewest calls with which a tick can be done: the index has DUE_SHARDS shards and each is a query; a policy can be
 * read only once the state has told its version; of the two status checks an instance may fail either, and filters are
 * all to be met; a conditional write is one call, since a batch cannot have conditions.
 */
export function leastCalls({ groups, workersEach, metricsEach, areNew, changed }: Due): Record<Action, number> {
  const messages = Math.ceil(groups / LIMIT.groupsPerMessage);
  const reads = Math.ceil(groups / LIMIT.keysPerBatchGet);
  return {
    Query: DUE_SHARDS,
    SendMessageBatch: Math.ceil(messages / LIMIT.messagesPerBatch),
    BatchGetItem: areNew ? 2 * reads : reads,
    DescribeInstances: pages(groups, workersEach),
    DescribeInstanceStatus: 2 * Math.ceil(messages / LIMIT.messagesPerInvocation),
    GetMetricData: Math.ceil((groups * metricsEach) / LIMIT.queriesPerCall),
    UpdateItem: changed,
  };
}

/** Each listing's instances come in pages of their own, and a listing without any still takes one call. */
function pages(groups: number, workersEach: number): number {
  const full = Math.floor(groups / LIMIT.groupsPerListing);
  const rest = groups % LIMIT.groupsPerListing;
  const of = (listed: number) => Math.max(1, Math.ceil((listed * workersEach) / LIMIT.instancesPerPage));
  return full * of(LIMIT.groupsPerListing) + (rest > 0 ? of(rest) : 0);
}
