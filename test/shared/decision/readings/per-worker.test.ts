import { describe } from 'vitest';
import { decides, measuring, workersOf } from '../builders.ts';

/** Every case named Test… reproduces that test of the Kubernetes HPA, levels in percent of the request. */
const HPA_TESTS =
  'https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/podautoscaler/replica_calculator_test.go';
const HPA = 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details';

const keeps = (value: number, tolerance = 0.1) => ({
  rules: [{ kind: 'target' as const, metric: 'cpu', value, tolerance }],
});
const cpu = (...values: (number | undefined)[]) => measuring('cpu', ...values);

describe(`values of each worker, every one known (${HPA_TESTS})`, () => {
  decides([
    {
      name: 'TestReplicaCalcScaleUpCM',
      policy: keeps(15_000),
      seen: { desired: 3, workers: cpu(20_000, 10_000, 30_000) },
      gives: 4,
    },
    {
      name: 'TestReplicaCalcScaleDown',
      policy: keeps(50),
      seen: { desired: 5, workers: cpu(10, 30, 50, 25, 25) },
      gives: 3,
    },
    {
      name: 'TestReplicaCalcToleranceCM',
      policy: keeps(20_000),
      seen: { desired: 3, workers: cpu(20_000, 21_000, 21_000) },
      gives: 3,
    },
    {
      name: 'TestReplicaCalcScaleUpIgnoresFailedPods: unhealthy workers are left out',
      policy: keeps(30),
      seen: { desired: 2, workers: [...cpu(50, 70), ...workersOf(2, 'unhealthy')] },
      gives: 4,
    },
    {
      name: 'TestReplicaCalcScaleUpIgnoresDeletionPods: draining workers are left out',
      policy: keeps(30),
      seen: { desired: 2, workers: [...cpu(50, 70), ...workersOf(2, 'draining')] },
      gives: 4,
    },
  ]);
});

describe(`workers whose value is missing speak against the change (${HPA})`, () => {
  decides([
    {
      name: 'a missing value counts as the target when the group would shrink: TestReplicaCalcMissingMetricsNoChangeLt',
      policy: keeps(100),
      seen: { desired: 2, workers: cpu(60, undefined) },
      gives: 2,
    },
    {
      name: 'a missing value shrinks the shrinking',
      policy: keeps(100),
      seen: { desired: 4, workers: cpu(20, 20, 20, undefined) },
      gives: 2,
    },
    {
      name: 'a missing value counts as 0 when the group would grow',
      policy: keeps(100),
      seen: { desired: 3, workers: cpu(200, 200, undefined) },
      gives: 4,
    },
    {
      name: 'a change that filling in brings inside the tolerance is none',
      policy: keeps(100),
      seen: { desired: 2, workers: cpu(200, undefined) },
      gives: 2,
    },
    {
      name: 'a change that filling in turns round is none',
      policy: keeps(100),
      seen: { desired: 4, workers: cpu(120, undefined, undefined, undefined) },
      gives: 4,
    },
    {
      name: 'at exactly the target nothing changes, whatever is missing',
      policy: keeps(100, 0),
      seen: { desired: 3, workers: cpu(100, undefined, undefined) },
      gives: 3,
    },
    {
      name: 'when every value is missing there is no data',
      policy: keeps(100),
      seen: { desired: 3, workers: cpu(undefined, undefined) },
      gives: { desired: 3, blockedBy: 'missing-data' },
    },
  ]);
});

describe(`warming workers count as 0 when growing and are left out otherwise (${HPA_TESTS})`, () => {
  decides([
    {
      name: 'TestReplicaCalcScaleUpUnreadyLessScale',
      policy: keeps(30),
      seen: { desired: 3, workers: [...cpu(50, 70), ...workersOf(1, 'warming', { metrics: { cpu: 30 } })] },
      gives: 4,
    },
    {
      name: 'TestReplicaCalcScaleUpUnreadyNoScale',
      policy: keeps(30),
      seen: { desired: 3, workers: [...cpu(40), ...workersOf(2, 'warming', { metrics: { cpu: 60 } })] },
      gives: 3,
    },
    {
      name: 'TestReplicaCalcScaleDownIncludeUnreadyPods',
      policy: keeps(50),
      seen: { desired: 5, workers: [...cpu(10, 30, 50), ...workersOf(2, 'warming', { metrics: { cpu: 25 } })] },
      gives: 2,
    },
    {
      name: 'TestReplicaCalcScaleDownExcludeUnscheduledPods: pending workers are left out',
      policy: keeps(50),
      seen: { desired: 5, workers: [...cpu(10), ...workersOf(4, 'pending')] },
      gives: 1,
    },
    {
      name: 'TestReplicaCalcMissingMetricsUnreadyNoChange',
      policy: keeps(50),
      seen: { desired: 3, workers: [...cpu(45, undefined), ...workersOf(1, 'warming', { metrics: { cpu: 10 } })] },
      gives: 3,
    },
    {
      name: 'TestReplicaCalcMissingMetricsUnreadyScaleUp',
      policy: keeps(50),
      seen: { desired: 3, workers: [...cpu(200, undefined), ...workersOf(1, 'warming', { metrics: { cpu: 10 } })] },
      gives: 4,
    },
    {
      name: 'a result against the direction of the metric is refused',
      policy: keeps(50),
      seen: { desired: 9, workers: [...cpu(70, 70, 70)] },
      gives: 9,
    },
  ]);
});

describe('if both the group and its workers are measured', () => {
  decides([
    {
      name: "the workers' own values are used",
      policy: keeps(50),
      seen: { desired: 2, workers: cpu(100, 100), metrics: { cpu: 10 } },
      gives: 4,
    },
    {
      name: 'the average is used while only workers that are not ready have values',
      policy: keeps(50),
      seen: {
        desired: 3,
        workers: [...cpu(undefined, undefined), ...workersOf(1, 'draining', { metrics: { cpu: 99 } })],
        metrics: { cpu: 100 },
      },
      gives: 4,
    },
    {
      name: 'a shared total is used before values of workers',
      policy: { rules: [{ kind: 'target', metric: 'rps', value: 10, per: 'worker' }] },
      seen: { desired: 2, workers: measuring('rps', 1, 1), metrics: { rps: 50 } },
      gives: 5,
    },
    {
      name: 'a shared total that is missing is the sum of what the workers take',
      policy: { rules: [{ kind: 'target', metric: 'rps', value: 10, per: 'worker' }] },
      seen: { desired: 2, workers: measuring('rps', 25, 25) },
      gives: 5,
    },
  ]);
});
