import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { type Item, plainItem } from './table.ts';

/**
 * What became of a conditional write. `refused`: a condition did not hold; `found` has, for every item of the
 * transaction, the item that stood in the way (absent where the condition held, or there is no item).
 * `contended`: other writes of the same items got in the way each time; nothing was written.
 */
export type Written =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly found: readonly (Item | undefined)[] }
  | { readonly kind: 'contended'; readonly cause: unknown };

type Setback = Exclude<Written, { kind: 'done' }>;

/**
 * Reasons that say nothing of our conditions: another transaction was just writing the item, or the table was busy.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors
 */
const PASSING_REASONS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);
const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 20;

/** Runs a conditional write, again while others contend for its items. What is neither is thrown as it came. */
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

/** For a write that must not be lost: contention that does not end is a fault. */
export function notContended(result: Written): Exclude<Written, { kind: 'contended' }> {
  if (result.kind !== 'contended') return result;
  throw new Error('DynamoDB kept refusing the write because others were writing the same items', {
    cause: result.cause,
  });
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
