import type { Seen, Tick } from '../engine/tick.ts';
import { type Scenario, taskTicksOf, workerRateOf } from '../scenario/scenario.ts';
import type { Signal } from '../scenario/signals.ts';

/** What a signal was in a step; `undefined` where there was nothing to measure. */
export type Measure = (tick: Tick) => number | undefined;

/** A signal of the scenario in the unit that people measure it in: percent, units a second, tasks, seconds. */
export function measureOf(signal: Signal, scenario: Scenario): Measure {
  const rate = workerRateOf(scenario);
  const perTask = scenario.kind === 'queue' ? taskTicksOf(scenario) : undefined;
  // Little's law; without `taskSeconds` nobody knows how long a unit of interactive work is in flight.
  const inFlight: Measure =
    scenario.kind === 'queue'
      ? ({ busy }) => busy
      : ({ served }) => (scenario.taskSeconds === undefined ? undefined : served * rate * scenario.taskSeconds);
  const waiting: Measure = ({ queued }) => (perTask === undefined ? 0 : queued / perTask);
  switch (signal) {
    case 'utilization':
      return ({ busy, ready }) => (ready > 0 ? (100 * busy) / ready : undefined);
    case 'demand':
      return ({ arrived }) => arrived * rate;
    case 'demandPerWorker':
      return ({ arrived, ready }) => (ready > 0 ? (arrived * rate) / ready : undefined);
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

/** Ready workers that are younger than the policy's `warmup`. Of those launched together none is known to have left. */
export class Warming {
  readonly #launched: Float64Array;
  readonly #boot: number;

  /** `boot`, `warmup`: steps. */
  constructor(boot: number, warmup: number) {
    this.#launched = new Float64Array(Math.max(1, warmup));
    this.#boot = boot;
  }

  /** To be asked in every step: how many steps ago each worker within `warmup` that has booted was launched, the oldest first. */
  ages({ index, ready, last }: Seen): number[] {
    const size = this.#launched.length;
    if (last) this.#launched[last.index % size] = last.launched;
    const ages: number[] = [];
    for (let age = Math.min(size - 1, index); age >= Math.max(1, this.#boot); age -= 1) {
      const launched = this.#launched[(index - age) % size] ?? 0;
      for (let each = 0; each < launched && ages.length < ready; each += 1) ages.push(age);
    }
    return ages;
  }
}
