import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Served, served, withGroup } from '../../local/autoscaling/served.ts';
import { folderWith, headcount, NO_AWS } from '../headcount.ts';

const environment = ({ endpoint }: Served) => ({ ...NO_AWS, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: endpoint });
const adopt = (all: Served, ...more: string[]) =>
  headcount(['adopt', 'my-web', '--auto-scaling-group', 'web', ...more], { environment: environment(all) });

async function withTracking(): Promise<Served> {
  const all = await served();
  await withGroup(all, { min: 1, max: 6 });
  await all.ask('PutScalingPolicy', {
    AutoScalingGroupName: 'web',
    PolicyName: 'cpu',
    PolicyType: 'TargetTrackingScaling',
    'TargetTrackingConfiguration.TargetValue': 60,
    'TargetTrackingConfiguration.PredefinedMetricSpecification.PredefinedMetricType': 'ASGAverageCPUUtilization',
  });
  return all;
}

test('a policy is printed, and what to check and do next goes to standard error', async () => {
  const all = await withTracking();
  const { code, out, err } = await adopt(all, '--stage', 'dev');
  expect(code).toBe(0);
  expect(parse(out)).toEqual({
    group: 'my-web',
    dryRun: true,
    provider: { kind: 'auto-scaling-group', name: 'web' },
    capacity: { min: 1, max: 6 },
    warmup: 0,
    metrics: {
      cpu: {
        cloudwatch: {
          namespace: 'AWS/EC2',
          name: 'CPUUtilization',
          statistic: 'Average',
          period: 300,
          dimensions: { AutoScalingGroupName: 'web' },
        },
      },
    },
    rules: [{ name: 'cpu', kind: 'target', metric: 'cpu', value: 60 }],
  });
  expect(err).toContain('Check:\n  - EC2 publishes CPUUtilization every five minutes.');
  expect(err).toContain('Key=headcount:stage,Value=dev,PropagateAtLaunch=false');
  expect(err).toContain(
    'suspend-processes --auto-scaling-group-name web --scaling-processes AlarmNotification ScheduledActions',
  );
  expect([...all.autoScaling.calls.keys()].filter((action) => !action.startsWith('Describe'))).toEqual([
    'CreateAutoScalingGroup',
    'PutScalingPolicy',
  ]);
});

test('a file is written once', async () => {
  const all = await withTracking();
  const folder = await folderWith({});
  const file = join(folder, 'web.yaml');
  expect(await adopt(all, '--out', file)).toMatchObject({
    code: 0,
    out: '',
    err: expect.stringContaining(`Wrote ${file}.`),
  });
  expect(await readFile(file, 'utf8')).toMatch(/^# First policy of my-web, from the Auto Scaling group web\.\n/);
  expect(await adopt(all, '--out', file)).toMatchObject({ code: 2, err: expect.stringContaining('already exists') });
  expect((await adopt(all, '--out', file, '--force')).code).toBe(0);
});

test('a file in a folder that does not exist is an error, before AWS is asked', async () => {
  const all = await withTracking();
  const file = join(await folderWith({}), 'none', 'web.yaml');
  const before = [...all.autoScaling.calls.values()];
  const { code, out, err } = await adopt(all, '--out', file);
  expect({ code, out, err }).toMatchObject({ code: 2, out: '' });
  expect(err).toBe(
    `${file} cannot be written: its folder does not exist. Choose another place, or check the permissions of this one.\n`,
  );
  expect([...all.autoScaling.calls.values()]).toEqual(before);
});

test('the steps say why each policy is applied, which the version keeps', async () => {
  const { out } = await adopt(await withTracking(), '--json');
  const applied = JSON.parse(out).nextSteps.filter(({ command }: { command: string }) =>
    / policy apply /.test(command),
  );
  expect(applied.map(({ command }: { command: string }) => / --because '(.+)'$/.exec(command)?.[1])).toEqual([
    'dry run',
    'Headcount decides',
  ]);
});

test('JSON has the policy, the notes with their codes, and the steps', async () => {
  const { code, out } = await adopt(await withTracking(), '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    policy: { group: 'my-web' },
    notes: [{ code: 'adopt-check-period', params: { metric: 'CPUUtilization' }, text: expect.any(String) }],
    nextSteps: [{ command: expect.stringContaining('create-or-update-tags') }, {}, {}, {}, {}],
  });
});

test.each([
  [
    'a group that does not exist',
    ['--auto-scaling-group', 'none'],
    1,
    'There is no Auto Scaling group none in this account and region.',
  ],
  [
    'an ARN, which may be of another account',
    ['--auto-scaling-group', 'arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:x:autoScalingGroupName/web'],
    2,
    "--auto-scaling-group takes a group's name.",
  ],
  [
    'no group at all',
    [],
    2,
    'Name what to adopt with one of --auto-scaling-group, --ecs-service, --ec2-fleet and --lambda.',
  ],
])('%s is an error that says what to do', async (_what, more, code, message) => {
  const all = await served();
  const ran = await headcount(['adopt', 'my-web', ...more], { environment: environment(all) });
  expect(ran).toMatchObject({ code, out: '', err: expect.stringContaining(message) });
  expect(ran.err).not.toMatch(/^\s+at /m);
});

test('a call that AWS denies names the tag that is missing', async () => {
  const all = await withTracking();
  all.autoScaling.faults.add({
    kind: 'error',
    action: 'DescribeAutoScalingGroups',
    code: 'AccessDenied',
    status: 403,
    count: 1,
  });
  expect(await adopt(all)).toMatchObject({
    code: 1,
    err: expect.stringContaining('AWS denies access to the Auto Scaling group web'),
  });
});

test('without AWS the message is that of every command', async () => {
  const { code, err } = await headcount(['adopt', 'my-web', '--auto-scaling-group', 'web'], { environment: NO_AWS });
  expect(code).toBe(1);
  expect(err).toMatch(/^AWS does not answer at http:\/\/127\.0\.0\.1:9 /);
});
