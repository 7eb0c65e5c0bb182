import { type Decision, historySeconds } from '../../decision/index.ts';
import { groupedBy } from '../../model/index.ts';
import {
  metricSource,
  type Observation,
  type Parsed,
  type Policy,
  type Worker,
  type WorkerState,
} from '../../policy/index.ts';
import { lightestFor, warmPoolOf } from '../../providers/index.ts';
import { moduleOf } from '../../rules/index.ts';
import { emptyState } from '../../state/index.ts';
import type { Controller, ControllerInput } from '../engine/tick.ts';
import type { PricedWorkers } from '../prices/priced-workers.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import { measuredBy, type Signal, unmeasuredFaults } from '../scenario/signals.ts';
import { evaluationSteps } from './evaluation-steps.ts';
import { type Measure, measureOf, Warming } from './measure.ts';
import type { ReplayedPool } from './pool-plan.ts';
import { PushWakes } from './push-wakes.ts';
import { decideAndRemember } from './remembering.ts';
import { RuleTuners } from './rule-tuners.ts';
import { PeriodSeries, ReadingSeries, SentSeries, type Series } from './series.ts';
import { weighedWorkers, withSurplus } from './weighed-workers.ts';

/** Receives every decision of a replay with its observation. Read the observation immediately: its series are reused. */
export type DecisionSink = (decision: Decision, observation: Observation) => void;

const MINUTE_SECONDS = 60;
/** History of readings from queues; production keeps no more either. */
const MAX_READINGS_SECONDS = 86_400;

interface Meter {
  readonly name: string;
  readonly measure: Measure;
  readonly series: Series;
  /** Seconds from the end of a minute until its datapoint comes; absent for metrics that don't come by the minute. */
  readonly minuteDelay?: number;
}

export interface ReplayParts {
  readonly onDecision?: DecisionSink | undefined;
  /** The workers one by one, if their prices are known or they have weights. */
  readonly roster?: PricedWorkers | undefined;
  readonly pool?: ReplayedPool | null;
}

/**
 * A controller that decides as production does: it calls `decide` when the schedule would, and at pushes, on an observation
 * of the data available at that time, with the same memory as a group's state. Returns validation errors for metrics whose
 * signal the scenario does not name.
 */
export function policyController(
  policy: Policy,
  scenario: Scenario,
  { onDecision, roster, pool = null }: ReplayParts = {},
): Parsed<Controller> {
  const measured = measuredBy(policy, scenario.metrics);
  if (!measured.ok) return measured;
  const faults = unmeasuredFaults(policy, measured.value, scenario);
  if (faults.length > 0) return { ok: false, faults };
  const meters = [...measured.value].map(([name, signal]) => meterOf(name, signal, policy, scenario));
  const wakes = new PushWakes(policy, meters);
  const isEvaluated = evaluationSteps(
    policy,
    scenario,
    meters.flatMap(({ minuteDelay = [] }) => minuteDelay),
  );
  const tuners = new RuleTuners(policy, pool?.isAuto ?? false);
  const [boot, warmup] = [ticksIn(scenario.boot, scenario), ticksIn(policy.warmup, scenario)];
  const warming = new Warming(boot, warmup, pool?.plan.start);
  let memory = emptyState(policy.group).decision;
  let reporting = 0;

  const controller: Controller = (now, input) => {
    const { last, index } = input;
    if (last)
      for (const { series, measure } of meters) series.note(last, measure(last, Math.min(reporting, last.booting)));
    const running = runningAges(input, scenario);
    reporting = running.length;
    const warm = warming.ages(input);
    const isWoken = wakes.isDue(now);
    if (!isEvaluated(now, index) && !isWoken) return null;
    const warmingAges = [...warm, ...running.filter((age) => age * scenario.tick < policy.warmup)];
    const workers = workersOf(now, asRunning(input, running), warmingAges, policy, scenario, roster);
    const spending = policy.guards.budget && roster?.isPriced ? withPool(roster.spending, policy, input) : undefined;
    const values = meters.map(({ name, series }) => [name, series.at(now) as Observation['metrics'][string]] as const);
    const observed: Observed = {
      now,
      workers,
      ...(pool && { pool: observedPool(pool, input) }),
      ...(spending && { spending }),
      metrics: Object.fromEntries(values),
    };
    const tuned = tuners.retuned(memory.tuned, observed);
    const after = decideAndRemember(memory, policy, observed, tuned);
    onDecision?.(after.decision, after.observation);
    // Requests the desired capacity in every evaluation, so that a failed launch is repeated, as in production.
    const next = roster?.isWeighted
      ? withSurplus(after, policy, input.capacity)
      : { requested: after.memory.desired, memory: after.memory };
    memory = next.memory;
    return next.requested;
  };
  return { ok: true, value: controller };
}

const observedPool = (pool: ReplayedPool, { members }: ControllerInput): NonNullable<Observation['pool']> => ({
  ...pool.inForce(),
  ...(members !== undefined && { ready: members * pool.plan.weight }),
});

