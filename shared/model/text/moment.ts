const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

/** A time in a text for people: `2026-11-21 12:00:00 UTC`. What is not ISO 8601 in UTC is shown as it is. */
export const momentText = (time: string): string =>
  ISO.test(time) && time.endsWith('Z') ? `${time.slice(0, 19).replace('T', ' ')} UTC` : time;

/** The moment so many seconds after another one (ms since the epoch), as ISO 8601, at the next whole second. */
export const isoAfter = (at: number, seconds = 0): string =>
  new Date(Math.ceil(at / 1000 + seconds) * 1000).toISOString();
