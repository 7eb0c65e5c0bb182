/** A measured value for a sentence: at most four significant digits, whole numbers whole. */
export function figure(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const text = value.toPrecision(4);
  // Nearly every figure has a point and no exponent: its zeros are cut off. Reading it back would take as long again.
  return value >= 0.001 && value < 999 ? withoutZeros(text) : String(Number(text));
}

function withoutZeros(text: string): string {
  let end = text.length;
  while (text[end - 1] === '0') end -= 1;
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end);
}

export const seconds = (value: number): string => `${Math.ceil(value)} s`;

export const workersText = (count: number): string => (count === 1 ? '1 worker' : `${count} workers`);
