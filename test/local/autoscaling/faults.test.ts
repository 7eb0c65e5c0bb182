import { expect, test } from 'vitest';
import { group, refusal, served, withGroup } from './served.ts';

// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html
test('throttling affects the configured number of calls of the action, and no others', async () => {
  const all = await served();
  await withGroup(all);
  all.autoScaling.faults.add({ kind: 'throttle', action: 'SetDesiredCapacity', count: 1 });
  const set = () => all.ask('SetDesiredCapacity', { AutoScalingGroupName: 'web', DesiredCapacity: 3 });
  expect(await refusal(set())).toEqual({ code: 'Throttling', message: 'Rate exceeded' });
  expect(await refusal(set())).toBe(null);
  expect(all.autoScaling.calls.get('SetDesiredCapacity')).toBe(2);
});

test('a response may be lost after the call was carried out', async () => {
  const all = await served();
  await withGroup(all);
  all.autoScaling.faults.add({ kind: 'reset', action: 'SetDesiredCapacity', count: 1, when: 'after' });
  await expect(all.ask('SetDesiredCapacity', { AutoScalingGroupName: 'web', DesiredCapacity: 3 })).rejects.toThrow();
  expect(await group(all)).toMatchObject({ DesiredCapacity: '3' });
});

test('another process configures faults and reads calls and groups over HTTP', async () => {
  const all = await served();
  await withGroup(all, { desired: 1 });
  const post = (path: string, body: unknown) =>
    fetch(`${all.endpoint}/_headcount/autoscaling/${path}`, { method: 'POST', body: JSON.stringify(body) });
  await post('faults', { kind: 'error', action: 'DescribeAutoScalingGroups', code: 'AccessDenied', status: 403 });
  expect((await refusal(group(all)))?.code).toBe('AccessDenied');
  const seen = await (await fetch(`${all.endpoint}/_headcount/autoscaling`)).json();
  expect(seen).toMatchObject({
    calls: { CreateAutoScalingGroup: 1 },
    groups: [{ name: 'web', desired: 1, members: [{ state: 'InService' }] }],
  });
  expect((await post('faults', { kind: 'thunder' })).status).toBe(400);
  expect((await post('weather', {})).status).toBe(404);
});
