import { randomUUID } from 'node:crypto';
import type { Store } from '../../shared/aws/dynamodb/store.ts';
import { RuleLearner } from '../../shared/decision/index.ts';
import type { Activity, LaunchIntent } from '../../shared/evaluation/index.ts';
import type { AcceptedVersion, ClaimRequest, GroupStates } from '../../shared/evaluation/ports.ts';
import type { Reason } from '../../shared/model/index.ts';
import { parsePolicy } from '../../shared/policy/index.ts';
import type { Ec2Launch } from '../../shared/providers/ec2/ports.ts';
import type { Learned } from '../../shared/rules/index.ts';
import { demandOfPattern } from '../../shared/simulation/index.ts';
import { emptyState, type GroupState } from '../../shared/state/index.ts';

/** A moment to count from; contracts never look at the clock. */
export const NOON = Date.parse('2026-11-21T12:00:00Z');
export const MINUTE = 60_000;

/** The groups that a tick finds a minute after the tick before. */
export const dueAtTick = (states: Pick<GroupStates, 'due'>, now: number): Promise<string[]> =>
  states.due(now, now - MINUTE);

/** A group that no other test knows, so that contracts may share one table. */
export const freshGroup = (): string => `g-${randomUUID()}`;

let activities = 0;
/** Ids sort by time, as the real ones do. */
export const newActivityId = (): string => `${String(++activities).padStart(8, '0')}-${randomUUID()}`;

export const launchIntent = (change: Partial<LaunchIntent> = {}): LaunchIntent => ({
  ...{ kind: 'launch', provider: 'ec2', plan: ec2Launch(), count: 2 },
  ...{ cancelDrain: [], replacesLost: 0, replaces: 0, deferred: 0 },
  ...change,
});

export const ec2Launch = (change: Partial<Ec2Launch> = {}): Ec2Launch => ({
  token: randomUUID(),
  onDemand: 2,
  spot: 0,
  launchTemplate: { name: 'worker', version: '$Default' },
  pools: [{ instanceType: 'm7g.large', subnet: 'subnet-00000001' }],
  ...change,
});

const CPU_HIGH: Reason = {
  code: 'target-average',
  params: { metric: 'cpu', value: 71.25, target: 60, workers: 3, ratio: 1.1875, capacity: 4 },
};

export const activityOf = (group: string, change: Partial<Activity> = {}): Activity => ({
  id: newActivityId(),
  group,
  trigger: 'schedule',
  status: 'claimed',
  holder: 'function-1',
  startedAt: NOON,
  version: 1,
  seen: {
    desired: 2,
    workers: { pending: 0, warming: 0, ready: 2, draining: 0, unhealthy: 0 },
    metrics: { cpu: 71.25, queued: null },
  },
  decision: {
    group,
    direction: 'out',
    current: 2,
    desired: 4,
    change: 2,
    reason: {
      code: 'scale-out',
      params: { current: 2, desired: 4, proposal: 4, rules: CPU_HIGH, constraint: null, also: [] },
    },
    blockedBy: null,
    retire: [],
    proposal: 4,
    fired: ['cpu'],
    blind: [],
    trace: [{ stage: 'rule:cpu', proposed: 4, reason: CPU_HIGH }],
  },
  notes: [],
  intent: launchIntent(),
  outcome: null,
  error: null,
  settledAt: null,
  ...change,
});

/** A claim on a state of which only the revision is known. */
export function claimRequest(
  group: string,
  { revision = 0, ...change }: Partial<ClaimRequest> & { revision?: number } = {},
): ClaimRequest {
  return {
    activity: activityOf(group),
    state: { ...emptyState(group), revision },
    now: NOON,
    leaseUntil: NOON + 5 * MINUTE,
    notSince: null,
    change: { decision: { desired: 4 } },
    ...change,
  };
}

/** The group's state as it is kept, as an evaluation holds it that read it at this revision. */
export async function seen({ states }: Pick<Store, 'states'>, group: string, revision: number): Promise<GroupState> {
  return { ...((await states.read([group])).get(group) ?? emptyState(group)), revision };
}

/** What rules of both kinds that tune themselves find out on two days of readings, a minute apart. */
export function tunedExample(): Record<string, Learned> {
  const rules = [
    { kind: 'objective', metric: 'demand', perWorker: 2.5, name: 'kept' },
    { kind: 'forecast', metric: 'demand', value: 2.5, per: 'worker', name: 'foreseen' },
  ];
  const policy = parsePolicy({ group: 'web', capacity: { min: 1, max: 99 }, rules });
  if (!policy.ok) throw new Error('the example is refused');
  const start = NOON - 2 * 24 * 60 * MINUTE;
  const demand = demandOfPattern('diurnal', { start, days: 2, stepSeconds: 60, peak: 100, seed: 3 });
  const found = policy.value.rules.map((rule) => {
    if (rule.kind !== 'objective' && rule.kind !== 'forecast') throw new Error('the rule does not tune itself');
    const tuner = new RuleLearner(rule, policy.value);
    tuner.read({ now: NOON, metrics: { demand } });
    const tuned = tuner.learned();
    if (!tuned) throw new Error('nothing is found');
    return [rule.name, tuned] as const;
  });
  return Object.fromEntries(found);
}

export const acceptedVersion = (group: string, change: Partial<AcceptedVersion> = {}): AcceptedVersion => ({
  group,
  version: 1,
  document: { group, capacity: { min: 1, max: 5 }, rules: [] },
  at: NOON,
  by: 'ann',
  because: 'first try',
  ...change,
});
