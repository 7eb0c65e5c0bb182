import type { DemandSteps } from '../scenario/demand-steps.ts';
import { type Scenario, workerRateOf } from '../scenario/scenario.ts';
import { failuresOf } from './failures.ts';
import { Fleet } from './fleet.ts';
import type { Controller, Tick } from './tick.ts';
import { workloadOf } from './workload.ts';

export interface Play {
  readonly scenario: Scenario;
  readonly demand: DemandSteps;
  readonly controller: Controller;
  /** What the controller wants is kept within; the group starts within, too. */
  readonly bounds: { readonly min: number; readonly max: number };
  /** Ready workers at the start; else so many that the first step keeps 70 % of them busy. */
  readonly initial?: number;
}

/** Share of the ready workers that the first step is to keep busy. */
export const USUAL_LOAD = 0.7;

/**
 * Plays demand against a controller, step by step: bills end and boots complete, the controller is asked, workers are
 * launched and retired, the step's work arrives and is served. Memory does not grow with the demand's length.
 */
export function* run({ scenario, demand, controller, bounds, initial }: Play): Generator<Tick> {
  const rate = workerRateOf(scenario);
  const failures = failuresOf(scenario);
  const workload = workloadOf(scenario);
  let fleet: Fleet | undefined;
  let last: Tick | null = null;
  let index = 0;
  for (const units of demand.steps) {
    const load = units / rate;
    fleet ??= new Fleet(scenario, initial ?? within(Math.ceil(load / USUAL_LOAD), bounds), failures);
    const at = demand.start + index * scenario.tick * 1000;
    fleet.begin(index);
    let busy = workload.begin(index);
    const interrupted = fleet.interrupt();
    if (interrupted > 0) {
      workload.evict(fleet.ready);
      busy = Math.min(busy, fleet.ready);
    }
    const { ready, booting, draining, capacity, boots } = fleet;
    const wish = controller(at, { index, ready, booting, draining, boots, busy, capacity, last });
    const wanted = wish === null ? capacity : within(Math.trunc(wish), bounds);
    const launched = wanted > capacity ? fleet.launch(wanted - capacity, index) : 0;
    const retired = wanted < capacity ? fleet.retire(capacity - wanted, index, busy) : 0;
    const work = workload.serve(index, load, fleet.ready);
    const after = { ready: fleet.ready, booting: fleet.booting, draining: fleet.draining };
    last = { index, at, ...work, ...after, launched, retired, interrupted };
    yield last;
    index += 1;
  }
}

const within = (count: number, { min, max }: Play['bounds']): number => Math.max(min, Math.min(max, count));
