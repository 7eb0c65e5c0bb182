import { exceeds } from '../figures/arithmetic.ts';

/** A measured value for a sentence: at most four significant digits, whole numbers whole. */
export const figure = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(4)));

/** {@link figure} with the digits that show on which side of the bounds the value is: 80.00001 is not 80. */
export function figureBeside(value: number, ...bounds: readonly number[]): string {
  const side = (of: number, bound: number): number => (exceeds(of, bound) ? 1 : exceeds(bound, of) ? -1 : 0);
  const isBeside = (shown: number): boolean => bounds.every((bound) => side(shown, bound) === side(value, bound));
  if (isBeside(Number(figure(value)))) return figure(value);
  for (let digits = 5; digits <= MOST_DIGITS; digits += 1) {
    const shown = Number(value.toPrecision(digits));
    if (isBeside(shown)) return String(shown);
  }
  return String(value);
}
const MOST_DIGITS = 17;

/**
 * {@link figure} of what `workers` workers share, with the digits that show why one worker less would not be enough.
 * `others`: what they share besides.
 */
export const figureShared = (value: number, share: number, workers: number, others = 0): string =>
  figureBeside(value, share * workers - others, share * (workers - 1) - others);

/** A number with a comma before each three digits: `12,500`. `digits`: decimals, at most. */
export const grouped = (value: number, digits = 0): string =>
  value.toLocaleString('en', { maximumFractionDigits: digits });

/** `45 s`; a part of a second counts as one. */
export const secondsText = (value: number): string => `${Math.ceil(value)} s`;

const MINUTE = 60;
const HOUR = 3600;

interface DurationForm {
  /** Decimals of minutes and hours, at most. */
  readonly digits?: number;
  readonly round?: 'nearest' | 'up';
  /** Minutes begin here. */
  readonly secondsBelow?: number;
}

/** How long something takes, in a unit of which it has at least two: `45 s`, `14 min`, `3 h`. */
export function durationText(
  seconds: number,
  { digits = 0, round = 'nearest', secondsBelow = 2 * MINUTE }: DurationForm = {},
): string {
  const rounded = (value: number, scale: number): number =>
    (round === 'up' ? Math.ceil(value * scale) : Math.round(value * scale)) / scale;
  const text = (value: number, unit: string): string =>
    `${rounded(value, 10 ** digits).toLocaleString('en', { maximumFractionDigits: digits })} ${unit}`;
  if (seconds < secondsBelow) return `${rounded(seconds, 1)} s`;
  return seconds < 2 * HOUR ? text(seconds / MINUTE, 'min') : text(seconds / HOUR, 'h');
}

/** A duration that the policy sets, with its field: `10 min (bootTimeout)`. Reasons of earlier versions lack the figure. */
export const setText = (seconds: number | undefined, field: string): string =>
  seconds === undefined ? field : `${durationText(seconds, { digits: 1 })} (${field})`;

/** `1 worker`, `3 workers`. */
export const workersText = (count: number): string => counted(count, 'worker');

/** Where workers have weights, capacity is counted in units: `capacity 3`. */
export const amountText = (amount: number, inUnits: boolean | undefined): string =>
  inUnits ? `capacity ${amount}` : workersText(amount);

/** `a, b and c`. */
export const inSeries = (values: readonly string[], word: 'and' | 'or'): string =>
  values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} ${word} ${values.at(-1)}`;

/** Words that begin sentences. Other words may be names, such as those of metrics, which keep their capital. */
const FIRST_WORD =
  /^(The|An?|It|Its|They|There|This|These|Those|No|Not|Nothing|Nobody|None|Only|Every|Each|All|Some|Several|One|At|In|If|To|After|Until|Workers?|Launch(es|ed)?|Instances|Terminated|Limited|Version) /;

/** A sentence that continues another one, as after a colon: without its capital, unless it begins with a name. */
export const continuing = (sentence: string): string => sentence.replace(FIRST_WORD, (word) => word.toLowerCase());

/** At most so many characters. An ellipsis shows where a text was cut. */
export const cutTo = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** `1 fault`, `2 faults`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** A share as `12.5 %`. */
export const percentText = (share: number): string => `${figure(100 * share)} %`;
