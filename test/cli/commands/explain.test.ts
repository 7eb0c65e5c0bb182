import { expect, test } from 'vitest';
import type { Activity } from '../../../shared/evaluation/index.ts';
import { valueError } from '../../../shared/model/index.ts';
import { parsePolicy } from '../../../shared/policy/index.ts';
import { activityReport, groupFacts } from '../../../shared/presentation/index.ts';
import { emptyState, type GroupState, type InterruptionNotice } from '../../../shared/state/index.ts';
import { textReason } from '../../text-reason.ts';
import { folderWith, headcount, OBSERVATION, POLICY } from '../headcount.ts';

const AT = Date.UTC(2026, 10, 21, 12);
const ACTIVITY: Activity = {
  id: 'a1',
  group: 'web',
  trigger: 'alarm',
  status: 'partial',
  holder: 'on-alarm',
  startedAt: AT,
  version: 3,
  seen: {
    desired: 4,
    workers: { pending: 0, warming: 1, ready: 3, draining: 0, unhealthy: 0 },
    metrics: { cpu: 90, queued: null },
  },
  decision: {
    group: 'web',
    direction: 'out',
    current: 4,
    desired: 6,
    change: 2,
    reason: textReason('Grows from 4 to 6 rather than 8 (cpu is high): the maximum is 6.'),
    blockedBy: 'at-max',
    retire: [],
    proposal: 8,
    fired: ['cpu'],
    blind: ['queued'],
    trace: [
      { stage: 'rule:cpu', proposed: 8, reason: textReason('cpu is high') },
      { stage: 'rule:queued', proposed: null, reason: textReason('queued has no fresh data') },
      { stage: 'combine', proposed: 8, reason: textReason('cpu alone proposes') },
      { stage: 'bounds', proposed: 6, reason: textReason('the maximum is 6') },
    ],
  },
  intent: {
    kind: 'launch',
    ...{ provider: 'ec2', count: 2, cancelDrain: [], replacesLost: 0, replaces: 0, deferred: 0 },
    plan: {
      ...{ token: 'a1', onDemand: 1, spot: 1, launchTemplate: { name: 'web', version: '$Default' } },
      pools: [{ instanceType: 'c7g.large', subnet: 'subnet-a' }],
    },
  },
  outcome: {
    kind: 'launch',
    launched: [{ id: 'i-1', details: { instanceType: 'c7g.large', market: 'on-demand' } }],
    ordered: 0,
    errors: [
      {
        code: 'InsufficientInstanceCapacity',
        message: 'none left',
        offerings: ['c7g.large/subnet-a/spot'],
        capacity: true,
      },
    ],
  },
  notes: [],
  error: null,
  settledAt: AT + 1500,
};

test("an activity is explained from its observation to EC2's response", () => {
  expect(activityReport(ACTIVITY).split('\n')).toEqual([
    'web: Grows from 4 to 6 rather than 8 (cpu is high): the maximum is 6.',
    'activity a1: 2026-11-21 12:00:00 UTC, triggered by an alarm, policy version 3, claimed by on-alarm',
    '',
    'Seen',
    '  capacity 4; workers: 1 warming, 3 ready',
    '  cpu 90, queued has no data',
    '',
    'Rules',
    '  cpu     8  cpu is high',
    '  queued  –  queued has no fresh data',
    '',
    'Combined',
    '  8: cpu alone proposes',
    '',
    'Limits and guards',
    '  bounds  6  the maximum is 6',
    '',
    'Decided',
    '  out by 2, from 4 to 6 (the rules asked for 8); held back by at-max',
    '',
    'Happened',
    '  requested 1 on-demand and 1 spot workers of web in 1 pool',
    '  launched 1 of 2: i-1 (c7g.large, on-demand)',
    '  InsufficientInstanceCapacity: none left [c7g.large/subnet-a/spot]',
    '  settled 1.5 s after it started; a later activity launches the missing workers',
  ]);
});

const retiring = {
  kind: 'remove',
  ...{ provider: 'ec2', plan: { targetGroups: [] }, cancelable: true, replaced: 0 },
  workers: ['i-1', 'i-2'],
  drainUntil: AT + 60_000,
} as const;
test.each<[string, Partial<Activity>, string[]]>([
  [
    'drains',
    { intent: retiring, outcome: null, status: 'draining' },
    [
      'draining until 2026-11-21 12:01:00 UTC, then terminating: i-1, i-2',
      'workers tagged as draining 1.5 s after it started; a later evaluation terminates them',
    ],
  ],
  [
    'has retired its workers',
    { intent: retiring, outcome: { kind: 'remove', terminated: ['i-1', 'i-2'] }, status: 'done' },
    ['terminated 2 of 2: i-1, i-2', 'done 1.5 s after it started'],
  ],
  [
    'could not retire one',
    { intent: retiring, outcome: { kind: 'remove', terminated: ['i-1'] }, status: 'done' },
    ['terminated 1 of 2: i-1; not i-2', 'done 1.5 s after it started'],
  ],
  [
    'has ordered workers whose ids are not known yet',
    { outcome: { kind: 'launch', launched: [], ordered: 2, errors: [] }, status: 'done' },
    ['requested 1 on-demand and 1 spot workers of web in 1 pool', 'launched 2 of 2', 'done 1.5 s after it started'],
  ],
  [
    'is under way',
    { outcome: null, status: 'claimed', settledAt: null },
    [
      'not confirmed: requested 1 on-demand and 1 spot workers of web in 1 pool',
      'not settled yet: in progress, or resumed after its lease expires',
    ],
  ],
])('an activity that %s is explained', (_, change, happened) => {
  const lines = activityReport({ ...ACTIVITY, ...change }).split('\n');
  expect(lines.slice(lines.indexOf('Happened') + 1).map((line) => line.trim())).toEqual(happened);
});

