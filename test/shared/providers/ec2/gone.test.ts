import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test } from 'vitest';
import { TAG } from '../../../../shared/names/index.ts';
import { ec2Resizer } from '../../../../shared/providers/ec2/api/resizer.ts';
import { lightDescribe } from '../../../../shared/providers/instances/describe.ts';
import type { DescribeInstances } from '../../../../shared/providers/instances/seen-instance.ts';
import { LIFETIMES, served, withInstances } from '../../../local/ec2/served.ts';

const OURS = [
  { Key: TAG.group, Value: 'ci' },
  { Key: TAG.stage, Value: 'test' },
];

/**
 * A resizer whose role may change only instances with the tags of the stage, in front of the stand-in. `whileLooking`
 * happens after each look.
 */
async function withTagCondition(count: number, whileLooking: (look: number) => void = () => {}) {
  const all = await served();
  const ids = await withInstances(all, count, OURS);
  all.pass(LIFETIMES.pendingFor);
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'x' };
  const cloudwatch = new CloudWatchClient({ region: 'us-east-1', credentials });
  onTestFinished(() => cloudwatch.destroy());
  const light = lightDescribe(cloudwatch.config, { AWS_ENDPOINT_URL: all.endpoint });
  let looks = 0;
  const look: DescribeInstances = async (filters) => {
    const found = await light(filters);
    whileLooking(++looks);
    return found;
  };
  all.client.middlewareStack.add(
    (next) => async (args) => {
      const { InstanceIds, Resources } = args.input as { InstanceIds?: string[]; Resources?: string[] };
      const untagged = (InstanceIds ?? Resources ?? []).find(
        (id) => all.localEc2.find(id)?.tags.get(TAG.stage) === undefined,
      );
      if (untagged === undefined) return next(args);
      const denied = new Error(`not authorized to perform this on resource: instance/${untagged}`);
      throw Object.assign(denied, { name: 'UnauthorizedOperation', $metadata: { httpStatusCode: 403 } });
    },
    { step: 'initialize' },
  );
  const end = async (id: string) => {
    all.localEc2.end(id, 'Client.UserInitiatedShutdown');
    all.pass(LIFETIMES.shuttingDownFor + LIFETIMES.taggedAfterwards);
  };
  return { ...all, ids, end, resizer: ec2Resizer(all.client, look, 'test') };
}

test('an instance that ended and has lost its tags is gone', async () => {
  const { ids, end, resizer, localEc2 } = await withTagCondition(2);
  const [ended = '', alive = ''] = ids;
  await end(ended);
  expect(localEc2.find(ended)).toMatchObject({ state: 'terminated', tags: new Map() });
  expect(await resizer.terminate('ci', ids, false)).toEqual([ended, alive]);
  expect(localEc2.find(alive)?.state).toBe('shutting-down');
});

test('an instance that ends between the look and the call denies neither the termination of others nor its own', async () => {
  const all = await withTagCondition(2, (look) => look === 1 && all.end(all.ids[0] ?? ''));
  expect(await all.resizer.terminate('ci', all.ids, false)).toEqual(all.ids);
  expect(all.localEc2.find(all.ids[1] ?? '')?.state).toBe('shutting-down');
});

test('an instance that EC2 has forgotten since the look denies no mark of others', async () => {
  const all = await withTagCondition(2, (look) => {
    if (look !== 1) return;
    all.end(all.ids[0] ?? '');
    all.pass(LIFETIMES.shownAfterwards);
    all.localEc2.describeInstances({ ids: [], filters: [], page: { maxResults: null, nextToken: null } });
  });
  await all.resizer.markDraining('ci', all.ids, 0);
  expect(all.localEc2.find(all.ids[1] ?? '')?.tags.get(TAG.drainingUntil)).toBe('1970-01-01T00:00:00.000Z');
});

test('a missing permission on instances that are there is thrown', async () => {
  const { ids, client, resizer } = await withTagCondition(2);
  client.middlewareStack.add(
    () => async () => {
      const denied = new Error('You are not authorized to perform this operation.');
      throw Object.assign(denied, { name: 'UnauthorizedOperation', $metadata: { httpStatusCode: 403 } });
    },
    { step: 'build' },
  );
  await expect(resizer.terminate('ci', ids, false)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  await expect(client.send(new TerminateInstancesCommand({ InstanceIds: ids }))).rejects.toThrow();
});
