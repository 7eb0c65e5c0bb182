import { type BoundedAnswer, connectionError, isTimeout } from '../../aws/bounded-fetch.ts';
import { functionAnswer, shortened } from '../../aws/lambda/answer.ts';
import { type Invocation, invoke } from '../../aws/lambda/invoke.ts';
import type { Borrowed } from '../../aws/query/call.ts';
import { groupedBy, inChunks } from '../../model/index.ts';
import { inTime } from '../reading/in-time.ts';
import { failedBecause, isForNow, ReadFailure, type Readout, unansweredBecause } from '../reading/read-failure.ts';
import type { SourceReader, SourceRequest } from '../source-reader.ts';
import { WorkerReadout } from '../worker-readout.ts';
import { because } from './failures.ts';
import { type MetricsAnswer, parsedAnswer, requestFor } from './messages.ts';
import type { LambdaSource } from './schema.ts';

const AT_ONCE = 10;
/** For the whole answer of a function. */
const INVOCATION_SECONDS = 8;
/** Metrics in one invocation. */
const MOST_REQUESTS = 500;
const MOST_BYTES = 1_048_576;

export interface LambdaContext {
  readonly borrowed: Borrowed;
  /** Of the process, unless given. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly seconds?: number;
  readonly onUnanswered?: (message: string) => void;
}

/** Invokes each function once for all metrics that it returns. A function that fails fails its own metrics only. */
export function lambdaReader({
  borrowed,
  environment,
  seconds = INVOCATION_SECONDS,
  onUnanswered = () => {},
}: LambdaContext): SourceReader<LambdaSource> {
  async function answerOf(name: string, payload: string): Promise<MetricsAnswer | ReadFailure> {
    const invocation: Invocation = {
      function: name,
      payload,
      milliseconds: seconds * 1000,
      mostBytes: MOST_BYTES,
    };
    try {
      return answerIn(name, await invoke(invocation, borrowed, environment));
    } catch (error) {
      if (isTimeout(error)) return unansweredBecause(because['lambda-timeout']({ function: name, seconds }));
      return unansweredBecause(because['lambda-not-invoked']({ function: name, error: connectionError(error) }));
    }
  }

  return {
    async read(requests, now) {
      const invocations = [...groupedBy(requests, ({ config }) => config.function)].flatMap(([name, some]) =>
        inChunks(some, MOST_REQUESTS).map((chunk) => ({ name, chunk })),
      );
      const answers = await inTime(invocations, AT_ONCE, ({ name, chunk }) =>
        answerOf(name, JSON.stringify(requestFor(chunk, now))),
      );
      const readouts = [...answers].flatMap(([{ name, chunk }, answer]) => {
        if (answer instanceof ReadFailure) onUnanswered(`Function ${name} has no values: ${answer.message}`);
        return chunk.map((request): [string, Readout] => [request.key, readoutOf(name, answer, request, now)]);
      });
      return new Map(readouts);
    },
  };
}

function answerIn(name: string, bounded: BoundedAnswer): MetricsAnswer | ReadFailure {
  const of = { function: name };
  const answered = functionAnswer(bounded);
  if (answered.kind === 'too-large') return failedBecause(because['lambda-too-large']({ ...of, bytes: MOST_BYTES }));
  if (answered.kind === 'not-invoked') {
    const { error, status } = answered;
    // The functions may have permissions that the caller of a command lacks.
    const failed = status === 403 || isForNow(status) ? unansweredBecause : failedBecause;
    return failed(because['lambda-not-invoked']({ ...of, error }));
  }
  const { document, threw } = answered;
  const { values } = Object(document) as Record<string, unknown>;
  if (values === undefined && threw !== null) return failedBecause(because['lambda-threw']({ ...of, error: threw }));
  const answer = parsedAnswer(document);
  return 'values' in answer ? answer : failedBecause(because['lambda-invalid-answer']({ ...of, ...answer }));
}

function readoutOf(
  name: string,
  answer: MetricsAnswer | ReadFailure,
  { key }: SourceRequest<LambdaSource>,
  now: number,
): Readout {
  if (answer instanceof ReadFailure) return answer;
  const found = answer.values.find(({ id }) => id === key);
  // A value without an id may be that of any metric that has none.
  const fault = answer.faults.get(key) ?? (found ? undefined : answer.faults.get(null));
  if (fault) return failedBecause(because['lambda-invalid-answer']({ function: name, ...fault }));
  if (!found || found.error !== undefined) {
    const error = found?.error === undefined ? null : shortened(found.error);
    return failedBecause(because['lambda-no-value']({ function: name, error }));
  }
  const { value = null, workers } = found;
  const group = value === null ? [] : [{ at: now, value }];
  if (!workers) return group;
  return new WorkerReadout(group, new Map(Object.entries(workers).map(([id, own]) => [id, [{ at: now, value: own }]])));
}
