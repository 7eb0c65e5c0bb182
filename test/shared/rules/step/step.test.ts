import { describe, expect, it } from 'vitest';
import { type Case, decided, decides, toldAt, type WrittenPolicy } from '../../decision/builders.ts';

const STEPS = 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html#as-scaling-steps';
const ADJUSTMENTS =
  'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html#as-scaling-adjustment';
const WARMUP =
  'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html#as-step-scaling-warmup';
const API = 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StepAdjustment.html';

const example = {
  kind: 'step' as const,
  metric: 'cpu',
  threshold: 50,
  steps: [
    { from: 0, to: 10, percent: 0 },
    { from: 10, to: 20, percent: 10 },
    { from: 20, percent: 30 },
    { from: -10, to: 0, percent: 0 },
    { from: -20, to: -10, percent: -10 },
    { to: -20, percent: -30 },
  ],
};
const at = (name: string, cpu: number, desired: number, gives: number, ready = desired): Case => ({
  name,
  policy: { rules: [example] },
  seen: { desired, workers: { ready, warming: desired - ready }, metrics: { cpu } },
  gives,
});

describe(`AWS's example of step adjustments around a threshold of 50 (${STEPS})`, () => {
  decides([
    at('10 stay while the metric is above 40', 40.1, 10, 10),
    at('10 stay at the threshold', 50, 10, 10),
    at('10 stay while the metric is below 60', 59.9, 10, 10),
    at('at 60, 10 become 11', 60, 10, 11),
    at('at 70, 11 become 14: 3.3 is rounded down to 3', 70, 11, 14),
    at('at 40, 14 become 13: 1.4 is rounded down to 1', 40, 14, 13),
    at('at 30, 13 become 10: 3.9 is rounded down to 3', 30, 13, 10),
  ]);
});

describe(`AWS's example of the same steps while an instance warms up (${WARMUP})`, () => {
  decides([
    at('at 62 again, 11 of which 1 warms up stay 11', 62, 11, 11, 10),
    at('at 70, 11 of which 1 warms up become 13: 30 % of the 10 in service', 70, 11, 13, 10),
    at('at 70, 20 of which 10 warm up stay 20: 30 % of the 10 in service is under way', 70, 20, 20, 10),
    {
      name: 'while workers drain, a breach that repeats removes only the difference',
      policy: { rules: [example] },
      seen: { desired: 9, workers: { ready: 9, draining: 1 }, metrics: { cpu: 35 } },
      gives: 9,
    },
  ]);
});

const one = (step: object, more: object = {}) => ({
  rules: [{ kind: 'step' as const, metric: 'cpu', threshold: 50, steps: [step], ...more }],
});
const high = { cpu: 90 };

describe(`AWS's adjustment types and rounding (${ADJUSTMENTS})`, () => {
  decides([
    { name: '3 changed by 5 are 8', policy: one({ from: 0, add: 5 }), seen: { desired: 3, metrics: high }, gives: 8 },
    { name: '3 set to 5 are 5', policy: one({ from: 0, set: 5 }), seen: { desired: 3, metrics: high }, gives: 5 },
    {
      name: '10 changed by 10 % are 11',
      policy: one({ from: 0, percent: 10 }),
      seen: { desired: 10, metrics: high },
      gives: 11,
    },
    {
      name: 'a change of 12.7 is one of 12',
      policy: one({ from: 0, percent: 12.7 }),
      seen: { desired: 100, metrics: high },
      gives: 112,
    },
    {
      name: 'a change of 0.67 is one of 1',
      policy: one({ from: 0, percent: 67 }),
      seen: { desired: 1, metrics: high },
      gives: 2,
    },
    {
      name: 'a change of −0.58 is one of −1',
      policy: one({ from: 0, percent: -58 }),
      seen: { desired: 1, metrics: high },
      gives: 0,
    },
    {
      name: 'a change of −6.67 is one of −6',
      policy: one({ from: 0, percent: -6.67 }),
      seen: { desired: 100, metrics: high },
      gives: 94,
    },
    {
      name: '25 % of 4 with a least change of 2 adds 2',
      policy: one({ from: 0, percent: 25 }, { minChange: 2 }),
      seen: { desired: 4, metrics: high },
      gives: 6,
    },
    {
      name: 'a percentage starts a group from zero',
      policy: one({ from: 0, percent: 10 }),
      seen: { desired: 0, metrics: high },
      gives: 1,
    },
    {
      name: 'nothing is removed from nothing',
      policy: one({ from: 0, add: -5 }),
      seen: { desired: 3, metrics: high },
      gives: 0,
    },
  ]);
});

