import { expect, it } from 'vitest';
import { datapointsOf, ReadFailure, type SourceRequest, sourcesFrom } from '../../../shared/sources/index.ts';
import { NOON } from '../../contracts/examples.ts';

const request = (kind: string, key: string): SourceRequest => ({
  kind,
  key,
  group: 'ci',
  metric: key,
  config: {},
  seconds: 60,
});
const answering = (value: number, asked: string[][] = []) => ({
  asked,
  async read(requests: readonly SourceRequest[], now: number) {
    asked.push(requests.map(({ key }) => key));
    return new Map(requests.map(({ key }) => [key, [{ at: now, value }]]));
  },
});

it('each kind is read once with its requests, and the results are merged', async () => {
  const [one, other, idle] = [answering(1), answering(2), answering(3)];
  const sources = sourcesFrom({ one, other, idle });
  const read = await sources.read([request('one', 'a'), request('other', 'b'), request('one', 'c')], NOON);
  expect([...read].map(([key, points]) => [key, datapointsOf(points)?.[0]?.value])).toEqual([
    ['a', 1],
    ['c', 1],
    ['b', 2],
  ]);
  expect([one.asked, other.asked, idle.asked]).toEqual([[['a', 'c']], [['b']], []]);
});

it('nothing is read without requests', async () => {
  const one = answering(1);
  expect(await sourcesFrom({ one }).read([], NOON)).toEqual(new Map());
  expect(one.asked).toEqual([]);
});

it('a reader that throws fails the requests of its kind, and no others', async () => {
  const failing = {
    read: () => Promise.reject(Object.assign(new Error('slow down'), { name: 'ThrottlingException' })),
  };
  const sources = sourcesFrom({ one: answering(1), failing });
  const read = await sources.read([request('one', 'a'), request('failing', 'b')], NOON);
  expect(datapointsOf(read.get('a'))).toEqual([{ at: NOON, value: 1 }]);
  expect(read.get('b')).toBeInstanceOf(ReadFailure);
  expect(read.get('b')).toMatchObject({ code: 'ThrottlingException', message: 'ThrottlingException: slow down' });
});

it('a request of a kind without a reader is an error', async () => {
  await expect(sourcesFrom({}).read([request('toString', 'a')], NOON)).rejects.toThrow('no reader');
});
