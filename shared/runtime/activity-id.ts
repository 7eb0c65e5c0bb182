import { randomUUID } from 'node:crypto';

const TIME_DIGITS = 10;

/**
 * An id that sorts by time: ten base-36 digits of the milliseconds, then random characters. At most 64 ASCII characters,
 * because it is also the idempotency token for EC2.
 */
export function newActivityId(now: number): string {
  return `${now.toString(36).padStart(TIME_DIGITS, '0')}-${randomUUID().slice(0, 18)}`;
}
