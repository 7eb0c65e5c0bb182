const DATE = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

export const dateText = (at: number): string => DATE.format(at).replace(',', '');
export const clockText = (at: number, isExact = false): string =>
  new Date(at).toISOString().slice(11, isExact || at % 60_000 !== 0 ? 19 : 16);
export const momentText = (at: number): string => `${dateText(at)}, ${clockText(at, true)}`;

/** Formats a duration, such as `14 min` or `3.5 h`, as `durationText` does: the page has nothing of the other rooms. */
export function spanText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${short(seconds / 3600)} h`;
}

/** Formats a figure with three significant digits and thousands separators. */
export const short = (value: number): string =>
  value.toLocaleString('en', value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });

export const dollars = (value: number): string =>
  `$${value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
