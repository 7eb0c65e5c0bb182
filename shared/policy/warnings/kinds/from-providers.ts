import { formatOf } from '../../../providers/index.ts';
import type { WarningCheck } from '../warning-check.ts';

/** The warnings of the provider's kind. */
export const fromProviders: WarningCheck = ({ provider, evaluateEvery, warmup }) =>
  (provider && formatOf(provider.kind)?.warnings?.(provider, { evaluateEvery, warmup })) ?? [];