test('a notice is shown until its worker is terminated', () => {
  const noticed = (id: string, kind: InterruptionNotice['kind']) => ({ id, kind, at: AT });
  const interrupted = ['i-1', 'i-2'].map((id) => noticed(id, 'interruption'));
  const notices = [...interrupted, noticed('i-3', 'rebalance'), noticed('i-4', 'ended')];
  const empty = emptyState('web');
  const provider = { ...empty.provider, terminated: [{ at: AT, workers: ['i-1'] }] };
  const lines = groupFacts({ ...empty, notices, provider }, { unavailable: {}, notes: [] }, AT);
  expect(lines.filter((line) => line.startsWith('notice'))).toEqual([
    'notice  interruption of i-2, received at 2026-11-21 12:00:00 UTC',
    'notice  rebalance of i-3, recommended at 2026-11-21 12:00:00 UTC',
    'notice  end of i-4, at 2026-11-21 12:00:00 UTC',
  ]);
});

test('the state that limits the next resize is shown', () => {
  const state: GroupState = {
    ...emptyState('web'),
    policy: {
      version: 3,
      errors: [valueError('rules[0]', 'invalid-value', { expected: 'is wrong' })],
      deleting: false,
    },
    claim: { activity: 'a2', holder: 'ann', leaseUntil: AT },
    drains: [{ activity: 'a1', until: AT, workers: ['i-1'], cancelable: true }],
  };
  const unavailable = { 'c7g.large/subnet-a/spot': AT + 1 };
  const notes = [{ code: 'group-at-max', params: { name: 'web-asg', max: 5, wanted: 8 } }];
  expect(groupFacts(state, { unavailable, notes }, AT)).toEqual([
    'policy    version 3',
    'rejected  rules[0]: is wrong',
    'claim     activity a2 by ann, until 2026-11-21 12:00:00 UTC',
    'drain     activity a1, until 2026-11-21 12:00:00 UTC',
    'excluded  c7g.large/subnet-a/spot until 2026-11-21 12:00:00 UTC, after a failed launch or an interruption',
    expect.stringMatching(/^provider {2}The Auto Scaling group web-asg /),
  ]);
  expect(groupFacts(emptyState('web'), { unavailable: {}, notes: [] }, AT)).toEqual(['policy  no active version']);
});

test('the state says that the policy is a dry run, so that nobody takes the decision for one that is carried out', () => {
  const parsed = parsePolicy({ group: 'web', capacity: { min: 0, max: 1 }, dryRun: true, rules: [] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  expect(groupFacts(emptyState('web'), { unavailable: {}, notes: [], policy: parsed.value }, AT)).toEqual([
    'policy  no active version',
    'hold    dry run: decides, changes nothing',
  ]);
});

const decide = (observation: unknown) => async () => {
  const directory = await folderWith({ 'policy.yaml': POLICY, 'observation.json': JSON.stringify(observation) });
  const { out } = await headcount(
    ['decide', '--policy', 'policy.yaml', '--observation', 'observation.json', '--json'],
    { directory },
  );
  return out;
};

test('a decision of "decide --json" is explained from a file or standard input', async () => {
  const directory = await folderWith({ 'decision.json': await decide(OBSERVATION)() });
  const { code, out } = await headcount(['explain', '--decision', 'decision.json'], { directory });
  expect(code).toBe(0);
  expect(out.split('\n').filter((line) => /^[A-Z]/.test(line))).toEqual([
    'Rules',
    'Combined',
    'Limits and guards',
    'Decided',
  ]);
  expect(out).toContain('out by 2, from 4 to 6');
});

test('a decision that holds is explained, too', async () => {
  const input = await decide({ ...OBSERVATION, history: { lastOutAt: '2026-11-21T11:59:40Z' } })();
  const { out } = await headcount(['explain', '--decision', '-'], { input });
  expect(out).toContain('Hold at 4. Rules asked for 6');
  expect(out).toMatch(/cooldown +4 +In the scale-out cooldown until .+ \(40 s/);
  expect(out).toContain('hold at 4; held back by cooldown');
});

test('at the maximum, a limit that it makes irrelevant is left out', async () => {
  const policy = POLICY.replace('max: 50', 'max: 6');
  const behavior = 'behavior: { out: { cooldown: 0, limits: [{ workers: 3, every: 60 }] } }';
  const directory = await folderWith({
    'policy.yaml': `${policy}\n${behavior}\n`,
    'observation.json': JSON.stringify({
      ...OBSERVATION,
      metrics: { cpu: [{ at: '2026-11-21T11:59:00Z', value: 500 }] },
    }),
  });
  const decided = await headcount(
    ['decide', '--policy', 'policy.yaml', '--observation', 'observation.json', '--json'],
    {
      directory,
    },
  );
  const { blockedBy, trace } = JSON.parse(decided.out);
  expect([blockedBy, trace.map(({ stage }: { stage: string }) => stage)]).toEqual([
    'at-max',
    expect.arrayContaining(['limits', 'bounds']),
  ]);
  const { out } = await headcount(['explain', '--decision', '-'], { input: decided.out });
  expect(out).not.toMatch(/^ +limits /m);
  expect(out).toMatch(/^ +bounds +6 /m);
});

test('a line of "decide --cases" is accepted as a decision', async () => {
  const decision = JSON.parse(await decide(OBSERVATION)());
  const { code, out } = await headcount(['explain', '--decision', '-', '--json'], {
    input: JSON.stringify({ id: 1, decision }),
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(decision);
});

test('a file without a decision is rejected, and the error names what it lacks', async () => {
  const { code, out, err } = await headcount(['explain', '--decision', '-'], { input: JSON.stringify(OBSERVATION) });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('group: is required');
});
