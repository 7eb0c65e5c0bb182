import { describe, expect, test } from 'vitest';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import {
  aimedRate,
  derivedFields,
  distinct,
  measuredBy,
  measuredRate,
  type PolicyRead,
  type RecordedSeries,
  statedRate,
  unitMetrics,
  wantedFor,
  workersOfSeries,
} from '../../../../shared/simulation/index.ts';
import { START } from '../scenarios.ts';

type Rules = NonNullable<PolicyDocument['rules']>;
type Metrics = NonNullable<PolicyDocument['metrics']>;

function read(metrics: Metrics, rules: Rules, more: Partial<PolicyDocument> = {}): PolicyRead {
  const parsed = parsePolicy({ group: 'web', capacity: { min: 1, max: 9 }, metrics, rules, ...more });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const measured = measuredBy(parsed.value, {});
  if (!measured.ok) throw new Error(JSON.stringify(measured.faults));
  return { policy: parsed.value, signals: measured.value };
}
const target = (metric: string, value = 50, per: 'group' | 'worker' = 'group'): Rules => [
  { name: 'aim', kind: 'target', metric, value, per },
];
const lb = { TargetGroup: 'tg', LoadBalancer: 'lb' };

describe('requested series', () => {
  test.each<[string, Metrics, string[]]>([
    [
      'utilization as a mean, whatever statistic the policy reads',
      { cpu: { cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization', statistic: 'p95' } } },
      ['cpu Average AWS/EC2 CPUUtilization'],
    ],
    [
      'the size that another autoscaler recorded',
      {
        cpu: {
          cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { AutoScalingGroupName: 'old' } },
        },
      },
      ['cpu Average AWS/EC2 CPUUtilization', 'workers Average AWS/AutoScaling GroupInServiceInstances'],
    ],
    [
      'requests of all beside those of each target',
      { cpu: { cloudwatch: { namespace: 'AWS/ApplicationELB', name: 'RequestCountPerTarget', dimensions: lb } } },
      ['cpu Sum AWS/ApplicationELB RequestCountPerTarget', 'RequestCount Sum AWS/ApplicationELB RequestCount'],
    ],
    [
      'somebody’s own rate as it is read',
      { cpu: { cloudwatch: { namespace: 'Shop', name: 'requests' } } },
      ['cpu Average Shop requests'],
    ],
    [
      'what AWS records of a queue that is read directly',
      { cpu: { sqs: { queue: 'jobs' } } },
      [
        'cpu Average',
        'NumberOfMessagesSent Sum AWS/SQS NumberOfMessagesSent',
        'ApproximateNumberOfMessagesVisible Average AWS/SQS ApproximateNumberOfMessagesVisible',
        'ApproximateNumberOfMessagesNotVisible Average AWS/SQS ApproximateNumberOfMessagesNotVisible',
      ],
    ],
  ])('%s', (_, metrics, expected) => {
    const { policy, signals } = read(metrics, target('cpu'));
    const told = wantedFor(policy, signals).map(({ name, statistic, source }) =>
      [name, statistic, source?.namespace, source?.name].filter(Boolean).join(' '),
    );
    expect(told).toEqual(expected);
  });

  test('contain a metric of two policies only once', () => {
    const cpu = { cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization' } };
    const [one, other] = [read({ cpu }, target('cpu')), read({ load: cpu }, target('load'))];
    const wanted = [one, other].flatMap(({ policy, signals }) => wantedFor(policy, signals));
    expect(distinct(wanted).map(({ name }) => name)).toEqual(['cpu']);
  });
});

describe('the rate of a worker', () => {
  const requests = (statistic: string): Metrics => ({
    requests: { cloudwatch: { namespace: 'Shop', name: 'requests', statistic, period: 60 } },
  });
  test.each<[string, PolicyRead, number | undefined]>([
    [
      'of a target for each worker: seven tenths are aimed at',
      read(requests('Average'), target('requests', 70, 'worker')),
      100,
    ],
    ['of a target of sums: in a period', read(requests('Sum'), target('requests', 4200, 'worker')), 100],
    ['of a target for the group: not to be told', read(requests('Average'), target('requests', 70)), undefined],
    [
      'of a target of utilization: not to be told',
      read({ cpu: { cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization' } } }, target('cpu', 70)),
      undefined,
    ],
  ])('%s', (_, policy, rate) => {
    if (rate === undefined) expect(aimedRate([policy])).toBeUndefined();
    else expect(aimedRate([policy])?.value).toBeCloseTo(rate);
  });

  test('is stated by an objective rule', () => {
    const rules: Rules = [{ name: 'best', kind: 'objective', metric: 'requests', perWorker: 80 }];
    expect(statedRate([read(requests('Average'), rules)])).toEqual({ value: 80, from: 'perWorker of the rule best' });
    expect(statedRate([read(requests('Sum'), rules)])?.value).toBeCloseTo(80 / 60);
  });

  const elb: Metrics = {
    each: { cloudwatch: { namespace: 'AWS/ApplicationELB', name: 'RequestCountPerTarget', statistic: 'Sum' } },
    cpu: { cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization' } },
  };
  test.each<[string, string, number | undefined]>([
    ['in units a second', 'requests / 60', 80],
    ['in thousands a minute', 'requests / 1000', (80 * 1000) / 60],
    ['in units of several metrics, of which one is replayed', '(requests + 3 * each) / 60', 80],
    ['in what all workers get together', 'each * workers / 60', 80],
    ['in busy workers: not to be told', 'cpu * workers / 100', undefined],
    ['in nothing that arrives', 'workers * 2', undefined],
    ['in what shows nothing of one unit', 'floor(requests / 1000)', undefined],
  ])('is that of an objective rule on a formula, %s', (_, formula, rate) => {
    const rules: Rules = [{ name: 'best', kind: 'objective', metric: 'load', perWorker: 80 }];
    const policy = read({ ...requests('Sum'), ...elb, load: { formula } }, rules);
    if (rate === undefined) expect(statedRate([policy])).toBeUndefined();
    else expect(statedRate([policy])?.value).toBeCloseTo(rate);
  });

  test('is measured from arrivals and utilization, without idle and saturated times', () => {
    const points = [100, 200, 300, 400, 5].map((value, minute) => ({ at: START + minute * 60_000, value }));
    const demand = {
      ...({ points, derivation: 'demand', metrics: ['requests'], unused: [], period: 60 } as const),
      ...{ missing: { hours: 0, percent: 0 }, saturated: { hours: 0, percent: 0 } },
    };
    const cpu: RecordedSeries = {
      ...({ name: 'cpu', signal: 'utilization', statistic: 'Average', source: null } as const),
      points: [25, 50, 75, 99, 3].map((value, minute) => ({ at: START + minute * 60_000, value })),
    };
    const workers = workersOfSeries(points.map(({ at }) => ({ at, value: 4 })));
    expect(measuredRate(demand, [cpu], workers)?.value).toBeCloseTo(100);
    expect(measuredRate(demand, [cpu], null)).toBeUndefined();
    expect(measuredRate(demand, [], workers)).toBeUndefined();
  });

  test('is required if a policy reads units of demand', () => {
    expect(unitMetrics([read(requests('Sum'), target('requests'))])).toEqual(['requests']);
    const cpu = read({ cpu: { cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization' } } }, target('cpu'));
    expect(unitMetrics([cpu])).toEqual([]);
  });
});

describe('scenario fields derived from the policies', () => {
  const cpu: Metrics = { cpu: { cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization' } } };
  const jobs: Metrics = { jobs: { sqs: { queue: 'jobs' } } };
  const backlog: Rules = [{ name: 'drain', kind: 'backlog', metric: 'jobs', taskSeconds: 30, drainWithin: '5m' }];
  test.each<[string, PolicyRead[], Record<string, string | number>]>([
    [
      'a worker boots as long as it warms up, and drains as the policy lets it',
      [read(cpu, target('cpu'), { warmup: '3m', behavior: { in: { drain: '45s' } } })],
      { kind: 'interactive', boot: 180, drain: 45, evaluateEvery: 60, metricDelay: 60 },
    ],
    ...[
      [10, 10],
      [20, 20],
      [25, 20],
      [50, 30],
      [60, 60],
      [90, 60],
      [300, 300],
    ].map(([asked = 0, evaluateEvery = 0]): [string, PolicyRead[], Record<string, string | number>] => [
      `evaluated every ${asked} s, as a deployed group is`,
      [read(cpu, target('cpu'), { evaluateEvery: asked })],
      { evaluateEvery },
    ]),
    ['without a warm-up it boots as EC2 usually does', [read(cpu, target('cpu'))], { kind: 'interactive', boot: 120 }],
    [
      'of two policies the first',
      [read(cpu, target('cpu'), { warmup: '3m' }), read(cpu, target('cpu'), { warmup: '5m' })],
      { boot: 180 },
    ],
    [
      'tasks that wait make a queue, and rules say how long they take and may wait',
      [read(jobs, backlog)],
      { kind: 'queue', taskSeconds: 30, startWithin: 300 },
    ],
  ])('%s', (_, policies, expected) => {
    const told = Object.fromEntries(derivedFields(policies).map(({ name, value }) => [name, value]));
    expect(told).toMatchObject(expected);
  });
});
