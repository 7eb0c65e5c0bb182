import { decide, historySeconds, isLearning, RuleLearner } from '../../shared/decision/index.ts';
import type { Observation } from '../../shared/policy/index.ts';
import { table } from '../../shared/presentation/index.ts';
import type { Learned } from '../../shared/rules/index.ts';
import { emptyState, historyOf } from '../../shared/state/index.ts';
import { type Benchmark, cpuMs, type Findings, median } from '../benchmark.ts';
import { SITUATIONS, type Situation } from './situations.ts';

const WARM_UP = 200;
const ROUNDS = 9;
const DECISIONS = 200;
const TUNINGS = 5;
/** Evaluations, one a minute, in the hour for which what was found out holds. */
const TICKS_BETWEEN = 60;
/** Ms of processor time a group and tick, its share of the tunings included; `forecast`, which learns weeks, is only told. */
const MOST_MS = 5;
const isBound = (rule: string): boolean => rule !== 'forecast';

interface Cost {
  readonly rule: string;
  /** Ms of processor time: of a decision (median of the rounds, and the slowest), of a tuning, and of a tick on average. */
  readonly decisionMs: number;
  readonly slowestMs: number;
  readonly tuningMs: number;
  readonly tickMs: number;
}

export const ruleCosts: Benchmark = {
  name: 'rules',
  about: 'processor time that objective, deadline and forecast take a group and tick',
  async measure(tell) {
    return findings(
      SITUATIONS.map((each) => {
        tell(`${each.name} …`);
        return costOf(each);
      }),
    );
  },
};

function costOf(situation: Situation): Cost {
  const { policy, name } = situation;
  const tunings = Array.from({ length: TUNINGS }, () => cpuMs(() => tune(situation)));
  const observation = observationOf(situation, tune(situation));
  const decideOften = (count: number) => {
    for (let n = 0; n < count; n += 1)
      if (decide(policy, observation).blind.length > 0) throw new Error(`${name} does not see`);
  };
  decideOften(WARM_UP);
  const rounds = Array.from({ length: ROUNDS }, () => cpuMs(() => decideOften(DECISIONS)) / DECISIONS);
  const [decisionMs, slowestMs] = [median(rounds), Math.max(...rounds)];
  const tuningMs = policy.rules.some(isLearning) ? median(tunings) : 0;
  return { ...{ rule: name, decisionMs, slowestMs, tuningMs }, tickMs: decisionMs + tuningMs / TICKS_BETWEEN };
}

/** As an evaluation does when it is due. */
function tune({ policy, recorded, now }: Situation): Record<string, Learned> {
  const found = policy.rules.filter(isLearning).map((rule): [string, Learned] => {
    const tuner = new RuleLearner(rule, policy);
    tuner.read({ now, metrics: recorded });
    const tuned = tuner.learned();
    if (!tuned) throw new Error(`nothing was found out for ${rule.name}`);
    return [rule.name, tuned];
  });
  return Object.fromEntries(found);
}

const observationOf = ({ policy, recent, workers, now }: Situation, tuned: Record<string, Learned>): Observation => ({
  ...{ now, desired: workers.length, workers, metrics: recent(historySeconds(policy)) },
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
    figures: { costs, most: { tickMs: MOST_MS } },
    text: [
      table(['RULE', 'ms A DECISION', 'SLOWEST ROUND', 'ms A TUNING', 'ms A TICK'], rows),
      '',
      `Processor time of this machine; median of ${ROUNDS} rounds of ${DECISIONS} decisions. Readings a minute apart, ${TICKS_BETWEEN} ticks between`,
      `two tunings, on two days of readings (forecast: fourteen). Must hold, but for forecast: a tick within ${MOST_MS} ms.`,
    ].join('\n'),
    broken: costs
      .filter(({ rule, tickMs }) => isBound(rule) && tickMs > MOST_MS)
      .map(({ rule, tickMs }) => `${rule} takes ${tickMs.toFixed(1)} ms a tick, more than ${MOST_MS}`),
  };
}
