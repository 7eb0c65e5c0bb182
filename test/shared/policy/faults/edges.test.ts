import { parsePolicy } from '../../../../shared/policy/index.ts';
import { base, target, tells } from './tells.ts';

const DAY = 86_400;
const limited = (every: unknown) => ({ ...base, behavior: { out: { limits: [{ workers: 1, every }] } } });
const stabilized = (stabilization: unknown) => ({ ...base, behavior: { in: { stabilization } } });
const held = (seconds: unknown) => ({
  ...base,
  rules: [{ kind: 'threshold', metric: 'cpu', out: { above: 80, add: 1, for: seconds } }],
});
const measured = (m: object) => ({ ...base, metrics: { m } });
const every = (period: unknown) => measured({ cloudwatch: { namespace: 'N', name: 'n', period } });
const dimensions = (count: number) =>
  measured({
    cloudwatch: {
      namespace: 'N',
      name: 'n',
      dimensions: Object.fromEntries(Array.from({ length: count }, (_, index) => [`d${index}`, 'v'])),
    },
  });
const opens = (cron: string, lasts: unknown = 1) => ({
  ...base,
  rules: [{ kind: 'schedule', windows: [{ cron, lasts, min: 1 }] }],
});
const steps = (from: number, to: number) => ({
  ...base,
  rules: [
    {
      kind: 'step',
      metric: 'cpu',
      threshold: 50,
      steps: [
        { from, to, add: 1 },
        { from: 2, add: 2 },
      ],
    },
  ],
});

tells('edges', parsePolicy, [
  ['a limit over an hour', limited('1h')],
  ['a limit over more than an hour', limited(3601)],
  ['stabilization over a day', stabilized('1d')],
  ['stabilization over more than a day', stabilized(DAY + 1)],
  ['a condition that holds for a day', held('24h')],
  ['a condition that holds for more than a day', held(DAY + 1)],
  ['a maximum age of a day', measured({ pushed: {}, maxAge: DAY })],
  ['a maximum age of more than a day', measured({ pushed: {}, maxAge: DAY + 1 })],
  ['the longest duration', { ...base, warmup: '366d' }],
  ['the longest duration in seconds', { ...base, warmup: 366 * DAY }],
  ['longer than the longest duration', { ...base, warmup: '31622401s' }],
  ['no duration', { ...base, warmup: '0s' }],
  ['a window of a second', opens('0 10 * * *', '1s')],
  ['a window of no time', opens('0 10 * * *', 0)],
  ['a cron with spaces about', opens('  0  10 * * MON-FRI ')],
  ['a cron of four fields', opens('0 10 * *')],
  ['a period of a second', every(1)],
  ['a period of ten seconds', every(10)],
  ['a period of half a minute', every('30s')],
  ['a period of two minutes', every('2m')],
  ['a period of a day', every('1d')],
  ['a period of a minute and a half', every(90)],
  ['a period of two days', every('2d')],
  ['as many dimensions as CloudWatch takes', dimensions(30)],
  ['one dimension more', dimensions(31)],
  ['a step of some width beside an open one', steps(1, 2)],
  ['a step of no width', steps(2, 2)],
  ['the largest group', { ...base, capacity: { min: 100_000, max: 100_000 } }],
  [
    'rules as many as may be',
    { ...base, rules: Array.from({ length: 50 }, (_, n) => ({ ...target, name: `cpu${n}` })) },
  ],
]);
