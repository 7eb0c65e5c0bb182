import type { ValidationError } from '../../model/index.ts';
import { lightestFor, provider as providerSchema, warmPoolOf } from '../../providers/index.ts';
import type { ParsedDocument } from '../document/document.ts';
import { policyError } from '../reasons.ts';
import { readable } from './readable.ts';

/** A warm pool from which more could be started than the group may have. */
export const poolFaults = ({ provider, capacity }: Pick<ParsedDocument, 'provider' | 'capacity'>): ValidationError[] =>
  faultsWith(provider, capacity.max);

/** The same of a document, right or wrong. */
export function readablePoolFaults(written: unknown): ValidationError[] {
  const { provider, capacity } = Object(written) as { provider?: unknown; capacity?: unknown };
  const { max } = Object(capacity) as { max?: unknown };
  const read = readable(providerSchema, provider);
  return read && typeof max === 'number' ? faultsWith(read, max) : [];
}

function faultsWith(provider: ParsedDocument['provider'], max: number): ValidationError[] {
  const size = warmPoolOf(provider)?.size ?? 'auto';
  const weight = lightestFor(provider);
  const most = Math.ceil(max / weight);
  return size !== 'auto' && size > most
    ? [policyError('provider.warm.size', 'warm-above-max', { size, max, ...(weight > 1 && { inUnits: most }) })]
    : [];
}
