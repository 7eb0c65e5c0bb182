import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureVenv } from '../../local/emulator/venv.ts';
import { allows, calls, LEVELS, type Level } from '../../shared/api/index.ts';
import { EVENT_SCHEMAS } from '../../shared/aws/eventbridge/event-schemas.ts';
import { apiPolicyName, type EventType, eventBusName } from '../../shared/names/names.ts';
import { onlyInFullRun } from '../full-run.ts';
import { expectAnswer } from '../shared/api/documented.ts';
import { type BusEvent, queueBehind } from '../shared/aws/eventbridge/bus-queue.ts';
import { type ApiCall, callApi, type Keys, userWith } from './api-caller.ts';
import { type DeployedStack, STAGE } from './deployed-stack.ts';

const GROUP = 'by-api';
const levels = Object.keys(LEVELS) as Level[];

/** The HTTP API of a deployed stack, driven by users of each level. */
export function apiStories(stack: DeployedStack): void {
  describe('the HTTP API', () => {
    let base = '';
    const keys = new Map<Level, Keys>();
    /** Events that came since the last read. */
    let heard: () => Promise<BusEvent[]> = async () => [];
    /** Every answer of the function has the published schema. The gateway's own have no code, and no schema. */
    const send = async (level: Level, sent: ApiCall) => {
      const answer = await callApi(base, keys.get(level) ?? null, sent);
      const isOwn = answer.json !== null && (answer.status < 400 || answer.json.code !== undefined);
      if (isOwn) expectAnswer(routeTo(sent), answer);
      return answer;
    };

    beforeAll(async () => {
      const events = new EventBridgeClient({});
      heard = await queueBehind(eventBusName(STAGE), 'api-events', { sqs: stack.clients().sqs, events });
      events.destroy();
      const endpoint = String(stack.endpoint());
      const id = new URL(stack.output('ApiUrl')).hostname.split('.')[0];
      base = `${endpoint.replace(/\/$/, '')}/_aws/execute-api/${id}/$default`;
      for (const level of levels) {
        keys.set(level, await userWith(endpoint, `api-${level}`, { managed: apiPolicyName(STAGE, level) }));
      }
    });

    test('writes a policy, shows the group, pauses it, and goes back', async () => {
      const policy = { ...stack.policyOf(GROUP), capacity: { min: 1, max: 3 } };
      const path = `/groups/${GROUP}`;
      expect(await send('admin', { method: 'PUT', path: `${path}/policy`, body: policy })).toMatchObject({
        status: 202,
      });
      const group = async () => (await send('reader', { method: 'GET', path })).json;
      await expect.poll(async () => (await group()).version).toBe(1);
      const paused = { method: 'POST', path: `${path}/pause`, body: { because: 'a test', for: '10m' } };
      expect(await send('operator', paused)).toMatchObject({ status: 200, json: { changed: true } });
      expect((await group()).manual.pauses).toMatchObject([{ because: 'a test', through: 'api' }]);
      expect(await send('operator', { method: 'POST', path: `${path}/evaluate`, body: {} })).toMatchObject({
        status: 202,
      });
      const { entries } = (await send('admin', { method: 'GET', path: `/audit?group=${GROUP}` })).json;
      expect(entries.map(({ action, by }: { action: string; by: string }) => [action, by.split('/').at(-1)])).toEqual([
        ['evaluate', 'api-operator'],
        ['pause', 'api-operator'],
        ['policy-apply', 'api-admin'],
      ]);
    });

    test('evaluates a group at once when a metric is pushed', async () => {
      const group = 'by-push';
      const policy = {
        ...{ ...stack.policyOf(group), capacity: { min: 0, max: 3 } },
        metrics: { jobs: { pushed: {} } },
        rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 10 }],
      };
      const path = `/groups/${group}`;
      await send('admin', { method: 'PUT', path: `${path}/policy`, body: policy });
      await expect.poll(async () => (await stack.state(group))?.policy.version).toBe(1);
      const push = { method: 'POST', path: `${path}/metrics`, body: { values: { jobs: 15 } } };
      expect(await send('submitter', push)).toMatchObject({ status: 202, json: { stored: 1 } });
      await expect.poll(() => stack.instances(group).length).toBe(2);
      // The schedule has not come first.
      expect((await stack.activities(group)).at(-1)).toMatchObject({ trigger: 'push' });
    });

    test('has what it caused on the bus, as events with the published schemas', async () => {
      const events: BusEvent[] = [];
      const typesOf = (group: string) =>
        new Set(events.filter(({ detail }) => detail['group'] === group).map((each) => each['detail-type']));
      const read = async () => {
        events.push(...(await heard()));
        return [[...typesOf(GROUP)], [...typesOf('by-push')]];
      };
      const resized = ['Scaling Decided', 'Resize Started', 'Worker Launched', 'Resize Completed'];
      await expect
        .poll(read)
        .toEqual([
          expect.arrayContaining(['Policy Accepted', 'Group Paused']),
          expect.arrayContaining(['Policy Accepted', ...resized]),
        ]);
      for (const { source, 'detail-type': type, detail } of events) {
        expect([source, detail['stage']]).toEqual(['headcount', STAGE]);
        const { error } = EVENT_SCHEMAS[type as EventType].detail.safeParse(detail);
        expect(error?.message, `${type} ${JSON.stringify(detail)}`).toBeUndefined();
      }
      const byId = new Map(events.map(({ detail }) => [detail['id'], JSON.stringify(detail)]));
      expect(events.filter(({ detail }) => byId.get(detail['id']) !== JSON.stringify(detail))).toEqual([]);
    });

    test('answers bad input with a problem that says what is wrong, and records what it refused', async () => {
      const path = `/groups/${GROUP}`;
      const headers = { 'if-match': '"old"' };
      const policy = stack.policyOf(GROUP);
      const large = { ...policy, colour: 'x'.repeat(2_000_000) };
      const { cursor } = (await send('admin', { method: 'GET', path: '/audit?limit=1' })).json;
      const bad: readonly (readonly [ApiCall, number, string])[] = [
        [{ method: 'GET', path: '/groups?cursor=bm9uc2Vuc2U.x' }, 400, 'cursor-invalid'],
        [{ method: 'GET', path: `/groups?cursor=${cursor}` }, 400, 'cursor-invalid'],
        [{ method: 'GET', path: '/groups?limit=-1' }, 400, 'request-invalid'],
        [{ method: 'GET', path: '/groups?page=2' }, 400, 'request-invalid'],
        [{ method: 'GET', path: '/groups/No%20group' }, 400, 'request-invalid'],
        [{ method: 'GET', path: '/groups/nobody' }, 404, 'group-unknown'],
        [{ method: 'POST', path: `${path}/rollback`, body: { to: 99 } }, 404, 'version-unknown'],
        [{ method: 'POST', path: `${path}/pause`, body: 'a text' }, 400, 'request-invalid'],
        [{ method: 'PUT', path: `${path}/policy`, body: policy, headers }, 412, 'policy-changed'],
        [{ method: 'PUT', path: `${path}/policy`, body: large }, 413, 'body-too-large'],
      ];
      for (const [sent, status, code] of bad) {
        const answer = await send('admin', sent);
        expect([sent.path, answer.status, answer.json?.code]).toEqual([sent.path, status, code]);
      }
      const { entries } = (await send('admin', { method: 'GET', path: `/audit?group=${GROUP}&limit=4` })).json;
      expect(entries.map((each: { outcome: { code: string } }) => each.outcome.code)).toEqual([
        ...['body-too-large', 'policy-changed', 'request-invalid', 'version-unknown'],
      ]);
    });

    test('answers no request without a signature, with a wrong one, or of a user without permission', async () => {
      const { accessKeyId = '' } = keys.get('admin') ?? {};
      const wrong = { accessKeyId, secretAccessKey: 'wrong' };
      const nobody = await userWith(String(stack.endpoint()), 'api-nobody');
      for (const { method, path } of calls) {
        const sent = { method, path: path.replace('{group}', GROUP), ...(method === 'GET' ? {} : { body: {} }) };
        const statuses = await Promise.all([null, wrong, nobody].map((by) => callApi(base, by, sent)));
        expect([method, path, ...statuses.map(({ status }) => status)]).toEqual([method, path, 403, 403, 403]);
      }
    });

    test.each(levels)('lets a %s make the calls of its level, and no others', onlyInFullRun, async (level) => {
      for (const { method, path, level: needed } of calls) {
        // A group that does not exist, so that nothing changes: a call that is let through gets another answer than 403.
        const sent = { method, path: path.replace('{group}', 'nobody'), ...(method === 'GET' ? {} : { body: {} }) };
        const { status, json } = await send(level, sent);
        const found = [method, path, status === 403 ? 'denied' : 'answered'];
        expect(found).toEqual([method, path, allows(level, needed) ? 'answered' : 'denied']);
        if (status !== 403 && status >= 400) expect(json.type).toBe(`urn:headcount:${json.code}`);
        expect(status).toBeLessThan(500);
      }
    });

    test('lets a submitter of one group push to that group only', async () => {
      const id = base.split('/').at(-2);
      const Resource = `arn:aws:execute-api:us-east-1:000000000000:${id}/$default/POST/groups/by-push/metrics`;
      const statements = [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource }];
      const submitter = await userWith(String(stack.endpoint()), 'api-by-push', { statements });
      const push = (group: string, named = group) =>
        callApi(base, submitter, {
          ...{ method: 'POST', path: `/groups/${group}/metrics` },
          body: { group: named, values: { jobs: 15 } },
        });
      expect(await push('by-push')).toMatchObject({ status: 202 });
      expect(await push(GROUP)).toMatchObject({ status: 403 });
      expect(await push('by-push', GROUP)).toMatchObject({ status: 400, json: { errors: [{ path: 'body.group' }] } });
    });

    test('answers a client that shares no code with this project', onlyInFullRun, async () => {
      const { accessKeyId = '', secretAccessKey = '' } = keys.get('reader') ?? {};
      const client = join(import.meta.dirname, 'botocore-client.py');
      const run = await promisify(execFile)(await ensureVenv(), [
        client,
        `${base}/groups`,
        accessKeyId,
        secretAccessKey,
      ]);
      expect(run.stdout.trim()).toBe('200 cursor groups');
    });
  });
}

/** The route of a call: its method, and its path with `{group}`. */
function routeTo({ method, path }: ApiCall): string {
  const parts = (path.split('?')[0] ?? '').split('/');
  return `${method} ${(parts[1] === 'groups' && parts.length > 2 ? parts.with(2, '{group}') : parts).join('/')}`;
}
