/** The names of fields that hold a time, and of maps whose values are times. */
const TIME = /^(?:at|since|until|\w+(?:At|Since|Until))$/;
const TIMES = /^(?:unavailable|ruleFiredAt|firedAt)$/;
/** What these hold is named or written by others: the parameters of reasons, metrics, and a provider's plan. */
const OF_OTHERS = new Set(['params', 'metrics', 'values', 'policy']);

type Json = unknown;

/**
 * A document for people and programs, in which every time is ISO 8601. The state and its activities have them as
 * milliseconds since the epoch.
 */
export function isoTimes<T>(document: T): T {
  return converted(document) as T;
}

function converted(value: Json): Json {
  if (Array.isArray(value)) return value.map(converted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, field(name, each)]));
}

function field(name: string, value: Json): Json {
  if (OF_OTHERS.has(name)) return value;
  if (typeof value === 'number' && TIME.test(name)) return new Date(value).toISOString();
  if (TIMES.test(name) && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, at]) => [key, typeof at === 'number' ? new Date(at).toISOString() : at]),
    );
  }
  return converted(value);
}
