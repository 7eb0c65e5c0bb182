import {
  isLearning,
  learningDueAt,
  learningSeconds,
  RuleLearner,
  spreadLearningDueAt,
} from '../../../decision/index.ts';
import { groupedBy, inChunks } from '../../../model/index.ts';
import { PUSHED_PAGES, paceOf, pushedPage } from '../../../names/index.ts';
import { comesByMinute, type Datapoint, maxAgeOf, type Policy, readBy } from '../../../policy/index.ts';
import type { Learned, LearningRule } from '../../../rules/index.ts';
import { datapointsOf, type Readouts, type SourceRequest } from '../../../sources/index.ts';
import type { StatesRead } from '../../../state/index.ts';
import type { EvaluationDependencies } from '../../dependencies.ts';
import { isPresentOnly, pastRequestsOf, requestKey } from './metric-requests.ts';
import { seriesOf } from './series.ts';

/** The results of tuning in this evaluation, by group and rule. */
export type Tunings = ReadonlyMap<string, Readonly<Record<string, Learned>>>;

/** The longest time that one evaluation spends on tuning. The next evaluation tunes the remaining rules. */
const MOST_MS = 5000;
/** Number of rules whose history is read in one batch. */
const BATCH_SIZE = 5;

interface DueRule {
  readonly policy: Policy;
  readonly rule: LearningRule;
  readonly before: Learned | null;
}

/** From when on a rule is due: ms since the epoch; null: at once. */
type DueAt = typeof learningDueAt;

/** In a stage with many groups, each has its moment of the hour. */
export const spreadDueAt: DueAt = (rule, policy, tuned) =>
  spreadLearningDueAt(rule, policy, tuned, pushedPage(policy.group) / PUSHED_PAGES);

/**
 * Tunes the rules that are due, on the history of their metrics. Rules without a tuning come first. The length of the
 * history does not affect the cost, because CloudWatch bills by metric.
 * If the history cannot be read, the next evaluation tries again, and the rule keeps its tuning until then.
 * `recent`: what was read of the metrics; without it, all of them count as measured.
 */
export async function tune(
  policies: ReadonlyMap<string, Policy>,
  states: StatesRead,
  recent: Readouts | null,
  { sources, clock }: Pick<EvaluationDependencies, 'sources' | 'clock'>,
  { mostMs = MOST_MS, dueAt = learningDueAt }: { readonly mostMs?: number; readonly dueAt?: DueAt } = {},
): Promise<Tunings> {
  const started = clock();
  const due = dueRules(policies, states, recent, started, dueAt);
  const found = new Map<string, Record<string, Learned>>();
  const isSpent = () => clock() - started >= mostMs;
  for (const some of batches(due)) {
    if (isSpent()) break;
    const past: Readouts = await sources.read(distinct(some.flatMap(requestsFor)), started).catch(() => new Map());
    const readable = some.filter((each) => requestsFor(each).every(({ key }) => datapointsOf(past.get(key))));
    for (const [index, { policy, rule, before }] of readable.entries()) {
      // The first rule is tuned even if reading took all the time. Otherwise, slow reads could prevent tuning forever.
      if (index > 0 && isSpent()) break;
      const tuner = new RuleLearner(rule, policy, before, delayOf(rule, policy, states));
      tuner.read({ now: started, metrics: seriesOf(policy, past, started) });
      const tuned = tuner.learned();
      if (tuned) found.set(policy.group, { ...found.get(policy.group), [rule.name]: tuned });
    }
  }
  return found;
}

/** Seconds from the end of a minute until an evaluation sees it; null if the rule reads anything that comes otherwise. */
function delayOf(rule: LearningRule, policy: Policy, states: StatesRead): number | null {
  if (!readBy(rule.metric, policy.metrics).every((name) => comesByMinute(name, policy.metrics))) return null;
  return paceOf(states.get(policy.group)?.schedule.dueAt ?? null)?.age ?? null;
}

/**
 * Batches of rules with the same length of history, in the given order. One read returns the same length for all its
 * metrics.
 */
function batches(due: readonly DueRule[]): (readonly DueRule[])[] {
  return [...groupedBy(due, ({ rule }) => learningSeconds(rule)).values()].flatMap((alike) =>
    inChunks(alike, BATCH_SIZE),
  );
}

const distinct = (requests: readonly SourceRequest[]): SourceRequest[] => [
  ...new Map(requests.map((request) => [request.key, request])).values(),
];

/** The groups with a rule that is due, each with the newest reading that the results of its due rules include; 0 without one. */
export function groupsToTune(...due: Parameters<typeof dueRules>): ReadonlyMap<string, number> {
  const groups = new Map<string, number>();
  // A rule with an older result comes first.
  for (const { policy, before } of dueRules(...due)) groups.set(policy.group, before?.at ?? 0);
  return groups;
}

/** The rules to tune: first those without a tuning, then those with the oldest one. */
function dueRules(
  policies: ReadonlyMap<string, Policy>,
  states: StatesRead,
  recent: Readouts | null,
  now: number,
  dueAt: DueAt,
): DueRule[] {
  const due = [...policies.values()].flatMap((policy) =>
    policy.rules.filter(isLearning).flatMap((rule): DueRule[] => {
      const state = states.get(policy.group);
      const before =
        state && Object.hasOwn(state.decision.tuned, rule.name) ? (state.decision.tuned[rule.name] ?? null) : null;
      // A metric without fresh data cannot be used in a decision, and its history is outdated.
      const isMeasured = readBy(rule.metric, policy.metrics).every(
        (name) =>
          !isPresentOnly(name, policy) &&
          (!recent || isFresh(datapointsOf(recent.get(requestKey(policy.group, name))), policy.metrics[name], now)),
      );
      return isMeasured && !state?.policy.deleting && now >= (dueAt(rule, policy, before) ?? 0)
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
