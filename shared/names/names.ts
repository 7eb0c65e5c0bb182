/**
 * Names that the stack writes and the functions read, in one place, so that synthesis and runtime agree.
 * Tag, table and attribute names are public: people read and write them with other tools.
 */

/** Tags on every worker. */
export const TAG = {
  group: 'headcount:group',
  stage: 'headcount:stage',
  /** The activity that launched the worker. */
  activity: 'headcount:activity',
  /** ISO time of the end of the drain; the worker keeps running until then. */
  drainingUntil: 'headcount:draining-until',
  /** Set by the owner, to any value but `false`: scale-in never terminates the worker. */
  protected: 'headcount:protected',
  /** Set by the worker to report that it can take work: any value but `false`. */
  ready: 'headcount:ready',
  /** Set by the worker to report whether it is busy: any value but `false`. A busy worker is no termination candidate. */
  busy: 'headcount:busy',
  /** Set by the worker to report that it is alive: the ISO time of the report. */
  alive: 'headcount:alive',
  /** Set by the worker to ask for its end, to any value but `false`: it drains, and is replaced only if the rules ask for it. */
  retire: 'headcount:retire',
  /** Set by a draining worker, to any value but `false`: it is done and may be terminated before its drain ends. */
  drained: 'headcount:drained',
  /** Set by Headcount: when an event that should report for the worker could not be read, and what was wrong with it. */
  unreadable: 'headcount:unreadable-report',
  /** On workers that were launched on demand because spot was short. */
  substitute: 'headcount:substitute',
  /** On members of the warm pool, which are no workers until they are started: any value but `false`. */
  warm: 'headcount:warm',
} as const;

/** Environment variables of the functions, and of the command line where it differs from the stage's defaults. */
export const ENVIRONMENT = {
  stage: 'HEADCOUNT_STAGE',
  table: 'HEADCOUNT_TABLE',
  queueUrl: 'HEADCOUNT_QUEUE_URL',
  deadLettersUrl: 'HEADCOUNT_DEAD_LETTERS_URL',
  failuresUrl: 'HEADCOUNT_FAILURES_URL',
  tuningsUrl: 'HEADCOUNT_TUNINGS_URL',
  alarmTopicArn: 'HEADCOUNT_ALARM_TOPIC_ARN',
  eventBus: 'HEADCOUNT_EVENT_BUS',
  recordCases: 'HEADCOUNT_RECORD_CASES',
  /** The regions whose stacks may ask for workers, separated by commas. */
  overflowRegions: 'HEADCOUNT_OVERFLOW_REGIONS',
  /** Of the command line: modules of extensions, separated by commas. */
  extensions: 'HEADCOUNT_EXTENSIONS',
} as const;

export const tableName = (stage: string): string => `headcount-${stage}`;
export const stackName = (stage: string): string => `headcount-${stage}`;
/** The bus that carries events about workers to other programs. */
export const eventBusName = (stage: string): string => `headcount-${stage}`;
/** Prefix of the names of all functions. */
export const FUNCTION_PREFIX = 'headcount-';
/** `name` is the function's folder. With fixed names, people find the logs, and other stacks find the function that writes policies. */
export const functionName = (stage: string, name: string): string => `${FUNCTION_PREFIX}${stage}-${name}`;

/** Fixed names, so that the command line finds the queues without reading the stack. */
export const queueName = (stage: string, queue: 'evaluations' | 'tunings' | 'dead-letters' | 'failures'): string =>
  `headcount-${stage}-${queue}`;
/** The CloudWatch dashboard. It has its region in its name, because names of dashboards are unique in an account. */
export const dashboardName = (stage: string, region: string): string => `headcount-${stage}-${region}`;
/** The topic that receives the conditions that a person should know. */
export const notifyTopicName = (stage: string): string => `headcount-${stage}-notify`;
/** The HTTP API. */
export const apiName = (stage: string): string => `headcount-${stage}`;
/** The managed policy that allows the calls of a level. Public. */
export const apiPolicyName = (stage: string, level: string): string => `headcount-${stage}-${level}`;
export const alarmTopicName = (stage: string): string => `headcount-${stage}-alarms`;

/** `detail-type` of the event with which a draining worker reports that it is done. Its detail is `{ "instance-id": "i-…" }`. Public. */
export const DRAINED_EVENT = 'Headcount Worker Drained';

/**
 * `detail-type` of the event on Headcount's bus with which a worker reports. Its detail is
 * `{ "instance-id": "i-…", "report": "ready" }`. Public.
 */
export const REPORTED_EVENT = 'Worker Reported';
/**
 * `detail-type` of the event on Headcount's bus that pushes metrics. Its detail is
 * `{ "group": "web", "values": { "orders": 12 } }`, or `{ "pushes": [ … ] }` for several groups or workers. Public.
 */
export const PUSHED_EVENT = 'Metrics Pushed';

/** What a worker may report of itself. */
export const REPORTS = ['ready', 'busy', 'idle', 'alive', 'retire'] as const;
export type Report = (typeof REPORTS)[number];

