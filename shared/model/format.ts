/** A measured value for a sentence: at most four significant digits, whole numbers whole. */
export const figure = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));

/** `45 s`; a part of a second counts as one. */
export const secondsText = (value: number): string => `${Math.ceil(value)} s`;

/** `1 worker`, `3 workers`. */
export const workersText = (count: number): string => counted(count, 'worker');

/** Where workers have weights, capacity is counted in units: `capacity 3`. */
export const amountText = (amount: number, inUnits: boolean | undefined): string =>
  inUnits ? `capacity ${amount}` : workersText(amount);

/** `a, b and c`. */
export const inSeries = (values: readonly string[], word: 'and' | 'or'): string =>
  values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} ${word} ${values.at(-1)}`;

/** `1 fault`, `2 faults`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** A share as `12.5 %`. */
export const percentText = (share: number): string => `${figure(100 * share)} %`;
