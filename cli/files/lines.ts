const NEWLINE = 0x0a;
const MOST_BYTES = 64 * 1024 * 1024;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** A line of a stream with its number, from 1. When `text` is null, `fault` says why. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly text: null; readonly fault: string };

/**
 * The lines of a stream of bytes, one at a time. Only a newline ends a line: JSON text may contain the other characters
 * at which Node's readline ends lines.
 */
export async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 0;
  const keep = (part: Buffer): void => {
    length += part.length;
    // The rest of a line that is too long is skipped.
    if (length <= MOST_BYTES) parts.push(part);
  };
  const line = (): Line => {
    number += 1;
    const made = length > MOST_BYTES ? tooLong(number) : decoded(Buffer.concat(parts), number);
    parts = [];
    length = 0;
    return made;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, end));
      yield line();
      from = end + 1;
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  }
  if (length > 0) yield line();
}

const tooLong = (number: number): Line => ({
  number,
  text: null,
  fault: `is longer than ${MOST_BYTES / 1024 / 1024} MB`,
});

function decoded(bytes: Buffer, number: number): Line {
  try {
    return { number, text: UTF_8.decode(bytes) };
  } catch {
    return { number, text: null, fault: 'is not UTF-8 text' };
  }
}
