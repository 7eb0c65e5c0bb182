/**
 * Names that the stack writes and the functions read: one place, so that synth and runtime cannot disagree.
 * Tag, table and attribute names are public: people read and write them with other tools.
 */

/** Tags on every worker. */
export const TAG = {
  group: 'headcount:group',
  stage: 'headcount:stage',
  /** The activity that launched the worker. */
  activity: 'headcount:activity',
  /** ISO time until which a draining worker is left alone. */
  drainingUntil: 'headcount:draining-until',
  /** Set by the owner, to any value but `false`: the worker is never retired. */
  protected: 'headcount:protected',
  /** Set by the worker, `false` or anything else: whether it has work; a busy one is spared until its drain has passed. */
  busy: 'headcount:busy',
  /** Set by a draining worker, to any value but `false`: it is done and may be terminated before its drain has passed. */
  drained: 'headcount:drained',
} as const;

/** Environment of the functions, and of the command line where it differs from the stage's defaults. */
export const ENVIRONMENT = {
  stage: 'HEADCOUNT_STAGE',
  table: 'HEADCOUNT_TABLE',
  queueUrl: 'HEADCOUNT_QUEUE_URL',
  alarmTopicArn: 'HEADCOUNT_ALARM_TOPIC_ARN',
  eventBus: 'HEADCOUNT_EVENT_BUS',
  recordCases: 'HEADCOUNT_RECORD_CASES',
} as const;

export const tableName = (stage: string): string => `headcount-${stage}`;
export const stackName = (stage: string): string => `headcount-${stage}`;
/** The bus on which other programs are told of workers. */
export const eventBusName = (stage: string): string => `headcount-${stage}`;
/** `name` is the function's folder. Known names let people find logs, and other stacks the writer of policies. */
export const functionName = (stage: string, name: string): string => `headcount-${stage}-${name}`;

/** Known names, so that the command line finds them without asking for the stack. */
export const queueName = (stage: string, queue: 'evaluations' | 'dead-letters' | 'failures'): string =>
  `headcount-${stage}-${queue}`;
export const alarmTopicName = (stage: string): string => `headcount-${stage}-alarms`;

/** `detail-type` of the event by which a draining worker says that it is done; its detail is `{ "instance-id": "i-…" }`. Public. */
export const DRAINED_EVENT = 'Headcount Worker Drained';

export const KEY = { partition: 'pk', sort: 'sk' } as const;
export const groupKey = (group: string): string => `GROUP#${group}`;
export const SORT = {
  policy: 'POLICY',
  state: 'STATE',
  versionPrefix: 'POLICY#',
  activityPrefix: 'ACTIVITY#',
} as const;
/** Zero-padded, so that versions sort as numbers do. */
export const versionSort = (version: number): string => `${SORT.versionPrefix}${String(version).padStart(8, '0')}`;
export const activitySort = (id: string): string => `${SORT.activityPrefix}${id}`;

/** Items of no group: how much of the account's calls is left, one for each bucket, its kind the sort key. */
export const BUDGET_KEY = 'ACCOUNT#budget';

/** The item of capacity that the account was lately refused. */
export const OFFERINGS_KEY = 'ACCOUNT#offerings';

/** Attributes of a POLICY item that are not part of the document. */
export const POLICY_ITEM_EXTRAS = { by: 'changedBy', because: 'changedBecause', at: 'changedAt' } as const;
/** Begins the `by` of policies that a CDK app deploys; the construct's path follows. */
export const CDK_AUTHOR_PREFIX = 'cdk:';

/** The index by which due groups are found: only STATE items of groups with a policy carry its keys. */
export const DUE_INDEX = { name: 'due', partition: 'dueShard', sort: 'dueAt' } as const;
/** Enough that no partition of the index takes all of 10,000 groups' writes; each shard is one query a tick. */
export const DUE_SHARDS = 4;
const shardKey = (shard: number): string => `due#${shard}`;
export const DUE_SHARD_KEYS: readonly string[] = Array.from({ length: DUE_SHARDS }, (_, shard) => shardKey(shard));
export const dueShard = (group: string): string => {
  let hash = 0;
  for (const character of group) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return shardKey(hash % DUE_SHARDS);
};

/** Epoch seconds after which DynamoDB may delete a history item. Never a lease: deletion comes late. */
export const EXPIRES_ATTRIBUTE = 'expiresAt';

export const alarmPrefix = (stage: string): string => `headcount/${stage}/`;
export const groupAlarmPrefix = (stage: string, group: string): string => `${alarmPrefix(stage)}${group}/`;
export const alarmName = (stage: string, group: string, rule: string, side: 'high' | 'low'): string =>
  `${groupAlarmPrefix(stage, group)}${rule}/${side}`;

/** Groups an SQS message carries: 1,000 groups fit one batch of ten messages. */
export const GROUPS_PER_MESSAGE = 100;

/** The group that an alarm of this stage belongs to, by its name; `undefined` for any other alarm. */
export function groupOfAlarm(stage: string, name: string): string | undefined {
  if (!name.startsWith(alarmPrefix(stage))) return undefined;
  return name.slice(alarmPrefix(stage).length).split('/')[0] || undefined;
}

/** Source and detail-types of the events on the bus. */
export const EVENT_SOURCE = 'headcount';
export const EVENT_TYPE = {
  draining: 'Workers Draining',
  'drain-canceled': 'Workers Taken Back',
  terminated: 'Workers Terminated',
  launched: 'Workers Launched',
} as const;
