import { describe, expect, it } from 'vitest';
import { calls } from '../../../shared/api/index.ts';
import { apiRemedy } from '../../../shared/api/problems/remedies.ts';
import { controlReasons, cursorOf, versionReasons } from '../../../shared/operations/index.ts';
import { policyOf } from '../evaluation/setting.ts';
import { ADMIN, apiSetting } from './setting.ts';

const GROUP = '/groups/{group}';
const LISTS = ['GET /groups', `GET ${GROUP}/activities`, `GET ${GROUP}/versions`, 'GET /audit'] as const;
type Api = Awaited<ReturnType<typeof apiSetting>>;

/** The newest entry of the trail: its action and its outcome. */
const newest = async ({ send }: Api) => {
  const [entry] = (await send('GET /audit', { query: { limit: '1' } })).json.entries;
  const { action, group, by, from, outcome } = entry ?? {};
  return { action, group, by, from, result: outcome?.result, code: outcome?.code };
};

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
    ['not JSON', `PUT ${GROUP}/policy`, { body: '{"a": ' }, 400, 'body-not-json'],
    ['of 2 MB', `PUT ${GROUP}/policy`, { body: `{"a":"${'x'.repeat(2_000_000)}"}` }, 413, 'body-too-large'],
    [
      'nested a hundred thousand times',
      `PUT ${GROUP}/policy`,
      { body: `${'['.repeat(100_000)}` },
      400,
      'body-not-json',
    ],
    ['a policy with a prototype', `PUT ${GROUP}/policy`, { body: '{"__proto__":{"a":1}}' }, 422, 'policy-invalid'],
  ])('with a body that is %s is refused', async (_, route, sent, status, code) => {
    const { send } = await apiSetting();
    expect(await send(route, sent)).toMatchObject({ status, json: { code } });
  });

  it.each([
    ['two tags, one of them right', (etag: string) => `"x", ${etag}`, 202],
    ['a tag without quotes', (etag: string) => etag.slice(1, -1), 412],
    ['a weak tag', (etag: string) => `W/${etag}`, 412],
    ['nothing', () => '', 412],
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
    Object.assign(stored?.document as object, { capacity: { min: 5, max: 1 }, colour: 'red' });
    api.table.versions.read = async () => stored ?? null;
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
    expect(await newest(api)).toMatchObject({ action: 'policy-delete', result: 'failed' });
  });
});

describe('the audit trail', () => {
  const old = { 'if-match': '"old"' };
  const key = { 'idempotency-key': 'one' };
  it.each([
    ['a body that is not valid', `POST ${GROUP}/pause`, { body: {} }, 400, 'pause', 'request-invalid'],
    ['a body that is not JSON', `POST ${GROUP}/resume`, { body: '{' }, 400, 'resume', 'body-not-json'],
    ['an unknown group', `POST ${GROUP}/evaluate`, { group: 'nobody' }, 404, 'evaluate', 'group-not-found'],
    [
      'a size beyond the bounds',
      `POST ${GROUP}/scale`,
      { body: { workers: 101, for: '1h', because: 'x' } },
      ...([409, 'scale', 'control-above-maximum'] as const),
    ],
    [
      'a stale condition',
      `PUT ${GROUP}/policy`,
      { body: policyOf(), headers: old },
      412,
      'policy-apply',
      'policy-changed',
    ],
    ['a policy that is not valid', `PUT ${GROUP}/policy`, { body: {} }, 422, 'policy-apply', 'policy-invalid'],
    ['a stale deletion', `DELETE ${GROUP}/policy`, { headers: old }, 412, 'policy-delete', 'policy-changed'],
    [
      'a version that never existed',
      `POST ${GROUP}/rollback`,
      { body: { to: 9 } },
      404,
      'policy-rollback',
      'version-unknown',
    ],
    [
      'a used idempotency key',
      `POST ${GROUP}/evaluate`,
      { body: { because: 'x' }, headers: key },
      422,
      'evaluate',
      'idempotency-key-reused',
    ],
    [
      'a push to another group',
      `POST ${GROUP}/metrics`,
      { body: { group: 'b', values: { jobs: 1 } } },
      400,
      'push',
      'request-invalid',
    ],
  ] as const)('has an entry for %s', async (_, route, sent, status, action, code) => {
    const api = await apiSetting();
    await api.send(`POST ${GROUP}/evaluate`, { headers: key });
    const before = (await api.send('GET /audit')).json.entries.length;
    expect(await api.send(route, sent)).toMatchObject({ status, json: { code } });
    const { entries } = (await api.send('GET /audit')).json;
    expect(entries).toHaveLength(before + 1);
    const { group = 'ci' } = sent as { group?: string };
    expect(await newest(api)).toEqual({ action, group, ...ADMIN, result: 'failed', code });
    expect(entries[0].outcome.text).not.toContain('{');
  });

  it('that cannot be written does not hide why a request was refused', async () => {
    const { send, use } = await apiSetting();
    use.audit.audit.record = async () => {
      throw new Error('throttled');
    };
    expect(await send(`POST ${GROUP}/pause`, { body: {} })).toMatchObject({
      status: 400,
      json: { code: 'request-invalid' },
    });
    await expect(send(`POST ${GROUP}/pause`, { body: { because: 'x' } })).rejects.toThrow('throttled');
  });

  it('knows the action of every call that changes something', () => {
    const without = calls.filter(({ method, action }) => method !== 'GET' && action === undefined);
    expect(without.map(({ id }) => id)).toEqual(['pushMetrics']);
  });
});

describe('a failure', () => {
  it('for which commands have a remedy has one for callers of the API, too', () => {
    const remedied = [versionReasons, controlReasons].flatMap((catalog) =>
      Object.entries(catalog).flatMap(([code, definition]) => ('remedy' in definition ? [code] : [])),
    );
    const params = { group: 'ci', bound: 3, newest: 2, version: 1 };
    const without = remedied.filter((code) => apiRemedy({ code, params }) === null);
    // Only a command names the version that it has seen.
    expect(without).toEqual(['policy-version-differs']);
    expect(remedied.map((code) => apiRemedy({ code, params })).join('\n')).not.toMatch(/headcount|--|undefined/);
  });
});
