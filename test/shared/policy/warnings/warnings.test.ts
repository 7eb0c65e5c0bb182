import { describe, expect, it, test } from 'vitest';
import { type PolicyDocument, parsePolicy, policyFindings, policyWarnings } from '../../../../shared/policy/index.ts';
import { phrase } from '../../../../shared/presentation/index.ts';

type Written = Partial<PolicyDocument>;
const policyOf = (written: Written): Written => ({ group: 'web', capacity: { min: 1, max: 9 }, ...written });

/** Path and code of each warning. */
function warned(written: Written): string[] {
  const parsed = parsePolicy(policyOf(written));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const warnings = policyWarnings(parsed.value);
  for (const { message, code, params } of warnings) expect(phrase({ code, params })).toBe(message);
  return warnings.map(({ path, code }) => `${path} ${code}`);
}

const metric = (namespace: string, name: string, dimensions: Record<string, string> = {}, more: object = {}) => ({
  cloudwatch: { namespace, name, dimensions, ...more },
});
const onMetric = (m: object): Written => ({ metrics: { m: m as never } });

describe('a metric of AWS', () => {
  test.each([
    [
      'a group of workers',
      metric('AWS/EC2', 'CPUUtilization', { Group: 'web' }, { period: 300 }),
      'dimensions dimensions-not-published',
    ],
    [
      'the whole account',
      metric('AWS/EC2', 'CPUUtilization', {}, { period: 300 }),
      'dimensions dimensions-not-published',
    ],
    [
      'a balancer that is not named',
      metric('AWS/ApplicationELB', 'RequestCount'),
      'dimensions dimensions-not-published',
    ],
    [
      'a queue by another name',
      metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { Queue: 'q' }),
      'dimensions dimensions-not-published',
    ],
    [
      'a minute without detailed monitoring',
      metric('AWS/EC2', 'CPUUtilization', { AutoScalingGroupName: 'web' }),
      'period period-too-fine',
    ],
    [
      'ten seconds',
      metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: 'q' }, { period: 10 }),
      'period period-too-fine',
    ],
    [
      'ten seconds of any service',
      metric('AWS/Lambda', 'Duration', { FunctionName: 'f' }, { period: 10 }),
      'period period-too-fine',
    ],
  ])('that it does not publish: %s', (_, m, expected) => {
    expect(warned(onMetric(m))).toEqual([`metrics.m.cloudwatch.${expected}`]);
  });

  test.each([
    metric('AWS/EC2', 'CPUUtilization', { AutoScalingGroupName: 'web' }, { period: 300 }),
    metric('AWS/ApplicationELB', 'RequestCount', { LoadBalancer: 'app/web/1' }),
    metric('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', { TargetGroup: 't', LoadBalancer: 'l' }),
    metric('AWS/ApplicationELB', 'RequestCountPerTarget', { TargetGroup: 'targetgroup/web/1' }),
    metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: 'q' }),
    metric('AWS/Whatever', 'New', { Group: 'web' }),
    metric('CWAgent', 'cpu_usage_active', { Group: 'web' }, { period: 10 }),
  ])('that exists needs no warning: %j', (m) => {
    expect(warned(onMetric(m))).toEqual([]);
  });
});

const cpu = metric('CWAgent', 'cpu_usage_active', { Group: 'web' });
const target = { kind: 'target' as const, metric: 'cpu', value: 60 };
const sqs = (count: 'waiting' | 'inFlight' | 'all') => ({ sqs: { queue: 'jobs', count } });

describe('averages alone', () => {
  it('never start the first worker of a group that may have none', () => {
    const none = { capacity: { min: 0, max: 9 }, metrics: { cpu } };
    expect(warned({ ...none, rules: [target] })).toEqual(['capacity.min no-start-from-zero']);
    expect(warned({ metrics: { cpu }, rules: [target] })).toEqual([]);
  });
  it('are not alone beside a backlog, or a schedule', () => {
    const none = { capacity: { min: 0, max: 9 }, metrics: { cpu, jobs: sqs('all') } };
    expect(warned({ ...none, rules: [target, { kind: 'backlog', metric: 'jobs', perWorker: 5 }] })).toEqual([]);
    const windows = [{ cron: '0 8 * * *', lasts: '8h', min: 2 }];
    expect(warned({ ...none, rules: [target, { kind: 'schedule', windows }] })).toEqual([]);
  });
});

