import { expect, test } from 'vitest';
import { inOrder, policyChanges } from '../../../../shared/operations/index.ts';
import { type Policy, parsePolicy } from '../../../../shared/policy/index.ts';
import { changeLine } from '../../../../shared/presentation/index.ts';

const METRICS = { load: { cloudwatch: { namespace: 'App', name: 'Load' } } };
const BASE = {
  group: 'ci',
  provider: { kind: 'ec2', launchTemplate: { name: 'runner' }, instanceTypes: ['c7g.large'], subnets: ['subnet-a'] },
  capacity: { min: 0, max: 5 },
  metrics: METRICS,
  rules: [{ name: 'load', kind: 'target', metric: 'load', value: 60 }],
};

function policy(change: object): Policy {
  const parsed = parsePolicy({ ...BASE, ...change });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}
const lines = (before: object, after: object): string[] => policyChanges(policy(before), policy(after)).map(changeLine);

test('what means the same is no change', () => {
  const written = { warmup: '5m', behavior: { in: { cooldown: '5m' } }, profile: 'balanced', paused: false };
  expect(lines({ warmup: 300, profile: 'balanced' }, written)).toEqual([]);
  const two = [...BASE.rules, { name: 'other', kind: 'target', metric: 'load', value: 80 }];
  expect(lines({ rules: two }, { rules: two.toReversed() })).toEqual([]);
});

test.each([
  [{}, { behavior: { in: { cooldown: 60 } } }, 'behavior.in.cooldown 300 s → 60 s: the group may scale in sooner'],
  [
    {},
    { behavior: { out: { stabilization: '2m' } } },
    'behavior.out.stabilization 0 s → 120 s: the group scales out later',
  ],
  [{}, { capacity: { min: 2, max: 5 } }, 'capacity.min 0 → 2: the group keeps at least 2'],
  [
    {},
    { capacity: { min: 0, max: 3 } },
    'capacity.max 5 → 3: the group has at most 3; a larger group scales in at once',
  ],
  [{}, { paused: 'in' }, 'paused false → in: the group no longer scales in'],
  [{ paused: true }, {}, 'paused true → false: the group is resized again'],
  [{}, { dryRun: true }, 'dryRun false → true: decisions are recorded, and the group is no longer resized'],
  [{}, { onDelete: 'drain' }, 'onDelete release → drain: deleting the policy terminates the workers'],
  [{}, { evaluateEvery: 10 }, 'evaluateEvery 60 s → 10 s: the group is evaluated more often, which costs more'],
  [{}, { guards: { floor: 2 } }, 'guards.floor 0 → 2: scale-in stops at 2 workers'],
  [{}, { guards: { budget: { hourlyUsd: 3 } } }, /^guards\.budget not set → \{"hourlyUsd":3\}: .*lower cost$/],
  [{ guards: { budget: { hourlyUsd: 3 } } }, {}, /^guards\.budget .* → not set: the group may cost more/],
  [{}, { rules: [] }, /^rules\[load\] .* → not set: load no longer recommends a capacity$/],
  [{}, { metrics: { ...METRICS, more: { pushed: {} } } }, /^metrics\.more not set → \{.*\}: rules may read more$/],
])('%j → %j', (before, after, expected) => {
  const changed = lines(before, after);
  expect(changed).toHaveLength(1);
  if (typeof expected === 'string') expect(changed).toEqual([expected]);
  else expect(changed[0]).toMatch(expected);
});

test('a field without a special effect has its description', () => {
  expect(lines({}, { notifyAfter: '1h' })).toEqual([
    'notifyAfter 900 s → 3600 s: How long a group may be unable to launch, without data, replacing in a loop or at its maximum before someone is notified',
  ]);
});

test.each([
  [
    'provider.spot.percent',
    { provider: { ...BASE.provider, spot: { percent: 70 } } },
    /: Share of the workers above the base that are spot instances/,
  ],
  [
    'provider.bootTimeout',
    { provider: { ...BASE.provider, bootTimeout: '5m' } },
    /: After this time, a worker that isn't running/,
  ],
  [
    'provider.launchTemplate.version',
    { provider: { ...BASE.provider, launchTemplate: { name: 'runner', version: '2' } } },
    /exactly one of `name` and `id`/,
  ],
  ['rules[load].value', { rules: [{ ...BASE.rules[0], value: 70 }] }, /: The value to keep the metric at/],
  [
    'rules[load].tolerance.out',
    { rules: [{ ...BASE.rules[0], tolerance: { out: 0.2 } }] },
    /: Fraction around 1 within which nothing changes/,
  ],
  [
    'metrics.load.cloudwatch.period',
    { metrics: { load: { cloudwatch: { ...METRICS.load.cloudwatch, period: 300 } } } },
    /: 1, 5, 10, 20 or 30 seconds/,
  ],
])('a changed %s has the description of this field, not of its parent', (path, change, meaning) => {
  expect(lines({}, change).filter((line) => line.startsWith(`${path} `))).toEqual([expect.stringMatching(meaning)]);
});

test.each([
  [
    'perWorker',
    { kind: 'backlog', metric: 'load', perWorker: 1 },
    { perWorker: 2 },
    'Tasks that one worker may have waiting or in progress',
  ],
  ['value', { kind: 'forecast', metric: 'load', value: 60 }, { value: 70 }, 'The value to keep the metric at; above 0'],
  [
    'cooldown',
    { kind: 'threshold', metric: 'load', out: { above: 9, add: 1 } },
    { cooldown: 60 },
    /^Seconds since this rule last acted/,
  ],
])('a changed %s is described in the words of the page on its rule', (field, rule, change, meaning) => {
  const changed = lines({ rules: [{ name: 'r', ...rule }] }, { rules: [{ name: 'r', ...rule, ...change }] });
  expect(changed).toHaveLength(1);
  expect(changed[0]?.split(': ').slice(1).join(': ')).toMatch(meaning);
  expect(changed[0]).toMatch(`rules[r].${field} `);
});

test('another kind of rule is another rule, and a changed profile lists what it fills in', () => {
  const backlog = [{ name: 'load', kind: 'backlog', metric: 'load', perWorker: 3 }];
  expect(policyChanges(policy({}), policy({ rules: backlog })).map(({ path }) => path)).toContain('rules[load]');
  const paths = policyChanges(policy({}), policy({ profile: 'aggressive' })).map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['profile', 'behavior.out.cooldown', 'behavior.in.limits']));
});

test('a document is printed in the order of the reference', () => {
  const shuffled = {
    rules: [{ value: 60, kind: 'target', metric: 'load' }],
    zzz: 1,
    capacity: { max: 5, min: 0 },
    group: 'ci',
  };
  const ordered = inOrder(shuffled);
  expect(ordered).toEqual(shuffled);
  expect(Object.keys(ordered as object)).toEqual(['group', 'capacity', 'rules', 'zzz']);
  expect(JSON.stringify(ordered)).toContain('"capacity":{"min":0,"max":5}');
});
