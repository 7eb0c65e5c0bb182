import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { adopted, type ExistingGroup, type PolicyAlarm, policyText } from '../../../shared/adopt/index.ts';
import { parsePolicy } from '../../../shared/policy/index.ts';
import type { ScalingPolicy, ScheduledAction } from '../../../shared/providers/auto-scaling-group/api/index.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');

const policy = (more: Partial<ScalingPolicy>): ScalingPolicy => ({
  name: 'policy',
  arn: `arn:${more.name ?? 'policy'}`,
  type: 'SimpleScaling',
  enabled: true,
  alarmNames: [],
  adjustmentType: '',
  adjustment: undefined,
  minMagnitude: undefined,
  cooldown: undefined,
  warmup: undefined,
  steps: [],
  tracking: null,
  ...more,
});
const tracking = (name: string, more: Partial<NonNullable<ScalingPolicy['tracking']>>): ScalingPolicy =>
  policy({
    name,
    type: 'TargetTrackingScaling',
    tracking: { target: 60, scaleIn: true, predefined: null, customized: null, ...more },
  });
const alarm = (more: Partial<PolicyAlarm> = {}): PolicyAlarm => ({
  name: 'high',
  namespace: 'AWS/EC2',
  metric: 'CPUUtilization',
  statistic: 'Average',
  period: 60,
  dimensions: { AutoScalingGroupName: 'web' },
  threshold: 70,
  comparison: 'GreaterThanThreshold',
  evaluationPeriods: 2,
  isMath: false,
  ...more,
});
const scheduled = (name: string, recurrence: string, more: Partial<ScheduledAction> = {}): ScheduledAction => ({
  name,
  recurrence,
  timezone: '',
  start: null,
  end: null,
  min: undefined,
  max: undefined,
  desired: undefined,
  ...more,
});

interface From {
  readonly group?: Partial<ExistingGroup['group']>;
  readonly policies?: readonly ScalingPolicy[];
  readonly scheduled?: readonly ScheduledAction[];
  readonly alarms?: readonly PolicyAlarm[];
}
function adopt(from: From) {
  const policies = from.policies ?? [];
  const existing: ExistingGroup = {
    group: {
      name: 'web',
      arn: 'arn',
      min: 1,
      max: 9,
      desired: 2,
      deleting: false,
      template: null,
      mixed: false,
      weighted: false,
      cooldown: 300,
      warmup: null,
      protectsNew: false,
      suspended: [],
      tags: {},
      members: [],
      ...from.group,
    },
    policies,
    scheduled: from.scheduled ?? [],
    alarms: new Map(policies.map(({ arn }) => [arn, from.alarms ?? []])),
  };
  const { document, notes } = adopted('my-web', existing, NOW);
  const { provider: _provider, ...rest } = document;
  // What is written must be a policy, whatever it was made from.
  expect(parsePolicy(rest)).toMatchObject({ ok: true });
  return { ...document, codes: notes.map(({ code }) => code), notes };
}

test("a policy has the group's bounds, and is a dry run", () => {
  expect(adopt({ group: { warmup: 90 } })).toMatchObject({
    group: 'my-web',
    dryRun: true,
    provider: { kind: 'auto-scaling-group', name: 'web' },
    capacity: { min: 1, max: 9 },
    warmup: 90,
    rules: [],
    codes: ['adopt-no-rules'],
  });
});

