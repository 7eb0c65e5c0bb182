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
