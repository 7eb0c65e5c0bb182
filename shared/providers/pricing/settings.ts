import type { Market, OperatingSystem, Pricing } from '../../prices/index.ts';

interface PriceSettings {
  readonly operatingSystem?: OperatingSystem | undefined;
  readonly prices?: Readonly<Record<string, number>> | undefined;
  readonly priceFactor?: number | undefined;
}

/** What a policy with these fields says of its prices. `types`: those that a launch may use; empty if nobody knows. */
export const pricingOf = (
  { operatingSystem = 'linux', prices = {}, priceFactor = 1 }: PriceSettings,
  types: readonly string[],
  markets: readonly Market[],
): Pricing => ({ system: operatingSystem, types, markets, fixed: prices, onDemandShare: priceFactor });
