import { describe, expect, test } from 'vitest';
import { type Cell, table, type View, WHOLE } from '../../../../shared/presentation/index.ts';

const HEAD = ['GROUP', { name: 'ZONE', rank: 1 }, { name: 'TYPE', rank: 2 }, 'NOTE'];
const NOTE = 'launches failed three times in a row, and the next one waits for a minute';
const ROWS: Cell[][] = [
  ['web', 'eu-central-1a', 'c7g.2xlarge', NOTE],
  ['ci', 'eu-central-1b', 'm7g.large', null],
];
const wide = (width: number): View => ({ ...WHOLE, width });
const longest = (text: string) => Math.max(...text.split('\n').map(({ length }) => length));

describe('a table', () => {
  test('is whole in a pipe', () => {
    expect(table(HEAD, ROWS)).toBe(
      [
        'GROUP  ZONE           TYPE         NOTE',
        `web    eu-central-1a  c7g.2xlarge  ${NOTE}`,
        'ci     eu-central-1b  m7g.large    –',
      ].join('\n'),
    );
  });

  test('wraps its last column on a terminal', () => {
    const shown = table(HEAD, ROWS, wide(80));
    expect(longest(shown)).toBeLessThanOrEqual(80);
    expect(shown).toContain('eu-central-1a');
    expect(shown.replaceAll(/\s+/g, ' ')).toContain('launches failed three times in a row, and');
    expect(shown).not.toContain('hidden');
  });

  test('leaves out the columns of the highest rank, and says which', () => {
    const one = table(HEAD, ROWS, wide(52));
    expect(one).toContain('ZONE');
    expect(one).toMatch(/^\(1 column hidden: TYPE\. -o wide shows everything\.\)$/m);
    const both = table(HEAD, ROWS, wide(40));
    expect(both).toMatch(/^GROUP +NOTE$/m);
    expect(both).toMatch(/^\(2 columns hidden: ZONE, TYPE\. /m);
    expect(longest(table(HEAD, ROWS, wide(60)))).toBeLessThanOrEqual(60);
  });

  test('keeps columns without a rank, whatever the width', () => {
    expect(table(['A', 'B'], [['x'.repeat(30), 'y']], wide(20))).toContain('x'.repeat(30));
  });

  test('without a head, wraps its text', () => {
    const facts = table([], [['hold', NOTE]], wide(40));
    expect(longest(facts)).toBeLessThanOrEqual(40);
    expect(facts).toMatch(/^hold {2}launches/);
  });

  test('paints cells with a tone, which takes no room', () => {
    const view: View = { width: 60, paint: (tone, text) => `\u001b[31m${tone}:${text}\u001b[39m` };
    expect(table(['A', 'B'], [[{ text: 'no', tone: 'trouble' }, 1]], view)).toContain('\u001b[31mtrouble:no');
    expect(table(['A'], [[{ text: null, tone: 'trouble' }]], view)).not.toContain('trouble');
  });
});
