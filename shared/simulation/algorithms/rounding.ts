/** Rounds up, but ignores rounding errors just above a whole number. */
export const ceil = (value: number): number => Math.ceil(value - 1e-9);
