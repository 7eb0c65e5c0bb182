import { newlyNeeded, selected } from '../../prices/index.ts';
import { pricingFor } from '../../providers/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { Observed } from '../observe/observe.ts';
import { pricedWorker } from './priced.ts';

/** Notes which prices the groups need that nobody has needed lately. The next refresh reads them. */
export async function needPrices(
  observed: Pick<Observed, 'policies' | 'descriptions' | 'prices'>,
  { prices, clock, warn }: Pick<EvaluationDependencies, 'prices' | 'clock' | 'warn'>,
): Promise<void> {
  if (!prices) return;
  const now = clock();
  const needed = describedIn(observed).flatMap(({ policy, workers }) => {
    const priced = pricingFor(policy.provider);
    // What else a launch may choose matters to budgets alone.
    const pricing = priced && policy.guards.budget ? selected(priced, observed.prices) : priced;
    return pricing ? newlyNeeded(pricing, workers.flatMap(pricedWorker), observed.prices, now) : [];
  });
  const distinct = new Map(needed.map((each) => [`${each.system} ${each.market} ${each.type}`, each]));
  if (distinct.size === 0) return;
  await prices.need([...distinct.values()], now).catch((error: unknown) => {
    warn?.('The prices that are needed could not be noted', error);
  });
}

/** The groups whose workers are known. */
const describedIn = ({ policies, descriptions }: Pick<Observed, 'policies' | 'descriptions'>) =>
  [...policies].flatMap(([group, policy]) => {
    const description = descriptions.get(group);
    return description === undefined || description instanceof Error ? [] : [{ policy, workers: description.workers }];
  });
