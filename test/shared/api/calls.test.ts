import { describe, expect, it } from 'vitest';
import { answerRequest } from '../../../shared/api/answer-request.ts';
import { etagOf } from '../../../shared/api/calls/etag.ts';
import { MOST_BODY_BYTES } from '../../../shared/api/input.ts';
import { policyOf } from '../evaluation/setting.ts';
import { ADMIN, apiSetting } from './setting.ts';

const GROUP = '/groups/{group}';
const pushing = policyOf({ metrics: { jobs: { pushed: {} } } });

describe('the groups', () => {
  it('are listed page by page', async () => {
    const { send } = await apiSetting(...['c', 'a', 'b'].map((group) => policyOf({ group })));
    const first = await send('GET /groups', { query: { limit: '2' } });
    expect(first.json.groups.map(({ group }: { group: string }) => group)).toEqual(['a', 'b']);
    const rest = await send('GET /groups', { query: { limit: '2', cursor: first.json.cursor } });
    expect(rest.json).toMatchObject({ groups: [{ group: 'c' }], cursor: null });
  });

  it('are read and described for their own page alone', async () => {
    const { send, use, fleet } = await apiSetting(...['a', 'b', 'c'].map((group) => policyOf({ group })));
    for (const group of ['a', 'b', 'b', 'c']) fleet.add(group);
    const [read, described]: [string[], string[]] = [[], []];
    const { states } = use.evaluation;
    const readStates = states.read.bind(states);
    states.read = (names) => {
      read.push(...names);
      return readStates(names);
    };
    for (const { adapter } of use.evaluation.providers.all()) {
      const describe = adapter.describe.bind(adapter);
      adapter.all = () => Promise.reject(new Error('describes the whole stage'));
      adapter.describe = (requests, now) => {
        described.push(...requests.map(({ group }) => group));
        return describe(requests, now);
      };
    }
    const { cursor } = (await send('GET /groups', { query: { limit: '1' } })).json;
    const { groups } = (await send('GET /groups', { query: { limit: '1', cursor } })).json;
    expect(groups).toMatchObject([{ group: 'b', workers: 2 }]);
    expect({ read, described }).toEqual({ read: ['a', 'b'], described: ['a', 'b'] });
  });

  it.each([
    ['tampered', 'abc.def'],
    ['of another list', 'activities'],
  ])('are not listed from a cursor that is %s', async (_, cursor) => {
    const { send } = await apiSetting();
    const other =
      cursor === 'activities'
        ? await (async () => {
            const both = await apiSetting(policyOf({ group: 'a' }), policyOf({ group: 'b' }));
            return (await both.send('GET /groups', { query: { limit: '1' } })).json.cursor as string;
          })()
        : cursor;
    const route = cursor === 'activities' ? `GET ${GROUP}/activities` : 'GET /groups';
    const { status, json } = await send(route, { query: { cursor: other } });
    expect({ status, code: json.code }).toEqual({ status: 400, code: 'cursor-invalid' });
  });

  it('are described one by one', async () => {
    const { send, evaluate, queues } = await apiSetting();
    queues.set('jobs', { waiting: 25 });
    await evaluate();
    expect((await send(`GET ${GROUP}`)).json).toMatchObject({ group: 'ci', version: 1, desired: 3, live: 3 });
    expect((await send(`GET ${GROUP}/workers`)).json.workers).toHaveLength(3);
    expect((await send(`GET ${GROUP}/candidates`, { query: { count: '2' } })).json.candidates).toHaveLength(2);
    expect((await send(`GET ${GROUP}/activities`)).json.activities).toHaveLength(1);
    const explained = (await send(`GET ${GROUP}/explain`)).json;
    expect(explained.activity.decision).toMatchObject({ current: 0, desired: 3 });
    expect(explained.now.decision).toMatchObject({ current: 3, desired: 3, direction: 'hold' });
  });

  it.each(['', '/explain', '/activities', '/workers', '/policy'])('are unknown: GET …%s', async (rest) => {
    const { send } = await apiSetting();
    const { status, headers, json } = await send(`GET ${GROUP}${rest}`, { group: 'nobody' });
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(json).toMatchObject({ title: 'Not found', status: 404, type: `urn:headcount:${json.code}` });
    expect(json.detail).toContain('nobody');
  });
});

