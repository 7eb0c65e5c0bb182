/** Whether a value of unknown origin is a map: an object, and no array. */
export const isMap = (written: unknown): written is Readonly<Record<string, unknown>> =>
  typeof written === 'object' && written !== null && !Array.isArray(written);
