import {
  type Observation,
  type ObservationDocument,
  type Policy,
  type PolicyDocument,
  parseObservation,
  parsePolicy,
} from '../../shared/policy/index.ts';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const DATAPOINTS = 5;
const WORKERS = 10;

type WrittenRule = NonNullable<PolicyDocument['rules']>[number];

/** Typical rules, in the order in which people add them. Every rule reads a different metric. */
const RULES: readonly ((metric: string) => WrittenRule)[] = [
  (metric) => ({ kind: 'target', metric, value: 60 }),
  (metric) => ({ kind: 'backlog', metric, perWorker: 6 }),
  (metric) => ({
    kind: 'threshold',
    metric,
    out: { above: 80, for: 120, add: 2 },
    in: { below: 20, for: 180, remove: 1 },
  }),
  (metric) => ({ kind: 'target', metric, value: 6, per: 'worker' }),
  (metric) => ({
    kind: 'step',
    metric,
    threshold: 80,
    steps: [
      { from: 0, to: 10, add: 1 },
      { from: 10, percent: 20 },
      { to: -60, add: -1 },
    ],
  }),
];

export function policyWith(rules: number): Policy {
  const names = Array.from({ length: rules }, (_, index) => `m${index}`);
  const source = (name: string) => ({ cloudwatch: { namespace: 'Bench', name, statistic: 'Average' as const } });
  const written: PolicyDocument = {
    group: 'bench',
    capacity: { min: 2, max: 50 },
    warmup: 120,
    metrics: Object.fromEntries(names.map((name) => [name, source(name)])),
    rules: names.map((name, index) => (RULES[index % RULES.length] as (typeof RULES)[number])(name)),
  };
  const parsed = parsePolicy(written);
  if (!parsed.ok) throw new Error(`the benchmark's policy is invalid: ${JSON.stringify(parsed.faults)}`);
  return parsed.value;
}

/** Loads of a typical day: mostly steady, sometimes higher or lower, and occasionally missing data. */
const LOADS: readonly (number | null)[] = [60, 58, 63, 61, 57, 95, 60, 15, 62, null];

export function observationsFor(policy: Policy): Observation[] {
  return LOADS.map((load) => {
    const series =
      load === null
        ? null
        : Array.from({ length: DATAPOINTS }, (_, index) => ({ at: instant(DATAPOINTS - index), value: load }));
    const written: ObservationDocument = {
      now: instant(0),
      desired: WORKERS,
      workers: Array.from({ length: WORKERS }, (_, index) => ({
        id: `i-${index}`,
        state: 'ready' as const,
        launchedAt: instant(60 + index),
        zone: `z${index % 3}`,
      })),
      metrics: Object.fromEntries(Object.keys(policy.metrics).map((name) => [name, series])),
      history: { proposals: [{ at: instant(4), value: WORKERS }], lastOutAt: instant(60), lastInAt: instant(30) },
    };
    const parsed = parseObservation(written);
    if (!parsed.ok) throw new Error(`an observation of the benchmark is invalid: ${JSON.stringify(parsed.faults)}`);
    return parsed.value;
  });
}

const instant = (minutesAgo: number): string => new Date(NOON - minutesAgo * 60_000).toISOString();
