/** The JSON values of a text, one after another: pages that were written into one file. Throws on what is no JSON. */
export function jsonValues(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (cause) {
    const ends = endsOf(text);
    if (ends.length < 2) throw cause;
    return ends.map((end, index) => JSON.parse(text.slice(ends[index - 1] ?? 0, end)));
  }
}

/** Where each value at the top ends: with the bracket that closes its first. */
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
  // What follows the last bracket belongs to no value, and is parsed with it so that it is noticed.
  if (ends.length > 0) ends[ends.length - 1] = text.length;
  return ends;
}
