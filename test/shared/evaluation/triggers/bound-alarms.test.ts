import { describe, expect, test } from 'vitest';
import { boundAlarms, isWatched } from '../../../../shared/evaluation/index.ts';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import { policyOf } from '../setting.ts';

type WrittenRule = NonNullable<PolicyDocument['rules']>[number];

const cpu = { namespace: 'AWS/EC2', name: 'CPUUtilization', period: 60, dimensions: { Group: 'ci' } };
const METRICS: PolicyDocument['metrics'] = {
  cpu: { cloudwatch: cpu },
  jobs: { sqs: { queue: 'jobs' } },
  double: { formula: 'cpu * 2' },
};

function policyWith(...rules: WrittenRule[]) {
  const parsed = parsePolicy(policyOf({ metrics: METRICS, rules }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}
/** `rule side bound for` of each alarm. */
const boundsOf = (...rules: WrittenRule[]): string[] =>
  boundAlarms(policyWith(...rules)).map((alarm) => `${alarm.rule} ${alarm.side} ${alarm.bound} ${alarm.for}`);

describe('the bounds that CloudWatch watches', () => {
  test.each<[string, WrittenRule, string[]]>([
    [
      'of a target are the edges of its tolerance, each its own',
      { kind: 'target', metric: 'cpu', value: 64, tolerance: { out: 0.25, in: 0.5 } },
      ['cpu high 80 0', 'cpu low 32 0'],
    ],
    [
      'of a target that never shrinks the group is the upper one',
      { kind: 'target', metric: 'cpu', value: 64, tolerance: 0.5, scaleIn: false },
      ['cpu high 96 0'],
    ],
    [
      'of a total shared by the workers are none: they move with their number',
      { kind: 'target', metric: 'cpu', value: 64, per: 'worker' },
      [],
    ],
    [
      'of a threshold are its two sides, for as long as each must hold',
      {
        ...{ kind: 'threshold', metric: 'cpu' },
        out: { above: 80, for: '2m', add: 1 },
        in: { below: 20, for: '10m', remove: 1 },
      },
      ['cpu high 80 120', 'cpu low 20 600'],
    ],
    [
      'of a threshold with one side is one',
      { kind: 'threshold', metric: 'cpu', in: { below: 20, remove: 1 } },
      ['cpu low 20 0'],
    ],
    [
      'of steps are where the first step of each side begins',
      {
        ...{ kind: 'step', metric: 'cpu', threshold: 50 },
        steps: [
          { from: 30, add: 4 },
          { from: 10, to: 30, add: 1 },
          { from: -40, to: -20, add: -1 },
          { to: -40, add: -2 },
        ],
      },
      ['cpu high 60 0', 'cpu low 30 0'],
    ],
    [
      'of steps on one side are one',
      { kind: 'step', metric: 'cpu', threshold: 50, steps: [{ from: 0, add: 1 }] },
      ['cpu high 50 0'],
    ],
    ['of a queue read from SQS are none', { kind: 'threshold', metric: 'jobs', out: { above: 5, add: 1 } }, []],
    ['of a formula are none', { kind: 'target', metric: 'double', value: 50 }, []],
    ['of a backlog are none', { kind: 'backlog', metric: 'cpu', perWorker: 5 }, []],
  ])('%s', (_, rule, alarms) => {
    expect(boundsOf(rule)).toEqual(alarms);
  });

  test('are those of every rule, with its name and its metric', () => {
    const rules: WrittenRule[] = [
      { kind: 'target', metric: 'cpu', value: 64, tolerance: 0.5, name: 'steady' },
      { kind: 'threshold', metric: 'cpu', out: { above: 90, add: 5 }, name: 'panic' },
    ];
    expect(boundsOf(...rules)).toEqual(['steady high 96 0', 'steady low 32 0', 'panic high 90 0']);
    const source = { ...cpu, statistic: 'Average' };
    expect(boundAlarms(policyWith(...rules))[2]).toEqual({
      ...{ group: 'ci', rule: 'panic', side: 'high', source, for: 0, bound: 90 },
    });
  });

  test('do not include inherited properties', () => {
    const parsed = parsePolicy(policyOf({ metrics: {}, rules: [{ kind: 'target', metric: 'constructor', value: 1 }] }));
    expect(parsed.ok && boundAlarms(parsed.value)).toEqual([]);
  });
});

describe('a group may be evaluated less often only if an alarm precedes every change', () => {
  const target: WrittenRule = { kind: 'target', metric: 'cpu', value: 60 };
  test.each<[string, boolean, WrittenRule[]]>([
    ['a rule on CloudWatch', true, [target]],
    ['no rule at all', false, []],
    ['one rule of two that no alarm can watch', false, [target, { kind: 'backlog', metric: 'jobs', perWorker: 1 }]],
    [
      'a bound with further conditions, which may come to hold later',
      false,
      [{ kind: 'threshold', metric: 'cpu', out: { above: 80, add: 1, when: [{ metric: 'jobs', above: 3 }] } }],
    ],
    [
      'a schedule, which moves the bounds by the clock',
      false,
      [target, { kind: 'schedule', windows: [{ cron: '0 8 * * *', lasts: '1h', min: 2 }] }],
    ],
  ])('%s: %s', (_, watched, rules) => {
    expect(isWatched(policyWith(...rules))).toBe(watched);
  });
});

test('alarms of a step fire at its bound; those of other rules fire beyond it', () => {
  const metric = 'cpu';
  const rules: WrittenRule[] = [
    {
      kind: 'step',
      metric,
      threshold: 50,
      steps: [
        { from: 10, add: 1 },
        { to: -10, add: -1 },
      ],
      name: 'steps',
    },
    { kind: 'threshold', metric, out: { above: 60, add: 1 }, name: 'line' },
    { kind: 'target', metric, value: 50, scaleIn: false, name: 'goal' },
  ];
  const inclusive = boundAlarms(policyWith(...rules)).map((alarm) => `${alarm.rule} ${alarm.inclusive === true}`);
  expect(inclusive).toEqual(['steps true', 'steps true', 'line false', 'goal false']);
});
