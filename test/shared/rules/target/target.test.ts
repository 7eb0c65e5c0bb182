import { describe } from 'vitest';
import { decides } from '../../decision/builders.ts';

const HPA = 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details';
const HPA_TESTS =
  'https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/podautoscaler/replica_calculator_test.go';
const TOLERANCE = 'https://kubernetes.io/blog/2025/04/28/kubernetes-v1-33-hpa-configurable-tolerance/';

const cpu = { kind: 'target', metric: 'cpu', value: 60 } as const;
const shared = { kind: 'target', metric: 'rps', value: 10, per: 'worker' } as const;

describe(`a group average, as the Kubernetes HPA states it (${HPA})`, () => {
  const rules = [{ ...cpu, value: 100 }];
  decides([
    {
      name: 'twice the target doubles the group',
      policy: { rules },
      seen: { desired: 3, metrics: { cpu: 200 } },
      gives: 6,
    },
    {
      name: 'half the target halves the group',
      policy: { rules },
      seen: { desired: 6, metrics: { cpu: 50 } },
      gives: 3,
    },
    {
      name: 'what is left of a worker is a worker',
      policy: { rules },
      seen: { desired: 3, metrics: { cpu: 111 } },
      gives: 4,
    },
    {
      name: `50 workers at 90 of 75 become 60 (${TOLERANCE})`,
      policy: { rules: [{ ...cpu, value: 75 }] },
      seen: { desired: 50, metrics: { cpu: 90 } },
      gives: 60,
    },
    {
      name: `the ratio applies to ready workers, not to the desired ones: TestReplicaCalcScaleUpCMObjectIgnoresUnreadyPods (${HPA_TESTS})`,
      policy: { rules: [{ ...cpu, value: 10_000 }] },
      seen: { desired: 3, workers: { ready: 1, warming: 2 }, metrics: { cpu: 50_000 } },
      gives: 5,
    },
  ]);
});

describe('the tolerance', () => {
  const at = (tolerance: number | { out: number; in: number }) => ({ rules: [{ ...cpu, value: 1, tolerance }] });
  decides([
    {
      name: 'includes its upper edge, in decimals',
      policy: at(0.1),
      seen: { desired: 10, metrics: { cpu: 1.1 } },
      gives: 10,
    },
    {
      name: 'includes its lower edge, in decimals',
      policy: at(0.1),
      seen: { desired: 10, metrics: { cpu: 0.9 } },
      gives: 10,
    },
    {
      name: 'ends right above its upper edge',
      policy: at(0.1),
      seen: { desired: 10, metrics: { cpu: 1.1001 } },
      gives: 12,
    },
    {
      name: 'ends right below its lower edge',
      policy: at(0.1),
      seen: { desired: 10, metrics: { cpu: 0.8999 } },
      gives: 9,
    },
    {
      name: 'of 0 still holds at a ratio of exactly 1',
      policy: at(0),
      seen: { desired: 7, metrics: { cpu: 1 } },
      gives: 7,
    },
    {
      name: `may differ by direction: 0 out (${TOLERANCE})`,
      policy: at({ out: 0, in: 0.5 }),
      seen: { desired: 10, metrics: { cpu: 1.02 } },
      gives: 11,
    },
    {
      name: `may differ by direction: half in (${TOLERANCE})`,
      policy: at({ out: 0, in: 0.5 }),
      seen: { desired: 10, metrics: { cpu: 0.51 } },
      gives: 10,
    },
    {
      name: 'is 0.1 when not written',
      policy: { rules: [cpu] },
      seen: { desired: 10, metrics: { cpu: 66 } },
      gives: 10,
    },
    {
      name: 'holds a shared total within it of the current size',
      policy: { rules: [shared] },
      seen: { desired: 10, metrics: { rps: 110 } },
      gives: 10,
    },
    {
      name: 'lets a shared total above it through',
      policy: { rules: [shared] },
      seen: { desired: 10, metrics: { rps: 111 } },
      gives: 12,
    },
  ]);
});

