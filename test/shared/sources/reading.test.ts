import { expect, it } from 'vitest';
import { ReadFailure, readFailure, type SourceReader } from '../../../shared/sources/index.ts';
import { withDeadline } from '../../../shared/sources/reading/deadline.ts';
import { inTime } from '../../../shared/sources/reading/in-time.ts';
import { NOON } from '../../contracts/examples.ts';

const request = { key: 'ci/load', group: 'ci', kind: 'some', config: {}, seconds: 60 };
const slow = { code: 'read-too-slow', isUnanswered: true };

it('a reader that hangs fails its requests', async () => {
  const hanging: SourceReader = { read: () => new Promise(() => {}) };
  const found = await withDeadline(hanging, 0.02).read([request], NOON);
  expect(found.get('ci/load')).toMatchObject({ ...slow, reason: { code: slow.code, params: { seconds: 0.02 } } });
});

it('a reader that fails late is no unhandled rejection', async () => {
  const late: SourceReader = {
    read: () => new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 30)),
  };
  expect((await withDeadline(late, 0.01).read([request], NOON)).get('ci/load')).toBeInstanceOf(ReadFailure);
  await new Promise((resolve) => setTimeout(resolve, 40));
});

it('a reader in time answers, or throws, as it does', async () => {
  const answer = new Map([['ci/load', []]]);
  expect(await withDeadline({ read: async () => answer }, 1).read([request], NOON)).toBe(answer);
  const failing: SourceReader = {
    read: async () => {
      throw new Error('no');
    },
  };
  await expect(withDeadline(failing, 1).read([request], NOON)).rejects.toThrow('no');
});

it('work is done a few items at a time, and what throws fails alone', async () => {
  let [running, most] = [0, 0];
  const found = await inTime([1, 2, 3, 4, 5], 2, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running -= 1;
    if (item === 3) throw new Error('three');
    return item * 2;
  });
  expect(most).toBe(2);
  expect([...found]).toEqual(
    expect.arrayContaining([
      [1, 2],
      [5, 10],
      [3, expect.any(ReadFailure)],
    ]),
  );
});

it('what cannot be started in time fails as too slow, and keeps what was answered', async () => {
  const found = await inTime([1, 2, 3], 1, (item) => new Promise((resolve) => setTimeout(resolve, 30, item)), 10);
  expect(found.get(1)).toBe(1);
  expect(found.get(2)).toMatchObject(slow);
  expect(found.get(3)).toMatchObject(slow);
});

const thrown = (name: string, more: object = {}) => Object.assign(new Error('of the source'), { name, ...more });
const rejected = (name: string, httpStatusCode: number) => thrown(name, { $metadata: { httpStatusCode } });

it.each([
  ['no connection', thrown('Error', { code: 'EAI_AGAIN' })],
  ['no answer in time', thrown('TimeoutError')],
  ['throttling', rejected('ThrottlingException', 400)],
  ['a throttled key', rejected('KmsThrottled', 400)],
  ['too many requests', rejected('Odd', 429)],
  ['a fault of the service', rejected('ServiceUnavailable', 503)],
  ['a permission that only the functions may have', rejected('AccessDenied', 403)],
  ['the same in the cause', thrown('Error', { cause: rejected('KmsAccessDenied', 400) })],
  ['credentials that have expired', rejected('ExpiredTokenException', 400)],
  ['the same as EC2 says it', rejected('RequestExpired', 400)],
  ['credentials that do not exist', rejected('InvalidClientTokenId', 403)],
  ['unknown credentials, in the cause', thrown('Error', { cause: rejected('UnrecognizedClientException', 400) })],
  [
    'a key that EC2 does not know',
    thrown('AuthFailure', {
      message: 'AWS was not able to validate the provided access credentials',
      $metadata: { httpStatusCode: 401 },
    }),
  ],
  ['a wrong signature', rejected('InvalidSignatureException', 403)],
  ['something else', 'odd'],
])('a source that failed for %s may answer later, or may answer the functions', (_, error) => {
  expect(readFailure(error).isUnanswered).toBe(true);
});

it.each([
  ['', rejected('QueueDoesNotExist', 400)],
  [' for an image that belongs to others', rejected('AuthFailure', 401)],
  [' in the cause', thrown('Error', { cause: rejected('ResourceNotFoundException', 404) })],
])('a source that rejects the request%s will reject it again', (_, error) => {
  expect(readFailure(error).isUnanswered).toBe(false);
});
