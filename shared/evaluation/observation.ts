import { isWarmingUp, liveOf as liveWorkers } from '../model/index.ts';
import type { Observation, Policy, Worker } from '../policy/index.ts';
import type { Readouts as MetricReadouts } from '../sources/index.ts';
import { type GroupState, historyOf, type LaunchedWorker } from '../state/index.ts';
import { type HealthReadouts, healthOf } from './health/health.ts';
import type { ListedWorker, Seen } from './model.ts';
import { seriesOf } from './series.ts';

/** What was read from the world for many groups at once. */
export interface Readouts {
  readonly metrics: MetricReadouts;
  readonly workers: ReadonlyMap<string, readonly ListedWorker[]>;
}

/** How long a launched worker counts although EC2 does not list it yet; later it has vanished. */
export const LAUNCH_VISIBLE_WITHIN_SECONDS = 300;
/** A worker that ends sooner than this has hardly been of use. */
const YOUNG_SECONDS = 600;

/** One group's observation, from what was read for many. */
export function observationOf(
  policy: Policy,
  state: GroupState,
  readouts: Readouts & HealthReadouts,
  now: number,
): Observation {
  const listed = readouts.workers.get(policy.group) ?? [];
  const workers = listed.map((worker) => workerOf(worker, workerState(worker, policy, state, readouts, now)));
  return {
    now,
    desired: state.decision.desired ?? undefined,
    workers: [...workers, ...invisible(listed, state, now)],
    metrics: seriesOf(policy, readouts.metrics, now, state.decision.readings),
    history: historyOf(state.decision, policy, now),
  };
}

const workerOf = (listed: ListedWorker, state: Worker['state']): Worker => ({
  id: listed.id,
  state,
  launchedAt: listed.launchedAt,
  zone: listed.zone,
  protected: listed.protected,
  ...(listed.busy === null ? {} : { busy: listed.busy }),
  metrics: {},
});

function workerState(
  worker: ListedWorker,
  { provider, warmup }: Policy,
  { notices }: GroupState,
  readouts: HealthReadouts,
  now: number,
): Worker['state'] {
  if (worker.drainingUntil !== null) return 'draining';
  const { illness, isBooting } = healthOf(worker, provider, notices, readouts, now);
  if (illness !== null) return 'unhealthy';
  if (isBooting) return 'pending';
  return isWarmingUp(worker.launchedAt, warmup, now) ? 'warming' : 'ready';
}

/**
 * Workers that EC2 has launched but does not list yet: DescribeInstances is eventually consistent. Until then they can
 * be neither tagged nor found to be ours, so they are no victims: to retire one would leave it running, unknown.
 */
function invisible(listed: readonly ListedWorker[], state: GroupState, now: number): Worker[] {
  return stillInvisible(state.provider.launched, listed, now).map(({ id, at }) => ({
    id,
    state: 'pending',
    launchedAt: at,
    protected: true,
    metrics: {},
  }));
}

/** Launched workers still to be waited for: neither listed yet, nor overdue. Once listed, a worker may vanish at once. */
export function stillInvisible(
  launched: readonly LaunchedWorker[],
  listed: readonly ListedWorker[],
  now: number,
): readonly LaunchedWorker[] {
  const known = new Set(listed.map(({ id }) => id));
  return launched.filter(
    ({ id, at, seen }) => !seen && !known.has(id) && at > now - LAUNCH_VISIBLE_WITHIN_SECONDS * 1000,
  );
}

/** Those to be waited for, and those that have been listed and are young. */
export function stillYoung(
  launched: readonly LaunchedWorker[],
  listed: readonly ListedWorker[],
  now: number,
): readonly LaunchedWorker[] {
  const known = new Set(listed.map(({ id }) => id));
  const waitedFor = new Set(stillInvisible(launched, listed, now));
  return launched.flatMap((worker) => {
    if (waitedFor.has(worker)) return [worker];
    const isYoung = worker.at > now - YOUNG_SECONDS * 1000 && (worker.seen || known.has(worker.id));
    return isYoung ? [{ ...worker, seen: true as const }] : [];
  });
}

/** Listed once, and gone while still young: by a launch that cannot work, rather than by having done their work. */
export function diedYoung(launched: readonly LaunchedWorker[], listed: readonly ListedWorker[]): LaunchedWorker[] {
  const known = new Set(listed.map(({ id }) => id));
  return launched.filter(({ id, seen }) => seen && !known.has(id));
}

/** The observation in short, as reports and activities keep it. */
export function seenOf(observation: Observation, current: number): Seen {
  const workers = { pending: 0, warming: 0, ready: 0, draining: 0, unhealthy: 0 };
  for (const worker of Array.isArray(observation.workers) ? observation.workers : []) workers[worker.state] += 1;
  const metrics = Object.entries(observation.metrics).map(([name, points]) => [name, points.at(-1)?.value ?? null]);
  return { desired: current, workers, metrics: Object.fromEntries(metrics) };
}

/** Workers that are capacity or soon will be, of what was seen. */
export const liveOf = ({ workers }: Seen): number => liveWorkers(workers);