describe('a total that is read as an average', () => {
  const requests = {
    ...metric('AWS/ApplicationELB', 'RequestCount', { LoadBalancer: 'l' }, { statistic: 'Sum' }),
    missing: 'zero' as const,
  };
  it('never falls when the group grows', () => {
    const rules = [{ ...target, metric: 'requests' }];
    expect(warned({ metrics: { requests }, rules })).toEqual(['rules[0].per total-per-group']);
    expect(warned({ metrics: { requests: sqs('all') }, rules })).toEqual(['rules[0].per total-per-group']);
  });
  it('is right for each worker, and so is an average that is published as a sum', () => {
    expect(warned({ metrics: { requests }, rules: [{ ...target, metric: 'requests', per: 'worker' }] })).toEqual([]);
    const each = metric('AWS/ApplicationELB', 'RequestCountPerTarget', { TargetGroup: 't' }, { statistic: 'Sum' });
    expect(warned({ metrics: { each }, rules: [{ ...target, metric: 'each' }] })).toEqual([]);
  });
});

describe('a rule on a queue', () => {
  const jobs = sqs('waiting');
  it('that counts only what waits removes workers that are at a task', () => {
    const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 5 }];
    expect(warned({ metrics: { jobs }, rules })).toEqual(['rules[0] running-not-counted']);
    expect(warned({ metrics: { jobs: sqs('all') }, rules })).toEqual([]);
  });
  it('that counts what is in progress, too, needs no warning', () => {
    const rules = [{ kind: 'backlog' as const, metric: 'jobs', running: 'running', perWorker: 5 }];
    expect(warned({ metrics: { jobs, running: sqs('inFlight') }, rules })).toEqual([]);
  });
  it('without any metric of tasks has no warning about tasks in progress', () => {
    const rules = [{ kind: 'backlog' as const, metric: 'none', perWorker: 5 }];
    expect(warned({ metrics: { none: { formula: '1 / 0' } }, rules })).toEqual([]);
  });
  it.each([
    ['ApproximateAgeOfOldestMessage', ['rules[0].metric time-as-tasks']],
    ['TargetResponseTime', ['rules[0].metric time-as-tasks']],
    ['oldest_age', ['rules[0].metric time-as-tasks']],
    ['queue_latency_p99', ['rules[0].metric time-as-tasks']],
    ['DurationMax', ['rules[0].metric time-as-tasks']],
    ['jobduration', ['rules[0].metric time-as-tasks']],
    ['seconds_since_oldest_job', ['rules[0].metric time-as-tasks']],
    ['wait-time', ['rules[0].metric time-as-tasks']],
    ['messages_by_age', []],
    ['MessagesByAge', []],
    ['jobs_older_than_seconds', []],
    ['tasks_over_latency', []],
    ['DurationExceededJobs', []],
    ['request_duration_seconds_count', []],
    ['age_groups', []],
    ['ImagesToProcess', []],
    ['pages_waiting', []],
  ])('that counts %s', (name, expected) => {
    const own = { cloudwatch: { namespace: 'App', name } };
    expect(warned({ metrics: { own }, rules: [{ kind: 'backlog', metric: 'own', perWorker: 5 }] })).toEqual(expected);
    // How long a task takes is a time.
    const timed = { kind: 'backlog' as const, metric: 'jobs', taskSeconds: 'own', drainWithin: 60 };
    expect(warned({ metrics: { own, jobs: sqs('all') }, rules: [timed] })).toEqual([]);
    // The author of a formula chooses its name, and a queue has only numbers of messages.
    const minutes = { metrics: { own, [name]: { formula: 'own * 3' } } };
    expect(warned({ ...minutes, rules: [{ kind: 'backlog', metric: name, perWorker: 5 }] })).toEqual([]);
    const counted = {
      metrics: { [name]: sqs('all') },
      rules: [{ kind: 'backlog' as const, metric: name, perWorker: 5 }],
    };
    expect(warned(counted)).toEqual([]);
  });
});

