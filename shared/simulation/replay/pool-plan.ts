import type { Policy } from '../../policy/index.ts';
import { lightestFor, warmPoolOf } from '../../providers/index.ts';
import { REFILL_AFTER, USUAL_SHARE, USUAL_START } from '../../rightsize/index.ts';
import type { PoolPlan } from '../engine/pool.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import { AutoSize } from './auto-size.ts';

/** What rules count with: `size` in units of capacity, `start` in seconds. */
export interface PoolInForce {
  readonly size: number;
  readonly start: number;
  readonly reuse: boolean;
}

/** The warm pool of a policy in a replay. */
export interface ReplayedPool {
  readonly plan: PoolPlan;
  readonly isAuto: boolean;
  inForce(): PoolInForce;
}

/** Null without a pool. It is stateful: one for each replay. */
export function replayedPool({ provider, capacity }: Policy, scenario: Scenario): ReplayedPool | null {
  const pool = warmPoolOf(provider);
  if (!pool) return null;
  const { reuse, maxAge, state } = pool;
  const start = scenario.warm?.boot ?? (state === 'running' ? 0 : USUAL_START);
  const share = state === 'running' ? 1 : (scenario.warm?.price ?? USUAL_SHARE);
  const weight = lightestFor(provider);
  const auto =
    pool.size === 'auto' ? new AutoSize({ scenario, share, start, maxAge, reuse, weight, most: capacity.max }) : null;
  const size = auto ?? (pool.size as number);
  return {
    plan: {
      size,
      most: capacity.max,
      weight,
      reuse,
      start: ticksIn(start, scenario),
      // A member that is renewed is prepared once in its life.
      price: share + scenario.boot / maxAge,
      quiet: reuse ? ticksIn(REFILL_AFTER, scenario) : 1,
    },
    isAuto: auto !== null,
    inForce: () => ({ size: (auto?.size ?? (pool.size as number)) * weight, start: Math.max(1, start), reuse }),
  };
}
