import { describe, expect, it } from 'vitest';
import { calls } from '../../../shared/api/index.ts';
import { cursorOf } from '../../../shared/operations/index.ts';
import { policyOf } from '../evaluation/setting.ts';
import { apiSetting, newestEntry } from './setting.ts';

const GROUP = '/groups/{group}';
const LISTS = ['GET /groups', `GET ${GROUP}/activities`, `GET ${GROUP}/versions`, 'GET /audit'] as const;
describe('a cursor', () => {
  const STAGE = 'production';
  const own = cursorOf(['groups', STAGE], 'a');
  it.each([
    ['empty', ''],
    ['no base64', '!!!.???'],
    ['garbage', Buffer.from([0xff, 0xfe, 0, 1]).toString('base64url')],
    ['with a wrong checksum', `${own}x`],
    ['without a list', `${Buffer.from('null').toString('base64url')}.0`],
    ['of a list that does not exist', cursorOf(['nothing'], 'a')],
    ['of another group', cursorOf(['activities', STAGE, 'other'], '1-0001')],
    ['of another stage', cursorOf(['groups', 'staging'], 'a')],
    ['longer than any', own.padEnd(1900, 'x')],
    ['of two', `${own}.${own}`],
    ['with no group', cursorOf(['groups', STAGE], 'No group')],
    ['with no activity', cursorOf(['activities', STAGE, 'ci'], 'a#b')],
    ['with a position of no such list', cursorOf(['versions', STAGE, 'ci'], 'x')],
    ['with no version', cursorOf(['versions', STAGE, 'ci'], '-7')],
    ['with no entry', cursorOf(['audit', STAGE, null], 'nonsense')],
    ['with an impossible time', cursorOf(['audit', STAGE, null], '99999999999999999999 x')],
  ])('that is %s is refused by every list that it does not belong to', async (_, cursor) => {
    const { send } = await apiSetting();
    for (const list of LISTS) {
      const { status, headers, json } = await send(list, { query: { cursor } });
      expect([list, status, headers['content-type']]).toEqual([list, 400, 'application/problem+json']);
      expect(['cursor-invalid', 'request-invalid']).toContain(json.code);
    }
  });
});

const deepPush = `{"values":{"load":${'['.repeat(30_000)}${']'.repeat(30_000)}}}`;

