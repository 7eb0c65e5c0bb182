/** Wall-clock time in a time zone. Pure: the zone's rules come with the runtime. */
interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const MINUTE = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    era: 'narrow',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(timezone, format);
  return format;
}

function wallClockAt(moment: number, timezone: string): WallClock {
  const parts = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return { year, month, day, hour, minute };
}

const asUtc = ({ year, month, day, hour, minute }: WallClock): number => Date.UTC(year, month - 1, day, hour, minute);

/** The moments at which the clock shows this: one, two when clocks go back, none when they skip it. In ascending order. */
function momentsOf(shown: WallClock, timezone: string): number[] {
  const wanted = asUtc(shown);
  // The zone's offset may change on the day: those of the day before and of the day after are the candidates.
  const offsets = [-1, 1].map((side) => {
    const near = wanted + side * 24 * 60 * MINUTE;
    return asUtc(wallClockAt(near, timezone)) - near;
  });
  const moments = [...new Set(offsets)].map((offset) => wanted - offset);
  return moments.filter((moment) => asUtc(wallClockAt(moment, timezone)) === wanted).sort((one, other) => one - other);
}

/** As {@link momentsOf}; a time that clocks skip is right after the change. */
function firstOf(shown: WallClock, timezone: string): number {
  const [first] = momentsOf(shown, timezone);
  if (first !== undefined) return first;
  let moment = asUtc(shown) - 14 * 60 * MINUTE;
  const wanted = asUtc(shown);
  let [before, after] = [moment, asUtc(shown) + 14 * 60 * MINUTE];
  while (after - before > MINUTE) {
    moment = Math.floor((before + after) / 2 / MINUTE) * MINUTE;
    if (asUtc(wallClockAt(moment, timezone)) < wanted) before = moment;
    else after = moment;
  }
  return after;
}

/** What the clock shows, to the minute, as the moment at which a clock of UTC shows it. */
export const shownAt = (moment: number, timezone: string): number => asUtc(wallClockAt(moment, timezone));

/** The moments, in ascending order, at which the clock shows this. One that it skips is right after the change. */
export function momentsShowing(shown: number, timezone: string): number[] {
  const date = new Date(shown);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const clock = { year, month, day, hour: date.getUTCHours(), minute: date.getUTCMinutes() };
  const moments = momentsOf(clock, timezone);
  return moments.length > 0 ? moments : [firstOf(clock, timezone)];
}

/** A date such as `2026-11-27` and a time such as `08:00`. */
export function momentOf(date: string, time: string, timezone: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return firstOf({ year, month, day, hour, minute }, timezone);
}

/** The next moment after this one at which the clock shows the time, such as `20:00`. */
export function nextAt(time: string, after: number, timezone: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  for (let days = 0; ; days += 1) {
    const shown = { ...dayAfter(wallClockAt(after, timezone), days), hour, minute };
    const next = momentsOf(shown, timezone).find((moment) => moment > after);
    if (next !== undefined) return next;
    const skipped = firstOf(shown, timezone);
    if (momentsOf(shown, timezone).length === 0 && skipped > after) return skipped;
  }
}

/** The moment of the next day at which the clock shows what it shows at this one. */
export const aDayLater = (moment: number, timezone: string): number =>
  firstOf(dayAfter(wallClockAt(moment, timezone), 1), timezone);

function dayAfter(shown: WallClock, days: number): WallClock {
  const date = new Date(Date.UTC(shown.year, shown.month - 1, shown.day + days));
  return { ...shown, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