describe('a bound', () => {
  const when = (above: number, below?: number) => ({
    metrics: { cpu },
    rules: [
      {
        kind: 'threshold' as const,
        metric: 'cpu',
        out: { above, add: 1 },
        ...(below === undefined ? {} : { in: { below, remove: 1 } }),
      },
    ],
  });
  it('that the metric can never pass', () => {
    expect(warned(when(100))).toEqual(['rules[0] bound-never-passed']);
    expect(warned(when(99))).toEqual([]);
    expect(warned(when(80, 0))).toEqual(['rules[0] bound-never-passed']);
    expect(warned({ metrics: { cpu }, rules: [{ ...target, value: 95 }] })).toEqual(['rules[0] bound-never-passed']);
    expect(warned({ metrics: { cpu }, rules: [{ ...target, value: 90, tolerance: 0.1 }] })).toEqual([]);
  });
  it('so near the other that removing one worker crosses it', () => {
    expect(warned(when(70, 40))).toEqual(['rules[0] bounds-too-near']);
    expect(warned(when(70, 30))).toEqual([]);
    expect(warned({ ...when(70, 60), capacity: { min: 9, max: 12 } })).toEqual([]);
  });
  it('so near that of another rule', () => {
    const out = { kind: 'threshold' as const, metric: 'cpu', out: { above: 60, add: 1 } };
    const into = (below: number) => ({
      kind: 'threshold' as const,
      name: 'in',
      metric: 'cpu',
      in: { below, remove: 1 },
    });
    expect(warned({ metrics: { cpu }, rules: [out, into(50)] })).toEqual(['rules[1] bounds-too-near']);
    expect(warned({ metrics: { cpu }, rules: [out, into(20)] })).toEqual([]);
    expect(warned({ metrics: { cpu }, rules: [{ ...out, enabled: false }, into(50)] })).toEqual([]);
    const during = (cron: string) => ({ during: [{ cron, lasts: '12h' }] });
    const turns = [
      { ...out, ...during('0 8 * * *') },
      { ...into(50), ...during('0 20 * * *') },
    ];
    expect(warned({ metrics: { cpu }, rules: turns })).toEqual([]);
  });
});

