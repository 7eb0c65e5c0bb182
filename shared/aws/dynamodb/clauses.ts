/**
 * The clauses of conditions on a group's state, named after what they assert. They compare expiry times themselves,
 * because DynamoDB's TTL deletes expired items only within days.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */

/** There is no claim, or its lease has expired. */
export const UNCLAIMED = '(attribute_not_exists(#claim) OR #claim.#leaseUntil <= :now)';
/** The claim belongs to this activity and to the holder that settles it. */
export const OWN_CLAIM = '#claim.#activity = :activity AND #claim.#holder = :holder';

const SAME_REVISION = '#revision = :seen';
/** Revision 0 is a state that no evaluation and no policy has written: the item is missing, or holds only validation errors. */
const NO_REVISION_YET = 'attribute_not_exists(#revision)';
export const asSeen = (revision: number): string => (revision === 0 ? NO_REVISION_YET : SAME_REVISION);

/** The result of the rule `#rule0`, or of the next ones, is the one that was read. Names of rules are no names of placeholders. */
export const tunedAsSeen = (index: number, at: number | null): string =>
  at === null
    ? `attribute_not_exists(#decision.#tuned.#rule${index})`
    : `#decision.#tuned.#rule${index}.#at = :tunedAt${index}`;

/** The cooldown: the group's last resize in a direction is no later than `:notSince`. */
export const COOLED_DOWN = {
  out: '(attribute_not_exists(#decision.#lastOutAt) OR #decision.#lastOutAt <= :notSince)',
  in: '(attribute_not_exists(#decision.#lastInAt) OR #decision.#lastInAt <= :notSince)',
} as const;

/** A version is in force. Items of the earlier layout keep it in another attribute. */
export const IN_FORCE =
  '(attribute_exists(#policy.#version) OR (attribute_not_exists(#policy) AND attribute_exists(#version)))';
/** The map exists, so its entries can be removed. */
export const HAS_OUTBOX = 'attribute_exists(#outbox)';
/** The schedule evaluates the group at some time. */
export const IS_SCHEDULED = 'attribute_exists(#dueAt)';
/** Limits the notices to what an item has room for. */
export const ROOM_FOR_A_NOTICE = '(attribute_not_exists(#notices) OR size(#notices) < :most)';

/** A bucket of the account's call budget is full once its `tat` has passed. */
export const IS_FULL = '(attribute_not_exists(#tat) OR #tat <= :at)';
export const IS_NOT_FULL = '#tat > :at';
/** The bucket has enough left for this draw. */
export const WITHIN_LEVEL = '#tat <= :latest';
/** The previous draw was not made with a later clock. */
export const CLOCK_NOT_BEHIND = '(attribute_not_exists(#at) OR #at <= :at)';
export const CLOCK_BEHIND = '#at > :after';
export const HAS_LEVEL = 'attribute_exists(#tat)';

/** Raises a revision that may not exist yet. */
export const RAISE_REVISION = '#revision = if_not_exists(#revision, :none) + :one';
export const REVISION_VALUES = { none: 0, one: 1 } as const;

export const IS_NEW = 'attribute_not_exists(#pk)';
export const EXISTS = 'attribute_exists(#pk)';