/** An event that should report for a worker, and does not; `unreadable` says what is wrong with it. */
export interface UnreadableReport {
  readonly unreadable: string;
}

/** EC2's limit for the value of a tag. */
const LONGEST_TAG_VALUE = 256;

/** The tags that carry a report. Every readable report shows that the worker is alive. `at`: ms since the epoch. */
export function tagsOfReport(report: Report | UnreadableReport, at: number): Readonly<Record<string, string>> {
  if (typeof report === 'object') {
    return { [TAG.unreadable]: `${new Date(at).toISOString()} ${report.unreadable}`.slice(0, LONGEST_TAG_VALUE) };
  }
  const alive = { [TAG.alive]: new Date(at).toISOString() };
  switch (report) {
    case 'ready':
      return { [TAG.ready]: 'true', ...alive };
    case 'busy':
      return { [TAG.busy]: 'true', ...alive };
    case 'idle':
      return { [TAG.busy]: 'false', ...alive };
    case 'retire':
      return { [TAG.retire]: 'true', ...alive };
    case 'alive':
      return alive;
  }
}

export const KEY = { partition: 'pk', sort: 'sk' } as const;
export const groupKey = (group: string): string => `GROUP#${group}`;
export const SORT = {
  policy: 'POLICY',
  state: 'STATE',
  versionPrefix: 'POLICY#',
  activityPrefix: 'ACTIVITY#',
  /** When a group is evaluated for what was pushed. */
  wake: 'WAKE',
  /** Which group resizes a target. */
  owner: 'OWNER',
  /** What a group cost on a day; the date follows. */
  costPrefix: 'COST#',
  /** Who did what with a group; a second copy is in the audit trail of the stage. */
  auditPrefix: 'AUDIT#',
  /** The groups of a cluster. */
  members: 'MEMBERS',
} as const;
/** Zero-padded, so that versions sort numerically. */
export const versionSort = (version: number): string => `${SORT.versionPrefix}${String(version).padStart(8, '0')}`;
export const activitySort = (id: string): string => `${SORT.activityPrefix}${id}`;

/** One item for each cluster, with the groups that it has. The index of due groups shows that there are any. */
export const clusterKey = (cluster: string): string => `CLUSTER#${cluster}`;
/** A cluster with more groups is not evaluated in one pass. */
export const MOST_GROUPS_OF_CLUSTER = 100;

/** One item for each worker, so that events of other instances are recognized without a call of EC2. */
export const workerKey = (id: string): string => `WORKER#${id}`;

/** A request that the API has answered; `key` is a checksum. */
export const requestKey = (key: string): string => `REQUEST#${key}`;

/** The account's call budget: one item per bucket, with the bucket's kind as the sort key. */
export const BUDGET_KEY = 'ACCOUNT#budget';

/** The item that counts what happens in the stage. */
export const COUNTS_KEY = 'STAGE#counts';

/** The item that lists the offerings that were recently unavailable to the account. */
export const OFFERINGS_KEY = 'ACCOUNT#offerings';

/** The prices of instance types, with one item for each operating system. */
export const PRICES_KEY = 'PRICES';
/**
 * Beside the prices: a group whose policy was set aside, or rejected because a price could not be read. When the item
 * is deleted, the table's stream makes the policy be tried again.
 */
export const WAITING_PREFIX = 'WAITING#';

/** Which group resizes a service, a fleet or an Auto Scaling group. Its sort key is `SORT.owner`. */
export const targetKey = (kind: string, target: string): string => `TARGET#${kind}#${target}`;

/** What right-sizing has found, with one item for each group that asks for it. */
export const RIGHTSIZE_KEY = 'RIGHTSIZE';

/** Attributes of a POLICY item that are not part of the document. */
export const POLICY_ITEM_EXTRAS = {
  by: 'changedBy',
  because: 'changedBecause',
  at: 'changedAt',
  through: 'changedThrough',
  /** New with each change. Our tools write the id of `changeId`; others may write any text. */
  id: 'changeId',
  /** The version whose document a rollback wrote. */
  rolledBackTo: 'changedRolledBackTo',
} as const;
/** Prefix of `by` in policies that a CDK app deploys; the construct's path follows. */
export const CDK_AUTHOR_PREFIX = 'cdk:';

/** The index that finds due groups. Only STATE items of groups with a policy have its keys, and items of clusters. */
export const DUE_INDEX = { name: 'due', partition: 'dueShard', sort: 'dueAt' } as const;
/** Spreads the writes of 10,000 groups over the partitions of the index. Every shard costs one query per tick. */
export const DUE_SHARDS = 4;
const shardKey = (shard: number): string => `due#${shard}`;
export const DUE_SHARD_KEYS: readonly string[] = Array.from({ length: DUE_SHARDS }, (_, shard) => shardKey(shard));
export const dueShard = (group: string): string => shardKey(hashOf(group) % DUE_SHARDS);

function hashOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return hash;
}

