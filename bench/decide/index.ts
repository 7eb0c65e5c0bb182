import { decide } from '../../shared/decision/index.ts';
import type { Observation, Policy } from '../../shared/policy/index.ts';
import { table } from '../../shared/presentation/index.ts';
import { type Benchmark, type Findings, median } from '../benchmark.ts';
import { observationsFor, policyWith } from './cases.ts';

const RULES = [1, 5, 20] as const;
const WARM_UP_MS = 500;
const ROUND_MS = 400;
const ROUNDS = 9;
/** Decisions between two readings of the clock. */
const STRIDE = 500;
/** Goal in decisions per second with one rule. */
const AIM = 1_000_000;

interface Rate {
  readonly rules: number;
  /** Decisions per second; median of the rounds. */
  readonly perSecond: number;
  readonly slowest: number;
  readonly fastest: number;
}

export const decideRate: Benchmark = {
  name: 'decide',
  about: 'decisions per second on one core, with 1, 5 and 20 rules',
  async measure(report) {
    return findings(
      RULES.map((rules) => {
        report(`deciding with ${rules} rules …`);
        return rateWith(rules);
      }),
    );
  },
};

function rateWith(rules: number): Rate {
  const policy = policyWith(rules);
  const observations = observationsFor(policy);
  perSecond(policy, observations, WARM_UP_MS);
  const rates = Array.from({ length: ROUNDS }, () => perSecond(policy, observations, ROUND_MS));
  return { rules, perSecond: median(rates), slowest: Math.min(...rates), fastest: Math.max(...rates) };
}

/** Decisions per second of processor time, including garbage collection. Other load on the machine has little effect on it. */
function perSecond(policy: Policy, observations: readonly Observation[], forMs: number): number {
  const start = process.cpuUsage();
  let decided = 0;
  let usedMs = 0;
  // The sum keeps the compiler from optimizing decisions away.
  let desired = 0;
  while (usedMs < forMs) {
    for (let n = 0; n < STRIDE; n++) {
      desired += decide(policy, observations[n % observations.length] as Observation).desired;
    }
    decided += STRIDE;
    const { user, system } = process.cpuUsage(start);
    usedMs = (user + system) / 1000;
  }
  if (desired <= 0) throw new Error('the decisions of the benchmark are all 0');
  return (decided / usedMs) * 1000;
}

function findings(rates: readonly Rate[]): Findings {
  const [one] = rates;
  const thousands = (rate: number) => `${Math.round(rate / 1000)} k`;
  const rows = rates.map(({ rules, perSecond: rate, slowest, fastest }) => [
    rules,
    thousands(rate),
    `${thousands(slowest)} – ${thousands(fastest)}`,
    (1e6 / rate).toFixed(1),
    `${((one?.perSecond ?? rate) / rate).toFixed(1)} ×`,
  ]);
  const isMet = (one?.perSecond ?? 0) >= AIM;
  return {
    figures: { rates, rounds: ROUNDS, aim: { perSecond: AIM, isMet } },
    text: [
      table(
        ['RULES', 'DECISIONS PER SECOND', 'SLOWEST – FASTEST ROUND', 'µs PER DECISION', 'TIME RELATIVE TO 1 RULE'],
        rows,
      ),
      '',
      `Median of ${ROUNDS} rounds of ${ROUND_MS} ms of processor time. A group of 10 listed workers, 5 datapoints per metric. Of 10`,
      'observations, seven need no change, one scales out, one scales in, and one has missing data.',
      `Goal: a million decisions per second with one rule (${isMet ? 'met' : 'missed'}).`,
    ].join('\n'),
    broken: [],
  };
}
