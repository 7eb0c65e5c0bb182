import { closeTo } from '../../model/index.ts';
import type { Policy, ValidationError } from '../../policy/index.ts';
import {
  type Market,
  NO_PRICES,
  type OperatingSystem,
  type PriceBook,
  type Pricing,
  priceOf,
} from '../../prices/index.ts';
import { type LaunchMix, moduleFor, pricingFor, terminationOrder } from '../../providers/index.ts';
import { simulationError } from '../reasons.ts';
import type { PriceSeries, Scenario } from '../scenario/scenario.ts';
import { type HistoryEntry, ofSystem } from './history.ts';
import { isWeighted } from './places.ts';
import { type Mix, PricedWorkers } from './priced-workers.ts';
import { type PriceChange, PriceTimeline } from './timeline.ts';

/** Prices beside those of the policy and of the scenario. */
export interface MarketPrices {
  /** A recorded history of prices. It goes before the scenario's prices of the same market. */
  readonly history?: readonly HistoryEntry[] | undefined;
  /** The prices that a deployment has stored. They count where neither the scenario nor the history has any. */
  readonly stored?: PriceBook | undefined;
  /** What the group has cost in the calendar month before the replay, unless the scenario says it. */
  readonly monthUsd?: number | undefined;
}

/** How the workers of a policy are priced in a replay. */
export interface Costing {
  /** The workers of a replay, one for each: it is stateful. */
  readonly workers: () => PricedWorkers;
  /** False if only their weights are known. */
  readonly isPriced: boolean;
  /** Types that a launch may use and whose price is not known in a market. */
  readonly unpriced: readonly { readonly type: string; readonly market: Market }[];
}

const ANY_TYPE = 'worker';
const NO_PRICING: Pricing = { system: 'linux', types: [], markets: ['on-demand'], fixed: {}, onDemandShare: 1 };

/**
 * The prices of a policy's workers: as the policy states them, else as the scenario or a recorded history has them, else
 * the scenario's `hourlyUsd`, else as they are stored. Null if nothing is known, or if all workers cost `hourlyUsd` and no
 * budget must know it one by one. Workers with weights are always one by one.
 */
export function costingOf(
  { provider, guards: { budget } }: Policy,
  scenario: Scenario,
  { history = [], stored = NO_PRICES, monthUsd: storedUsd = 0 }: MarketPrices,
  start: number,
): Costing | null {
  const own = pricingFor(provider) ?? NO_PRICING;
  const { system } = own;
  const recorded = history.filter((each) => ofSystem(each, system));
  const changes = [...withoutThoseOf(recorded, scenarioChanges(scenario, start)), ...recorded];
  const { hourlyUsd, tick, monthUsd = storedUsd } = scenario;
  const before = hourlyUsd > 0 || scenario.prices !== undefined ? NO_PRICES : stored;
  const hasPrices = Object.keys(own.fixed).length > 0 || changes.length > 0 || before[system] !== undefined;
  const weighted = isWeighted(own);
  if (!hasPrices && !(hourlyUsd > 0 && budget) && !weighted) return null;
  const isPriced = hasPrices || hourlyUsd > 0;
  const timeline = () => new PriceTimeline(system, before, changes);
  const first = timeline().at(start);
  const types = typesOf(own, system, first);
  const missing = (some: Pricing) =>
    some.types.flatMap((type) =>
      some.markets.flatMap((market) =>
        priceOf({ type, market, zone: '' }, some, first) === null ? [{ type, market }] : [],
      ),
    );
  const flat = hourlyUsd > 0 ? missing({ ...own, types }).map(({ type }) => [type, hourlyUsd] as const) : [];
  const pricing: Pricing = { ...own, types, fixed: { ...Object.fromEntries(flat), ...own.fixed } };
  const mix = mixOf(provider);
  return {
    workers: () => new PricedWorkers({ pricing, timeline: timeline(), mix, tick, monthUsd, isPriced }),
    isPriced,
    unpriced: isPriced ? missing(pricing) : [],
  };
}

/** Without types in the policy, any that has a price. */
function typesOf({ types, fixed }: Pricing, system: OperatingSystem, book: PriceBook): readonly string[] {
  if (types.length > 0) return types;
  const stated = Object.keys(fixed);
  const known = stated.length > 0 ? stated : Object.keys(book[system] ?? {});
  return known.length > 0 ? known : [ANY_TYPE];
}

/** A recorded history replaces what the scenario says of the same types and markets. */
const withoutThoseOf = (recorded: readonly PriceChange[], ofScenario: readonly PriceChange[]): PriceChange[] => {
  const keys = new Set(recorded.map(({ type, market }) => `${type} ${market}`));
  return ofScenario.filter(({ type, market }) => !keys.has(`${type} ${market}`));
};

function scenarioChanges({ prices = {} }: Scenario, start: number): PriceChange[] {
  return Object.entries(prices).flatMap(([type, stated]) => {
    const { onDemand, spot } = typeof stated === 'number' ? { onDemand: stated } : stated;
    const zones = typeof spot === 'object' && !Array.isArray(spot) ? spot : spot === undefined ? {} : { '': spot };
    return [
      ...(onDemand === undefined ? [] : changesOf({ type, market: 'on-demand', zone: '' }, onDemand, start)),
      ...Object.entries(zones).flatMap(([zone, series]) => changesOf({ type, market: 'spot', zone }, series, start)),
    ];
  });
}

const changesOf = (of: Omit<PriceChange, 'at' | 'usd'>, series: PriceSeries, start: number): PriceChange[] =>
  typeof series === 'number'
    ? [{ ...of, at: start, usd: series }]
    : series.map((entry) => ({
        ...of,
        usd: entry.usd,
        at: 'at' in entry ? Date.parse(entry.at) : start + entry.after * 1000,
      }));

function mixOf(provider: Policy['provider']): Mix {
  const module = provider && moduleFor(provider);
  const onDemand = (count: number): LaunchMix => ({ onDemand: count, spot: 0, isSpread: true });
  return {
    order: terminationOrder(provider),
    markets: (there, count) => module?.launchMix?.(provider, there, count) ?? onDemand(count),
    base: (workers) => module?.composition?.(provider, workers, []) ?? { base: 0, ofBase: new Set() },
  };
}

/**
 * Validation errors for the prices of a scenario or of a recorded history: they must have those of all types that a policy
 * launches. Prices that nobody wrote are no error.
 */
export function priceFaults(
  policies: readonly Policy[],
  scenario: Scenario,
  market: MarketPrices,
  start: number,
): ValidationError[] {
  const { prices = {} } = scenario;
  const known = [...new Set([...Object.keys(prices), ...(market.history ?? []).map(({ type }) => type)])];
  if (known.length === 0) return [];
  const missing = policies.flatMap((policy) => costingOf(policy, scenario, market, start)?.unpriced ?? []);
  const distinct = new Map(missing.map((each) => [`${each.type} ${each.market}`, each]));
  return [...distinct.values()].map(({ type, market: of }) =>
    simulationError(`prices.${type}`, 'price-required', { type, market: of, close: closeTo(type, known) }),
  );
}