describe('a policy', () => {
  it('is written, and known to be written by the caller', async () => {
    const { send, accept, table } = await apiSetting();
    const changed = { ...policyOf(), capacity: { min: 0, max: 7 } };
    const { group: _, ...body } = changed;
    const written = await send(`PUT ${GROUP}/policy`, { body, query: { because: 'Friday' } });
    expect(written).toMatchObject({ status: 202, json: { group: 'ci', warnings: expect.any(Array) } });
    await accept('ci');
    const [newest] = await table.versions.list('ci', 1);
    expect(newest).toMatchObject({ version: 2, by: ADMIN.by, through: 'api', because: 'Friday' });
    const [entry] = (await send('GET /audit', { query: { group: 'ci' } })).json.entries;
    expect(entry).toMatchObject({ action: 'policy-apply', by: ADMIN.by, from: ADMIN.from, through: 'api' });
  });

  it('is written only over what the caller has read', async () => {
    const { send } = await apiSetting();
    const { etag = '' } = (await send(`GET ${GROUP}/policy`)).headers;
    const put = (max: number, headers: Record<string, string>) =>
      send(`PUT ${GROUP}/policy`, { body: policyOf({ capacity: { min: 0, max } }), headers });
    const first = await put(7, { 'if-match': etag });
    expect(first.status).toBe(202);
    const stale = await put(8, { 'if-match': etag });
    expect(stale).toMatchObject({ status: 412, json: { code: 'policy-changed' } });
    expect((await send(`GET ${GROUP}/policy`)).json.capacity.max).toBe(7);
    expect((await put(9, { 'if-match': first.headers['etag'] ?? '' })).status).toBe(202);
    expect((await put(9, { 'if-none-match': '*' })).status).toBe(412);
  });

  it('that somebody else replaces at once has no ETag for its author, who has not read the other one', async () => {
    const { send, use } = await apiSetting();
    const { records } = use;
    const put = records.put.bind(records);
    records.put = async (...written) => {
      const isWritten = await put(...written);
      await put(policyOf({ capacity: { min: 0, max: 9 } }), { by: 'bob' });
      return isWritten;
    };
    const { status, headers, json } = await send(`PUT ${GROUP}/policy`, {
      body: policyOf({ capacity: { min: 0, max: 7 } }),
    });
    expect({ status, etag: json.etag, header: headers['etag'] }).toEqual({
      status: 202,
      etag: null,
      header: undefined,
    });
  });

  it('has the same ETag in whatever order its fields are read', async () => {
    const item = { by: 'ann', because: null, id: 'x' };
    const [one, other] = [
      { capacity: { min: 1, max: 2 }, paused: true },
      { paused: true, capacity: { max: 2, min: 1 } },
    ];
    expect(etagOf({ ...item, document: one })).toBe(etagOf({ ...item, document: other }));
    expect(etagOf({ ...item, document: one })).not.toBe(etagOf({ ...item, document: { ...one, paused: false } }));
  });

  it('that is not valid changes nothing, and each fault has its path', async () => {
    const { send } = await apiSetting();
    const body = { ...policyOf(), capacity: { min: 5, max: 1 }, colour: 'red' };
    const { status, json } = await send(`PUT ${GROUP}/policy`, { body });
    expect({ status, code: json.code }).toEqual({ status: 422, code: 'policy-invalid' });
    expect(json.errors.map(({ path }: { path: string }) => path)).toContain('colour');
    expect((await send(`GET ${GROUP}/policy`)).json.capacity.max).toBe(100);
  });

  it('of another group is refused', async () => {
    const { send } = await apiSetting();
    const { status, json } = await send(`PUT ${GROUP}/policy`, { body: policyOf({ group: 'other' }) });
    expect({ status, errors: json.errors }).toMatchObject({ status: 422, errors: [{ path: 'group' }] });
  });

  it('is deleted once', async () => {
    const { send } = await apiSetting(policyOf({ onDelete: 'drain' }));
    expect((await send(`DELETE ${GROUP}/policy`)).json).toEqual({ group: 'ci', onDelete: 'drain' });
    expect((await send(`DELETE ${GROUP}/policy`)).status).toBe(404);
  });
});

