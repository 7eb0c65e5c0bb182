import type { DemandSteps } from '../scenario/demand-steps.ts';
import { type Scenario, ticksIn, workerRateOf } from '../scenario/scenario.ts';
import { failuresOf } from './failures.ts';
import { Fleet } from './fleet.ts';
import { Pool, type PoolPlan } from './pool.ts';
import type { Roster } from './roster.ts';
import type { Controller, Tick } from './tick.ts';
import { workloadOf } from './workload.ts';

export interface Play {
  readonly scenario: Scenario;
  readonly demand: DemandSteps;
  readonly controller: Controller;
  /** Limits of the capacity, including the initial one. */
  readonly bounds: { readonly min: number; readonly max: number };
  /** Ready workers at the start. Default: as many as keep 70 % of them busy in the first step. */
  readonly initial?: number;
  /** The workers one by one, if their prices are known or they have weights. It is stateful, as the controller is. */
  readonly roster?: Roster;
  /** Members that are started before workers are launched. */
  readonly pool?: PoolPlan;
}

/** Default share of the ready workers that the first step keeps busy. */
export const USUAL_LOAD = 0.7;

/**
 * Simulates a controller on demand. In a step, billing and boots end, workers are interrupted, the controller chooses a
 * capacity, workers are launched or removed, the warm pool is refilled, and the step's work arrives and is served. Memory
 * does not grow with the length of the demand.
 */
export function* run({ scenario, demand, controller, bounds, initial, roster, pool: plan }: Play): Generator<Tick> {
  const rate = workerRateOf(scenario);
  const failures = failuresOf(scenario);
  const workload = workloadOf(scenario);
  const pool = plan && new Pool(plan, ticksIn(Math.max(scenario.boot, scenario.minBilled), scenario));
  let fleet: Fleet | undefined;
  let last: Tick | null = null;
  let index = 0;
  for (const units of demand.steps) {
    const load = units / rate;
    const at = demand.start + index * scenario.tick * 1000;
    roster?.begin(index, at);
    fleet ??= new Fleet(scenario, initial ?? within(Math.ceil(load / USUAL_LOAD), bounds), failures, roster, pool);
    pool?.begin(index);
    fleet.begin(index);
    let busy = workload.begin(index);
    const interrupted = fleet.interrupt();
    if (interrupted > 0) {
      workload.evict(fleet.ready);
      busy = Math.min(busy, fleet.ready);
    }
    const { ready, booting, draining, capacity, boots } = fleet;
    const members = pool && { members: pool.members };
    const requested = controller(at, { index, ready, booting, draining, boots, busy, capacity, last, ...members });
    const before = roster?.size ?? 0;
    // Weights may leave a surplus above the maximum. It stays until the controller removes it.
    const most = roster?.isWeighted ? Math.max(bounds.max, capacity) : bounds.max;
    const wanted = requested === null ? capacity : within(Math.trunc(requested), { ...bounds, max: most });
    const launched = wanted > capacity ? fleet.launch(wanted - capacity, index) : 0;
    const retired = wanted < capacity ? fleet.retire(capacity - wanted, index, busy) : 0;
    if (requested !== null) fleet.refill(index);
    const work = workload.serve(index, load, fleet.ready);
    const after = { ready: fleet.ready, booting: fleet.booting, draining: fleet.draining };
    last = {
      index,
      at,
      ...work,
      ...after,
      launched,
      retired,
      interrupted,
      ...(roster?.isWeighted && { workers: workersOf(roster, after.ready, Math.max(0, roster.size - before)) }),
      ...roster?.charged(),
      ...(pool && { pool: pool.tick() }),
    };
    yield last;
    index += 1;
  }
}

const workersOf = (roster: Roster, ready: number, launched: number): NonNullable<Tick['workers']> => ({
  ready: roster.workersIn(0, ready),
  billed: roster.billed,
  launched,
});

const within = (count: number, { min, max }: Play['bounds']): number => Math.max(min, Math.min(max, count));
