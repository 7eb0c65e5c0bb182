import { reaches, type ValidationError } from '../../model/index.ts';
import { pricingFor, provider as providerSchema } from '../../providers/index.ts';
import type { ParsedDocument } from '../document/document.ts';
import { budget as budgetSchema } from '../document/guards.ts';
import { policyError } from '../reasons.ts';
import { readable } from './readable.ts';

const HOURS_PER_MONTH = 730;

/** The parts of a policy that say what its minimum costs. */
interface Priced {
  readonly provider?: ParsedDocument['provider'];
  readonly capacity: Pick<ParsedDocument['capacity'], 'min'>;
  readonly guards: Pick<ParsedDocument['guards'], 'budget'>;
}

/** A group never has less than its minimum, whatever it costs. `price`: the least that a unit of capacity costs per hour. */
export function minimumFaults({ provider, capacity: { min }, guards: { budget } }: Priced, price: number) {
  const atLeast = min * price;
  const inUnits = isWeighted(provider) && { inUnits: true as const };
  const fields = [
    { field: 'hourlyUsd', usd: budget?.hourlyUsd, atLeast },
    { field: 'monthlyUsd', usd: budget?.monthlyUsd, atLeast: atLeast * HOURS_PER_MONTH },
  ];
  return fields.flatMap(({ field, usd, atLeast: least }): ValidationError[] =>
    usd === undefined || reaches(usd, least)
      ? []
      : [
          policyError(`guards.budget.${field}`, 'budget-below-min', {
            usd,
            min,
            price,
            atLeast: least,
            ...inUnits,
          }),
        ],
  );
}

/** The same where the policy itself has the price of every type. */
export function statedMinimumFaults(policy: Priced): ValidationError[] {
  const price = statedPrice(policy.provider);
  return price === null ? [] : minimumFaults(policy, price);
}

/** The same for a document that may have other faults. */
export function readableMinimumFaults(written: unknown): ValidationError[] {
  const { provider, capacity, guards } = Object(written) as Readonly<Record<string, unknown>>;
  const { min } = Object(capacity) as { min?: unknown };
  const budget = readable(budgetSchema, Object(guards)['budget']);
  const read = budget && readable(providerSchema, provider);
  return read && typeof min === 'number'
    ? statedMinimumFaults({ provider: read, capacity: { min }, guards: { budget } })
    : [];
}

/** The least that a unit of capacity costs per hour by the policy's own prices; null if they are not all there. */
export function statedPrice(provider: ParsedDocument['provider']): number | null {
  const { types = [], fixed = {}, weights = {} } = pricingFor(provider) ?? {};
  if (types.length === 0 || !types.every((type) => Object.hasOwn(fixed, type))) return null;
  return Math.min(...types.map((type) => (fixed[type] ?? 0) / (weights[type] ?? 1)));
}

export const isWeighted = (provider: ParsedDocument['provider']): boolean =>
  pricingFor(provider)?.weights !== undefined;
