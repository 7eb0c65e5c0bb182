/**
 * Seconds without a scale-out after which a pool is refilled to which workers return. Refilled earlier, it would have no
 * room for those that come back. Other pools are refilled at once.
 */
export const REFILL_AFTER = 900;