describe('a request', () => {
  it.each([
    ['a limit below one', 'GET /groups', { query: { limit: '-1' } }, 'query.limit'],
    ['a limit that is no whole number', 'GET /groups', { query: { limit: '1.5' } }, 'query.limit'],
    ['an empty limit', 'GET /groups', { query: { limit: '' } }, 'query.limit'],
    ['an unknown query parameter', 'GET /groups', { query: { page: '2' } }, 'query.page'],
    ['a query parameter of another call', `GET ${GROUP}`, { query: { limit: '1' } }, 'query.limit'],
    ['an unknown field', `POST ${GROUP}/rollback`, { body: { version: 1 } }, 'body.version'],
    ['a body that is a list', `POST ${GROUP}/pause`, { body: [] }, 'body'],
    ['a body that is null', `POST ${GROUP}/evaluate`, { body: 'null' }, 'body'],
    ['a version that is none', `POST ${GROUP}/rollback`, { body: { to: 0 } }, 'body.to'],
    ['a version beyond all numbers', `POST ${GROUP}/rollback`, { body: { to: 1e300 } }, 'body.to'],
    ['a time beyond what is kept', `GET ${GROUP}/metrics`, { query: { last: '9d' } }, 'query.last'],
    ['a time in the future', `GET ${GROUP}/metrics`, { query: { last: '-1h' } }, 'query.last'],
    ['a count of no workers', `GET ${GROUP}/candidates`, { query: { count: '0' } }, 'query.count'],
    ['a slash in the name', `GET ${GROUP}`, { group: 'ci/policy' }, 'path.group'],
    ['a name that is too long', `GET ${GROUP}`, { group: 'a'.repeat(64) }, 'path.group'],
    ['a name of a prototype', `GET ${GROUP}`, { group: '__proto__' }, 'path.group'],
    ['a reason that is too long', `POST ${GROUP}/pause`, { body: { because: 'x'.repeat(5000) } }, 'body.because'],
    ['a group that is none', 'GET /audit', { query: { group: 'A B' } }, 'query.group'],
  ] as const)('with %s is refused, and its path is named', async (_, route, sent, path) => {
    const { send } = await apiSetting();
    const { status, json } = await send(route, sent);
    expect({ status, code: json.code }).toEqual({ status: 400, code: 'request-invalid' });
    expect(json.errors.map((each: { path: string }) => each.path)).toContain(path);
  });

  it.each([
    ['an action that is none', 'replace', { action: 'stop' }, 'action', 'must be pause, resume, rollback or cancel'],
    ['a version that is none', 'replace', { version: 0 }, 'version', 'must be at least 1'],
    ['an end that is none', 'scale', { end: false, because: 'x' }, 'end', 'must be true'],
    ['the version of the other form', 'replace', { action: 'pause', version: 1 }, 'version', 'is not a known field'],
    ['the action last', 'replace', { version: 1, action: 'pause' }, 'version', 'is not a known field'],
    [
      'the workers of the other form',
      'scale',
      { end: true, workers: 3, because: 'x' },
      'workers',
      'is not a known field',
    ],
    ['no duration', 'scale', { workers: 3, because: 'x' }, 'for', 'is required'],
  ])('with one of two forms, and %s, is told about this field', async (_, call, body, field, message) => {
    const { send } = await apiSetting();
    const { json } = await send(`POST ${GROUP}/${call}`, { body });
    expect(json.errors).toMatchObject([{ path: `body.${field}`, message }]);
  });

  it('with a field that a call without fields does not have is not told about another one', async () => {
    const { send } = await apiSetting();
    const { json } = await send(`GET ${GROUP}`, { query: { x: '1' } });
    expect(json.errors).toEqual([{ path: 'query.x', code: 'unknown-field', message: 'is not a known field' }]);
  });

  it.each([
    ['not JSON', `PUT ${GROUP}/policy`, { body: '{"a": ' }, 400, 'body-not-json'],
    ['of 2 MB', `PUT ${GROUP}/policy`, { body: `{"a":"${'x'.repeat(2_000_000)}"}` }, 413, 'body-too-large'],
    [
      'nested a hundred thousand times',
      `PUT ${GROUP}/policy`,
      { body: `${'['.repeat(100_000)}` },
      400,
      'body-not-json',
    ],
    [
      'nested too deeply',
      `PUT ${GROUP}/policy`,
      { body: `{"a":${'['.repeat(30)}${']'.repeat(30)}}` },
      400,
      'body-too-deep',
    ],
    ['a push nested 30,000 times', `POST ${GROUP}/metrics`, { body: deepPush }, 400, 'body-too-deep'],
    ['a policy with a prototype', `PUT ${GROUP}/policy`, { body: '{"__proto__":{"a":1}}' }, 422, 'policy-invalid'],
  ])('with a body that is %s is refused', async (_, route, sent, status, code) => {
    const { send } = await apiSetting();
    expect(await send(route, sent)).toMatchObject({ status, json: { code } });
  });

  it('may begin with a byte order mark', async () => {
    const { send } = await apiSetting();
    const body = `\uFEFF${JSON.stringify(policyOf())}`;
    expect((await send(`PUT ${GROUP}/policy`, { body })).status).toBe(202);
  });

  it.each([
    ['if-match', 'abc', 'header.If-Match'],
    ['if-none-match', 'W/abc', 'header.If-None-Match'],
  ])('with a tag without quotes in %s is told to write them', async (header, written, path) => {
    const { send } = await apiSetting();
    const { status, json } = await send(`PUT ${GROUP}/policy`, { body: policyOf(), headers: { [header]: written } });
    const message = 'must be the ETag of the policy with its quotation marks, or *';
    expect([status, json.errors]).toEqual([400, [{ path, code: 'invalid-value', message }]]);
  });

  it.each([
    ['scale', '{}', 'has none of the accepted forms: { workers, for, because } or { because, end }'],
    ['scale', 'null', 'must be a map'],
    ['metrics', 'null', 'must be a map or list'],
    ['metrics', '"load=1"', 'must be a map or list'],
  ])('of %s with the body %s is told the accepted forms', async (call, body, message) => {
    const { send } = await apiSetting();
    const { json } = await send(`POST ${GROUP}/${call}`, { body });
    expect(json.errors).toMatchObject([{ path: 'body', message }]);
  });

  it('with a list has the path of each of its values', async () => {
    const { send } = await apiSetting();
    const { json } = await send(`POST ${GROUP}/metrics`, { body: [{ values: { load: 'x' } }] });
    expect(json.errors[0].path).toBe('body[0].values.load');
  });

  it.each([
    ['two tags, one of them right', (etag: string) => `"x", ${etag}`, 202],
    ['a tag without quotes', (etag: string) => etag.slice(1, -1), 400],
    ['a weak tag', (etag: string) => `W/${etag}`, 412],
    ['nothing', () => '', 400],
  ])('with If-Match of %s', async (_, written, status) => {
    const { send } = await apiSetting();
    const { etag = '' } = (await send(`GET ${GROUP}/policy`)).headers;
    const headers = { 'if-match': written(etag) };
    const body = policyOf({ capacity: { min: 0, max: 7 } });
    expect((await send(`PUT ${GROUP}/policy`, { body, headers })).status).toBe(status);
  });

  it('with a huge idempotency key, or one of any characters, is carried out once', async () => {
    const { send, queue } = await apiSetting();
    for (const key of ['k'.repeat(8000), '🔑\n../..']) {
      const headers = { 'idempotency-key': key };
      await send(`POST ${GROUP}/evaluate`, { headers });
      expect((await send(`POST ${GROUP}/evaluate`, { headers })).headers['idempotency-replayed']).toBe('true');
    }
    expect(queue.later).toHaveLength(2);
  });
});

