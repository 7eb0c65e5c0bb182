import { expect, test } from 'vitest';
import { parsePolicy, type ValidationError } from '../../../../shared/policy/index.ts';
import { CATALOGS } from '../../../../shared/presentation/index.ts';
import { base, target } from './tells.ts';

const CLOUDWATCH = { namespace: 'App', name: 'Load' };
const EC2 = {
  kind: 'ec2',
  launchTemplate: { name: 'web' },
  instanceTypes: ['c7g.large'],
  subnets: ['subnet-0abc'],
};
const step = (...steps: object[]) => ({ rules: [{ kind: 'step', metric: 'm', threshold: 5, steps }] });
const window = (fields: object) => ({
  rules: [{ kind: 'schedule', windows: [{ cron: '0 8 * * *', lasts: '1h', min: 1, ...fields }] }],
});
const KINDS = expect.arrayContaining(['target']);

const CODES: readonly (readonly [written: object, path: string, code: string, params: object])[] = [
  [{ rules: [{ kind: 'targt' }] }, 'rules[0].kind', 'unknown-kind', { kind: 'targt', kinds: KINDS, close: 'target' }],
  [{ rules: [{ kind: 'cpu' }] }, 'rules[0].kind', 'unknown-kind', { kind: 'cpu', kinds: KINDS, close: null }],
  [{ rules: [{ kind: { toString: 1 } }] }, 'rules[0].kind', 'unknown-kind', { kind: null, kinds: KINDS, close: null }],
  [{ rules: [{}] }, 'rules[0].kind', 'unknown-kind', { kind: null, kinds: KINDS, close: null }],
  [{ provider: { kind: 'ec3' } }, 'provider.kind', 'unknown-kind', { kind: 'ec3', close: 'ec2' }],
  [
    { metrics: { m: { cloudwach: CLOUDWATCH } } },
    'metrics.m.cloudwach',
    'unknown-kind',
    {
      kind: 'cloudwach',
      kinds: ['cloudwatch', 'sqs', 'prometheus', 'lambda', 'formula', 'pushed'],
      close: 'cloudwatch',
    },
  ],
  [{ paused: 'up' }, 'paused', 'not-one-of', { values: ['true', 'false', 'out', 'in'] }],
  [{ rules: [{ ...target, tolerance: 'low' }] }, 'rules[0].tolerance', 'invalid-tolerance', {}],
  [
    { rules: [{ kind: 'backlog', metric: 'm', taskSeconds: true, drainWithin: 60 }] },
    'rules[0].taskSeconds',
    'invalid-task-seconds',
    {},
  ],
  ...['newest', true].map(
    (version) =>
      [
        { provider: { ...EC2, launchTemplate: { name: 'web', version } } },
        'provider.launchTemplate.version',
        'ec2-invalid-template-version',
        {},
      ] as const,
  ),
  [{ group: 'No' }, 'group', 'invalid-group-name', { written: 'No' }],
  [{ rules: [{ ...target, name: 'a b' }] }, 'rules[0].name', 'invalid-name', { written: 'a b' }],
  [
    { metrics: { ready: { pushed: {} } } },
    'metrics.ready',
    'reserved-name',
    { written: 'ready', reserved: ['workers', 'ready', 'desired'] },
  ],
  [{ warmup: '5 minutes' }, 'warmup', 'invalid-duration', {}],
  [
    { behavior: { out: { stabilization: '2d' } } },
    'behavior.out.stabilization',
    'duration-too-long',
    { written: 172_800, limit: 86_400 },
  ],
  [window({ lasts: 0 }), 'rules[0].windows[0].lasts', 'duration-zero', {}],
  [window({ cron: 'at noon' }), 'rules[0].windows[0].cron', 'invalid-cron', { written: 'at noon' }],
  [window({ timezone: 'Mars' }), 'rules[0].windows[0].timezone', 'unknown-time-zone', { written: 'Mars' }],
  [window({ min: 9, max: 4 }), 'rules[0].windows[0].min', 'min-above-max', { max: 4 }],
  [{ metrics: { m: { formula: '1 +' } } }, 'metrics.m.formula', 'formula-syntax', { written: '1 +' }],
  [{ metrics: { m: { formula: 'a < b' } } }, 'metrics.m.formula', 'formula-not-arithmetic', { written: 'a < b' }],
  [
    { rules: [{ kind: 'backlog', metric: 'm', taskSeconds: 5 }] },
    'rules[0].drainWithin',
    'field-needed-with',
    { field: 'taskSeconds' },
  ],
  [
    { rules: [{ kind: 'threshold', metric: 'm', out: { above: 5, add: 1 }, in: { below: 9, remove: 1 } }] },
    'rules[0].in.below',
    'sides-cross',
    { below: 9, above: 5 },
  ],
  [step({ from: 5, to: 2, add: 1 }), 'rules[0].steps[0].from', 'step-empty', { from: 5, to: 2 }],
  [step({ to: 5, add: 1 }, { from: 2, add: 2 }), 'rules[0].steps[1]', 'steps-overlap', { step: 0 }],
  [
    { metrics: { m: { cloudwatch: { ...CLOUDWATCH, namespace: ':x' } } } },
    'metrics.m.cloudwatch.namespace',
    'cloudwatch-invalid-namespace',
    { written: ':x' },
  ],
  [
    { metrics: { m: { cloudwatch: { ...CLOUDWATCH, name: '\t' } } } },
    'metrics.m.cloudwatch.name',
    'cloudwatch-invalid-metric-name',
    { written: '\t' },
  ],
  [
    { metrics: { m: { cloudwatch: { ...CLOUDWATCH, dimensions: { A: ' ' } } } } },
    'metrics.m.cloudwatch.dimensions.A',
    'cloudwatch-invalid-dimension',
    { written: ' ', part: 'value' },
  ],
  [
    { metrics: { m: { cloudwatch: { ...CLOUDWATCH, statistic: 'Median' } } } },
    'metrics.m.cloudwatch.statistic',
    'cloudwatch-unknown-statistic',
    { written: 'Median' },
  ],
  [
    { metrics: { m: { cloudwatch: { ...CLOUDWATCH, period: 7 } } } },
    'metrics.m.cloudwatch.period',
    'cloudwatch-invalid-period',
    { written: 7 },
  ],
  [
    { metrics: { m: { cloudwatch: { expression: 'm1 + m2' } } } },
    'metrics.m.cloudwatch.expression',
    'cloudwatch-expression-without-metrics',
    {},
  ],
  [
    { metrics: { m: { cloudwatch: { expression: 'SELECT AVG(Load) FROM App', statistic: 'Sum' } } } },
    'metrics.m.cloudwatch.statistic',
    'cloudwatch-beside-expression',
    { field: 'statistic' },
  ],
  [
    { metrics: { m: { cloudwatch: { ...CLOUDWATCH, each: 'worker', dimensions: { InstanceId: 'i-1' } } } } },
    'metrics.m.cloudwatch.dimensions.InstanceId',
    'cloudwatch-worker-dimension',
    { dimension: 'InstanceId' },
  ],
  [{ metrics: { m: { sqs: { queue: 'a/b' } } } }, 'metrics.m.sqs.queue', 'sqs-invalid-queue', { written: 'a/b' }],
  [
    { provider: { ...EC2, launchTemplate: { id: 'web' } } },
    'provider.launchTemplate.id',
    'ec2-invalid-launch-template',
    { written: 'web' },
  ],
  [
    { provider: { ...EC2, instanceTypes: ['big'] } },
    'provider.instanceTypes[0]',
    'ec2-invalid-instance-type',
    { written: 'big' },
  ],
  [{ provider: { ...EC2, subnets: ['here'] } }, 'provider.subnets[0]', 'ec2-invalid-subnet', { written: 'here' }],
  [
    { provider: { ...EC2, targetGroups: ['web'] } },
    'provider.targetGroups[0]',
    'ec2-invalid-target-group',
    { written: 'web' },
  ],
  [
    { provider: { kind: 'auto-scaling-group', name: 'arn:aws:autoscaling' } },
    'provider.name',
    'group-name-is-arn',
    { written: 'arn:aws:autoscaling' },
  ],
  [
    { provider: { kind: 'auto-scaling-group', name: 'a b' } },
    'provider.name',
    'group-invalid-name',
    { written: 'a b' },
  ],
];

test.each(CODES)('%j has at %s the code %s', (written, path, code, params) => {
  const parsed = parsePolicy({ ...base, ...written });
  const faults: readonly ValidationError[] = parsed.ok ? [] : parsed.faults;
  expect(faults.filter((fault) => fault.path === path)).toEqual([
    { path, code, params: expect.objectContaining(params), message: expect.any(String) },
  ]);
  expect(CATALOGS.filter((catalog) => Object.hasOwn(catalog, code))).toHaveLength(1);
});
