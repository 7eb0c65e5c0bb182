import { invalidDocument } from '../presentation/index.ts';
import { HOUR_MS, type HourCost, monthOf, type PriceBook } from '../prices/index.ts';
import { pricingFor } from '../providers/index.ts';
import { costingOf, type HistoryEntry, type MarketPrices, priceFaults, type Scenario } from '../simulation/index.ts';
import type { Candidate } from './policies.ts';
import type { BacktestDeployment } from './recordings/deployment.ts';

/** What a backtest knows of prices, and what the group has really cost. */
export interface BacktestPrices {
  readonly market: MarketPrices;
  /** Hours of the replayed time that are stored, with their dollars; empty if the scenario or a file has prices. */
  readonly hours: readonly HourCost[];
  readonly notes: readonly string[];
}

interface Request {
  readonly candidates: readonly Candidate[];
  readonly scenario: Scenario;
  readonly history: readonly HistoryEntry[] | undefined;
  readonly group: string | undefined;
  readonly start: number;
  readonly end: number;
}

/**
 * The prices of a backtest: those of the scenario and of the file, else what the deployment has stored. Throws if the
 * scenario or the file lacks a price that a policy needs.
 */
export async function pricesFor(
  { candidates, scenario, history, group, start, end }: Request,
  deployment: BacktestDeployment | null,
): Promise<BacktestPrices> {
  const policies = candidates.map(({ policy }) => policy);
  const faults = priceFaults(policies, scenario, { history }, start);
  if (faults.length > 0) throw invalidDocument('The scenario', faults);
  const isWritten = scenario.hourlyUsd > 0 || scenario.prices !== undefined || history !== undefined;
  const systems = [...new Set(policies.flatMap(({ provider }) => pricingFor(provider)?.system ?? []))];
  if (!deployment || isWritten || systems.length === 0) return { market: { history }, hours: [], notes: [] };
  const stored = await deployment.store.prices.read(systems);
  const known = group === undefined ? [] : await deployment.store.costs.between(group, monthOf(start), end);
  const monthUsd = known.filter(({ at }) => at < start).reduce((sum, { usd }) => sum + usd, 0);
  const market = { stored, monthUsd };
  const hours = known.filter(({ at }) => at + HOUR_MS > start);
  return { market, hours, notes: notesOf(candidates, scenario, market, start) };
}

function notesOf(
  candidates: readonly Candidate[],
  scenario: Scenario,
  market: MarketPrices & { readonly stored: PriceBook },
  start: number,
): string[] {
  const used = candidates.filter(({ policy }) => Object.keys(pricingFor(policy.provider)?.fixed ?? {}).length === 0);
  const costings = candidates.map(({ policy }) => costingOf(policy, scenario, market, start));
  const missing = [...new Set(costings.flatMap((costing) => costing?.unpriced ?? []).map(({ type }) => type))];
  return [
    ...(used.length > 0 && costings.some((costing) => costing?.isPriced)
      ? ['Prices: as they are stored now. For those of the recorded time, use --prices FILE.']
      : []),
    ...(missing.length > 0
      ? [
          `No price is stored for ${missing.join(', ')}: such workers count as $0 here, and a budget stops growth. Write provider.prices in the policy, or prices in a file for --world.`,
        ]
      : []),
  ];
}
