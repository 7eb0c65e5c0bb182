import type { Item } from '../table.ts';
import { type Image, plainItem } from './attribute-values.ts';

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

/** An error of DynamoDB, as an SDK client throws it; items are in DynamoDB's own notation. */
interface Fault {
  readonly name?: string;
  readonly Item?: Image;
  readonly CancellationReasons?: readonly { readonly Code?: string; readonly Item?: Image }[];
}

export const CONDITION_FAILED = 'ConditionalCheckFailedException';

function setbackOf(error: unknown): Setback | undefined {
  const { name, Item: item, CancellationReasons: reasons = [] } = error as Fault;
  switch (name) {
    case CONDITION_FAILED:
      return { kind: 'refused', found: [item && plainItem(item)] };
    case 'TransactionConflictException':
    case 'TransactionInProgressException':
      return { kind: 'contended', cause: error };
    case 'TransactionCanceledException':
      if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) {
        return { kind: 'refused', found: reasons.map((reason) => reason.Item && plainItem(reason.Item)) };
      }
      return reasons.some(({ Code = '' }) => PASSING_REASONS.has(Code))
        ? { kind: 'contended', cause: error }
        : undefined;
    default:
      return undefined;
  }
}

/** For a write that must not be lost: throws on contention that does not end. */
export function notContended(result: Written): Exclude<Written, { kind: 'contended' }> {
  if (result.kind !== 'contended') return result;
  throw new Error('DynamoDB kept rejecting the write because of concurrent writes to the same items', {
    cause: result.cause,
  });
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
