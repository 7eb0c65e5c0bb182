const TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** The moment (ms since the epoch) of an ISO time with its zone; `undefined` for any other text. */
export function timeOf(text: string): number | undefined {
  const date = TIME.exec(text)?.[1];
  if (date === undefined) return undefined;
  const day = new Date(`${date}T00:00:00Z`);
  // JavaScript takes the 30th of February for the 2nd of March.
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
  return exists ? Date.parse(text) : undefined;
}

const DATE = /^\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(.*)$/s;
const CLOCK = /^[T ]\s*(\d{1,2})(:\d\d(?::\d\d(?:\.\d+)?)?)\s*(?:Z|UTC|GMT|([+-]\d\d):?(\d\d))?\s*$/i;

/**
 * The moment (ms since the epoch) of a time as people and tools write it: the year first, the clock and the zone may be
 * missing. Without a zone it is UTC, on every machine. `undefined` for any other text, and for a date that does not exist.
 */
export function looseTimeOf(text: string): number | undefined {
  const [, year, month = '', day = '', clock = ''] = DATE.exec(text) ?? [];
  if (year === undefined) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (clock.trim() === '') return timeOf(`${date}T00:00Z`);
  const [, hour, minute, ahead, of] = CLOCK.exec(clock) ?? [];
  if (hour === undefined) return undefined;
  return timeOf(`${date}T${hour.padStart(2, '0')}${minute}${ahead === undefined ? 'Z' : `${ahead}:${of}`}`);
}
