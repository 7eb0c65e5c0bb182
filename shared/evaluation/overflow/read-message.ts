import { GROUP_NAME, isMap, MOST_WORKERS, type Reason, timeOf } from '../../model/index.ts';
import { becauseOfOverflow as because } from './because.ts';
import { isBetween, MOST_REQUESTS, OVERFLOW_VERSION } from './message.ts';

/** Two clocks of AWS differ by less. */
const CLOCKS_DIFFER_MS = 60_000;
const LEAST_SECONDS = 60;
/** A request for longer is not one that is renewed. */
const MOST_SECONDS = 3600;
const LONGEST_NAME = 63;

/** One request of a message: what to store, or why it is refused. */
export interface ReadRequest {
  readonly group: string;
  readonly request:
    | { readonly workers: number; readonly sentAt: number; readonly until: number }
    | { readonly refused: Reason };
}

/** `refused`: why the whole message is. */
export type ReadMessage =
  | { readonly from: string; readonly requests: readonly ReadRequest[] }
  | { readonly refused: Reason };

export interface Receiver {
  readonly stage: string;
  /** The regions that may ask for workers. */
  readonly regions: readonly string[];
}

/** Reads a message from another region without trust in it. Pure; `now` in ms since the epoch. */
export function readMessage(written: unknown, { stage, regions }: Receiver, now: number): ReadMessage {
  const message = isMap(written) ? written : {};
  const { version, from, requests } = message;
  if (version !== OVERFLOW_VERSION) {
    return { refused: because['overflow-other-version']({ version: shortened(version), known: OVERFLOW_VERSION }) };
  }
  if (message['stage'] !== stage) {
    return { refused: because['overflow-other-stage']({ stage: shortened(message['stage']), own: stage }) };
  }
  if (typeof from !== 'string' || !regions.includes(from)) {
    return { refused: because['overflow-foreign-region']({ from: shortened(from) }) };
  }
  const sentAt = typeof message['sentAt'] === 'string' ? timeOf(message['sentAt']) : undefined;
  if (sentAt === undefined) return { refused: invalid('sentAt', 'must be a time in ISO 8601') };
  if (sentAt > now + CLOCKS_DIFFER_MS) return { refused: because['overflow-from-future'](timed(sentAt)) };
  if (!Array.isArray(requests)) return { refused: invalid('requests', 'must be a list') };
  if (requests.length > MOST_REQUESTS) {
    return { refused: because['overflow-too-many']({ requests: requests.length, most: MOST_REQUESTS }) };
  }
  return { from, requests: requests.map((each) => readRequest(each, sentAt, now)) };
}

function readRequest(written: unknown, sentAt: number, now: number): ReadRequest {
  const { group, workers, for: seconds } = isMap(written) ? written : {};
  const refused = (reason: Reason): ReadRequest => ({ group: shortened(group), request: { refused: reason } });
  if (typeof group !== 'string' || !GROUP_NAME.test(group))
    return refused(invalid('group', 'must be the name of a group'));
  if (!isBetween(workers, 0, MOST_WORKERS)) {
    return refused(invalid('workers', `must be a whole number from 0 to ${MOST_WORKERS}`));
  }
  if (!isBetween(seconds, LEAST_SECONDS, MOST_SECONDS)) {
    return refused(invalid('for', `must be a whole number of seconds from ${LEAST_SECONDS} to ${MOST_SECONDS}`));
  }
  const until = sentAt + seconds * 1000;
  if (until <= now) return refused(because['overflow-expired'](timed(sentAt)));
  return { group, request: { workers, sentAt, until } };
}

const invalid = (field: string, expected: string): Reason => because['overflow-invalid']({ field, expected });
const timed = (at: number) => ({ sentAt: new Date(at).toISOString() });
const shortened = (value: unknown): string => String(value).slice(0, LONGEST_NAME);