describe(`AWS's bounds: inclusive toward the threshold, exclusive away from it (${API})`, () => {
  const between = (from: number, to: number): WrittenPolicy => ({
    rules: [
      {
        ...{ kind: 'step', metric: 'cpu', threshold: 50 },
        steps: [
          { from, to, add: 1 },
          { ...(to > 0 ? { from: to } : { to: from }), add: 0 },
        ],
      },
    ],
  });
  const cpu = (value: number) => ({ desired: 5, metrics: { cpu: value } });
  decides([
    { name: 'above: the lower bound is inside', policy: between(0, 10), seen: cpu(50), gives: 6 },
    { name: 'above: the upper bound is outside', policy: between(0, 10), seen: cpu(60), gives: 5 },
    { name: 'below: the upper bound is inside', policy: between(-10, 0), seen: cpu(50), gives: 6 },
    { name: 'below: the lower bound is outside', policy: between(-10, 0), seen: cpu(40), gives: 5 },
    { name: 'below: right above the lower bound is inside', policy: between(-10, 0), seen: cpu(40.1), gives: 6 },
    {
      name: 'bounds hold in decimals: 0.1 + 0.2 reaches 0.3',
      policy: {
        rules: [
          {
            kind: 'step',
            metric: 'cpu',
            threshold: 0.1,
            steps: [{ from: 0, to: 0.2 }, { from: 0.2 }].map((step, i) => ({ ...step, add: i + 1 })),
          },
        ],
      },
      seen: { desired: 5, metrics: { cpu: 0.3 } },
      gives: 7,
    },
  ]);
});

describe('a metric that no step covers', () => {
  const idle = { kind: 'backlog' as const, metric: 'jobs', perWorker: 1 };
  decides([
    {
      name: 'does not let others shrink the group when the rule itself could',
      policy: { rules: [...one({ to: -10, add: -1 }).rules, idle] },
      seen: { desired: 5, metrics: { cpu: 45, jobs: 1 } },
      gives: 5,
    },
    {
      name: 'lets others shrink the group when the rule only grows it',
      policy: { rules: [...one({ from: 0, add: 1 }).rules, idle] },
      seen: { desired: 5, metrics: { cpu: 45, jobs: 1 } },
      gives: 1,
    },
  ]);
});

describe('a step has a reason', () => {
  const told = (cpu: number, workers: object, desired = 10) =>
    toldAt(decided({ rules: [example] }, { desired, workers, metrics: { cpu } }), 'rule:cpu');
  it.each([
    ['above the threshold', told(70, { ready: 10 }), 'cpu 70, 20 above the threshold 50: step +3'],
    ['below it', told(40, { ready: 10 }), 'cpu 40, 10 below the threshold 50: step -1'],
    [
      'while workers warm up',
      told(70, { ready: 8, warming: 2 }),
      'cpu 70, 20 above the threshold 50: step +2, counted from 8 ready',
    ],
    [
      'while workers drain',
      told(40, { ready: 10, draining: 1 }),
      'cpu 40, 10 below the threshold 50: step -1, counted from 11 with draining workers',
    ],
  ])('%s', (_, sentence, expected) => {
    expect(sentence).toBe(expected);
  });
});