/** With what the members of the warm pool cost. */
function withPool(
  spending: PricedWorkers['spending'],
  { provider }: Policy,
  { members = 0 }: ControllerInput,
): NonNullable<Observation['spending']> {
  const pool = members > 0 ? warmPoolOf(provider) : null;
  if (!pool) return spending;
  const { launchUsd = 0 } = 'launchUsd' in spending ? spending : {};
  return {
    ...spending,
    poolUsd: members * (pool.state === 'running' ? launchUsd * lightestFor(provider) : pool.diskUsd),
  };
}

/** Ages in steps of the workers that boot and run already, the oldest first. */
function runningAges({ boots, index }: ControllerInput, scenario: Scenario): number[] {
  const { reportsAfter, boot } = scenario;
  if (reportsAfter === undefined || reportsAfter >= boot) return [];
  const least = ticksIn(reportsAfter, scenario);
  const ages = boots.flatMap(({ launchedAt, count }) => {
    const age = index - launchedAt;
    return age >= least ? Array<number>(count).fill(age) : [];
  });
  return ages.sort((one, other) => other - one);
}

/** A policy that does not know when workers serve takes those that run for workers in service. */
function asRunning(input: ControllerInput, ages: readonly number[]): ControllerInput {
  const { length } = ages;
  if (length === 0) return input;
  const boots = input.boots.filter(({ launchedAt }) => !ages.includes(input.index - launchedAt));
  return { ...input, ready: input.ready + length, booting: input.booting - length, boots };
}

function meterOf(name: string, signal: Signal, policy: Policy, scenario: Scenario): Meter {
  const source = metricSource(name, policy.metrics);
  const kept = historySeconds(policy);
  const { period = 0, statistic = null, settles = 0 } = source ?? {};
  const stated = Object.hasOwn(scenario.metrics, name) ? scenario.metrics[name] : undefined;
  const { every, delay: ownDelay, silent = false, grows = false } = typeof stated === 'object' ? stated : {};
  // A value that settles is not used earlier, however soon it is shown.
  const delay = Math.max(ownDelay ?? scenario.metricDelay, grows ? 0 : settles);
  const published = { period: Math.max(period, every ?? 0), statistic: statistic ?? 'Average', silent, grows };
  const series = statistic
    ? new PeriodSeries(published, signal, scenario.tick, delay, kept)
    : every !== undefined || ownDelay !== undefined
      ? new SentSeries({ every: every ?? scenario.evaluateEvery, delay: ownDelay ?? 0, silent }, kept)
      : new ReadingSeries(Math.min(Math.max(kept, scenario.evaluateEvery), MAX_READINGS_SECONDS), silent);
  const isByMinute = statistic !== null && published.period === MINUTE_SECONDS && !grows;
  return { name, measure: measureOf(signal, scenario), series, ...(isByMinute && { minuteDelay: delay }) };
}

type Observed = Omit<Observation, 'history' | 'desired'>;

/** Counts, which are enough for most policies; individual workers if they report or have weights, or the policy uses prices or launch times. */
function workersOf(
  now: number,
  { index, ready, booting, draining, boots, busy }: ControllerInput,
  warming: readonly number[],
  policy: Policy,
  scenario: Scenario,
  roster: PricedWorkers | undefined,
): Observation['workers'] {
  const { tick, boot } = scenario;
  const counts = { pending: booting, warming: warming.length, ready: ready - warming.length, draining, unhealthy: 0 };
  const isPriced = policy.guards.budget !== undefined && roster !== undefined;
  const isReported = scenario.kind === 'queue' && scenario.reports === 'busy';
  if (roster?.isWeighted) return weighedWorkers(roster.workers(counts), isReported ? busy : null);
  const areListed =
    isPriced || isReported || policy.rules.some((rule) => moduleOf(rule).looksAtBoots === 'each-worker');
  if (!areListed) return counts;
  // The tasks are with the workers that have been there for longest.
  const working: Partial<Record<string, number>> = {
    ready: Math.min(busy, counts.ready),
    warming: Math.max(0, busy - counts.ready),
  };
  const launchedAt: Partial<Record<string, number[]>> = {
    // A boot ends with a step, so a worker counts as launched a boot before it is ready.
    pending: boots.flatMap(({ launchedAt, readyAt, count }) => {
      const age = Math.min((index - launchedAt) * tick, boot - (readyAt - index) * tick);
      return Array<number>(count).fill(now - age * 1000);
    }),
    warming: warming.map((age) => now - age * tick * 1000),
  };
  const known = isPriced ? groupedBy(roster.workers(counts), ({ state }) => state) : undefined;
  return Object.entries(counts).flatMap(([state, count]) =>
    Array.from(
      { length: count },
      (_, position): Worker => ({
        ...(known?.get(state as WorkerState)?.[position] ?? {
          id: `${state}-${position}`,
          protected: false,
          metrics: {},
        }),
        state: state as WorkerState,
        ...(launchedAt[state] ? { launchedAt: launchedAt[state][position] ?? now } : {}),
        ...(isReported && state in working ? { busy: position < (working[state] ?? 0) } : {}),
      }),
    ),
  );
}
