import fc from 'fast-check';
import { basisOf, isLearning } from '../../../shared/decision/index.ts';
import type { Observation, ObservationDocument, Policy, PolicyDocument } from '../../../shared/policy/index.ts';
import type { Calibrated } from '../../../shared/rules/forecast/learned.ts';
import type { Learned } from '../../../shared/rules/index.ts';
import type { Winner } from '../../../shared/rules/objective/learned.ts';
import { ago } from './builders.ts';
import { RAISED, TWICE } from './tuned.ts';

/**
 * Valid policies and observations, small enough that bounds, windows, histories and rules really meet. Names that
 * objects inherit are among the metrics and rules on purpose.
 */
export type WrittenRule = NonNullable<PolicyDocument['rules']>[number];

const METRICS = ['cpu', 'jobs', 'constructor', 'toString'] as const;
const metric = fc.constantFrom(...METRICS);
const count = fc.integer({ min: 0, max: 12 });
const some = fc.integer({ min: 1, max: 6 });
const level = fc.integer({ min: 0, max: 100 });
const seconds = fc.constantFrom(0, 60, 120, 300);
const optional = { requiredKeys: [] as [] };

const fallback = fc.option(fc.record({ after: fc.constantFrom(0, 2), workers: count }), { nil: undefined });
const tolerance = fc.constantFrom(0, 0.1, 0.5);

const target = fc.record({
  kind: fc.constant('target' as const),
  metric,
  value: fc.constantFrom(0.1, 1, 10, 60),
  tolerance,
  per: fc.constantFrom('group' as const, 'worker' as const),
  scaleIn: fc.boolean(),
});
/** More load asks for more: the further above, the larger the step. */
const step = fc
  .record({ metric, threshold: level, width: some, add: count, more: count, less: count, inPercent: fc.boolean() })
  .map(({ metric, threshold, width, add, more, less, inPercent }) => {
    const by = (amount: number) => (inPercent ? { percent: amount * 8 } : { add: amount });
    const steps = [
      { from: 0, to: width, ...by(add) },
      { from: width, ...by(add + more) },
      { to: -width, ...by(-less) },
    ];
    return { kind: 'step' as const, metric, threshold, steps };
  });
const threshold = fc
  .record({
    metric,
    level,
    gap: count,
    add: some,
    for: seconds,
    cooldown: seconds,
    other: metric,
    sides: fc.constantFrom('out', 'in', 'both'),
    guarded: fc.boolean(),
  })
  .map(({ metric, level, gap, add, sides, guarded, other, ...rest }) => ({
    kind: 'threshold' as const,
    metric,
    cooldown: rest.cooldown,
    ...(sides === 'in'
      ? {}
      : { out: { above: level, add, for: rest.for, when: guarded ? [{ metric: other, above: 5 }] : [] } }),
    ...(sides === 'out'
      ? {}
      : {
          in: {
            below: level - gap,
            percent: add * 10,
            for: rest.for,
            when: guarded ? [{ metric: other, below: 50 }] : [],
          },
        }),
  }));
const backlog = fc.oneof(
  fc.record({ kind: fc.constant('backlog' as const), metric, perWorker: fc.constantFrom(0.1, 1, 7), running: metric }),
  fc.record({
    kind: fc.constant('backlog' as const),
    metric,
    taskSeconds: fc.oneof(some, metric),
    drainWithin: fc.constantFrom('1m', '5m'),
  }),
);
const workers = fc.record({
  kind: fc.constant('workers' as const),
  overloaded: fc.tuple(fc.record({ metric, above: fc.constant(70) })),
  idle: fc.tuple(fc.record({ metric, below: fc.constant(20) })),
  add: some,
});