describe('control by hand', () => {
  it('pauses for a while, resumes, and both are in the audit trail', async () => {
    const { send, state } = await apiSetting();
    const paused = await send(`POST ${GROUP}/pause`, { body: { direction: 'out', for: '2h', because: 'incident 42' } });
    expect(paused).toMatchObject({ status: 200, json: { group: 'ci', changed: true } });
    expect(state().manual.pauses).toMatchObject([{ paused: 'out', by: ADMIN.by, through: 'api', from: ADMIN.from }]);
    expect((await send(`POST ${GROUP}/resume`, { body: { because: 'over' } })).json.manual).toEqual({
      pauses: [],
      scale: null,
    });
    const { entries } = (await send('GET /audit')).json;
    expect(entries.map(({ action }: { action: string }) => action)).toEqual(['resume', 'pause']);
  });

  it('sets a size, and ends it', async () => {
    const { send, state } = await apiSetting();
    await send(`POST ${GROUP}/scale`, { body: { workers: 7, for: '1h', because: 'a talk' } });
    expect(state().manual.scale).toMatchObject({ workers: 7, by: ADMIN.by });
    await send(`POST ${GROUP}/scale`, { body: { end: true, because: 'over' } });
    expect(state().manual.scale).toBeNull();
  });

  it('replaces workers, and holds, turns round and cancels that', async () => {
    const { send, state, fleet } = await apiSetting();
    fleet.templates.create('4');
    const replace = `POST ${GROUP}/replace`;
    expect(await send(replace, { body: { version: '9' } })).toMatchObject({
      status: 404,
      json: { code: 'rollout-target-unknown', remedy: 'Create the version, or name another one in "version".' },
    });
    const begun = await send(replace, { body: { version: 4, because: 'week 48' } });
    expect(begun).toMatchObject({
      status: 200,
      json: { changed: true, rollout: { status: 'starting', version: '4' } },
    });
    expect(state().rollout).toMatchObject({ started: { by: ADMIN.by, through: 'api', because: 'week 48' } });
    expect((await send(replace, { body: { action: 'pause' } })).json.rollout.status).toBe('paused');
    expect(await send(replace, { body: { action: 'rollback' } })).toMatchObject({
      status: 409,
      json: { code: 'rollout-nothing-to-return-to' },
    });
    expect((await send(replace, { body: { action: 'cancel' } })).json.rollout.status).toBe('canceled');
    const { entries } = (await send('GET /audit')).json;
    expect(entries.map(({ action }: { action: string }) => action)).toEqual(Array(5).fill('replace'));
  });

  it.each([
    ['replace', { version: '$Latest' }, 'body.version'],
    ['pause', {}, 'body.because'],
    ['pause', { because: 'x', for: '0s' }, 'body.for'],
    ['pause', { because: 'x', direction: 'up' }, 'body.direction'],
    ['scale', { workers: -1, for: '1h', because: 'x' }, 'body.workers'],
    ['scale', { workers: 2.5, for: '1h', because: 'x' }, 'body.workers'],
    ['scale', { workers: 2, because: 'x' }, 'body.for'],
  ])('refuses %s with %o', async (call, body, path) => {
    const { send } = await apiSetting();
    const { status, json } = await send(`POST ${GROUP}/${call}`, { body });
    expect({ status, errors: json.errors }).toMatchObject({ status: 400, errors: [{ path }] });
  });

  it('refuses a size beyond the bounds', async () => {
    const { send } = await apiSetting();
    const { status, json } = await send(`POST ${GROUP}/scale`, { body: { workers: 101, for: '1h', because: 'x' } });
    expect({ status, code: json.code }).toEqual({ status: 409, code: 'control-above-maximum' });
  });
});

