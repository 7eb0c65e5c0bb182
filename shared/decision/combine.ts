import type { Reason } from '../model/index.ts';
import type { Recommendation, Rule } from '../rules/index.ts';
import type { DecisionContext } from './context.ts';
import type { TraceEntry } from './decision.ts';
import { type RuleResult, resultOf } from './rule-result.ts';
import { because } from './stages/because.ts';
import type { Draft } from './stages/index.ts';

export interface Combined {
  readonly draft: Draft;
  /** What the rules asked for; null when none proposed. */
  readonly proposal: number | null;
  /** What the work needs according to the rules: spare workers are added to it. */
  readonly needed: number;
  /** The same, with the spare workers: what stabilization looks back on. */
  readonly asked: number | null;
  /** The reason of the rule whose proposal was used, or why there is none. */
  readonly reason: Reason;
  /** Rules that asked for a change in the direction of the proposal. */
  readonly triggered: readonly string[];
  /** Rules that had no data. */
  readonly missingData: readonly string[];
  /** Workers that the rule with the used proposal named for removal. */
  readonly named: readonly string[];
}

/** The largest proposal wins; while one rule has no data the group may grow but not shrink. */
export function combine(context: DecisionContext): Combined {
  const { current, policy } = context;
  const results = policy.rules.map((rule) => resultOf(rule, context));
  const trace: TraceEntry[] = [];
  const missingData: string[] = [];
  let winner: RuleResult | undefined;
  let [proposals, needed] = [0, 0];
  for (const result of results) {
    const { rule, recommendation, isMissingData } = result;
    trace.push(entry(rule, recommendation));
    if (isMissingData) missingData.push(rule.name);
    if (recommendation.kind === 'propose') {
      proposals += 1;
      needed = Math.max(needed, recommendation.needed ?? recommendation.capacity);
    }
    if (capacityOf(result) > capacityOf(winner)) winner = result;
  }

  for (const each of context.readings.coarse())
    trace.push({ stage: `metric:${each.metric}`, proposed: null, reason: because['coarse-datapoints'](each) });
  if (winner?.recommendation.kind !== 'propose') return undecided(context, results, trace, missingData);
  const { capacity: proposal, reason, remove: named = [] } = winner.recommendation;
  const triggered = triggeredBy(results, proposal, current);
  const rule = winner.rule.name;
  const used =
    proposals === 1 ? because['one-proposal']({ rule }) : because['largest-proposal']({ rule, rules: proposals });
  trace.push({ stage: 'combine', proposed: proposal, reason: used });
  // A fallback does not replace data: it may grow the group, but not shrink it.
  if (proposal < current && missingData.length > 0) {
    const blocked = because['scale-in-without-data']({ ...missingIn(results), proposal });
    trace.push({ stage: 'missing-data', proposed: current, reason: blocked });
    const draft: Draft = { capacity: current, blockedBy: 'missing-data', reason: blocked, trace };
    return { draft, proposal, needed, asked: proposal, reason, triggered, missingData, named };
  }
  const waiting = waitingOf(results, proposal);
  const draft: Draft = { capacity: proposal, blockedBy: waiting ? 'cooldown' : null, reason: waiting, trace };
  return { draft, proposal, needed, asked: proposal, reason, triggered, missingData, named };
}

/** The reason of a rule whose own cooldown changes the result; null if no cooldown does. */
function waitingOf(results: readonly RuleResult[], proposal: number): Reason | null {
  const waiting = results.find(
    ({ recommendation }) => recommendation.kind === 'propose' && recommendation.waitsFor !== undefined,
  );
  if (!waiting) return null;
  const wishes = results.flatMap(({ recommendation }) =>
    recommendation.kind === 'propose' ? (recommendation.waitsFor ?? recommendation.capacity) : [],
  );
  return Math.max(...wishes) === proposal ? null : waiting.recommendation.reason;
}

function undecided(
  context: DecisionContext,
  results: readonly RuleResult[],
  trace: TraceEntry[],
  missingData: readonly string[],
): Combined {
  const { current } = context;
  const reason = undecidedReason(context, results);
  trace.push({ stage: 'combine', proposed: current, reason });
  const draft: Draft = {
    capacity: current,
    blockedBy: missingData.length > 0 ? 'missing-data' : null,
    reason: null,
    trace,
  };
  return { draft, proposal: null, needed: 0, asked: null, reason, triggered: [], missingData, named: [] };
}

function undecidedReason({ observation }: DecisionContext, results: readonly RuleResult[]): Reason {
  if (observation.deleted) return because['policy-deleted']({});
  if (results.length === 0) return because['no-rules']({});
  const missing = missingIn(results);
  const { length } = missing.rules;
  if (length > 0) return because['no-rule-has-data']({ ...missing, ...(length < results.length && { others: true }) });
  return because['no-proposal'](named(results));
}

/** The rules without data, and why. */
const missingIn = (results: readonly RuleResult[]) => named(results.filter(({ isMissingData }) => isMissingData));

/** Each decision is stored, and nobody would read more causes. */
const MOST_CAUSES = 3;
const named = (results: readonly RuleResult[]) => ({
  rules: results.map(({ rule }) => rule.name),
  causes: results.slice(0, MOST_CAUSES).map(({ cause, recommendation }) => cause ?? recommendation.reason),
});

const capacityOf = (result: RuleResult | undefined): number =>
  result?.recommendation.kind === 'propose' ? result.recommendation.capacity : -1;

const stageOf = (rule: string): string => `rule:${rule}`;

/** What a trace says of the rule with this name. */
export const entryOf = (trace: readonly TraceEntry[], rule: string): TraceEntry | undefined =>
  trace.find(({ stage }) => stage === stageOf(rule));

const entry = (rule: Rule, recommendation: Recommendation): TraceEntry => ({
  stage: stageOf(rule.name),
  proposed: recommendation.kind === 'propose' ? recommendation.capacity : null,
  reason: recommendation.reason,
});

function triggeredBy(results: readonly RuleResult[], proposal: number, current: number): string[] {
  const direction = Math.sign(proposal - current);
  if (direction === 0) return [];
  return results
    .filter(
      ({ recommendation }) =>
        recommendation.kind === 'propose' && Math.sign(recommendation.capacity - current) === direction,
    )
    .map(({ rule }) => rule.name);
}
