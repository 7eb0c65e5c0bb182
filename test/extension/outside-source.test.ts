import { expect, test } from 'vitest';
import { defineSource } from '../../shared/extension/index.ts';
import { extensionReader } from '../../shared/sources/extension/reader.ts';
import { ReadFailure } from '../../shared/sources/index.ts';
import { NOON } from '../contracts/examples.ts';

const KIND = 'gauge';
const request = (key: string) => ({ key, group: key, kind: KIND, seconds: 300, config: {} });

/** What a source of an extension that answers this has read. */
async function readFrom(answer: unknown) {
  const { reader } = defineSource({
    ...{ kind: KIND, fields: () => ({}) },
    reader: () => ({ read: async () => answer as never }),
  });
  // Nothing here calls AWS.
  return extensionReader(reader, { borrowed: {} as never, warn: () => {} }).read([request('a'), request('b')], NOON);
}

test.each([
  ['a value that is not a number', [{ at: NOON, value: '5' }], 'at 1763726400000 and value 5'],
  ['NaN', [{ at: NOON, value: Number.NaN }], 'value NaN'],
  ['a time that is a text', [{ at: '2026-11-21T12:00:00Z', value: 5 }], 'at 2026-11-21T12:00:00Z'],
  ['a hole', [undefined], 'at undefined'],
  ['a number', 5, 'nothing'],
  ['an object', { at: NOON, value: 5 }, 'must return a list of datapoints'],
])('%s is no data, and harms no other metric', async (_, answer, why) => {
  const good = [{ at: NOON, value: 5 }];
  const read = await readFrom(
    new Map<string, unknown>([
      ['a', answer],
      ['b', good],
    ]),
  );
  expect(read.get('a')).toBeInstanceOf(ReadFailure);
  expect(read.get('a')).toMatchObject({ message: expect.stringContaining(why.replace('1763726400000', String(NOON))) });
  expect(read.get('b')).toEqual(good);
});

test('an error of aws.call has the code that AWS answered with', async () => {
  const denied = Object.assign(new Error('not authorized to perform: ssm:GetParameter'), {
    ...{ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } },
  });
  const thrown = new Error(`ssm GetParameter failed: ${denied.message}`, { cause: denied });
  const failure = { code: 'AccessDeniedException', message: thrown.message, isUnanswered: true };
  expect((await readFrom(new Map([['a', thrown]]))).get('a')).toMatchObject(failure);
  // The same if the reader throws it, for all requests.
  const read = await readFrom(Promise.reject(thrown));
  expect([read.get('a'), read.get('b')]).toMatchObject([failure, failure]);
});

test('values that were not requested are not used', async () => {
  expect([...(await readFrom(new Map([['c', [{ at: NOON, value: 5 }]]]))).keys()]).toEqual([]);
});

test('a reader that returns no Map is an error that says so', async () => {
  await expect(readFrom(undefined)).rejects.toThrow('the source must return a Map');
});

test('datapoints may come in any order', async () => {
  const [older, newer] = [
    { at: NOON - 60_000, value: 1 },
    { at: NOON, value: 2 },
  ];
  expect((await readFrom(new Map([['a', [newer, older]]]))).get('a')).toEqual([older, newer]);
});
