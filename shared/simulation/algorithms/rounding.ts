/** The next whole number up, unless the value is one but for rounding. */
export const ceil = (value: number): number => Math.ceil(value - 1e-9);
