import { describe, expect, it } from 'vitest';
import { answerRequest, calls } from '../../../shared/api/index.ts';
import { apiRemedy } from '../../../shared/api/problems/remedies.ts';
import { controlReasons, versionReasons } from '../../../shared/operations/index.ts';
import { policyOf } from '../evaluation/setting.ts';
import { ADMIN, apiSetting, newestEntry } from './setting.ts';

const GROUP = '/groups/{group}';

describe('the audit trail', () => {
  const old = { 'if-match': '"old"' };
  const key = { 'idempotency-key': 'one' };
  it.each([
    ['a body that is not valid', `POST ${GROUP}/pause`, { body: {} }, 400, 'pause', 'request-invalid'],
    ['a body that is not JSON', `POST ${GROUP}/resume`, { body: '{' }, 400, 'resume', 'body-not-json'],
    ['an unknown group', `POST ${GROUP}/evaluate`, { group: 'nobody' }, 404, 'evaluate', 'group-unknown'],
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
    expect(await newestEntry(api)).toEqual({ action, group, ...ADMIN, result: 'failed', code });
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

describe('a reader', () => {
  const READS = new Set([
    ...['states.read', 'states.due', 'activities.list', 'activities.read', 'policies.read'],
    ...['records.item', 'records.status', 'versions.list'],
  ]);
  it.each(calls.filter(({ level }) => level === 'reader'))(
    'changes nothing: $method $path',
    async ({ method, path }) => {
      const { use, table, queue, evaluate, queues } = await apiSetting();
      queues.set('jobs', { waiting: 25 });
      await evaluate();
      table.calls.clear();
      const stored = JSON.stringify([...table.kept]);
      const inPath: Record<string, string> = path.includes('{group}') ? { group: 'ci' } : {};
      const request = { route: `${method} ${path}`, path: inPath, query: {}, headers: {}, body: null, caller: ADMIN };
      const { status } = await answerRequest(request, use);
      expect([status, method]).toEqual([200, 'GET']);
      expect(Object.keys(table.calls.all()).filter((each) => !READS.has(each))).toEqual([]);
      expect(JSON.stringify([...table.kept])).toBe(stored);
      expect(queue.later).toEqual([]);
    },
  );
});
