import { type Decision, historySeconds, isLearning, isLearningDue, RuleLearner } from '../../decision/index.ts';
import {
  metricSource,
  type Observation,
  type Parsed,
  type Policy,
  type Worker,
  type WorkerState,
} from '../../policy/index.ts';
import { type LearningRule, moduleOf } from '../../rules/index.ts';
import { type DecisionMemory, emptyState } from '../../state/index.ts';
import type { Controller, Seen } from '../engine/tick.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import { measuredBy, type Signal } from '../scenario/signals.ts';
import { type Measure, measureOf, Warming } from './measure.ts';
import { decideAndRemember } from './remembering.ts';
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
 * be known by then, with the memory that a group's state keeps. Faults: metrics of which the scenario does not say what they
 * measure.
 */
export function policyController(policy: Policy, scenario: Scenario, onDecision?: DecisionSink): Parsed<Controller> {
  const measured = measuredBy(policy, scenario.metrics);
  if (!measured.ok) return measured;
  const meters = [...measured.value].map(([name, signal]) => meterOf(name, signal, policy, scenario));
  const pace = ticksIn(scenario.evaluateEvery, scenario);
  const tuners = policy.rules.filter(isLearning).map((rule) => ({ rule, tuner: new RuleLearner(rule, policy) }));
  const warming = new Warming(ticksIn(scenario.boot, scenario), ticksIn(policy.warmup, scenario));
  let memory = emptyState(policy.group).decision;

  const controller: Controller = (now, seen) => {
    const { last, index } = seen;
    if (last) for (const { series, measure } of meters) series.note(last, measure(last));
    const warm = warming.ages(seen);
    if (index % pace !== 0) return null;
    const observed: Observed = {
      now,
      workers: workersOf(now, seen, warm, policy, scenario),
      metrics: Object.fromEntries(
        meters.map(({ name, series }) => [name, series.at(now) as Observation['metrics'][string]]),
      ),
    };
    const tuned = retuned(memory.tuned, tuners, policy, observed);
    const after = decideAndRemember(memory, policy, observed, tuned);
    memory = after.memory;
    onDecision?.(after.decision, after.observation);
    // Asked for again in every evaluation: so a launch that brought nothing is repeated, as the evaluation does.
    return memory.desired;
  };
  return { ok: true, value: controller };
}

function meterOf(name: string, signal: Signal, policy: Policy, scenario: Scenario): Meter {
  const source = metricSource(name, policy.metrics);
  const kept = historySeconds(policy);
  const { period = 0, statistic = null } = source ?? {};
  const series = statistic
    ? new PeriodSeries({ period, statistic }, signal, scenario.tick, scenario.metricDelay, kept)
    : new ReadingSeries(Math.min(Math.max(kept, scenario.evaluateEvery), MOST_READINGS_SECONDS));
  return { name, measure: measureOf(signal, scenario), series };
}

type Observed = Omit<Observation, 'history' | 'desired'>;

interface RuleTuner {
  readonly rule: LearningRule;
  readonly tuner: RuleLearner;
}

/** As production does every quarter of an hour, though on all the past of the replay, and not by reading it anew. */
function retuned(
  before: DecisionMemory['tuned'],
  tuners: readonly RuleTuner[],
  policy: Policy,
  observed: Observed,
): DecisionMemory['tuned'] {
  let tuned = before;
  for (const { rule, tuner } of tuners) {
    tuner.read(observed);
    if (!isLearningDue(rule, policy, tuned[rule.name], observed.now)) continue;
    const found = tuner.learned();
    if (found) tuned = { ...tuned, [rule.name]: found };
  }
  return tuned;
}

/** As counts, which is all that most policies look at; by name where prices or the moments of boots matter. */
function workersOf(
  now: number,
  { index, ready, booting, draining, boots }: Seen,
  warming: readonly number[],
  policy: Policy,
  { hourlyUsd, tick, boot }: Scenario,
): Observation['workers'] {
  const counts = { pending: booting, warming: warming.length, ready: ready - warming.length, draining, unhealthy: 0 };
  const isPriced = policy.guards.budget !== undefined && hourlyUsd > 0;
  if (!isPriced && !policy.rules.some((rule) => moduleOf(rule).looksAtBoots === 'each-worker')) return counts;
  const launchedAt: Partial<Record<string, number[]>> = {
    pending: boots.flatMap(({ readyAt, count }) =>
      Array<number>(count).fill(now + ((readyAt - index) * tick - boot) * 1000),
    ),
    warming: warming.map((age) => now - age * tick * 1000),
  };
  return Object.entries(counts).flatMap(([state, count]) =>
    Array.from(
      { length: count },
      (_, each): Worker => ({
        id: `${state}-${each}`,
        state: state as WorkerState,
        protected: false,
        ...(launchedAt[state] ? { launchedAt: launchedAt[state][each] ?? now } : {}),
        ...(isPriced ? { hourlyUsd } : {}),
        metrics: {},
      }),
    ),
  );
}