const deadline = fc.record(
  {
    kind: fc.constant('deadline' as const),
    metric,
    running: metric,
    age: metric,
    taskSeconds: fc.constantFrom(5, 60, 600),
    startWithin: fc.constantFrom('1m', '5m'),
    boot: fc.constantFrom('30s', '2m'),
  },
  { requiredKeys: ['kind', 'metric', 'running', 'taskSeconds', 'startWithin'] },
);
const objective = fc.record(
  {
    kind: fc.constant('objective' as const),
    metric,
    perWorker: fc.constantFrom(0.1, 1, 10),
    lost: fc.constantFrom(0.001, 0.05),
  },
  { requiredKeys: ['kind', 'metric', 'perWorker'] },
);
const forecast = fc.record({
  kind: fc.constant('forecast' as const),
  metric,
  value: fc.constantFrom(0.1, 1, 10, 60),
  tolerance,
  per: fc.constantFrom('group' as const, 'worker' as const),
  scaleIn: fc.boolean(),
});

/** Any rule but a schedule, which moves the bounds. */
export const measuredRule: fc.Arbitrary<WrittenRule> = fc
  .tuple(fc.oneof(target, step, threshold, backlog, workers, deadline, objective, forecast), fallback)
  .map(([rule, written]) => (written ? { ...rule, fallback: written } : rule));

/** NOW is Saturday noon: every other one of these is open. */
const window = fc.record({ cron: fc.constantFrom('0 11 * * *', '0 20 * * *'), lasts: fc.constant('3h') });
const scheduled = fc
  .record({ min: count, above: count, desired: count, window })
  .map(({ min, above, desired, window }) => ({
    kind: 'schedule' as const,
    windows: [{ ...window, min, max: min + above, desired }],
  }));
export const rule: fc.Arbitrary<WrittenRule> = fc.oneof(
  { weight: 6, arbitrary: measuredRule },
  { weight: 1, arbitrary: scheduled },
);

const limit = fc.oneof(
  fc.record({ percent: fc.constantFrom(1, 25, 100, 150), every: fc.constantFrom(60, 300) }),
  fc.record({ workers: some, every: fc.constantFrom(60, 300) }),
);
const direction = fc.record(
  {
    cooldown: seconds,
    stabilization: seconds,
    limits: fc.array(limit, { maxLength: 2 }),
    select: fc.constantFrom('max' as const, 'min' as const, 'disabled' as const),
  },
  optional,
);

export const named = (rules: readonly WrittenRule[]): WrittenRule[] =>
  rules.map((each, index) => ({ ...each, name: ['valueOf', 'cpu', 'r2', 'r3', 'r4'][index] ?? `r${index}` }));

export const policyDocument: fc.Arbitrary<PolicyDocument> = fc
  .record({
    bounds: fc.tuple(count, count),
    tier: fc.constantFrom('application' as const, 'worker' as const, 'platform' as const),
    profile: fc.constantFrom('aggressive' as const, 'balanced' as const, 'conservative' as const),
    paused: fc.oneof(
      { weight: 7, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constantFrom(true, 'out' as const, 'in' as const) },
    ),
    rules: fc.array(rule, { maxLength: 4 }),
    behavior: fc.record({ out: direction, in: direction }),
    guards: fc.record(
      { maintenance: fc.array(window, { maxLength: 1 }), floor: count, budget: fc.record({ hourlyUsd: some }) },
      optional,
    ),
  })
  .map(({ bounds: [min, above], rules, ...rest }) => ({
    group: 'fleet',
    capacity: { min, max: min + above },
    ...rest,
    rules: named(rules),
  }));

const moment = fc.integer({ min: -30, max: 400 }).map(ago);
const worker = fc.record(
  {
    state: fc.constantFrom(
      'ready' as const,
      'ready' as const,
      'warming' as const,
      'pending' as const,
      'draining' as const,
      'unhealthy' as const,
    ),
    launchedAt: moment,
    zone: fc.constantFrom('a', 'b'),
    protected: fc.boolean(),
    busy: fc.boolean(),
    hourlyUsd: fc.constantFrom(0, 0.5, 1),
    metrics: fc.dictionary(metric, level, { maxKeys: 3 }),
  },
  { requiredKeys: ['state', 'metrics'] },
);
const point = fc.record({
  at: moment,
  value: fc.oneof(
    { weight: 9, arbitrary: level },
    { weight: 1, arbitrary: fc.constantFrom(null, -1, 1e308, 1e15, 0.1) },
  ),
});

