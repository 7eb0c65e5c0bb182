import { groupedBy } from '../model/index.ts';
import { type Readout, readFailure } from './reading/read-failure.ts';

/** What is wanted of one metric. */
export interface SourceRequest<Config = unknown> {
  /** Names the answer; distinct in a batch. */
  readonly key: string;
  readonly group: string;
  /** The metric's name in the policy. */
  readonly metric?: string;
  readonly kind: string;
  readonly config: Config;
  /** How many seconds of the past are wanted; a source that shows only the present gives that. */
  readonly seconds: number;
  /** The group's workers; only for a metric that is read worker by worker. */
  readonly workers?: readonly string[];
}

/**
 * The datapoints of each request by its key, oldest first. An empty list: the source was read and had nothing. A failure,
 * or no entry for a key: it could not be read.
 */
export type Readouts = ReadonlyMap<string, Readout>;

/** Reads one kind of source, for many groups at once. A request that fails must not fail the others. */
export interface SourceReader<Config = unknown> {
  read(requests: readonly SourceRequest<Config>[], now: number): Promise<Readouts>;
}

/**
 * Reads requests of any kind: each kind's reader is called at most once, all at the same time. A reader that throws fails
 * the requests of its kind only.
 */
export function sourcesFrom(readers: Readonly<Record<string, SourceReader<never>>>): SourceReader {
  return {
    async read(requests, now) {
      const answers = await Promise.all(
        [...groupedBy(requests, ({ kind }) => kind)].map(([kind, some]) => {
          const reader = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
          if (!reader) throw new Error(`no reader for metrics of the kind ${kind}`);
          return reader.read(some as SourceRequest<never>[], now).catch((error: unknown): Readouts => {
            return new Map(some.map(({ key }) => [key, readFailure(error)]));
          });
        }),
      );
      return new Map(answers.flatMap((answer) => [...answer]));
    },
  };
}
