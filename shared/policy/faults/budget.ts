import type { ValidationError } from '../../model/index.ts';
import { pricingFor, provider as providerSchema } from '../../providers/index.ts';
import type { ParsedDocument } from '../document/document.ts';
import { policyError } from '../reasons.ts';
import { readable } from './readable.ts';

/** A budget of a group whose workers have no prices. */
export const budgetFaults = ({ provider, guards }: Pick<ParsedDocument, 'provider' | 'guards'>): ValidationError[] =>
  provider && guards.budget ? faultsWith(provider) : [];

/** The same of a document, right or wrong. */
export function readableBudgetFaults(written: unknown): ValidationError[] {
  const { provider, guards } = Object(written) as { provider?: unknown; guards?: unknown };
  const read = Object(guards)['budget'] === undefined ? undefined : readable(providerSchema, provider);
  return read ? faultsWith(read) : [];
}

const faultsWith = (provider: NonNullable<ParsedDocument['provider']>): ValidationError[] =>
  pricingFor(provider) === null
    ? [policyError('guards.budget', 'budget-without-prices', { provider: provider.kind })]
    : [];