describe('a group', () => {
  it.each(calls.filter(({ path }) => path.includes('{group}')))(
    'that is unknown is not found: $method $path',
    async ({ method, path }) => {
      const { send } = await apiSetting();
      const body = { because: 'x', workers: 1, for: '1h', values: { jobs: 1 } };
      const bodies: Record<string, object> = {
        scale: { workers: 1, for: '1h', because: 'x' },
        pause: { because: 'x' },
        resume: { because: 'x' },
        metrics: { values: body.values },
      };
      const sent = method === 'POST' ? { body: bodies[path.split('/').at(-1) ?? ''] ?? {} } : {};
      const { status, json } = await send(`${method} ${path}`, { group: 'nobody', ...sent });
      if (method === 'PUT') expect(status).toBe(422);
      else if (path.endsWith('/metrics') && method === 'POST') expect(status).toBe(400);
      else expect([status, json.title]).toEqual([404, 'Not found']);
    },
  );
});

describe('a rollback', () => {
  it('to a document that this version does not accept names the fields', async () => {
    const api = await apiSetting();
    const [stored] = await api.table.versions.list('ci', 1);
    const document = { ...(stored?.document as object), capacity: { min: 5, max: 1 }, colour: 'red' };
    api.table.versions.read = async () => (stored ? { ...stored, document } : null);
    const { status, json } = await api.send(`POST ${GROUP}/rollback`, { body: { to: 1 } });
    expect({ status, code: json.code, fields: json.params.fields }).toMatchObject({
      ...{ status: 422, code: 'version-rejected', fields: expect.arrayContaining(['colour', 'capacity.min']) },
    });
    expect(json.detail).toContain('capacity.min');
  });

  it('at the same time as another one is a conflict, and only one of them is carried out', async () => {
    const api = await apiSetting();
    await api.put(policyOf({ capacity: { min: 0, max: 7 } }));
    await api.put(policyOf({ capacity: { min: 0, max: 8 } }));
    const both = [1, 2].map((to) => api.send(`POST ${GROUP}/rollback`, { body: { to } }));
    const answers = await Promise.all(both);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    const { entries } = (await api.send('GET /audit')).json;
    expect(entries.map(({ outcome }: { outcome: { code: string } }) => outcome.code).sort()).toEqual([
      'audit-done',
      'policy-changed-meanwhile',
    ]);
  });
});

describe('a deletion', () => {
  it('that loses against another change has failed its condition', async () => {
    const api = await apiSetting();
    api.use.records.remove = async () => false;
    const { status, json } = await api.send(`DELETE ${GROUP}/policy`);
    expect({ status, code: json.code }).toEqual({ status: 412, code: 'policy-changed' });
    expect(await newestEntry(api)).toMatchObject({ action: 'policy-delete', result: 'failed' });
  });
});
