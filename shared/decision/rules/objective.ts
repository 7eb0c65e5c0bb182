import { metricSource, type Policy, type RuleOf, readBy } from '../../policy/index.ts';
import { because } from '../../rules/objective/reasons.ts';
import { lookBack, strategyReason, vote } from '../objective/index.ts';
import type { Situation } from '../situation.ts';
import { busyWorkers, evenly, timingOf, tunedFor } from '../tuning/index.ts';
import { noData, propose, type Vote } from './vote.ts';

/**
 * What the winner of the last tournament wants on the latest demand. Where none is known yet, one is played on the
 * readings at hand; as long as they are too few the group keeps room for a rise and does not shrink.
 */
export function objective(rule: RuleOf<'objective'>, situation: Situation): Vote {
  const { readings, observation, policy, current } = situation;
  const latest = readings.latest(rule.metric);
  const { points, step } = readings.past(rule.metric);
  const newest = points.at(-1)?.at;
  if (latest === undefined || newest === undefined) return noData(rule.metric);
  const tuned = tunedFor(rule, policy, observation);
  const timing = tuned?.timing ?? timingOf(rule, policy, step, (observation.now - newest) / 1000);
  const since = tuned ? Math.max(0, Math.round((newest - tuned.at) / 1000 / timing.step)) : 0;
  const winner = tuned?.winner ?? null;
  const most = Math.ceil(lookBack(winner, timing) / timing.step) + since;
  const recent = evenly(points, { newest, step: timing.step, most }).map((value) => busyWorkers(value, rule));
  const asked = vote(winner, { recent, since, capacity: current }, timing);
  const saturates = isSaturating(rule, policy);
  const demand = { metric: rule.metric, value: latest, busy: latest / rule.perWorker, saturates };
  if (winner === null) return propose(asked.capacity, because['objective-learning']({ ...demand, peak: asked.peak }));
  const { floor, floorBy } = asked;
  return propose(asked.capacity, because.objective({ ...demand, active: strategyReason(winner), floor, floorBy }));
}

/** A share of what workers can do never shows more than they can do, whatever it is multiplied by. */
function isSaturating({ metric }: RuleOf<'objective'>, { metrics }: Policy): boolean {
  return readBy(metric, metrics).some((name) => SATURATES.test(measuredName(name, metrics)));
}

/** As the source names what it measures, otherwise the metric's own name. */
function measuredName(name: string, metrics: Policy['metrics']): string {
  const measures = metricSource(name, metrics)?.measures;
  return measures && 'name' in measures ? measures.name : name;
}
const SATURATES = /utili[sz]ation|cpu(?!.*credit)|percent/i;
