import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { LocalAutoScaling } from '../../../local/autoscaling/index.ts';
import { REQUESTS } from '../../../local/autoscaling/protocol/requests.ts';
import type { Shape } from '../../../local/autoscaling/protocol/shape.ts';
import { LocalEc2 } from '../../../local/ec2/index.ts';
import { LocalEcs } from '../../../local/ecs/index.ts';
import { ensureVenv } from '../../../local/emulator/venv.ts';
import { startGateway } from '../../../local/gateway/gateway.ts';

/** The constraints of AWS's model, as the Python script prints them. */
interface Modelled {
  readonly kind: string;
  readonly members?: Readonly<Record<string, Modelled>>;
  readonly required?: readonly string[];
  readonly of?: Modelled;
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string | null;
}
// biome-ignore lint/suspicious/noExplicitAny: answers as botocore reads them; the tests say what they expect
let shown: any;
let model: Readonly<Record<string, Modelled>>;

beforeAll(async () => {
  const python = await ensureVenv({});
  const ec2 = new LocalEc2();
  const gateway = await startGateway({
    ...{ ec2, autoScaling: new LocalAutoScaling(ec2), ecs: new LocalEcs(ec2.now), id: 'test' },
  });
  try {
    ec2.createLaunchTemplate({
      clientToken: null,
      name: 'worker',
      description: null,
      data: {
        imageId: 'ami-12345678',
        instanceType: 'm7g.large',
        networkInterfaces: [],
        securityGroups: [],
        market: null,
        disableApiTermination: false,
        shutdownBehavior: null,
        instanceProfile: null,
        tagSpecifications: [],
      },
      tagSpecifications: [],
    });
    const { stdout } = await promisify(execFile)(
      python,
      [join(import.meta.dirname, 'calls.py'), gateway.url.origin, 'worker', Object.keys(REQUESTS).join()],
      { maxBuffer: 10_000_000 },
    );
    ({ shown, model } = JSON.parse(stdout));
  } finally {
    await gateway.close();
  }
});

test('botocore reads every answer', () => {
  expect(shown.groups.AutoScalingGroups).toMatchObject([
    {
      AutoScalingGroupName: 'web',
      MinSize: 1,
      MaxSize: 4,
      DesiredCapacity: 2,
      LaunchTemplate: { LaunchTemplateName: 'worker', Version: '$Default' },
      AvailabilityZones: ['us-east-1a', 'us-east-1b'],
      Tags: [{ Key: 'a', Value: 'b', PropagateAtLaunch: true }],
      Instances: [],
    },
  ]);
  expect(shown.policies.ScalingPolicies[0].TargetTrackingConfiguration).toEqual({
    TargetValue: 60.5,
    CustomizedMetricSpecification: {
      MetricName: 'load',
      Namespace: 'own',
      Dimensions: [{ Name: 'group', Value: 'web' }],
      Statistic: 'Average',
    },
  });
  expect(shown.scheduled.ScheduledUpdateGroupActions).toMatchObject([{ Recurrence: '0 8 * * *', DesiredCapacity: 3 }]);
  expect(shown.hooks.LifecycleHooks).toMatchObject([{ HeartbeatTimeout: 60, DefaultResult: 'ABANDON' }]);
  expect(shown.instances.AutoScalingInstances).toEqual([]);
  expect(shown.activities.Activities).toEqual([]);
  expect(shown.refused).toBe('ValidationError');
});

test.each(Object.entries(REQUESTS))("%s has the constraints of AWS's model", (name, shape) => {
  expect(differences(name, shape, model[name])).toEqual([]);
});

/** Where the stand-in's shape is not AWS's. What the stand-in leaves out by name is not compared. */
function differences(at: string, shape: Shape<unknown>, modelled: Modelled | undefined): string[] {
  if (modelled === undefined) return [`${at} is not in the model`];
  if (shape.kind === 'elsewhere') return [];
  const kind = { text: 'string', flag: 'boolean', time: 'timestamp' }[shape.kind as string] ?? shape.kind;
  if (kind !== modelled.kind) return [`${at}: ${kind}, not ${modelled.kind}`];
  const { min, max } = shape as { min?: number; max?: number };
  const found =
    min === modelled.min && max === modelled.max
      ? []
      : [`${at}: ${min} to ${max}, not ${modelled.min} to ${modelled.max}`];
  if (shape.kind === 'structure') {
    const members = Object.keys(modelled.members ?? {});
    if (Object.keys(shape.members).toSorted().join() !== members.toSorted().join()) {
      const missing = members.filter((member) => !(member in shape.members));
      const own = Object.keys(shape.members).filter((member) => !members.includes(member));
      found.push(`${at} lacks ${missing} and has ${own}`);
    }
    if (shape.required.toSorted().join() !== modelled.required?.join()) found.push(`${at} requires ${shape.required}`);
    for (const [member, of] of Object.entries(shape.members)) {
      found.push(...differences(`${at}.${member}`, of, modelled.members?.[member]));
    }
  }
  if (shape.kind === 'list') found.push(...differences(`${at}[]`, shape.of, modelled.of));
  if (shape.kind === 'enum' && shape.values.join() !== modelled.values?.join()) found.push(`${at}: ${shape.values}`);
  if (shape.kind === 'text' && (shape.pattern === undefined) !== (modelled.pattern == null))
    found.push(`${at}: pattern`);
  return found;
}
