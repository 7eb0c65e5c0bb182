import {
  afterDecision,
  type Decision,
  decide,
  historyOf,
  historySeconds,
  type Memory,
  NO_MEMORY,
} from '../../decision/index.ts';
import type { Observation, Parsed, Policy, Worker, WorkerState } from '../../policy/index.ts';
import type { Controller, Seen } from '../engine/tick.ts';
import { measuredBy, type Signal } from '../world/signals.ts';
import { ticksIn, type World } from '../world/world.ts';
import { type Measure, measureOf, Warming } from './measure.ts';
import { PeriodSeries, ReadingSeries, type Series } from './series.ts';

/** Told of every decision of a replay as it is made, with what it was made on; the observation's series go on changing. */
export type DecisionSink = (decision: Decision, observation: Observation) => void;

/** Read from queues in production, each evaluation keeps no more of them. */
const MOST_READINGS_SECONDS = 86_400;

interface Meter {
  readonly name: string;
  readonly measure: Measure;
  readonly series: Series;
}

/**
 * A controller that decides as production does: the very `decide`, every `evaluateEvery`, on an observation of what could
 * be known by then, with the memory that a group's state keeps. Faults: metrics of which the world does not say what they
 * measure.
 */
export function policyController(policy: Policy, world: World, onDecision?: DecisionSink): Parsed<Controller> {
  const measured = measuredBy(policy, world.metrics);
  if (!measured.ok) return measured;
  const meters = [...measured.value].map(([name, signal]) => meterOf(name, signal, policy, world));
  const pace = ticksIn(world.evaluateEvery, world);
  const warming = new Warming(ticksIn(world.boot, world), ticksIn(policy.warmup, world));
  let memory: Memory = NO_MEMORY;
  let desired: number | undefined;

  const controller: Controller = (now, seen) => {
    const { last, index } = seen;
    if (last) for (const { series, measure } of meters) series.note(last, measure(last));
    const warm = warming.count(seen);
    if (index % pace !== 0) return null;
    const observation: Observation = {
      now,
      desired,
      workers: workersOf(seen, warm, policy, world),
      metrics: Object.fromEntries(
        meters.map(({ name, series }) => [name, series.at(now) as Observation['metrics'][string]]),
      ),
      history: historyOf(memory, policy, now),
    };
    const decision = decide(policy, observation);
    memory = afterDecision(memory, policy, decision, now);
    desired = decision.desired;
    onDecision?.(decision, observation);
    // Asked for again in every evaluation: so a launch that brought nothing is repeated, as the evaluation does.
    return desired;
  };
  return { ok: true, value: controller };
}

function meterOf(name: string, signal: Signal, policy: Policy, world: World): Meter {
  const definition = Object.hasOwn(policy.metrics, name) ? policy.metrics[name] : undefined;
  const kept = historySeconds(policy);
  const series = definition?.cloudwatch
    ? new PeriodSeries(definition.cloudwatch, signal, world.tick, world.metricDelay, kept)
    : new ReadingSeries(Math.min(Math.max(kept, world.evaluateEvery), MOST_READINGS_SECONDS));
  return { name, measure: measureOf(signal, world), series };
}

/** As counts, which is all that most policies look at; by name where a budget needs their prices. */
function workersOf(
  { ready, booting, draining }: Seen,
  warming: number,
  policy: Policy,
  { hourlyUsd }: World,
): Observation['workers'] {
  const counts = { pending: booting, warming, ready: ready - warming, draining, unhealthy: 0 };
  if (!policy.guards.budget || hourlyUsd === 0) return counts;
  return Object.entries(counts).flatMap(([state, count]) =>
    Array.from(
      { length: count },
      (_, index): Worker => ({
        id: `${state}-${index}`,
        state: state as WorkerState,
        protected: false,
        hourlyUsd,
        metrics: {},
      }),
    ),
  );
}
