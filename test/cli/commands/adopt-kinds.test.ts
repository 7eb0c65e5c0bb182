import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { withFleet } from '../../shared/providers/ec2-fleet/served.ts';
import { withService } from '../../shared/providers/ecs-service/served.ts';
import { withFunction } from '../../shared/providers/lambda/served.ts';
import { headcount, NO_AWS } from '../headcount.ts';

const adopt = (environment: object, ...words: string[]) =>
  headcount(['adopt', 'my-web', '--stage', 'dev', ...words], {
    environment: { ...NO_AWS, AWS_REGION: 'us-east-1', ...environment },
  });

test('an ECS service: its bounds, its target tracking, and what must be switched off', async () => {
  const { environment, scaling } = await withService(2);
  const of = { ServiceNamespace: 'ecs', ResourceId: 'service/main/web', ScalableDimension: 'ecs:service:DesiredCount' };
  await scaling('RegisterScalableTarget', { ...of, MinCapacity: 2, MaxCapacity: 9 });
  await scaling('PutScalingPolicy', {
    ...{ ...of, PolicyName: 'cpu', PolicyType: 'TargetTrackingScaling' },
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 55,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      DisableScaleIn: true,
    },
  });
  await scaling('PutScalingPolicy', { ...of, PolicyName: 'tides', PolicyType: 'PredictiveScaling' });
  await scaling('PutScheduledAction', { ...of, ScheduledActionName: 'night', Schedule: 'cron(0 20 * * ? *)' });
  const { code, out, err } = await adopt(environment, '--ecs-service', 'main/web');
  expect([code, parse(out)]).toEqual([
    0,
    {
      ...{ group: 'my-web', dryRun: true, capacity: { min: 2, max: 9 }, warmup: 0 },
      provider: { kind: 'ecs-service', cluster: 'main', service: 'web' },
      metrics: {
        CPUUtilization: {
          cloudwatch: {
            ...{ namespace: 'AWS/ECS', name: 'CPUUtilization', statistic: 'Average', period: 60 },
            dimensions: { ClusterName: 'main', ServiceName: 'web' },
          },
        },
      },
      rules: [{ name: 'cpu', kind: 'target', metric: 'CPUUtilization', value: 55, scaleIn: false }],
    },
  ]);
  for (const part of [
    'Scaling policy tides (PredictiveScaling) was left out',
    'Scheduled action night was left out',
    '--propagate-tags SERVICE --force-new-deployment',
    'register-scalable-target --service-namespace ecs --resource-id service/main/web --scalable-dimension ecs:service:DesiredCount --suspended-state DynamicScalingInSuspended=true',
  ]) {
    expect(err).toContain(part);
  }
});

test('an EC2 Fleet: its proportion of spot, and the tags that it needs', async () => {
  const { environment, id, alive } = await withFleet({ onDemand: 1, spot: 3 });
  const { code, out, err } = await adopt(environment, '--ec2-fleet', id);
  expect([code, parse(out)]).toMatchObject([
    0,
    { provider: { kind: 'ec2-fleet', id, spot: { percent: 75 } }, capacity: { min: 1, max: 4 } },
  ]);
  expect(err).toContain(`aws ec2 create-tags --resources ${id} --tags Key=headcount:stage,Value=dev`);
  expect(err).toContain(alive()[0]?.id ?? '?');
  expect(err).toContain('has no minimum and maximum of its own');
});

test('a function: the number of workers that it describes', async () => {
  const made = await withFunction(() => ({ desired: 3, workers: [] }));
  onTestFinished(made.close);
  const { code, out, err } = await adopt(made.environment, '--lambda', 'resize-vms');
  expect([code, parse(out)]).toMatchObject([
    0,
    { provider: { kind: 'lambda', function: 'resize-vms' }, capacity: { min: 1, max: 3 } },
  ]);
  expect(made.asked).toEqual([{ version: 1, action: 'describe', group: 'my-web', stage: 'dev' }]);
  expect(err).toContain('aws lambda tag-resource');
});

test.each([
  [[], /Name what to adopt with one of/],
  [['--ec2-fleet', 'fleet-1', '--lambda', 'f'], /Name what to adopt with one of/],
  [['--ecs-service', 'web'], /takes the names of a cluster and a service, such as main\/web, not web/],
])('%j is a mistake in the usage', async (words, text) => {
  expect(await adopt({}, ...words)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(text) });
});

test('what does not exist, and a fleet that cannot be resized, are errors', async () => {
  const service = await withService(1);
  expect(await adopt(service.environment, '--ecs-service', 'main/none')).toMatchObject({
    ...{ code: 1, err: expect.stringContaining('There is no ECS service main/none') },
  });
  const fleet = await withFleet({ type: 'request', spot: 1 });
  expect(await adopt(fleet.environment, '--ec2-fleet', fleet.id)).toMatchObject({
    ...{ code: 1, err: expect.stringContaining('has the type request') },
  });
});
