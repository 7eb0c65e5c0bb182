/** A measured value for a sentence: at most four significant digits, whole numbers whole. */
export const figure = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));

export const seconds = (value: number): string => `${Math.ceil(value)} s`;

export const workersText = (count: number): string => (count === 1 ? '1 worker' : `${count} workers`);