describe('a group average and workers that are not ready', () => {
  const rules = [cpu];
  decides([
    {
      name: 'workers under way are capacity: the old load does not order them twice',
      policy: { rules },
      seen: { desired: 6, workers: { ready: 4, warming: 1, pending: 1 }, metrics: { cpu: 90 } },
      gives: { desired: 6, direction: 'hold', blockedBy: null },
    },
    {
      name: 'load beyond what is under way orders the difference',
      policy: { rules },
      seen: { desired: 6, workers: { ready: 4, pending: 2 }, metrics: { cpu: 120 } },
      gives: 8,
    },
    {
      name: 'a hot group never shrinks because few of it are ready',
      policy: { rules },
      seen: { desired: 10, workers: { ready: 2, pending: 8 }, metrics: { cpu: 70 } },
      gives: 10,
    },
    {
      name: 'a cool group never grows because more are ready than it is meant to have',
      policy: { rules },
      seen: { desired: 2, workers: { ready: 8 }, metrics: { cpu: 50 } },
      gives: 2,
    },
    {
      name: 'draining workers are not counted',
      policy: { rules },
      seen: { desired: 4, workers: { ready: 4, draining: 3 }, metrics: { cpu: 120 } },
      gives: 8,
    },
    {
      name: 'without a ready worker an average says nothing',
      policy: { rules },
      seen: { desired: 0, workers: {}, metrics: { cpu: 100 } },
      gives: 0,
    },
  ]);
});

describe('a total that the workers share', () => {
  const rules = [shared];
  decides([
    {
      name: 'is divided by what one worker takes',
      policy: { rules },
      seen: { desired: 2, metrics: { rps: 95 } },
      gives: 10,
    },
    {
      name: 'starts a group from zero',
      policy: { rules },
      seen: { desired: 0, workers: {}, metrics: { rps: 1 } },
      gives: 1,
    },
    { name: 'of zero empties the group', policy: { rules }, seen: { desired: 3, metrics: { rps: 0 } }, gives: 0 },
    {
      name: 'needs no worker more for a rounding error: 0.3 ÷ 0.1 is 3',
      policy: { rules: [{ ...shared, value: 0.1 }] },
      seen: { desired: 1, metrics: { rps: 0.1 + 0.2 } },
      gives: 3,
    },
    {
      name: 'does not depend on how many workers are ready',
      policy: { rules },
      seen: { desired: 10, workers: { ready: 1, pending: 9 }, metrics: { rps: 100 } },
      gives: 10,
    },
    {
      name: `three workers at 20000 of 5000 each become four: TestReplicaCalcScaleUpCMPerPodObject (${HPA_TESTS})`,
      policy: { rules: [{ ...shared, value: 5000 }] },
      seen: { desired: 3, metrics: { rps: 20_000 } },
      gives: 4,
    },
    {
      name: `five workers at 8600 of 2867 each become three: TestReplicaCalcScaleDownPerPodCMExternal (${HPA_TESTS})`,
      policy: { rules: [{ ...shared, value: 2867 }] },
      seen: { desired: 5, metrics: { rps: 8600 } },
      gives: 3,
    },
  ]);
});

describe('a rule that may not scale in', () => {
  const rule = { ...cpu, scaleIn: false };
  decides([
    { name: 'grows the group', policy: { rules: [rule] }, seen: { desired: 4, metrics: { cpu: 120 } }, gives: 8 },
    { name: 'does not shrink it', policy: { rules: [rule] }, seen: { desired: 4, metrics: { cpu: 1 } }, gives: 4 },
    {
      name: 'does not keep another rule from shrinking it',
      policy: { rules: [rule, shared] },
      seen: { desired: 4, metrics: { cpu: 1, rps: 15 } },
      gives: 2,
    },
  ]);
});