describe('versions', () => {
  it('are listed, and an earlier one is put back', async () => {
    const { send, put, accept } = await apiSetting();
    await put(policyOf({ capacity: { min: 0, max: 7 } }));
    const { versions } = (await send(`GET ${GROUP}/versions`)).json;
    expect(versions.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    const back = await send(`POST ${GROUP}/rollback`, { body: { because: 'too small' } });
    expect(back).toMatchObject({ status: 202, json: { from: 2, to: 1, result: 'written' } });
    await accept('ci');
    expect((await send(`GET ${GROUP}/policy`)).json.capacity.max).toBe(100);
  });

  it('that never existed are not found', async () => {
    const { send } = await apiSetting();
    const { status, json } = await send(`POST ${GROUP}/rollback`, { body: { to: 9 } });
    expect({ status, code: json.code }).toEqual({ status: 404, code: 'version-unknown' });
  });
});

describe('metrics', () => {
  it('are pushed, and the group is evaluated', async () => {
    const { send, queue, table } = await apiSetting(pushing);
    const { status, json } = await send(`POST ${GROUP}/metrics`, { body: { values: { jobs: 30 } } });
    expect({ status, json }).toEqual({
      status: 202,
      json: { stored: 1, groups: ['ci'], evaluations: [{ group: 'ci', seconds: 0 }] },
    });
    expect(table.pushedValues.stored).toMatchObject([{ group: 'ci', metric: 'jobs', value: 30 }]);
    expect(queue.later).toMatchObject([{ group: 'ci', trigger: 'push' }]);
  });

  it('are listed with the workers, as evaluations saw them', async () => {
    const { send, evaluate, queues } = await apiSetting();
    queues.set('jobs', { waiting: 25 });
    await evaluate();
    const { metrics, workers } = (await send(`GET ${GROUP}/metrics`, { query: { last: '10m' } })).json;
    expect(metrics.jobs).toMatchObject([{ value: 25 }]);
    expect(workers).toMatchObject([{ desired: 3 }]);
  });

  it('of all groups are exposed for Prometheus', async () => {
    const { evaluate, queues, use } = await apiSetting();
    queues.set('jobs', { waiting: 25 });
    await evaluate();
    const request = { route: 'GET /metrics', path: {}, query: {}, headers: {}, body: null, caller: ADMIN };
    const { status, headers, body } = await answerRequest(request, use);
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 200,
      type: 'text/plain; version=0.0.4; charset=utf-8',
    });
    expect(body).toContain('# TYPE headcount_desired_workers gauge');
    expect(body).toMatch(/^headcount_desired_workers\{.*group="ci".*\} 3$/m);
  });

  it('are exposed with what doctor finds if that is asked for, and with a failed request counted', async () => {
    const { use, table } = await apiSetting();
    const exposed = (query: Record<string, string> = {}) =>
      answerRequest({ route: 'GET /metrics', path: {}, query, headers: {}, body: null, caller: ADMIN }, use);
    expect((await exposed({ doctor: 'true' })).body).toContain('headcount_collector_success{collector="findings"} 1');
    expect((await exposed({ doctor: 'false' })).body).not.toContain('collector="findings"');
    expect((await exposed({ doctor: 'maybe' })).status).toBe(400);
    table.evaluations.calls.fail('latest', new Error('throttled'));
    await expect(exposed()).rejects.toThrow('throttled');
    expect((await exposed()).body).toMatch(/^headcount_api_errors_total 1$/m);
  });

  it('fail with their own error, although the failure cannot be counted', async () => {
    const { use, table } = await apiSetting();
    table.evaluations.calls.fail('latest', new Error('throttled'));
    table.counts.calls.fail('add', new Error('unreachable'));
    const request = { route: 'GET /metrics', path: {}, query: {}, headers: {}, body: null, caller: ADMIN };
    await expect(answerRequest(request, use)).rejects.toThrow('throttled');
  });

  it.each([
    ['another group', { group: 'other', values: { jobs: 1 } }, 'body.group'],
    ['another group in a list', [{ values: { jobs: 1 } }, { group: 'other', values: { jobs: 1 } }], 'body.group'],
    ['no number', { values: { jobs: 'many' } }, 'body.values.jobs'],
    ['no metric of the policy', { values: { orders: 1 } }, 'body.values.orders'],
  ])('of %s are refused', async (_, body, path) => {
    const { send, table } = await apiSetting(pushing, { ...pushing, group: 'other' });
    const { status, json } = await send(`POST ${GROUP}/metrics`, { body });
    expect({ status, errors: json.errors }).toMatchObject({ status: 400, errors: [{ path }] });
    expect(table.pushedValues.stored).toEqual([]);
  });
});

