import { describe, expect, it } from 'vitest';
import { compileFormula, parsePolicy } from '../../../shared/policy/index.ts';

describe('a formula', () => {
  const of = (text: string, figures: Record<string, number> = {}) =>
    compileFormula(text).evaluate((name) => figures[name]);
  it.each([
    ['2 + 3 * 4', 14],
    ['(2 + 3) * 4', 20],
    ['-(2 - 5) / 2', 1.5],
    ['min(3, 1, 2) + max(1, 2)', 3],
    ['ceil(1.2) + floor(1.8) + abs(0 - 2)', 5],
    ['a / b', 2],
  ])('%s is %d', (text, value) => {
    expect(of(text, { a: 4, b: 2 })).toBe(value);
  });
  const divided = ['min(1, a / 0)', 'max(1, -a / 0)', '1 / (a / 0)'];
  it.each([...divided, 'a / 0', '0 / 0', 'c', '1 + c', '-c', 'max(1, c)', '1e400'])('%s has no value', (text) => {
    expect(of(text, { a: 4 })).toBeUndefined();
  });
  it('lists its metrics, each once', () => {
    expect(compileFormula('a + max(b, a) * workers').names).toEqual(['a', 'b', 'workers']);
  });
});

describe('anything except arithmetic is rejected with a sentence', () => {
  const texts = [
    '',
    '1 +',
    'a b',
    'a.b',
    'a[0]',
    '"a"',
    'true',
    'this',
    '!a',
    '+a',
    'a > b',
    'a ? b : a',
    'a && b',
    'a ** b',
  ];
  const calls = [
    'min()',
    'ceil(a, 2)',
    'abs()',
    'floor(a, b)',
    'sqrt(4)',
    'constructor(1)',
    'a.min(1)',
    '(min)(1)(2)',
    'toString()',
  ];
  it.each([...texts, ...calls])('%s', (formula) => {
    const parsed = parsePolicy({
      group: 'a',
      capacity: { min: 0, max: 1 },
      metrics: { a: { pushed: {} }, b: { pushed: {} }, f: { formula } },
    });
    expect(parsed).toMatchObject({
      ok: false,
      faults: [{ path: 'metrics.f.formula', message: expect.stringMatching(/^is not a valid formula: /) }],
    });
  });
});
