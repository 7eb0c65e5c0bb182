import { latestOf } from '../../decision/index.ts';
import { type Worker, weightOf } from '../../model/index.ts';
import { formulaOf, isZeroWhenSilent, type Observation, type Policy } from '../../policy/index.ts';
import type { PriceBook } from '../../prices/index.ts';
import { type Description, type ManagedWorker, pricingFor } from '../../providers/index.ts';
import type { Readouts } from '../../sources/index.ts';
import { type GroupState, historyOf } from '../../state/index.ts';
import type { Seen } from '../model.ts';
import { hourlyUsdOf, spendingOf } from '../prices/priced.ts';
import { seriesOf } from './metrics/series.ts';
import { compositionIn } from './workers/composition.ts';
import { stillInvisible } from './workers/launched.ts';
import type { Present } from './workers/present.ts';
import { earlierLook, workerValues } from './workers/worker-values.ts';
import { stateOf } from './workers/workers.ts';

export interface ObservedGroup {
  readonly policy: Policy;
  readonly state: GroupState;
  /** The workers must reflect the drains in the group's state. */
  readonly present: Pick<Present, 'workers' | 'ended'>;
  readonly description: Pick<Description, 'ordered' | 'members'>;
  readonly metrics: Readouts;
  readonly prices: PriceBook;
  /** The workers that are renewed, where a rollout says so. */
  readonly renewed?: ReadonlyMap<string, unknown> | undefined;
  readonly now: number;
}

/** Builds the observation of one group. */
export function observationOf({
  policy,
  state,
  present,
  description: { ordered, members = [] },
  metrics,
  prices,
  renewed,
  now,
}: ObservedGroup): Observation {
  const valuesOf = workerValues(policy, metrics, earlierLook(state), now);
  const pricing = pricingFor(policy.provider);
  const spending = spendingOf(policy, state, { workers: present.workers, members }, prices);
  const {
    base,
    ofBase,
    substitutes,
    outdated: found,
  } = compositionIn(policy, present.workers, state.provider.launched, members);
  const outdated = renewed?.size ? renewed : found;
  const started = new Set(state.provider.launched.filter(({ warm }) => warm).map(({ id }) => id));
  return {
    now,
    desired: state.decision.desired ?? undefined,
    workers: [
      ...present.workers.map((worker): Worker => {
        const { id } = worker;
        const seen = workerOf(worker, stateOf(worker, policy.warmup, now), valuesOf);
        const hourlyUsd = hourlyUsdOf(worker, pricing, prices);
        if (hourlyUsd !== null) seen.hourlyUsd = hourlyUsd;
        if (ofBase.has(id)) seen.base = true;
        if (substitutes.has(id)) seen.substitute = true;
        if (outdated.has(id)) seen.outdated = true;
        if (started.has(id)) seen.warm = true;
        return seen;
      }),
      // Workers that the provider does not list yet cannot be marked or terminated, so they are protected.
      ...stillInvisible(state.provider.launched, present, now).map(({ id, at, weight, warm }) => ({
        ...onItsWay(id, at, weight),
        ...(warm && { warm }),
      })),
      ...Array.from({ length: ordered }, (_, index) => onItsWay(`ordered-${index + 1}`, now)),
    ],
    metrics: seriesOf(policy, metrics, now, state.decision.readings),
    history: historyOf(state.decision, policy, now),
    ...(base > 0 ? { base } : {}),
    ...(spending && { spending }),
    ...(state.policy.deleting && { deleted: true }),
  };
}

/** A loop over thousands of workers. Fields are set one by one, which takes a fraction of the time of spreads. */
function workerOf(
  { id, launchedAt, zone, protected: isProtected, busy, host, runs, weight }: ManagedWorker,
  state: Worker['state'],
  valuesOf: ReturnType<typeof workerValues>,
): Worker {
  const { metrics, idleSince, measuredUntil } = valuesOf({ id, state });
  const seen: Worker = { id, state, launchedAt, zone, protected: isProtected, metrics };
  if (busy !== null) seen.busy = busy;
  if (host !== undefined) seen.host = host;
  if (runs) seen.runs = runs;
  if (weight !== undefined) seen.weight = weight;
  if (idleSince !== undefined) seen.idleSince = idleSince;
  if (measuredUntil !== undefined) seen.measuredUntil = measuredUntil;
  return seen;
}

const onItsWay = (id: string, launchedAt: number, weight?: number): Worker => ({
  id,
  state: 'pending',
  launchedAt,
  protected: true,
  metrics: {},
  ...(weight === undefined ? {} : { weight }),
});

/** Summarizes the observation for reports and activities. A metric of workers is the average of their values. */
export function seenOf(observation: Observation, current: number): Seen {
  const workers = { pending: 0, warming: 0, ready: 0, draining: 0, unhealthy: 0 };
  const units = { ...workers };
  const listed = Array.isArray(observation.workers) ? observation.workers : [];
  for (const worker of listed) {
    workers[worker.state] += 1;
    units[worker.state] += weightOf(worker);
  }
  const isWeighted = listed.some((worker) => weightOf(worker) > 1);
  const metrics = Object.entries(observation.metrics).map(([name, points]) => [
    name,
    points?.at(-1)?.value ?? averageOf(listed.flatMap((worker) => worker.metrics[name] ?? [])),
  ]);
  return { desired: current, workers, ...(isWeighted && { units }), metrics: Object.fromEntries(metrics) };
}

/** With the values of formulas, and with 0 for metrics without data that have `missing: zero`, as rules read them. */
export function withComputed(seen: Seen, policy: Policy, observation: Observation): Seen {
  const { metrics } = policy;
  const names = Object.keys(metrics).filter((name) => formulaOf(metrics[name]) || isZeroWhenSilent(metrics[name]));
  if (names.length === 0) return seen;
  const latest = latestOf(policy, observation);
  const values = names.map((name) => [name, latest(name) ?? seen.metrics[name] ?? null] as const);
  return { ...seen, metrics: { ...seen.metrics, ...Object.fromEntries(values) } };
}

const averageOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