/** Groups share items of pushed values: DynamoDB bills a write by the kilobyte, and the value of one group has 25 bytes. */
export const PUSHED_PAGES = 256;
/** The page of a group. Groups of one page are evaluated together, so that the page is read once. */
export const pushedPage = (group: string): number => hashOf(group) % PUSHED_PAGES;
/** `of`: a page, or a group for the values of its workers. */
export const pushedKey = (of: number | string): string => `PUSHED#${of}`;

/** The audit trail of the stage: a partition for each month, so that a list begins with the newest. `month`: `2026-11`. */
export const auditKey = (month: string): string => `AUDIT#${month}`;

/** Groups of neighboring pages share the records of their evaluations. */
export const evaluationsKey = ({ first, size }: { readonly first: number; readonly size: number }): string =>
  `EVALUATIONS#${first}-${first + size - 1}`;
/** The recorded cases of a group. */
export const casesKey = (group: string): string => `CASES#${group}`;

/** Epoch seconds after which DynamoDB may delete a history item. Never use it for a lease, because DynamoDB deletes late. */
export const EXPIRES_ATTRIBUTE = 'expiresAt';

export const alarmPrefix = (stage: string): string => `headcount/${stage}/`;
export const groupAlarmPrefix = (stage: string, group: string): string => `${alarmPrefix(stage)}${group}/`;
export const alarmName = (stage: string, group: string, rule: string, side: 'high' | 'low'): string =>
  `${groupAlarmPrefix(stage, group)}${rule}/${side}`;

/** The most groups in one SQS message: 1,000 groups fit into one batch of ten messages. */
export const GROUPS_PER_MESSAGE = 100;

/** The group of an alarm of this stage, read from the alarm's name; `undefined` for any other alarm. */
export function groupOfAlarm(stage: string, name: string): string | undefined {
  if (!name.startsWith(alarmPrefix(stage))) return undefined;
  return name.slice(alarmPrefix(stage).length).split('/')[0] || undefined;
}

/** Headcount's own metric: seconds that groups waited for their evaluation. One series a stage, because AWS charges for each. */
export const OWN_METRIC = { namespace: 'Headcount', wait: 'EvaluationWait', dimension: 'Stage' } as const;
/** What the function evaluate counts for the stage. Public. */
export const STAGE_METRIC = { evaluations: 'Evaluations', failed: 'FailedEvaluations', resizes: 'Resizes' } as const;
/** Entries of a group's outbox that were dropped and not reported yet. Public. */
export const DROPPED_METRIC = 'DroppedEvents';
/** Metrics of a group whose policy has `telemetry: metrics`. Public. */
export const GROUP_METRIC = {
  desired: 'DesiredWorkers',
  ready: 'ReadyWorkers',
  starting: 'StartingWorkers',
  draining: 'DrainingWorkers',
  unhealthy: 'UnhealthyWorkers',
  dimension: 'Group',
} as const;

/** Source of the events on the bus. */
export const EVENT_SOURCE = 'headcount';
/** `detail-type` of the events about conditions of which somebody is notified. Public. */
export const CONDITION_EVENT = {
  'cannot-launch': 'Group Cannot Launch',
  'no-data': 'Group Cannot See',
  'replacing-in-loop': 'Group Replacing',
  'at-max': 'Group At Maximum',
} as const;
/** `detail-type` of the other events. Public. */
export const EVENT = {
  decided: 'Scaling Decided',
  held: 'Scaling Held',
  resizeStarted: 'Resize Started',
  resizeCompleted: 'Resize Completed',
  resizeFailed: 'Resize Failed',
  launched: 'Worker Launched',
  draining: 'Worker Draining',
  takenBack: 'Worker Taken Back',
  terminated: 'Worker Terminated',
  unhealthy: 'Worker Unhealthy',
  replaced: 'Worker Replaced',
  policyAccepted: 'Policy Accepted',
  policyRefused: 'Policy Refused',
  policyRolledBack: 'Policy Rolled Back',
  paused: 'Group Paused',
  resumed: 'Group Resumed',
  budgetNear: 'Group Budget Near',
  budgetExhausted: 'Group Budget Exhausted',
  overflowing: 'Group Overflowing',
  overflowFailed: 'Group Overflow Failed',
  rolloutStarted: 'Rollout Started',
  rolloutCheckpoint: 'Rollout Checkpoint',
  rolloutCompleted: 'Rollout Completed',
  rolloutFailed: 'Rollout Failed',
  rolloutRolledBack: 'Rollout Rolled Back',
  dropped: 'Events Dropped',
} as const;
export type EventType = (typeof EVENT)[keyof typeof EVENT] | (typeof CONDITION_EVENT)[keyof typeof CONDITION_EVENT];
/** Events of which somebody is notified. */
export const NOTIFIED_EVENTS: readonly EventType[] = [
  ...Object.values(CONDITION_EVENT),
  EVENT.budgetNear,
  EVENT.budgetExhausted,
  EVENT.overflowFailed,
  EVENT.rolloutFailed,
];
