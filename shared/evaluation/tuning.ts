import { isTuned, isTuningDue, type TunedRule, Tuner, tuningSeconds } from '../decision/index.ts';
import { compileFormula, type Datapoint, metricsOf, type Policy, type Tuned } from '../policy/index.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import type { GroupState } from './model.ts';
import { queriesOf } from './needs.ts';
import { cloudWatchSeries } from './observation.ts';

/** What rules found out in this evaluation, by group and rule. */
export type Tunings = ReadonlyMap<string, Readonly<Record<string, Tuned>>>;

/** Ms that one evaluation spends on tuning: who is left over is tuned by the next, and drives on with what it knows. */
const MOST_MS = 5000;
/** Groups whose past is read at a time. */
const TOGETHER = 5;

interface DueRule {
  readonly policy: Policy;
  readonly rule: TunedRule;
  readonly before: Tuned | null;
}

/**
 * Plays tournaments for the rules that tune themselves, where they are due: on the recorded past of their metrics, those
 * first that know nothing. What is recorded is billed by metric and not by its length.
 * A past that cannot be read is read by the next evaluation: until then the rule drives by what it knows.
 */
export async function tune(
  policies: ReadonlyMap<string, Policy>,
  states: ReadonlyMap<string, GroupState>,
  recent: ReadonlyMap<string, readonly Datapoint[]>,
  { metrics, clock }: Pick<EvaluationDependencies, 'metrics' | 'clock'>,
): Promise<Tunings> {
  const started = clock();
  const due = dueRules(policies, states, recent, started);
  const found = new Map<string, Record<string, Tuned>>();
  const isSpent = () => clock() - started >= MOST_MS;
  for (let next = 0; next < due.length && !isSpent(); next += TOGETHER) {
    const some = due.slice(next, next + TOGETHER);
    const from = started - Math.max(...some.map(({ rule }) => tuningSeconds(rule))) * 1000;
    const past = await metrics.read(some.flatMap(queriesFor), from, started).catch(() => null);
    if (past === null) break;
    for (const [index, { policy, rule, before }] of some.entries()) {
      // However long the reading took, the first is tuned: or nobody ever would be.
      if (index > 0 && isSpent()) break;
      const tuner = new Tuner(rule, policy, before);
      tuner.read({ now: started, metrics: seriesFor(policy, past, started) });
      const tuned = tuner.tuned();
      if (tuned) found.set(policy.group, { ...found.get(policy.group), [rule.name]: tuned });
    }
  }
  return found;
}

/** Those that know nothing first, then those whose knowledge is the oldest. */
function dueRules(
  policies: ReadonlyMap<string, Policy>,
  states: ReadonlyMap<string, GroupState>,
  recent: ReadonlyMap<string, readonly Datapoint[]>,
  now: number,
): DueRule[] {
  const due = [...policies.values()].flatMap((policy) =>
    policy.rules.filter(isTuned).flatMap((rule): DueRule[] => {
      const before = states.get(policy.group)?.tuned[rule.name] ?? null;
      // Where nothing is measured, there is no past either.
      const isMeasured = queriesFor({ policy, rule }).some(({ key }) => (recent.get(key)?.length ?? 0) > 0);
      return isMeasured && isTuningDue(rule, policy, before, now) ? [{ policy, rule, before }] : [];
    }),
  );
  return due.toSorted((one, other) => (one.before?.at ?? 0) - (other.before?.at ?? 0));
}

function queriesFor({ policy, rule }: Pick<DueRule, 'policy' | 'rule'>) {
  const read = metricsOf(rule).flatMap((name) => {
    const formula = policy.metrics[name]?.formula;
    return formula === undefined ? [name] : compileFormula(formula).names;
  });
  return queriesOf(policy, read);
}

const seriesFor = (policy: Policy, past: ReadonlyMap<string, readonly Datapoint[]>, now: number) =>
  Object.fromEntries(Object.keys(policy.metrics).map((name) => [name, cloudWatchSeries(policy, name, past, now)]));
