import { expect, test } from 'vitest';
import { type Call, MODELLED, type Model } from '../../../local/requests/index.ts';
import { EXCEPTIONS, faultText, Validation, wholeValue } from '../../../local/validation/index.ts';
import { models } from './exchange.ts';

/** A service with one operation, whose input has one member of this shape. */
function faultsOf(shape: Model['shapes'][string], value: unknown, shapes: Model['shapes'] = {}): string[] {
  const model = {
    metadata: { apiVersion: '2026-01-01', protocol: 'json' },
    operations: { Do: { http: { method: 'POST', requestUri: '/' }, input: { shape: 'Input' } } },
    shapes: { Input: { type: 'structure', members: { it: { shape: 'It' } } }, It: shape, ...shapes },
  };
  const call: Call = {
    ...{ service: 'made-up', operation: 'Do', protocol: 'json', model, input: { it: value } },
    ...{ faults: [], key: 'somebody', region: 'us-east-1' },
  };
  return new Validation().faultsOf(call).map(faultText);
}
const TEXT = { Text: { type: 'string' } };
const LIST = { type: 'list', member: { shape: 'Text' }, min: 1, max: 2 };
const MAP = { type: 'map', key: { shape: 'Name' }, value: { shape: 'Text' }, max: 1 };
const STRUCTURE = { type: 'structure', required: ['a'], members: { a: { shape: 'Text' }, b: { shape: 'Text' } } };

test.each([
  ['text', { type: 'string' }, 'x', []],
  ['a number for text', { type: 'string' }, 1, ['it: type string, found 1']],
  ['too short', { type: 'string', min: 2 }, 'x', ['it: min 2, found 1 characters']],
  ['too long, in characters', { type: 'string', max: 2 }, '😀😀😀', ['it: max 2, found 3 characters']],
  ['a value of the list', { type: 'string', enum: ['on', 'off'] }, 'on', []],
  ['a value that the list lacks', { type: 'string', enum: ['on', 'off'] }, 'maybe', ['it: enum, found "maybe"']],
  [
    'a pattern that matches a part only',
    { type: 'string', pattern: '[a-z]+' },
    'ab1',
    ['it: pattern [a-z]+, found "ab1"'],
  ],
  ['a whole number', { type: 'integer', min: 1, max: 3 }, 2, []],
  ['a fraction', { type: 'integer' }, 1.5, ['it: type integer, found 1.5']],
  ['a number as text', { type: 'long' }, '7', ['it: type long, found "7"']],
  ['below the range', { type: 'integer', min: 1 }, 0, ['it: min 1, found 0']],
  ['above the range', { type: 'double', max: 1 }, 1.1, ['it: max 1, found 1.1']],
  ['what is not finite', { type: 'double' }, 'NaN', []],
  ['a boolean', { type: 'boolean' }, 'yes', ['it: type boolean, found "yes"']],
  ['a time', { type: 'timestamp' }, '2026-11-26T00:00:00Z', []],
  ['no time', { type: 'timestamp' }, 'soon', ['it: type timestamp, found "soon"']],
  ['bytes', { type: 'blob', max: 2 }, 'YWJj', ['it: max 2, found 3 bytes']],
  ['too many items', LIST, ['a', 'b', 'c'], ['it: max 2, found 3 items']],
  ['no item', LIST, [], ['it: min 1, found 0 items']],
  ['a wrong item', LIST, ['a', 1], ['it[1]: type string, found 1']],
  ['no list', LIST, { 0: 'a' }, ['it: type list, found {"0":"a"}']],
  ['a wrong key', MAP, { '': 'x' }, ['it (key): min 1, found 0 characters']],
  ['too many entries', MAP, { a: 'x', b: 'y' }, ['it: max 1, found 2 entries']],
  ['a missing member', STRUCTURE, { b: 'x' }, ['it.a: required']],
  ['a member that is null', STRUCTURE, { a: null }, ['it.a: required']],
  ['a member nobody knows', STRUCTURE, { a: 'x', c: 'y' }, ['it.c: unknown member']],
  ['no structure', STRUCTURE, 'a', ['it: type structure, found "a"']],
  ['one of a union', { ...STRUCTURE, required: [], union: true }, { a: 'x' }, []],
  [
    'two of a union',
    { ...STRUCTURE, required: [], union: true },
    { a: 'x', b: 'y' },
    ['it: exactly one member, found a, b'],
  ],
  ['any document', { type: 'structure', document: true }, { any: [1] }, []],
])('%s', (_, shape, value, faults) => {
  expect(faultsOf(shape, value, { ...TEXT, Name: { type: 'string', min: 1 } })).toEqual(faults);
});

test('every pattern of every model can be applied', async () => {
  const known = await models();
  let patterns = 0;
  for (const service of MODELLED) {
    for (const [name, { pattern }] of Object.entries((await known.of(service))?.shapes ?? {})) {
      if (pattern === undefined) continue;
      patterns += 1;
      expect(() => wholeValue(pattern), `${service} ${name}`).not.toThrow();
    }
  }
  expect(patterns).toBeGreaterThan(300);
});

test('a pattern with surrogates, a class of Java, or an option means what it means there', () => {
  expect(wholeValue('[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*').test('grün 😀\n')).toBe(
    true,
  );
  expect(wholeValue('[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*').test('\u0001')).toBe(
    false,
  );
  expect(wholeValue('\\p{Print}+').test('aé')).toBe(false);
  expect(wholeValue('(?i)all|[0-9]{12}').test('ALL')).toBe(true);
  expect(wholeValue('a|b').test('ab')).toBe(false);
});

test('each exception names a rule that a model has', async () => {
  const known = await models();
  for (const { service, shape, rule } of EXCEPTIONS) {
    expect((await known.of(service))?.shapes[shape]?.[rule], `${service} ${shape}`).toBeDefined();
  }
});
