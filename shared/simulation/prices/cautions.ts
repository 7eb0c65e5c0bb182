import type { Policy } from '../../policy/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { costingOf, type MarketPrices } from './costing.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Warnings about prices that make the dollars or the budget of a replay less meaningful. */
export function priceCautions(policy: Policy, scenario: Scenario, market: MarketPrices, span: Span): string[] {
  const cautions: string[] = [];
  if (policy.guards.budget && !costingOf(policy, scenario, market, span.start)?.isPriced) {
    cautions.push(
      'the policy has a budget, but nothing says what a worker costs, so the budget is not checked; write provider.prices in the policy, or prices or hourlyUsd in the scenario',
    );
  }
  const times = (market.history ?? []).map(({ at }) => at);
  if (times.length > 0 && !times.some((at) => at > span.start && at < span.end)) {
    const [first, last] = [Math.min, Math.max].map((of) => times.reduce((one, other) => of(one, other)));
    cautions.push(
      `the history of prices is from ${dayOf(first ?? 0)} to ${dayOf(last ?? 0)}, and the replay from ${dayOf(span.start)} to ${dayOf(span.end)}: each price stays the same`,
    );
  }
  return cautions;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
