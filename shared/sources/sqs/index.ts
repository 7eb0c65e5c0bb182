import { recordingsOfQueue } from '../queue-recordings.ts';
import type { SourceModule } from '../source-module.ts';
import type { SqsSource } from './schema.ts';

export type { SqsSource } from './schema.ts';

const SIGNALS = { waiting: 'waiting', inFlight: 'running', all: 'tasks', delayed: null } as const;

/** A count of messages, read from the queue itself: fresher and cheaper than the queue's CloudWatch metric. */
export const sqs = {
  kind: 'sqs',
  isRead: true,
  presentOnly: { instead: 'such as NumberOfMessagesSent of the queue' },
  permissions: [
    {
      sid: 'CountMessagesOfQueuesThatPoliciesName',
      actions: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
      resources: [{ service: 'sqs', resource: '*' }],
      patternBecause: 'Policies written after the deployment name the queues. Counts are read, never messages.',
      usedBy: ({ queue }) => [{ service: 'sqs', resource: queue }],
    },
  ],
  price: {
    unit: 'request to SQS',
    usdPerUnit: 0.4e-6,
    unitsPerEvaluation: 1,
    page: 'https://aws.amazon.com/sqs/pricing/',
  },
  facts: (source) => ({
    period: 60,
    maxAge: 180,
    settles: 0,
    statistic: null,
    isTotal: true,
    countsWaiting: source.count === 'waiting',
    computedBy: null,
    identity: Object.values(source).sort(),
    measures: { signal: SIGNALS[source.count] },
    alarm: null,
    reach: null,
  }),
  /** A count is the queue's at the moment of the decision that it was read for. */
  series: (read, _source, now) => read.slice(-1).map(({ value }) => ({ at: now, value })),
  recordings: ({ queue }) => ({ own: null, related: recordingsOfQueue(queue) }),
} as const satisfies SourceModule<SqsSource>;