interface Found {
  readonly winner: Winner;
  readonly calibrated: Calibrated;
}
/** What rules that tune themselves have found out: kinds of winners and forecasts that want more of more demand. */
export const found: fc.Arbitrary<Found> = fc.record({
  winner: fc.constantFrom<Winner>(
    TWICE,
    { ...TWICE, candidate: { want: { by: 'headroom', load: 0.95, window: 300 }, hold: 900, coarse: 0.15 }, seen: 3600 },
    {
      ...TWICE,
      candidate: { want: { by: 'forecast', forecast: 'trend', spread: 'state', times: 1 }, hold: 300, coarse: 0 },
      misses: Array(9).fill(0.5),
    },
  ),
  calibrated: fc.constantFrom<Calibrated>(RAISED, { ...RAISED, by: 'trend', raise: 0 }),
});

const TIMING = { step: 60, boot: 120, drain: 30, delay: 0 };
/** Found for rules that are no longer those of the policy. */
const foundBefore = fc.tuple(found, moment, fc.boolean()).map(([{ winner, calibrated }, at, isObjective]) => {
  const common = { at, basis: 'of other rules', timing: TIMING };
  return isObjective
    ? { kind: 'objective' as const, ...common, winner }
    : { kind: 'forecast' as const, ...common, calibrated };
});

export const observationDocument: fc.Arbitrary<ObservationDocument> = fc
  .record(
    {
      desired: count,
      workers: fc.oneof(
        fc.array(worker, { maxLength: 8 }).map((list) => list.map((each, index) => ({ id: `i-${index}`, ...each }))),
        fc.record({ ready: count, warming: count, pending: count, draining: count, unhealthy: count }, optional),
      ),
      metrics: fc.record(
        Object.fromEntries(METRICS.map((name) => [name, fc.option(fc.array(point, { maxLength: 4 }))])),
        optional,
      ),
      manual: fc.record(
        {
          pauses: fc.array(
            fc.record({
              paused: fc.constantFrom(true as const, 'out' as const, 'in' as const),
              by: fc.constant('ann'),
            }),
            { maxLength: 2 },
          ),
          scale: fc.record({ workers: count, by: fc.constant('bob'), until: moment }),
        },
        optional,
      ),
      overflow: fc.record(
        {
          requested: fc.array(
            fc.record({ from: fc.constantFrom('eu-west-1', 'us-east-1'), workers: count, until: moment }),
            { maxLength: 2 },
          ),
          asked: fc.record({ region: fc.constant('eu-central-1'), workers: count, until: moment, running: count }),
        },
        optional,
      ),
      history: fc.record(
        {
          proposals: fc.array(fc.record({ at: moment, value: count }), { maxLength: 4 }),
          changes: fc.array(fc.record({ at: moment, by: fc.integer({ min: -6, max: 6 }) }), { maxLength: 3 }),
          lastOutAt: moment,
          lastInAt: moment,
          ruleFiredAt: fc.dictionary(fc.constantFrom('cpu', 'valueOf', '__proto__'), moment),
          missing: fc.dictionary(fc.constantFrom('cpu', 'valueOf', '__proto__'), count),
          tuned: fc.dictionary(fc.constantFrom('cpu', 'valueOf', '__proto__'), foundBefore, { maxKeys: 1 }),
        },
        optional,
      ),
    },
    { requiredKeys: ['metrics'] },
  )
  .map((document) => ({ now: ago(0), ...document }) as ObservationDocument);

/** The same observation for a policy whose rules know what was found, where there is any. */
export function knowing(seen: Observation, policy: Policy, known: Found | undefined): Observation {
  if (!known) return seen;
  const { winner, calibrated } = known;
  const tuned = policy.rules.filter(isLearning).map((rule): [string, Learned] => {
    const common = { at: seen.now - 120_000, basis: basisOf(rule, policy), timing: TIMING };
    return [
      rule.name,
      rule.kind === 'objective'
        ? { kind: 'objective', ...common, winner }
        : { kind: 'forecast', ...common, calibrated },
    ];
  });
  return { ...seen, history: { ...seen.history, tuned: Object.fromEntries(tuned) } };
}
