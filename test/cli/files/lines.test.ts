import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Line, linesOf } from '../../../cli/files/lines.ts';

async function linesIn(...chunks: (string | Buffer)[]): Promise<Line[]> {
  const lines: Line[] = [];
  async function* stream() {
    for (const chunk of chunks) yield Buffer.from(chunk as string);
  }
  for await (const line of linesOf(stream())) lines.push(line);
  return lines;
}
const textsOf = (lines: readonly Line[]) => lines.map(({ text }) => text);

test('lines are numbered from 1, and the last needs no end', async () => {
  expect(await linesIn('a\nb\n\nc')).toEqual([
    { number: 1, text: 'a' },
    { number: 2, text: 'b' },
    { number: 3, text: '' },
    { number: 4, text: 'c' },
  ]);
  expect(await linesIn('a\n')).toHaveLength(1);
  expect(await linesIn()).toEqual([]);
});

test('only a newline ends a line', async () => {
  expect(textsOf(await linesIn('a\u2028b\u2029c\u0085d\re\n'))).toEqual(['a\u2028b\u2029c\u0085d\re']);
});

test('a byte order mark is not part of the first line', async () => {
  expect(textsOf(await linesIn('\uFEFFa\nb'))).toEqual(['a', 'b']);
});

test('a line that is too long is reported, and the next one is read', async () => {
  const [long, next] = await linesIn(Buffer.alloc(40e6, 'x'), Buffer.alloc(40e6, 'x'), 'x\nb');
  expect(long).toEqual({ number: 1, text: null, fault: 'is longer than 64 MB' });
  expect(next).toEqual({ number: 2, text: 'b' });
});

test('the lines do not depend on where the chunks end', async () => {
  const cut = fc.record({
    text: fc.string({ unit: fc.constantFrom('a', '\n', 'é', '漢', '😀', '\r') }),
    cuts: fc.array(fc.nat(40), { maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(cut, async ({ text, cuts }) => {
      const bytes = Buffer.from(text);
      const edges = [0, ...cuts.filter((at) => at < bytes.length).toSorted((a, b) => a - b), bytes.length];
      const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
      const whole = text.endsWith('\n') || text === '' ? text.split('\n').slice(0, -1) : text.split('\n');
      expect(textsOf(await linesIn(...chunks))).toEqual(whole);
    }),
  );
});
