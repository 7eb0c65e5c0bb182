import * as z from 'zod';
import type { WorkerEvent } from '../../evaluation/index.ts';
import { inSeries } from '../../model/index.ts';
import { DRAINED_EVENT, REPORTED_EVENT, REPORTS, TAG } from '../../names/index.ts';

const MAX_LENGTH = 300;
/** A tag of the worker carries it. */
const MAX_PROBLEM = 200;
const MAX_WRITTEN = 60;

const KIND = { 'shutting-down': 'leaving', terminated: 'leaving', stopping: 'stops', stopped: 'stops' } as const;

const id = z.string().regex(/^i-[0-9a-f]{8,17}$/);
const arn = z
  .string()
  .max(200)
  .regex(/^arn:[a-z-]+:ec2:[a-z0-9-]+:\d{12}:instance\/i-[0-9a-f]{8,17}$/);
const at = z.iso.datetime().transform((time) => Date.parse(time));
const ofInstance = z.object({ 'instance-id': id });
const fromEc2 = { source: z.literal('aws.ec2'), time: at };

/** Tags whose change is delivered: of any worker, and of draining ones. */
const OWN_TAGS = [TAG.ready, TAG.retire];
const REPORTING_TAGS: readonly string[] = [...OWN_TAGS, TAG.drained, TAG.busy];

/**
 * The events that EventBridge rules deliver; see infra/constructs/handlers/on-worker-event.ts.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/monitor-tags.html
 */
const event = z.discriminatedUnion('detail-type', [
  z.object({ 'detail-type': z.literal('EC2 Spot Instance Interruption Warning'), ...fromEc2, detail: ofInstance }),
  z.object({ 'detail-type': z.literal('EC2 Instance Rebalance Recommendation'), ...fromEc2, detail: ofInstance }),
  z.object({
    'detail-type': z.literal('EC2 Instance State-change Notification'),
    ...fromEc2,
    detail: ofInstance.extend({ state: z.enum(['shutting-down', 'terminated', 'stopping', 'stopped']) }),
  }),
  z.object({
    'detail-type': z.literal('Tag Change on Resource'),
    source: z.literal('aws.tag'),
    time: at,
    resources: z.tuple([arn]),
    detail: z.object({
      'changed-tag-keys': z
        .array(z.string().max(128))
        .max(100)
        .refine((keys) => REPORTING_TAGS.some((tag) => keys.includes(tag))),
    }),
  }),
  // Any program that may put events can write this one, so the schema allows only the field it needs.
  z.object({
    'detail-type': z.literal(DRAINED_EVENT),
    source: z.string().max(256),
    time: at,
    detail: z.strictObject({ 'instance-id': id }),
  }),
  // As above. IAM decides who may put it, and so who may report for which worker.
  z.object({
    'detail-type': z.literal(REPORTED_EVENT),
    source: z.string().max(256),
    time: at,
    detail: z.strictObject({ 'instance-id': id, report: z.enum(REPORTS) }),
  }),
]);

/** An event that reports what no worker can report, for an instance that it does not name. */
export interface NamelessReport {
  readonly kind: 'nameless';
  readonly why: string;
}

/** As much of a report as shows which worker it is about. */
const about = z.object({ time: at, detail: z.object({ 'instance-id': id }) });

/**
 * The event that on-worker-event received. A report that cannot be read is a result, because nobody could retry it with
 * success, and any program that may put events can send one.
 */
export function receivedEvent(received: unknown): WorkerEvent | NamelessReport {
  const isReport = (Object(received) as Record<string, unknown>)['detail-type'] === REPORTED_EVENT;
  if (!isReport) return workerEventOf(received);
  const { success, error } = event.safeParse(received);
  if (success) return workerEventOf(received);
  const named = about.safeParse(received).data;
  if (named === undefined) return { kind: 'nameless', why: notKnown(received, error) };
  return {
    kind: 'unreadable',
    worker: named.detail['instance-id'],
    at: named.time,
    problem: problemOf(received, error),
  };
}

/** What is wrong in few words, such as `detail.report is "bsuy"`. */
function problemOf(received: unknown, { issues: [issue] }: z.ZodError): string {
  const path = issue?.path ?? [];
  const where = path.join('.') || 'the event';
  if (issue?.code === 'unrecognized_keys')
    return `${where} has the unknown field ${JSON.stringify(issue.keys[0])}`.slice(0, MAX_PROBLEM);
  const found = path.reduce<unknown>((value, key) => Object(value)[key], received);
  const written = found === undefined ? 'missing' : JSON.stringify(found);
  const allowed = path.at(-1) === 'report' ? `, and must be ${inSeries(REPORTS, 'or')}` : '';
  return `${where} is ${written.slice(0, MAX_WRITTEN)}${allowed}`.slice(0, MAX_PROBLEM);
}

/** The worker event in an EventBridge event. Throws an error that quotes the event when its type is unknown. */
export function workerEventOf(received: unknown): WorkerEvent {
  const parsed = event.safeParse(received);
  if (!parsed.success) throw new Error(notKnown(received, parsed.error));
  const { data } = parsed;
  switch (data['detail-type']) {
    case 'EC2 Spot Instance Interruption Warning':
      return { kind: 'interruption', worker: data.detail['instance-id'], at: data.time };
    case 'EC2 Instance Rebalance Recommendation':
      return { kind: 'rebalance', worker: data.detail['instance-id'], at: data.time };
    case 'EC2 Instance State-change Notification':
      return { kind: KIND[data.detail.state], worker: data.detail['instance-id'], at: data.time };
    case 'Tag Change on Resource': {
      const keys = data.detail['changed-tag-keys'];
      const isOwn = OWN_TAGS.some((tag) => keys.includes(tag));
      return { kind: isOwn ? 'asks' : 'tagged', worker: data.resources[0].split('/')[1] ?? '', at: data.time };
    }
    case REPORTED_EVENT:
      return { kind: 'reported', report: data.detail.report, worker: data.detail['instance-id'], at: data.time };
    case DRAINED_EVENT:
      return { kind: 'drained', worker: data.detail['instance-id'], at: data.time };
  }
}

function notKnown(received: unknown, { issues }: z.ZodError): string {
  const where = issues[0]?.path.join('.') || 'the shape of the demand';
  return `not an event of a worker (${where} is not as expected): ${JSON.stringify(received)}`.slice(0, MAX_LENGTH);
}