describe('a request', () => {
  it.each([
    [
      'with a body of 2 MB',
      { body: JSON.stringify({ values: { jobs: 'x'.repeat(2_000_000) } }) },
      413,
      'body-too-large',
    ],
    ['that is not JSON', { body: '{"values": ' }, 400, 'body-not-json'],
    ['for what is no name of a group', { group: 'Not A Group', body: { values: {} } }, 400, 'request-invalid'],
  ])('%s is refused', async (_, sent, status, code) => {
    const { send } = await apiSetting(pushing);
    expect(await send(`POST ${GROUP}/metrics`, sent)).toMatchObject({ status, json: { code } });
  });

  it('may have a body up to the limit', async () => {
    const { send } = await apiSetting(pushing);
    const body = `{"values":{"jobs":3}}${' '.repeat(MOST_BODY_BYTES - 21)}`;
    expect((await send(`POST ${GROUP}/metrics`, { body })).status).toBe(202);
    expect((await send(`POST ${GROUP}/metrics`, { body: `${body} ` })).status).toBe(413);
  });

  it('of an unknown call is not found', async () => {
    const { send } = await apiSetting();
    expect(await send('PATCH /groups')).toMatchObject({ status: 404, json: { code: 'call-unknown' } });
  });

  it.each([{ limit: '0' }, { limit: '1001' }, { limit: 'many' }])('with the limit %o is refused', async (query) => {
    const { send } = await apiSetting();
    const { status, json } = await send('GET /groups', { query: query as Record<string, string> });
    expect({ status, errors: json.errors }).toMatchObject({ status: 400, errors: [{ path: 'query.limit' }] });
  });
});