describe('target tracking', () => {
  test('of CPU becomes a target rule on the average of the group', () => {
    const made = adopt({
      policies: [tracking('cpu 60%', { predefined: { type: 'ASGAverageCPUUtilization', label: '' } })],
    });
    expect(made).toMatchObject({
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
      rules: [{ name: 'cpu-60', kind: 'target', metric: 'cpu', value: 60 }],
      codes: ['adopt-check-period'],
    });
  });

  test('of requests per target reads the load balancer', () => {
    const label = 'app/lb/0123456789abcdef/targetgroup/web/fedcba9876543210';
    const made = adopt({
      policies: [tracking('load', { scaleIn: false, predefined: { type: 'ALBRequestCountPerTarget', label } })],
    });
    expect(made.metrics?.['requests-per-worker']?.cloudwatch).toEqual({
      namespace: 'AWS/ApplicationELB',
      name: 'RequestCountPerTarget',
      statistic: 'Sum',
      period: 60,
      dimensions: { LoadBalancer: 'app/lb/0123456789abcdef', TargetGroup: 'targetgroup/web/fedcba9876543210' },
    });
    expect(made.rules).toEqual([
      { name: 'load', kind: 'target', metric: 'requests-per-worker', value: 60, scaleIn: false },
    ]);
  });

  test('of a metric of your own reads that metric', () => {
    const customized = {
      namespace: 'own',
      name: 'Jobs Per Worker',
      statistic: 'Maximum',
      period: undefined,
      dimensions: { a: 'b' },
      isMath: false,
    };
    const made = adopt({ policies: [tracking('jobs', { customized })] });
    expect(made.metrics).toEqual({
      'Jobs-Per-Worker': {
        cloudwatch: {
          namespace: 'own',
          name: 'Jobs Per Worker',
          statistic: 'Maximum',
          period: 60,
          dimensions: { a: 'b' },
        },
      },
    });
  });

  test('on metric math is omitted, and so are predictive scaling and disabled policies', () => {
    const customized = { namespace: '', name: '', statistic: 'Average', period: 60, dimensions: {}, isMath: true };
    const policies = [
      tracking('math', { customized }),
      policy({ name: 'ahead', type: 'PredictiveScaling' }),
      policy({ name: 'off', enabled: false }),
    ];
    const made = adopt({ policies });
    expect(made.codes).toEqual([
      'adopt-policy-left-out',
      'adopt-policy-left-out',
      'adopt-policy-left-out',
      'adopt-no-rules',
    ]);
    expect(made.notes.slice(0, 3).map(({ params }) => params['policy'])).toEqual(['math', 'ahead', 'off']);
  });

  test('a group that protects new instances from scale-in gives a warning', () => {
    const codes = (protectsNew: boolean) => adopt({ group: { protectsNew } }).notes.map(({ code }) => code);
    expect(codes(true)).toContain('adopt-protects-new-instances');
    expect(codes(false)).not.toContain('adopt-protects-new-instances');
  });

  test('an average with a minimum of 0 gives a warning', () => {
    const policies = [tracking('cpu', { predefined: { type: 'ASGAverageCPUUtilization', label: '' } })];
    expect(adopt({ policies, group: { min: 0 } }).codes).toContain('adopt-average-without-workers');
  });
});

describe('step scaling', () => {
  test('becomes a step rule with the threshold of its alarm', () => {
    const steps = [
      { from: 0, to: 20, adjustment: 10 },
      { from: 20, to: undefined, adjustment: 30 },
    ];
    const made = adopt({
      policies: [
        policy({
          name: 'out',
          type: 'StepScaling',
          adjustmentType: 'PercentChangeInCapacity',
          minMagnitude: 2,
          warmup: 120,
          steps,
        }),
      ],
      alarms: [alarm()],
    });
    expect(made).toMatchObject({
      warmup: 120,
      rules: [
        {
          name: 'out',
          kind: 'step',
          metric: 'CPUUtilization',
          threshold: 70,
          steps: [
            { from: 0, to: 20, percent: 10 },
            { from: 20, percent: 30 },
          ],
          minChange: 2,
        },
      ],
      codes: ['adopt-alarm-wait-dropped'],
    });
  });

  test('two policies on one metric share it', () => {
    const made = adopt({
      policies: [
        policy({
          name: 'out',
          type: 'StepScaling',
          adjustmentType: 'ChangeInCapacity',
          steps: [{ from: 0, to: undefined, adjustment: 1 }],
        }),
        policy({
          name: 'set',
          type: 'StepScaling',
          adjustmentType: 'ExactCapacity',
          steps: [{ from: 0, to: undefined, adjustment: 8 }],
        }),
      ],
      alarms: [alarm({ evaluationPeriods: 1 })],
    });
    expect(Object.keys(made.metrics ?? {})).toEqual(['CPUUtilization']);
    expect(made.rules).toMatchObject([{ steps: [{ from: 0, add: 1 }] }, { steps: [{ from: 0, set: 8 }] }]);
    expect(made.codes).toEqual([]);
  });

  test('without an alarm, or with an alarm on metric math, is omitted', () => {
    const policies = [
      policy({
        name: 'out',
        type: 'StepScaling',
        adjustmentType: 'ChangeInCapacity',
        steps: [{ from: 0, to: undefined, adjustment: 1 }],
      }),
    ];
    expect(adopt({ policies }).codes).toEqual(['adopt-policy-left-out', 'adopt-no-rules']);
    expect(adopt({ policies, alarms: [alarm({ isMath: true })] }).codes).toEqual([
      'adopt-policy-left-out',
      'adopt-no-rules',
    ]);
    expect(
      adopt({ policies, alarms: [alarm({ comparison: 'LessThanLowerOrGreaterThanUpperThreshold' })] }).rules,
    ).toEqual([]);
  });
});

