import type { Decision } from '../../decision/index.ts';
import { lightestFor, warmPoolOf } from '../../providers/index.ts';
import { warmSize } from '../../rightsize/index.ts';
import { launchToReady, type Pool } from '../../state/index.ts';
import type { DecidedContext } from '../observe/group-context.ts';

const HOUR_MS = 3_600_000;
/** Two weeks. */
const MOST_HOURS = 336;
/** What a launch takes until it was measured, in seconds. */
const USUAL_LAUNCH = 180;

/** What `size: auto` learns of a decision, and what size follows from that, every hour anew; empty if that stays. */
export function autoChange(context: DecidedContext, decision: Decision): Partial<Pool> {
  const { policy, state, observation, now } = context;
  const pool = warmPoolOf(policy.provider);
  if (pool?.size !== 'auto' || state.policy.deleting) return {};
  const { readyTimes } = state.counters;
  const timeOf = (start: 'cold' | 'warm'): number | null =>
    (readyTimes && launchToReady(readyTimes, { start })?.p50) ?? null;
  const launch = timeOf('cold');
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const before = state.pool.steps ?? { [hour]: 0 };
  const since = now - (launch ?? USUAL_LAUNCH) * 1000;
  const earlier = state.decision.changes
    .filter(({ at, by }) => at > since && by > 0)
    .reduce((sum, { by }) => sum + by, 0);
  const grown = decision.direction === 'out' ? decision.change + earlier : 0;
  const steps = grown > (before[hour] ?? 0) ? { ...before, [hour]: grown } : before;
  const { auto } = state.pool;
  const isDue = auto === undefined || now - auto.at >= HOUR_MS;
  const changed = steps === state.pool.steps ? {} : { steps: within(steps, hour) };
  if (!isDue) return changed;
  const prices = (Array.isArray(observation.workers) ? observation.workers : []).flatMap(
    ({ hourlyUsd }) => hourlyUsd ?? [],
  );
  const workerUsd = prices.length > 0 ? prices.reduce((sum, usd) => sum + usd, 0) / prices.length : null;
  const weight = lightestFor(policy.provider);
  const members = hourly(steps, hour).map((units) => Math.ceil(units / weight));
  const size = warmSize({
    steps: members,
    launchToReady: launch,
    startToReady: timeOf('warm'),
    workerUsd,
    memberUsd: pool.state === 'running' ? workerUsd : pool.diskUsd,
    reuse: pool.reuse,
    maxAge: pool.maxAge,
    most: Math.min(Math.floor(policy.capacity.max / weight), 1000),
  });
  return { ...changed, auto: { at: now, ...size } };
}

const within = (steps: NonNullable<Pool['steps']>, hour: number): NonNullable<Pool['steps']> =>
  Object.fromEntries(Object.entries(steps).filter(([at]) => Number(at) > hour - MOST_HOURS * HOUR_MS));

/** One number for each hour since the first. */
function hourly(steps: NonNullable<Pool['steps']>, hour: number): number[] {
  const first = Math.max(hour - (MOST_HOURS - 1) * HOUR_MS, Math.min(hour, ...Object.keys(steps).map(Number)));
  const count = Math.round((hour - first) / HOUR_MS) + 1;
  return Array.from({ length: count }, (_, nth) => steps[first + nth * HOUR_MS] ?? 0);
}