describe('an idempotency key', () => {
  const evaluate = { headers: { 'idempotency-key': 'one' } };

  it('has a request carried out once', async () => {
    const { send, queue } = await apiSetting();
    const first = await send(`POST ${GROUP}/evaluate`, evaluate);
    const again = await send(`POST ${GROUP}/evaluate`, evaluate);
    expect(again).toMatchObject({ status: 202, body: first.body, headers: { 'idempotency-replayed': 'true' } });
    expect(queue.later).toHaveLength(1);
  });

  it('carries out a repeated request once, even if its query has another signature each time', async () => {
    const { send, queue } = await apiSetting();
    const signed = (signature: string) => ({ ...evaluate, query: { 'X-Amz-Signature': signature } });
    await send(`POST ${GROUP}/evaluate`, signed('a'));
    const again = await send(`POST ${GROUP}/evaluate`, signed('b'));
    expect(again).toMatchObject({ status: 202, headers: { 'idempotency-replayed': 'true' } });
    expect(queue.later).toHaveLength(1);
  });

  it('belongs to its caller, and to one request', async () => {
    const { send, queue } = await apiSetting();
    await send(`POST ${GROUP}/evaluate`, evaluate);
    const other = await send(`POST ${GROUP}/evaluate`, { ...evaluate, body: { because: 'why not' } });
    expect(other).toMatchObject({ status: 422, json: { code: 'idempotency-key-reused' } });
    await send(`POST ${GROUP}/evaluate`, {
      ...evaluate,
      caller: { ...ADMIN, by: 'arn:aws:iam::111122223333:user/bob' },
    });
    expect(queue.later).toHaveLength(2);
  });

  it('of a request that failed may be used again', async () => {
    const { send, put } = await apiSetting();
    const sent = { ...evaluate, group: 'late' };
    expect((await send(`POST ${GROUP}/evaluate`, sent)).status).toBe(404);
    await put(policyOf({ group: 'late' }));
    expect((await send(`POST ${GROUP}/evaluate`, sent)).status).toBe(202);
  });

  it('of a request whose end cannot be recorded has it answered, and carried out once', async () => {
    const { send, use, queue } = await apiSetting();
    use.requests.end = async () => {
      throw new Error('throttled');
    };
    expect((await send(`POST ${GROUP}/evaluate`, evaluate)).status).toBe(202);
    const again = await send(`POST ${GROUP}/evaluate`, evaluate);
    expect(again).toMatchObject({ status: 409, json: { code: 'idempotency-in-progress' } });
    expect(queue.later).toHaveLength(1);
  });

  it('of a request whose process has died may be used again after a minute', async () => {
    const { send, use, queue, pass } = await apiSetting();
    const { end, forget } = use.requests;
    // The process ends during the call: nothing is recorded after it.
    use.requests.end = use.requests.forget = () => new Promise(() => undefined);
    void send(`POST ${GROUP}/evaluate`, evaluate);
    await expect.poll(() => queue.later.length).toBe(1);
    Object.assign(use.requests, { end, forget });
    pass(59);
    expect(await send(`POST ${GROUP}/evaluate`, evaluate)).toMatchObject({ status: 409 });
    pass(1);
    expect(await send(`POST ${GROUP}/evaluate`, evaluate)).toMatchObject({ status: 202 });
    expect(await send(`POST ${GROUP}/evaluate`, evaluate)).toMatchObject({
      ...{ status: 202, headers: { 'idempotency-replayed': 'true' } },
    });
    expect(queue.later).toHaveLength(2);
  });

  it('of a request that failed and cannot be released does not hide why it failed', async () => {
    const { send, use } = await apiSetting();
    use.requests.forget = async () => {
      throw new Error('throttled');
    };
    const { status, json } = await send(`POST ${GROUP}/evaluate`, { ...evaluate, group: 'nobody' });
    expect({ status, code: json.code }).toEqual({ status: 404, code: 'group-unknown' });
  });

  it('of a request with another condition was used for another request', async () => {
    const { send } = await apiSetting();
    const put = (condition: string) =>
      send(`PUT ${GROUP}/policy`, {
        body: policyOf({ group: 'new' }),
        group: 'new',
        headers: { 'idempotency-key': 'one', 'if-none-match': condition },
      });
    expect((await put('*')).status).toBe(202);
    expect(await put('"another"')).toMatchObject({ status: 422, json: { code: 'idempotency-key-reused' } });
  });

  it('of a request in progress is a conflict', async () => {
    const { send, queue } = await apiSetting();
    let inner: Awaited<ReturnType<typeof send>> | undefined;
    const original = queue.sendLater.bind(queue);
    queue.sendLater = async (...later) => {
      inner ??= await send(`POST ${GROUP}/evaluate`, evaluate);
      await original(...later);
    };
    await send(`POST ${GROUP}/evaluate`, evaluate);
    expect(inner).toMatchObject({ status: 409, json: { code: 'idempotency-in-progress' } });
    expect(queue.later).toHaveLength(1);
  });
});
