import type { CloudWatchCalls } from './cloudwatch/calls.ts';
import type { DocumentCalls } from './dynamodb/calls/document-calls.ts';
import type { Borrowed } from './query/call.ts';
import type { SqsCalls } from './sqs/calls.ts';

/** What evaluations call AWS with. Make them once per process, so that later calls reuse their connections. */
export interface Connections {
  readonly documents: DocumentCalls;
  readonly metrics: CloudWatchCalls;
  readonly queues: SqsCalls;
  /** For the light calls of other services. */
  readonly borrowed: Borrowed;
}
