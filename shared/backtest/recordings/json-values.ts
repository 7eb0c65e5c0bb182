/** The JSON values of a text, such as pages that were written into one file. Throws for invalid JSON. */
export function jsonValues(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (cause) {
    const ends = endsOf(text);
    if (ends.length < 2) throw cause;
    return ends.map((end, index) => JSON.parse(text.slice(ends[index - 1] ?? 0, end)));
  }
}

/** Where each top-level value ends: at the bracket that closes its first one. */
function endsOf(text: string): number[] {
  const ends: number[] = [];
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') {
      depth -= 1;
      if (depth === 0) ends.push(index + 1);
    }
  }
  // Text after the last bracket is parsed with the last value, so that it is reported as an error.
  if (ends.length > 0) ends[ends.length - 1] = text.length;
  return ends;
}