describe('what the field has run into', () => {
  const rule = { kind: 'target' as const, metric: 'm', value: 20 };
  it.each([
    metric('CWAgent', 'mem_available_percent', { Group: 'web' }),
    metric('CWAgent', 'cpu_usage_idle', { Group: 'web' }),
    metric('AWS/EC2', 'CPUCreditBalance', { AutoScalingGroupName: 'web' }, { period: 300 }),
    metric('Shop', 'FreeSlots', { Group: 'web' }),
  ])('a metric that falls as load rises: %j', (m) => {
    expect(warned({ metrics: { m: m as never }, rules: [rule] })).toEqual(['rules[0].metric falls-with-load']);
    const rises = { m: m as never, used: { formula: '100 - m' } };
    expect(warned({ metrics: rises, rules: [{ ...rule, metric: 'used' }] })).toEqual([]);
    const steps = [
      { to: -10, add: 1 },
      { from: 20, add: -1 },
    ];
    expect(
      warned({ metrics: { m: m as never }, rules: [{ kind: 'step', metric: 'm', threshold: 30, steps }] }),
    ).toEqual([]);
  });

  it('a metric that has no datapoints at night', () => {
    const m = metric('AWS/ApplicationELB', 'RequestCount', { LoadBalancer: 'l' }, { statistic: 'Sum' });
    const rules = [{ ...rule, per: 'worker' as const }];
    expect(warned({ metrics: { m }, rules })).toEqual(['metrics.m silent-at-rest']);
    expect(warned({ metrics: { m: { ...m, missing: 'zero' } }, rules })).toEqual([]);
    expect(warned({ metrics: { m: { ...m, missing: 'hold' } }, rules })).toEqual([]);
  });

  it('a total by its name', () => {
    const m = metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: 'q' });
    expect(warned({ metrics: { m }, rules: [rule] })).toEqual(['rules[0].per total-per-group']);
    const latency = metric('Shop', 'RequestLatency', { Group: 'web' });
    expect(warned({ metrics: { m: latency }, rules: [rule] })).toEqual([]);
  });

  it('a group that never starts, whatever the rule', () => {
    const none = { capacity: { min: 0, max: 9 } };
    const cpu80 = { kind: 'threshold' as const, metric: 'cpu', out: { above: 80, add: 1 } };
    expect(warned({ ...none, metrics: { cpu }, rules: [cpu80] })).toEqual(['capacity.min no-start-from-zero']);
    const load = { formula: 'jobs / max(1, workers)' };
    const rules = [{ ...rule, metric: 'load' }];
    expect(warned({ ...none, metrics: { jobs: sqs('all'), load }, rules })).toEqual([]);
  });

  it('bounds on each worker that are near each other', () => {
    const near = {
      kind: 'workers' as const,
      overloaded: [{ metric: 'cpu', above: 60 }],
      idle: [{ metric: 'cpu', below: 50 }],
    };
    expect(warned({ metrics: { cpu }, rules: [near] })).toEqual(['rules[0] bounds-too-near']);
  });

  it('a cap below the minimum', () => {
    const cap = [{ cron: '0 8 * * *', lasts: '8h', max: 2 }];
    const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 5 }];
    expect(warned({ capacity: { min: 3, max: 9 }, metrics: { jobs: sqs('all') }, rules, guards: { cap } })).toEqual([
      'guards.cap[0].max cap-below-minimum',
    ]);
  });

  it('a bound below zero can be passed by what may be negative', () => {
    const spread = metric('Shop', 'Spread', { Group: 'web' });
    const below = (bound: number) => ({ kind: 'threshold' as const, metric: 'm', in: { below: bound, remove: 1 } });
    expect(warned({ metrics: { m: spread }, rules: [below(-5)] })).toEqual([]);
    expect(warned({ metrics: { m: sqs('all') }, rules: [below(0)] })).toEqual(['rules[0] bound-never-passed']);
  });

  it('a step that begins at zero is passed by a metric of zero', () => {
    const step = (to: number) => ({ kind: 'step' as const, metric: 'm', threshold: 5, steps: [{ to, add: -1 }] });
    expect(warned({ metrics: { m: sqs('all') }, rules: [step(-5)] })).toEqual([]);
    expect(warned({ metrics: { m: sqs('all') }, rules: [step(-6)] })).toEqual(['rules[0] bound-never-passed']);
  });

  it.each([
    ['CPU', cpu],
    ['a metric of their own', metric('Shop', 'Load', { Group: 'web' })],
  ])('a tolerance that no metric leaves: workers at work by %s', (_, source) => {
    expect(warned({ metrics: { cpu: source }, rules: [{ ...target, tolerance: { out: 0.1, in: 1.5 } }] })).toEqual([
      'rules[0] bound-never-passed',
    ]);
  });
});

describe('a cap that limits nothing', () => {
  const cap = (max: number) => ({ guards: { cap: [{ cron: '0 8 * * *', lasts: '1h', max }] } }) as Written;

  it.each([9, 20])('is one of %i for a maximum of 9', (max) => {
    expect(warned(cap(max))).toEqual(['guards.cap[0].max cap-above-maximum']);
  });

  it('is none below the maximum, and none where a window may lift the maximum', () => {
    expect(warned(cap(8))).toEqual([]);
    const windows = [{ cron: '0 8 * * *', lasts: '2h', max: 30 }];
    expect(warned({ ...cap(20), rules: [{ kind: 'schedule', windows }] })).toEqual([]);
  });
});

