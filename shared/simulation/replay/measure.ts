import type { ControllerInput, Tick } from '../engine/tick.ts';
import { type Scenario, taskTicksOf, workerRateOf } from '../scenario/scenario.ts';
import type { Signal } from '../scenario/signals.ts';

/** The value of a signal in a step; `undefined` if there is nothing to measure. `reporting`: workers that boot and are in averages. */
export type Measure = (tick: Tick, reporting?: number) => number | undefined;

/** Measures a signal in its usual unit: percent, units per second, tasks or seconds. */
export function measureOf(signal: Signal, scenario: Scenario): Measure {
  const rate = workerRateOf(scenario);
  const perTask = scenario.kind === 'queue' ? taskTicksOf(scenario) : undefined;
  // Little's law. Interactive work needs `taskSeconds`, the time that a unit is in flight.
  const inFlight: Measure =
    scenario.kind === 'queue'
      ? ({ busy }) => busy
      : ({ served }) => (scenario.taskSeconds === undefined ? undefined : served * rate * scenario.taskSeconds);
  const waiting: Measure = ({ queued }) => (perTask === undefined ? 0 : queued / perTask);
  switch (signal) {
    case 'utilization':
      return ({ busy, ready }, reporting = 0) =>
        ready + reporting > 0 ? (100 * busy) / (ready + reporting) : undefined;
    case 'demand':
      return ({ arrived }) => arrived * rate;
    case 'demandPerWorker':
      // A load balancer counts its targets, whatever they weigh.
      return ({ arrived, ready, workers }) => (ready > 0 ? (arrived * rate) / (workers?.ready ?? ready) : undefined);
    case 'lost':
      return ({ lost }) => lost * rate;
    case 'waiting':
      return waiting;
    case 'running':
      return inFlight;
    case 'tasks':
      return (tick) => {
        const running = inFlight(tick);
        return running === undefined ? undefined : (waiting(tick) ?? 0) + running;
      };
    case 'oldestAge':
      return ({ oldest }) => oldest * scenario.tick;
    case 'taskSeconds':
      return () => scenario.taskSeconds;
  }
}

/** Tracks ready workers younger than the policy's `warmup`. Assumes that no worker of a launch was removed. */
export class Warming {
  /** What launches and started members of the warm pool brought, in units of capacity, by step. */
  readonly #launched: Float64Array;
  readonly #started: Float64Array;
  readonly #boot: number;
  readonly #start: number;

  /** `boot`, `start`, `warmup`: steps. `start`: of members of a warm pool. */
  constructor(boot: number, warmup: number, start = boot) {
    this.#launched = new Float64Array(Math.max(1, warmup));
    this.#started = new Float64Array(Math.max(1, warmup));
    this.#boot = boot;
    this.#start = start;
  }

  /** Ages in steps of the booted workers within `warmup`, the oldest first. Call it in every step. */
  ages({ index, ready, last }: ControllerInput): number[] {
    const size = this.#launched.length;
    if (last) {
      const started = last.pool?.startedUnits ?? 0;
      this.#launched[last.index % size] = last.launched - started;
      this.#started[last.index % size] = started;
    }
    const ages: number[] = [];
    for (let age = Math.min(size - 1, index); age >= 1; age -= 1) {
      const slot = (index - age) % size;
      const booted =
        (age >= this.#boot ? (this.#launched[slot] ?? 0) : 0) + (age >= this.#start ? (this.#started[slot] ?? 0) : 0);
      for (let worker = 0; worker < booted && ages.length < ready; worker += 1) ages.push(age);
    }
    return ages;
  }
}
