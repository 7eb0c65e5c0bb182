import { isLearning, isLearningDue, learningSeconds, RuleLearner } from '../../decision/index.ts';
import { groupedBy } from '../../model/index.ts';
import { type Datapoint, maxAgeOf, type Policy, readBy } from '../../policy/index.ts';
import type { Learned, LearningRule } from '../../rules/index.ts';
import type { Readouts, SourceRequest } from '../../sources/index.ts';
import type { StatesRead } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { isPresentOnly, pastRequestsOf, requestKey } from './metric-requests.ts';
import { seriesOf } from './series.ts';

/** What rules found out in this evaluation, by group and rule. */
export type Tunings = ReadonlyMap<string, Readonly<Record<string, Learned>>>;

/** Ms that one evaluation spends on tuning: who is left over is tuned by the next, and drives on with what it knows. */
const MOST_MS = 5000;
/** Groups whose past is read at a time. */
const TOGETHER = 5;

interface DueRule {
  readonly policy: Policy;
  readonly rule: LearningRule;
  readonly before: Learned | null;
}

/**
 * Plays tournaments for the rules that tune themselves, where they are due: on the recorded past of their metrics, those
 * first that know nothing. What is recorded is billed by metric and not by its length.
 * A past that cannot be read is read by the next evaluation: until then the rule drives by what it knows.
 */
export async function tune(
  policies: ReadonlyMap<string, Policy>,
  states: StatesRead,
  recent: Readouts,
  { sources, clock }: Pick<EvaluationDependencies, 'sources' | 'clock'>,
): Promise<Tunings> {
  const started = clock();
  const due = dueRules(policies, states, recent, started);
  const found = new Map<string, Record<string, Learned>>();
  const isSpent = () => clock() - started >= MOST_MS;
  for (const some of batches(due)) {
    if (isSpent()) break;
    const past = await sources.read(distinct(some.flatMap(requestsFor)), started).catch(() => null);
    if (past === null) continue;
    for (const [index, { policy, rule, before }] of some.entries()) {
      // However long the reading took, the first is tuned: or nobody ever would be.
      if (index > 0 && isSpent()) break;
      const tuner = new RuleLearner(rule, policy, before);
      tuner.read({ now: started, metrics: seriesOf(policy, past, started) });
      const tuned = tuner.learned();
      if (tuned) found.set(policy.group, { ...found.get(policy.group), [rule.name]: tuned });
    }
  }
  return found;
}

/** Some rules that read equally long a past, in their order: two days beside fourteen would be read as fourteen. */
function batches(due: readonly DueRule[]): (readonly DueRule[])[] {
  return [...groupedBy(due, ({ rule }) => learningSeconds(rule)).values()].flatMap((alike) =>
    Array.from({ length: Math.ceil(alike.length / TOGETHER) }, (_, index) =>
      alike.slice(index * TOGETHER, (index + 1) * TOGETHER),
    ),
  );
}

const distinct = (requests: readonly SourceRequest[]): SourceRequest[] => [
  ...new Map(requests.map((request) => [request.key, request])).values(),
];

/** Those that know nothing first, then those whose knowledge is the oldest. */
function dueRules(policies: ReadonlyMap<string, Policy>, states: StatesRead, recent: Readouts, now: number): DueRule[] {
  const due = [...policies.values()].flatMap((policy) =>
    policy.rules.filter(isLearning).flatMap((rule): DueRule[] => {
      const state = states.get(policy.group);
      const before =
        state && Object.hasOwn(state.decision.tuned, rule.name) ? (state.decision.tuned[rule.name] ?? null) : null;
      // Where nothing is measured now there is nothing to decide by, and what comes of the past would be as old.
      const isMeasured = readBy(rule.metric, policy.metrics).every(
        (name) =>
          !isPresentOnly(name, policy) &&
          isFresh(recent.get(requestKey(policy.group, name)), policy.metrics[name], now),
      );
      return isMeasured && !state?.policy.deleting && isLearningDue(rule, policy, before, now)
        ? [{ policy, rule, before }]
        : [];
    }),
  );
  return due.toSorted((one, other) => (one.before?.at ?? 0) - (other.before?.at ?? 0));
}

const requestsFor = ({ policy, rule }: Pick<DueRule, 'policy' | 'rule'>): SourceRequest[] =>
  pastRequestsOf(policy, readBy(rule.metric, policy.metrics), learningSeconds(rule));

const isFresh = (
  points: readonly Datapoint[] = [],
  definition: Policy['metrics'][string] | undefined,
  now: number,
): boolean => now - (points.at(-1)?.at ?? Number.NEGATIVE_INFINITY) <= maxAgeOf(definition) * 1000;