test('windows on a date that is over are found wherever they are, with a clock', () => {
  const on = '2026-11-27';
  const window = { on, start: '08:00', lasts: '2h' };
  const written = {
    metrics: { m: { pushed: {} } },
    rules: [
      { kind: 'schedule', windows: [{ ...window, min: 2 }] },
      { kind: 'backlog', metric: 'm', perWorker: 1, during: [{ cron: '0 8 * * *', lasts: '1h' }, window] },
    ],
    guards: { maintenance: [window], cap: [{ ...window, max: 3 }] },
  } as Written;
  const parsed = parsePolicy(policyOf(written));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const at = (time?: string) =>
    policyFindings(parsed.value, time === undefined ? undefined : Date.parse(time)).notes.map(
      ({ path, code }) => `${path} ${code}`,
    );
  expect(at()).toEqual([]);
  expect(at('2026-11-27T09:59:59Z')).toEqual([]);
  expect(at('2026-11-27T10:00:00Z')).toEqual([
    'rules[0].windows[0].on window-past',
    'rules[1].during[1].on window-past',
    'guards.maintenance[0].on window-past',
    'guards.cap[0].on window-past',
  ]);
});

describe('a time that is over before anything can happen', () => {
  const provider = (more: object): Written =>
    ({
      provider: {
        ...{ kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large'], subnets: ['subnet-a'] },
        ...more,
      },
    }) as never;
  test.each<[Written, string[]]>([
    [provider({ heartbeat: 5 }), ['provider.heartbeat shorter-than-evaluation']],
    [provider({ heartbeat: 60 }), []],
    [{ ...provider({ heartbeat: 30 }), evaluateEvery: 20 }, []],
    [provider({ readiness: { within: 59 } }), ['provider.readiness.within shorter-than-evaluation']],
    [provider({ bootTimeout: 1 }), ['provider.bootTimeout shorter-than-evaluation']],
    [provider({ maxLifetime: 1 }), ['provider.maxLifetime lifetime-below-start']],
    [{ ...provider({ maxLifetime: '5m' }), warmup: '5m' }, ['provider.maxLifetime lifetime-below-start']],
    [{ ...provider({ maxLifetime: '6m' }), warmup: '5m' }, []],
    [
      { provider: { kind: 'auto-scaling-group', name: 'web', maxLifetime: 60 } },
      ['provider.maxLifetime lifetime-below-start'],
    ],
    ...[
      { kind: 'auto-scaling-group', name: 'web' },
      { kind: 'ec2-fleet', id: 'fleet-12a34b55-67cd-8ef9-ba9b-9208d0123456' },
      { kind: 'ecs-service', service: 'web' },
      { kind: 'lambda', function: 'web' },
    ].map((kind): [Written, string[]] => [
      { provider: { ...kind, heartbeat: 59, readiness: { within: '59s' }, bootTimeout: 59 } as never },
      ['readiness.within', 'heartbeat', 'bootTimeout'].map((field) => `provider.${field} shorter-than-evaluation`),
    ]),
  ])('%j', (written, expected) => {
    expect(warned(written)).toEqual(expected);
    // One line about a field is enough.
    const parsed = parsePolicy(policyOf(written));
    const noted = parsed.ok ? policyFindings(parsed.value).notes.map(({ path }) => path) : [];
    expect(noted.filter((path) => expected.some((each) => each.startsWith(`${path} `)))).toEqual([]);
  });

  const deadline = (more: object, beside: object = {}): Written =>
    ({
      rules: [{ kind: 'deadline', metric: 'jobs', taskSeconds: 30, startWithin: '2m', ...more }],
      ...beside,
    }) as never;
  const pool = provider({ warm: { size: 1 } });
  /** A deadline beside a schedule of one window. */
  const beside = (window: object, more: object = {}): Written => {
    const { rules = [] } = deadline({});
    const windows = [{ cron: '0 8 * * *', lasts: '9h', ...window }];
    return { rules: [...rules, { kind: 'schedule', windows, ...more } as never] };
  };
  test.each<[Written, string[]]>([
    [deadline({}), ['rules[0].startWithin deadline-below-boot']],
    [deadline({ startWithin: 121 }), []],
    [deadline({ boot: 119 }), []],
    [deadline({}, { warmup: '2m' }), ['rules[0].startWithin deadline-below-boot']],
    [deadline({}, { warmup: '1m' }), []],
    [deadline({}, pool), []],
    [deadline({}, { capacity: { min: 0, max: 10, spare: 1 } }), []],
    [deadline({}, { capacity: { min: 0, max: 10, spare: 0 } }), ['rules[0].startWithin deadline-below-boot']],
    [deadline({ enabled: false }), []],
    [beside({ spare: 1 }), []],
    [beside({ spare: 0, min: 2 }), ['rules[0].startWithin deadline-below-boot']],
    [beside({ spare: 1 }, { enabled: false }), ['rules[0].startWithin deadline-below-boot']],
  ])('a deadline shorter than a boot: %j', (written, expected) => {
    expect(warned(written).filter((each) => !each.endsWith('running-not-counted'))).toEqual(expected);
  });

  test('a disabled rule, which does nothing', () => {
    const requests = metric('AWS/ApplicationELB', 'RequestCount', { LoadBalancer: 'app/web/1' });
    const total = { kind: 'target', metric: 'requests', value: 60 };
    const written = (...enabled: boolean[]) =>
      warned({ metrics: { requests }, rules: enabled.map((each) => ({ ...total, enabled: each })) } as never);
    const silent = 'metrics.requests silent-at-rest';
    expect(written(false)).toEqual([]);
    expect(written(false, ...Array<boolean>(11).fill(true)).at(-2)).toBe('rules[11].per total-per-group');
    expect(written(false, true, false, true)).toEqual([
      'rules[1].per total-per-group',
      'rules[3].per total-per-group',
      silent,
    ]);
    const average = { kind: 'target', metric: 'cpu', value: 60 };
    const backlog = { kind: 'backlog', metric: 'jobs', running: 'running', perWorker: 1, enabled: false };
    const fromZero = { capacity: { min: 0, max: 9 }, rules: [average, backlog] };
    expect(warned(fromZero as never)).toEqual(['capacity.min no-start-from-zero']);
  });

  test('a window that never opens, wherever it is written', () => {
    const never = { cron: '0 8 31 2 *', lasts: '1h' };
    const leap = { cron: '0 8 29 2 *', lasts: '1h' };
    const written = {
      rules: [
        {
          kind: 'schedule',
          windows: [
            { ...leap, min: 2 },
            { ...never, min: 2 },
          ],
        },
        { kind: 'target', metric: 'cpu', value: 60, during: [never] },
      ],
      guards: { maintenance: [leap, never], cap: [{ ...never, max: 3 }] },
    } as const;
    expect(warned(written as never)).toEqual([
      'rules[0].windows[1].cron window-never-opens',
      'rules[1].during[0].cron window-never-opens',
      'guards.maintenance[1].cron window-never-opens',
      'guards.cap[0].cron window-never-opens',
    ]);
  });
});

test.each([
  ['30m', false, ['provider.maxLifetime lifetime-short']],
  ['14d', true, ['provider.maxLifetime lifetime-of-one-job']],
  ['14d', false, []],
])('a maximum lifetime of %s, of one-job workers: %s', (maxLifetime, ephemeral, expected) => {
  const provider = {
    ...{ kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large'], subnets: ['subnet-a'] },
    ...{ maxLifetime, ephemeral },
  };
  const parsed = parsePolicy(policyOf({ provider } as never));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  expect(policyFindings(parsed.value).notes.map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
});

test.each([
  [{ bake: '10m' }, ['provider.rollout.bake rollout-bake-unused']],
  [{ bake: '10m', checkpoint: '50%' }, []],
  [{ bake: '1h' }, []],
  [{}, []],
])('a rollout with %o', (rollout, expected) => {
  for (const provider of [
    { kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large'], subnets: ['subnet-a'], rollout },
    { kind: 'auto-scaling-group', name: 'web', rollout },
  ]) {
    const parsed = parsePolicy(policyOf({ provider } as never));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    expect(policyFindings(parsed.value).notes.map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
  }
});

describe('a warning that the author acknowledges', () => {
  const cap = [{ cron: '0 8 * * *', lasts: '1h', max: 9 }];
  const notes = (written: Written): string[] => {
    const parsed = parsePolicy(policyOf(written));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const all = policyFindings(parsed.value).notes;
    for (const { message, code, params } of all) expect(phrase({ code, params })).toBe(message);
    return all.map(({ path, code }) => `${path} ${code}`);
  };

  it('is not reported, but others are', () => {
    const both: Written = { capacity: { min: 3, max: 9 }, guards: { cap: [...cap, { ...cap[0], max: 2 } as never] } };
    expect(warned({ ...both, acknowledge: ['cap-above-maximum'] })).toEqual(['guards.cap[1].max cap-below-minimum']);
    expect(notes({ ...both, acknowledge: ['cap-above-maximum'] })).toEqual([]);
  });

  it('and does not occur is a note', () => {
    const acknowledge = ['cap-above-maximum', 'cap-abov-maximum'];
    expect(notes({ guards: { cap }, acknowledge })).toEqual(['acknowledge[1] acknowledgement-unused']);
    expect(notes({ acknowledge: ['constructor'] })).toEqual(['acknowledge[0] acknowledgement-unused']);
  });

  it('belongs to a rule that is disabled for a while', () => {
    const rule = { kind: 'deadline', metric: 'jobs', running: 'running', taskSeconds: 30, startWithin: 60 } as const;
    const acknowledge = ['deadline-below-boot'];
    const disabled = { ...rule, enabled: false };
    expect(notes({ rules: [disabled], acknowledge })).toEqual([]);
    expect(notes({ rules: [disabled, { ...rule, startWithin: 900 }], acknowledge })).toEqual([]);
  });

  it('occurs only because another rule is disabled', () => {
    const average = { kind: 'target', metric: 'cpu', value: 60 } as const;
    const backlog = { kind: 'backlog', metric: 'jobs', running: 'running', perWorker: 1, enabled: false } as const;
    const fromZero = { capacity: { min: 0, max: 9 }, rules: [average, backlog] };
    expect(warned(fromZero)).toEqual(['capacity.min no-start-from-zero']);
    const acknowledged = { ...fromZero, acknowledge: ['no-start-from-zero'] };
    expect([warned(acknowledged), notes(acknowledged)]).toEqual([[], []]);
  });

  it('must be written as a code', () => {
    const parsed = parsePolicy(policyOf({ acknowledge: ['Cap above maximum'] }));
    expect(parsed.ok ? [] : parsed.faults.map(({ path }) => path)).toEqual(['acknowledge[0]']);
  });
});

describe('a budget', () => {
  const budget = (hourlyUsd: number, monthlyUsd: number) => warned({ guards: { budget: { hourlyUsd, monthlyUsd } } });

  test.each([
    [10, 7441, ['guards.budget.monthlyUsd budget-month-never-reached']],
    [10, 7440, []],
    [10, 1000, []],
    [10, 730, []],
    [10, 729, ['guards.budget.hourlyUsd budget-hour-above-month']],
  ])('of $%s per hour and $%s a month', (hourlyUsd, monthlyUsd, expected) => {
    expect(budget(hourlyUsd, monthlyUsd)).toEqual(expected);
  });

  it('of one kind contradicts nothing', () => {
    expect(warned({ guards: { budget: { monthlyUsd: 1 } } })).toEqual([]);
  });
});

describe('a price', () => {
  const priced = (prices: Record<string, number>, provider: object = {}) =>
    ({
      provider: {
        ...{ kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large', 'm7g.large'] },
        ...{ subnets: ['subnet-a'], prices, ...provider },
      },
    }) as Written;

  it('of a type that is not launched counts for nothing, and may be misspelled', () => {
    const written = priced({ 'c7g.larg': 0.07, 'm7g.large': 0.08, 'x2gd.metal': 9 });
    expect(warned(written)).toEqual([
      'provider.prices.c7g.larg price-of-unused-type',
      'provider.prices.x2gd.metal price-of-unused-type',
    ]);
    const parsed = parsePolicy(policyOf(written));
    const [first] = parsed.ok ? policyWarnings(parsed.value) : [];
    expect(first?.message).toBe(
      'the policy does not launch c7g.larg, so its price does not count; did you mean c7g.large?',
    );
    expect(warned(priced({ 'c7g.large': 0.07 }))).toEqual([]);
  });

  it('may be of any type if the policy names none', () => {
    const provider = { kind: 'auto-scaling-group', name: 'web', prices: { 'c7g.large': 0.07 } };
    expect(warned({ provider } as Written)).toEqual([]);
  });
});

describe('instance types', () => {
  const launching = (instanceTypes: readonly unknown[], provider: object = {}) =>
    ({
      provider: { kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes, subnets: ['subnet-a'], ...provider },
    }) as Written;
  const message = (...types: string[]) => {
    const parsed = parsePolicy(policyOf(launching(types)));
    return parsed.ok ? policyWarnings(parsed.value)[0]?.message : undefined;
  };
  const UNLIKE = ['provider.instanceTypes unlike-types-without-weights'];

  it.each([
    [['c7g.large', 'c7g.xlarge'], UNLIKE],
    [['m7g.4xlarge', 'c7g.4xlarge', 'c6g.2xlarge'], UNLIKE],
    [['t4g.nano', 'x2iedn.metal-48xl'], UNLIKE],
    [['c7i.metal-24xl', 'c7i.24xlarge'], []],
    [['c7g.large', 'm7g.large', 'r7g.large'], []],
    // The size of a metal type is not in its name.
    [['c7g.large', 'c7g.metal'], []],
    [['c7g.large'], []],
    [['c7g.large', { type: 'c7g.xlarge', weight: 2 }], []],
    [[{ type: 'c7g.large' }, { type: 'c7g.xlarge' }], UNLIKE],
  ])('of unlike size need weights: %j', (types, expected) => {
    expect(warned(launching(types))).toEqual(expected);
  });

  it('that right-sizing chooses among may be of any size', () => {
    expect(warned(launching(['c7g.large', 'c7g.xlarge'], { rightsize: { mode: 'initial' } }))).toEqual([]);
    expect(warned(launching(['c7g.large', 'c7g.xlarge'], { rightsize: { mode: 'off' } }))).toEqual(UNLIKE);
  });

  it('get weights that could be written', () => {
    expect(message('c7g.3xlarge', 'c7g.2xlarge')).toBe(
      'c7g.2xlarge and c7g.3xlarge each count as one worker, although c7g.3xlarge is 1.5 times as large. Write weights, such as { type: c7g.2xlarge, weight: 2 } and { type: c7g.3xlarge, weight: 3 }, or types of one size',
    );
    expect(message('t4g.nano', 't4g.small')).toContain(
      'weights, such as { type: t4g.nano, weight: 1 } and { type: t4g.small, weight: 4 }',
    );
    // A weight is at most 999.
    expect(message('t4g.nano', 'c7a.48xlarge')).toContain('{ type: c7a.48xlarge, weight: 999 }');
  });
});

describe('a sum of a minute whose name says that it is a rate', () => {
  const sum = { cloudwatch: { namespace: 'Shop', name: 'Requests', statistic: 'Sum', period: 60 } };
  const named = (name: string, written: object = sum) => warned({ metrics: { [name]: written as never } });

  test.each(['rps', 'requests_per_second', 'requestsPerSecond', 'requests-per-sec', 'webRPS', 'orders.per.s'])(
    '%s is a warning',
    (name) => expect(named(name)).toEqual([`metrics.${name} sum-named-rate`]),
  );

  test.each(['requests', 'requestsPerMinute', 'steps', 'corps', 'https', 'papers', 'users', 'maps', 'perspective'])(
    '%s is none',
    (name) => expect(named(name)).toEqual([]),
  );

  test('a rate and a formula may have such a name', () => {
    expect(named('rps', { cloudwatch: { ...sum.cloudwatch, statistic: 'Average' } })).toEqual([]);
    expect(named('rps', { cloudwatch: { ...sum.cloudwatch, period: 1 } })).toEqual([]);
    expect(warned({ metrics: { requests: sum as never, rps: { formula: 'requests / 60' } } })).toEqual([]);
  });

  test('a sum that only formulas read may have such a name, but none that a rule reads', () => {
    const metrics = { rps: { ...sum, missing: 'zero' } as never, load: { formula: 'rps / 60' } };
    const reading = (metric: string) => [{ kind: 'target' as const, metric, value: 20, per: 'worker' as const }];
    expect(warned({ metrics, rules: reading('load') })).toEqual([]);
    expect(warned({ metrics, rules: reading('rps') })).toEqual(['metrics.rps sum-named-rate']);
  });
});
