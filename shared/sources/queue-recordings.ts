import type { RelatedRecording } from './source-module.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
const METRICS = [
  { name: 'NumberOfMessagesSent', signal: 'demand', statistic: 'Sum' },
  { name: 'ApproximateNumberOfMessagesVisible', signal: 'waiting', statistic: 'Average' },
  { name: 'ApproximateNumberOfMessagesNotVisible', signal: 'running', statistic: 'Average' },
] as const;

/** What CloudWatch records about an SQS queue. */
export const recordingsOfQueue = (queue: string): RelatedRecording[] =>
  METRICS.map(({ name, signal, statistic }) => ({
    signal,
    source: { namespace: 'AWS/SQS', name, statistic, period: 60, dimensions: { QueueName: queue } },
  }));
