import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { type Item, plainItem } from './table.ts';

/**
 * The result of a conditional write. `refused`: a condition did not hold. `found` has one entry for every item of the
 * transaction: the current item where its condition failed, otherwise `undefined` (also when there is no item).
 * `contended`: every attempt conflicted with other writes to the same items; nothing was written.
 */
export type Written =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly found: readonly (Item | undefined)[] }
  | { readonly kind: 'contended'; readonly cause: unknown };

type Setback = Exclude<Written, { kind: 'done' }>;

/**
 * Cancellation reasons that do not concern the conditions: a conflicting transaction, or a throttled table.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors
 */
const PASSING_REASONS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);
const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 20;

/** Runs a conditional write and retries it on contention. Other errors are rethrown unchanged. */
export async function written(write: () => Promise<unknown>): Promise<Written> {
  for (let attempt = 1; ; attempt++) {
    try {
      await write();
      return { kind: 'done' };
    } catch (error) {
      const setback = setbackOf(error);
      if (setback === undefined) throw error;
      if (setback.kind === 'refused' || attempt === ATTEMPTS) return setback;
      await pause(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}

function setbackOf(error: unknown): Setback | undefined {
  if (error instanceof ConditionalCheckFailedException) {
    return { kind: 'refused', found: [error.Item && plainItem(error.Item)] };
  }
  if (error instanceof TransactionConflictException || error instanceof TransactionInProgressException) {
    return { kind: 'contended', cause: error };
  }
  if (error instanceof TransactionCanceledException) return setbackOfCancellation(error);
  return undefined;
}

function setbackOfCancellation(error: TransactionCanceledException): Setback | undefined {
  const reasons: readonly CancellationReason[] = error.CancellationReasons ?? [];
  if (reasons.some((reason) => reason.Code === 'ConditionalCheckFailed')) {
    return { kind: 'refused', found: reasons.map((reason) => reason.Item && plainItem(reason.Item)) };
  }
  return reasons.some((reason) => PASSING_REASONS.has(reason.Code ?? ''))
    ? { kind: 'contended', cause: error }
    : undefined;
}

/** For a write that must not be lost: throws on contention that does not end. */
export function notContended(result: Written): Exclude<Written, { kind: 'contended' }> {
  if (result.kind !== 'contended') return result;
  throw new Error('DynamoDB kept rejecting the write because of concurrent writes to the same items', {
    cause: result.cause,
  });
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
