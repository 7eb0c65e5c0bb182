/**
 * Every clause of a condition on a group's state, under the name of what it asserts. Expiry is compared here, never
 * left to TTL: DynamoDB deletes expired items within days, not at the moment.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */

/** Nobody holds a claim whose lease still runs. */
export const UNCLAIMED = '(attribute_not_exists(#claim) OR #claim.#leaseUntil <= :now)';
/** The claim is this activity's, and held by who settles it. */
export const OWN_CLAIM = '#claim.#activity = :activity AND #claim.#holder = :holder';

const SAME_REVISION = '#revision = :seen';
/** Revision 0 is a state that no evaluation and no policy has written: the item is missing, or holds only faults. */
const NO_REVISION_YET = 'attribute_not_exists(#revision)';
export const asSeen = (revision: number): string => (revision === 0 ? NO_REVISION_YET : SAME_REVISION);

/** The cooldown: the group's last resize in a direction is no later than `:notSince`. */
export const COOLED_DOWN = {
  out: '(attribute_not_exists(#decision.#lastOutAt) OR #decision.#lastOutAt <= :notSince)',
  in: '(attribute_not_exists(#decision.#lastInAt) OR #decision.#lastInAt <= :notSince)',
} as const;

/** Some version is in force; items of the earlier layout say so elsewhere. */
export const IN_FORCE =
  '(attribute_exists(#policy.#version) OR (attribute_not_exists(#policy) AND attribute_exists(#version)))';
/** No more notices are kept than an item has room for. */
export const ROOM_FOR_A_NOTICE = '(attribute_not_exists(#notices) OR size(#notices) < :most)';

/** A bucket of the account's budget: full once its `tat` has passed. */
export const IS_FULL = '(attribute_not_exists(#tat) OR #tat <= :at)';
export const IS_NOT_FULL = '#tat > :at';
/** So much may still be drawn. */
export const WITHIN_LEVEL = '#tat <= :latest';
/** Whoever drew last had no later clock. */
export const NOBODY_LATER = '(attribute_not_exists(#at) OR #at <= :at)';
export const SOMEBODY_LATER = '#at > :after';
export const HAS_LEVEL = 'attribute_exists(#tat)';

/** Raises a revision that may not exist yet. */
export const RAISE_REVISION = '#revision = if_not_exists(#revision, :none) + :one';
export const REVISION_VALUES = { none: 0, one: 1 } as const;

export const IS_NEW = 'attribute_not_exists(#pk)';
export const EXISTS = 'attribute_exists(#pk)';
