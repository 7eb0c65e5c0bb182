/** A measured value for a sentence: at most four significant digits, whole numbers whole. */
export function figure(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const text = value.toPrecision(4);
  // Nearly every figure: no zero to strip, no exponent to write out. Reading it back would take as long again.
  const stands = value >= 1 && value < 999 && !text.endsWith('0');
  return stands ? text : String(Number(text));
}

export const seconds = (value: number): string => `${Math.ceil(value)} s`;

export const workersText = (count: number): string => (count === 1 ? '1 worker' : `${count} workers`);