describe('simple scaling', () => {
  test.each([
    ['GreaterThanThreshold', 'ChangeInCapacity', 2, { out: { above: 70, for: 120, add: 2 } }],
    ['GreaterThanOrEqualToThreshold', 'PercentChangeInCapacity', 50, { out: { above: 70, for: 120, percent: 50 } }],
    ['LessThanThreshold', 'ChangeInCapacity', -1, { in: { below: 70, for: 120, remove: 1 } }],
    ['LessThanOrEqualToThreshold', 'PercentChangeInCapacity', -10, { in: { below: 70, for: 120, percent: 10 } }],
  ])('%s with %s %d becomes a threshold rule', (comparison, adjustmentType, adjustment, side) => {
    const made = adopt({ policies: [policy({ adjustmentType, adjustment })], alarms: [alarm({ comparison })] });
    expect(made.rules).toEqual([
      { name: 'policy', kind: 'threshold', metric: 'CPUUtilization', cooldown: 300, ...side },
    ]);
    expect(made.codes).toEqual([]);
  });

  test.each([
    [
      'an exact size',
      { adjustmentType: 'ExactCapacity', adjustment: 5 },
      'GreaterThanThreshold',
      { steps: [{ from: 0, set: 5 }] },
    ],
    [
      'a least change',
      { adjustmentType: 'PercentChangeInCapacity', adjustment: 20, minMagnitude: 3 },
      'GreaterThanThreshold',
      { steps: [{ from: 0, percent: 20 }], minChange: 3 },
    ],
    [
      'growth below a threshold',
      { adjustmentType: 'ChangeInCapacity', adjustment: 1 },
      'LessThanThreshold',
      { steps: [{ to: 0, add: 1 }] },
    ],
  ])('%s becomes a step rule', (_what, more, comparison, rule) => {
    const made = adopt({ policies: [policy(more)], alarms: [alarm({ comparison, evaluationPeriods: 1 })] });
    expect(made.rules).toEqual([{ name: 'policy', kind: 'step', metric: 'CPUUtilization', threshold: 70, ...rule }]);
  });
});

describe('scheduled actions', () => {
  test('that follow each other after equal times become windows', () => {
    const made = adopt({
      scheduled: [
        scheduled('day', '0 8 * * *', { min: 4, timezone: 'Europe/Berlin' }),
        scheduled('night', '0 20 * * *', { min: 1, max: 3, timezone: 'Europe/Berlin' }),
      ],
    });
    expect(made.rules).toEqual([
      {
        name: 'schedule',
        kind: 'schedule',
        windows: [
          { cron: '0 8 * * *', lasts: 43_200, timezone: 'Europe/Berlin', min: 4 },
          { cron: '0 20 * * *', lasts: 43_200, timezone: 'Europe/Berlin', min: 1, max: 3 },
        ],
      },
    ]);
    expect(made.capacity).toEqual({ min: 1, max: 9 });
  });

  test('one that only ends the others becomes the base', () => {
    const made = adopt({
      scheduled: [
        scheduled('day', '0 8 * * 1-5', { min: 4, max: 20 }),
        scheduled('evening', '0 20 * * 1-5', { min: 0, max: 5 }),
      ],
    });
    expect(made.rules).toMatchObject([{ windows: [{ cron: '0 8 * * 1-5', lasts: 43_200, min: 4, max: 20 }] }]);
    expect(made.capacity).toEqual({ min: 0, max: 5 });
    expect(made.codes).toEqual(['adopt-base-from-action']);
  });

  test('an action that runs once, ends, or lasts for different times is omitted', () => {
    const made = adopt({
      scheduled: [
        scheduled('once', '', { start: NOW + 1, min: 1 }),
        scheduled('ending', '0 8 * * *', { end: NOW + 1, min: 1 }),
        scheduled('odd', '0 8 * * 1,3', { min: 1 }),
      ],
    });
    expect(made.rules).toEqual([]);
    expect(
      made.notes.filter(({ code }) => code === 'adopt-scheduled-action-left-out').map(({ params }) => params['action']),
    ).toEqual(['once', 'ending', 'odd']);
  });
});

test('the text is the policy, with comments', () => {
  const { codes: _codes, notes: _notes, ...document } = adopt({});
  const text = policyText({ document, comments: { capacity: ' The sizes of the group.' } }, 'From the group web.', [
    'Scaling policy x was left out.',
  ]);
  expect(text).toMatch(/^# From the group web\.\n# - Scaling policy x was left out\.\n\ngroup: my-web\n/);
  expect(text).toContain('# Headcount records its decisions but does not resize the group.');
  expect(parse(text)).toEqual(document);
});
