/** Whether a stored value has numbers under these names. */
export const hasNumbers = (stored: unknown, ...names: readonly string[]): boolean =>
  names.every((name) => Number.isFinite(Object(stored)[name]));

/** The same for numbers that may be absent. */
export const mayHaveNumbers = (stored: unknown, ...names: readonly string[]): boolean =>
  names.every((name) => Object(stored)[name] === undefined || hasNumbers(stored, name));

export const hasLists = (stored: unknown, ...names: readonly string[]): boolean =>
  names.every((name) => Array.isArray(Object(stored)[name]));

/** Whether a stored {@link Timing} can be used. */
export function isTiming(stored: unknown): boolean {
  const { pool } = Object(stored);
  return (
    hasNumbers(stored, 'step', 'boot', 'drain', 'delay') &&
    Object(stored).step > 0 &&
    (pool === undefined || hasNumbers(pool, 'size', 'start', 'back'))
  );
}
