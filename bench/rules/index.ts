import { decide, historySeconds, isLearning, RuleLearner } from '../../shared/decision/index.ts';
import type { Observation } from '../../shared/policy/index.ts';
import { table } from '../../shared/presentation/index.ts';
import type { Learned } from '../../shared/rules/index.ts';
import { emptyState, historyOf } from '../../shared/state/index.ts';
import { type Benchmark, cpuMs, type Findings, median } from '../benchmark.ts';
import { CASES, type RuleCase } from './cases.ts';

const WARM_UP = 200;
const ROUNDS = 9;
const DECISIONS = 200;
const TUNINGS = 5;
/** Evaluations per tuning: one per minute, and one tuning per hour. */
const TICKS_BETWEEN = 60;
/** Maximum processor time in ms per group and tick, including its share of tunings. Not enforced for a rule that learns from weeks. */
const MAX_MS = 5;
const LONG_DAYS = 7;

interface Cost {
  readonly rule: string;
  /** How many days of readings it learns from. */
  readonly days: number;
  /** Processor time in ms: of a decision (median and slowest round), of a tuning, and of an average tick. */
  readonly decisionMs: number;
  readonly slowestMs: number;
  readonly tuningMs: number;
  readonly tickMs: number;
}

export { CASES };

export const ruleCosts: Benchmark = {
  name: 'rules',
  about: 'processor time of objective, deadline and forecast per group and tick',
  async measure(report) {
    return findings(
      CASES.map((ruleCase) => {
        report(`${ruleCase.name} …`);
        return costOf(ruleCase);
      }),
    );
  },
};

function costOf(ruleCase: RuleCase): Cost {
  const { policy, name, days } = ruleCase;
  const observation = observationOf(ruleCase, tune(ruleCase));
  const decideOften = (count: number) => {
    for (let n = 0; n < count; n += 1)
      if (decide(policy, observation).blind.length > 0) throw new Error(`${name} has missing data`);
  };
  decideOften(WARM_UP);
  const rounds = Array.from({ length: ROUNDS }, () => cpuMs(() => decideOften(DECISIONS)) / DECISIONS);
  const [decisionMs, slowestMs] = [median(rounds), Math.max(...rounds)];
  const tuning = isTuned(ruleCase) ? tuningMs(ruleCase) : 0;
  return {
    rule: name,
    days,
    decisionMs,
    slowestMs,
    tuningMs: tuning,
    tickMs: decisionMs + tuning / TICKS_BETWEEN,
  };
}

export const isTuned = ({ policy }: RuleCase): boolean => policy.rules.some(isLearning);

/** Processor time of a tuning. */
export const tuningMs = (ruleCase: RuleCase): number =>
  median(Array.from({ length: TUNINGS }, () => cpuMs(() => tune(ruleCase))));

/** Tunes the rules, as an evaluation does when a tuning is due. */
function tune({ policy, recorded, now }: RuleCase): Record<string, Learned> {
  const found = policy.rules.filter(isLearning).map((rule): [string, Learned] => {
    const tuner = new RuleLearner(rule, policy);
    tuner.read({ now, metrics: recorded });
    const tuned = tuner.learned();
    if (!tuned) throw new Error(`the tuning of ${rule.name} returned nothing`);
    return [rule.name, tuned];
  });
  return Object.fromEntries(found);
}

const observationOf = ({ policy, recent, workers, now }: RuleCase, tuned: Record<string, Learned>): Observation => ({
  now,
  desired: workers.length,
  workers,
  metrics: recent(historySeconds(policy)),
  history: historyOf({ ...emptyState(policy.group).decision, tuned }, policy, now),
});

function findings(costs: readonly Cost[]): Findings {
  const rows = costs.map(({ rule, decisionMs, slowestMs, tuningMs, tickMs }) => [
    rule,
    decisionMs.toFixed(3),
    slowestMs.toFixed(3),
    tuningMs === 0 ? '' : tuningMs.toFixed(0),
    tickMs.toFixed(2),
  ]);
  return {
    figures: { costs, most: { tickMs: MAX_MS } },
    text: [
      table(['RULE', 'ms PER DECISION', 'SLOWEST ROUND', 'ms PER TUNING', 'ms PER TICK'], rows),
      '',
      `Processor time on this machine; median of ${ROUNDS} rounds of ${DECISIONS} decisions. One reading per minute; a tuning every ${TICKS_BETWEEN}`,
      `ticks, on two days of readings (forecast: fourteen). Required, except for forecast: at most ${MAX_MS} ms per tick.`,
    ].join('\n'),
    broken: costs
      .filter(({ days, tickMs }) => days < LONG_DAYS && tickMs > MAX_MS)
      .map(({ rule, tickMs }) => `${rule} must take at most ${MAX_MS} ms per tick, but takes ${tickMs.toFixed(1)} ms`),
  };
}
