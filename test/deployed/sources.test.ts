/** @module-tag full-run */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonCall } from '../../shared/aws/query/json-call.ts';
import { serving, type TestServer } from '../sources/servers.ts';
import { createFunction } from './function.ts';
import { idleStories } from './idle-stories.ts';
import { lambdaStories } from './lambda-stories.ts';
import { deployedGroups } from './stage.ts';

const deployed = deployedGroups();
const { stack, groupOf } = deployed;

const FUNCTION = 'metrics-for-headcount-shop';
/** Twice the number that the policy gives it. */
const CODE = `exports.handler = async ({ requests }) => {
  if (requests.some(({ parameters }) => parameters.fails)) throw new Error('the shop is closed');
  return { values: requests.map(({ id, parameters }) => ({ id, value: 2 * parameters.orders })) };
};`;

const group = (name: string, metrics: object) =>
  groupOf(name, {
    capacity: { min: 1, max: 10 },
    metrics,
    rules: [{ kind: 'backlog', metric: 'load', perWorker: 1 }],
  });
const evaluatedTo = (each: Awaited<ReturnType<typeof group>>, workers: number) =>
  expect.poll(each.evaluated).toBe(workers);

describe('a function of the user', () => {
  beforeAll(() => createFunction(stack, FUNCTION, CODE));

  test('has the group follow its values, and one that throws does not', async () => {
    const of = (parameters: object) => ({ load: { lambda: { function: FUNCTION, parameters } } });
    const shop = await group('shop', of({ orders: '2' }));
    await evaluatedTo(shop, 4);
    const closed = await group('closed', of({ orders: '2', fails: 'yes' }));
    await evaluatedTo(closed, 1);
    const absent = await group('absent', { load: { lambda: { function: 'metrics-for-headcount-absent' } } });
    await evaluatedTo(absent, 1);
    expect(stack.refused()).toEqual([]);
  });
});

describe('a Prometheus', () => {
  let server: TestServer;
  const authorized: (string | undefined)[] = [];
  beforeAll(async () => {
    server = await serving((request, response) => {
      authorized.push(request.headers.authorization);
      const result = [{ metric: {}, value: [1, '3'] }];
      response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
    });
    const service = { label: 'Secrets Manager', name: 'secretsmanager', variable: 'SECRETS_MANAGER' };
    const environment = { AWS_ENDPOINT_URL: stack.endpoint() };
    const call = jsonCall(service, stack.clients().cloudwatch.config, environment);
    const body = { Name: 'headcount/prometheus', SecretString: '{"token":"abc"}', ClientRequestToken: 'a'.repeat(32) };
    await call('CreateSecret', { target: 'secretsmanager.CreateSecret', body });
    const parameters = { label: 'Systems Manager', name: 'ssm', variable: 'SSM' };
    await jsonCall(
      parameters,
      stack.clients().cloudwatch.config,
      environment,
    )('PutParameter', {
      target: 'AmazonSSM.PutParameter',
      body: { Name: '/headcount/prometheus', Value: 'def', Type: 'SecureString' },
    });
  });
  afterAll(() => server?.close());

  test('gets the secret that the policy names, and the group follows the query', async () => {
    const of = (secret: object) => ({ load: { prometheus: { url: server.url, query: 'sum(jobs)', secret } } });
    const one = await group('queries', of({ secretsManager: 'headcount/prometheus' }));
    await evaluatedTo(one, 3);
    const other = await group('parameters', of({ ssm: '/headcount/prometheus' }));
    await evaluatedTo(other, 3);
    expect([...new Set(authorized)].sort()).toEqual(['Bearer abc', 'Bearer def']);
    expect(stack.refused()).toEqual([]);
  });

  test('whose secret is not there has no data', async () => {
    const secret = { secretsManager: 'headcount/absent' };
    const blind = await group('blind', { load: { prometheus: { url: server.url, query: 'sum(jobs)', secret } } });
    await evaluatedTo(blind, 1);
    expect(stack.refused()).toEqual([]);
  });
});

lambdaStories(deployed);
idleStories(deployed);
