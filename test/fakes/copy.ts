/**
 * A copy as `structuredClone` makes it, several times faster for plain data: fakes copy all that they store and return,
 * thousands of times a second.
 */
export function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [copyOf(key), copyOf(each)])) as T;
  if (value instanceof Set) return new Set([...value].map(copyOf)) as T;
  if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = copyOf((value as Record<string, unknown>)[key]);
  return copy as T;
}

/**
 * A frozen copy, so that every reader may get the same one. Parts that are frozen already are not copied again:
 * of a state that is read, changed and stored, only what has changed.
 */
export function frozenCopyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopyOf)) as T;
  if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = frozenCopyOf((value as Record<string, unknown>)[key]);
  return Object.freeze(copy) as T;
}
