import type { Connections } from '../aws/connections.ts';
import { extended } from '../model/index.ts';
import { cloudWatchReader } from './cloudwatch/reader.ts';
import { type ConfigOf, type PushedValues, type ReadKind, type SourceReader, sourcesFrom } from './index.ts';

import { pushedReader } from './pushed/reader.ts';
import { withDeadline } from './reading/deadline.ts';
import { lazyReader } from './reading/lazy-reader.ts';
import { sqsReader } from './sqs/reader.ts';

export { readUsage } from './cloudwatch/usage.ts';

/** What readers are made of. */
export interface ReaderContext {
  readonly connections: Pick<Connections, 'metrics' | 'queues' | 'borrowed'>;
  readonly pushedValues: Pick<PushedValues, 'read'>;
  /** Gets a message about data that is missing, but is no failure of the evaluation. */
  readonly warn: (message: string) => void;
}

/** The reader of every kind that is read. A new kind is added here and in registry.ts. */
const READERS: { readonly [Kind in ReadKind]: (context: ReaderContext) => SourceReader<ConfigOf<Kind>> } = {
  cloudwatch: ({ connections, warn }) =>
    cloudWatchReader(connections.metrics, ({ key, status }) => warn(`CloudWatch answered ${key} with ${status}`)),
  pushed: (context) => pushedReader(context.pushedValues),
  sqs: ({ connections, warn }) =>
    sqsReader(connections.queues, ({ queue, status }) => warn(`SQS answered queue ${queue} with ${status}`)),
  prometheus: ({ connections: { borrowed }, warn: onUnanswered }) =>
    lazyReader(async () => (await import('./prometheus/reader.ts')).prometheusReader({ borrowed, onUnanswered })),
  lambda: ({ connections: { borrowed }, warn: onUnanswered }) =>
    lazyReader(async () => (await import('./lambda/reader.ts')).lambdaReader({ borrowed, onUnanswered })),
};

/** Reads metrics of every kind on AWS, each within a deadline. */
export const sourceReaders = (context: ReaderContext): SourceReader =>
  sourcesFrom(
    Object.fromEntries(
      [...Object.entries(READERS), ...ofExtensions()].map(([kind, readerFor]) => [
        kind,
        withDeadline<never>(readerFor(context)),
      ]),
    ),
  );

const ofExtensions = (): [kind: string, readerFor: (context: ReaderContext) => SourceReader][] =>
  [...extended().sources].map(([kind, { adapter }]) => [
    kind,
    ({ connections: { borrowed }, warn }) =>
      lazyReader(async () => (await import('./extension/reader.ts')).extensionReader(adapter, { borrowed, warn })),
  ]);
