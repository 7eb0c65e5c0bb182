import { randomUUID } from 'node:crypto';
import type { Activity, LaunchIntent } from '../../shared/evaluation/model.ts';
import type { AcceptedVersion, ClaimRequest } from '../../shared/evaluation/ports.ts';

/** A moment to count from; contracts never look at the clock. */
export const NOON = Date.parse('2026-11-21T12:00:00Z');
export const MINUTE = 60_000;

/** A group that no other test knows, so that contracts may share one table. */
export const freshGroup = (): string => `g-${randomUUID()}`;

let activities = 0;
/** Ids sort by time, as the real ones do. */
export const newActivityId = (): string => `${String(++activities).padStart(8, '0')}-${randomUUID()}`;

export const launchIntent = (change: Partial<LaunchIntent> = {}): LaunchIntent => ({
  kind: 'launch',
  token: randomUUID(),
  ...{ takeBack: [], vanished: 0, replaces: 0, deferred: 0 },
  onDemand: 2,
  spot: 0,
  launchTemplate: { name: 'worker', version: '$Default' },
  pools: [{ instanceType: 'm7g.large', subnet: 'subnet-00000001' }],
  ...change,
});

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
    reason: 'cpu is at 1.2 × its target',
    blockedBy: null,
    retire: [],
    proposal: 4,
    fired: ['cpu'],
    blind: [],
    trace: [{ stage: 'rule:cpu', proposed: 4, because: 'cpu 71.25 is 1.19 × the target 60' }],
  },
  intent: launchIntent(),
  outcome: null,
  error: null,
  settledAt: null,
  ...change,
});

export function claimRequest(group: string, change: Partial<ClaimRequest> = {}): ClaimRequest {
  return {
    activity: activityOf(group),
    seen: 0,
    now: NOON,
    leaseUntil: NOON + 5 * MINUTE,
    notSince: null,
    state: { desired: 4 },
    ...change,
  };
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
